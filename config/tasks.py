"""What the scheduler starts: each task reads the clock once and hands it down."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from config.sweeping import sweep as sweep_everything
from feedback import sweeping as feedback
from feedback.sms import gammu, missed
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


@shared_task(name="config.find_missed_texts")
def find_missed_texts() -> None:
    """Every ten minutes: the texts that a webhook should have told of and did not."""
    missed.find(at=timezone.now())


@shared_task(name="config.ask_after_messages")
def ask_after_messages() -> None:
    """Once a day: what gateways have not told of the messages they took."""
    reporting.ask_after(at=timezone.now())


@shared_task(name="config.read_modem")
def read_modem() -> None:
    """Every few seconds, where there is one: what came to the modem on this machine, and what it has sent."""
    gammu.read(at=timezone.now())
