"""The Celery application: wake-ups for the worker. Rows carry the truth: a lost one costs a minute."""

from __future__ import annotations

from celery import Celery

from config.env import choose_settings

choose_settings()

app = Celery("lang_nghe")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
