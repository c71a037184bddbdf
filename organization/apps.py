"""The application: after each migrate it puts the append-only triggers in place."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OrganizationConfig(AppConfig):
    name = "organization"
    verbose_name = _("organization")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from organization import checks  # noqa: F401, PLC0415 - registers itself
        from organization.appendonly import install_triggers  # noqa: PLC0415 - needs the models loaded

        post_migrate.connect(install_triggers, sender=self, dispatch_uid="append_only_triggers")
