"""The composition root: settings, addresses, processes. It may import anyone; nobody imports it."""

from __future__ import annotations

from config.celery import app as celery_app

__all__ = ["celery_app"]
