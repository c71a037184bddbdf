"""What the scheduler starts: each task reads the clock once and hands it down."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from config.sweeping import sweep as sweep_everything
from feedback import sweeping as feedback
from messaging import delivery, reporting


@shared_task(name="config.sweep")
def sweep() -> None:
    """Every minute: all that time triggers."""
    sweep_everything(at=timezone.now())


@shared_task(name="config.sweep_messages")
def sweep_messages() -> None:
    """Every quarter of a minute: what a lost wake-up left unsent or unread, for somebody waits for it."""
    at = timezone.now()
    delivery.sweep(at=at)
    feedback.sweep(at=at)


@shared_task(name="config.ask_after_messages")
def ask_after_messages() -> None:
    """Once a day: what gateways have not told of the messages they took."""
    reporting.ask_after(at=timezone.now())
