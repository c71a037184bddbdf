"""The composition root as a Django app: it owns the commands that touch more than one app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Lắng Nghe"

    def ready(self) -> None:
        from django.contrib import admin  # noqa: PLC0415 - apps are ready only now

        from config import checks  # noqa: F401, PLC0415 - importing registers

        admin.site.site_header = admin.site.site_title = "Lắng Nghe"
        admin.site.index_title = _("Administration")
