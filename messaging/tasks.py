"""The worker's door: each task carries a row's id and reads the clock; the rows say what is to be done."""

from __future__ import annotations

import uuid

from celery import shared_task
from django.utils import timezone

from messaging import delivery


@shared_task(name="messaging.deliver", ignore_result=True)
def deliver(message_id: str) -> None:
    """Deliver one message, if nobody has."""
    delivery.deliver(uuid.UUID(message_id), at=timezone.now())


def wake(message_id: uuid.UUID) -> None:
    """Ask a worker to deliver a message now; raises at once where the broker is away."""
    deliver.apply_async(args=(str(message_id),), retry=False)
