"""What `manage.py check --deploy` says about a production that would start but serve badly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security, deploy=True)
def embedded_parts(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[checks.CheckMessage]:
    """Warn of the database and the broker that are meant for one machine."""
    found: list[checks.CheckMessage] = []
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        found.append(
            checks.Warning(
                "The database is SQLite: one machine, one writer.", hint="Set DATABASE_URL.", id="config.W001"
            )
        )
    if settings.CELERY_BROKER_URL == settings.EMBEDDED_BROKER:
        found.append(
            checks.Warning(
                "The broker is a folder: one machine.", hint="Set CELERY_BROKER_URL.", id="config.W002"
            )
        )
    return found
