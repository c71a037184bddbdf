"""The Celery application: wake-ups for the worker. Rows carry the truth: a lost one costs a minute."""

from __future__ import annotations

from celery import Celery
from celery.signals import beat_init

from config.env import choose_settings

choose_settings()

app = Celery("lang_nghe")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_init.connect
def catch_up(**_: object) -> None:
    """Begin with a pass over what fell due while nothing ran, instead of waiting a minute for the first."""
    app.send_task("config.sweep", expires=50)
