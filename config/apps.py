"""The composition root as a Django app: it owns the commands that touch more than one app."""

from __future__ import annotations

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Lắng Nghe"

    def ready(self) -> None:
        from config import checks  # noqa: F401, PLC0415 - importing registers
