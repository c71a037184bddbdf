"""Test messages: one text to a number that an administrator types, by the gateway of their choice.

The number is sealed like every other, and is blanked with the text as soon as nothing more is to be done.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from messaging import outbox
from messaging.models import MessageChannel, OutboundMessage, OutboundState

TOPIC = "trial"
AN_HOUR = 10  # at most so many, whoever asks: each costs money, and somebody's telephone rings
SHOWN = 5
# How long after it was accepted the network may still say what became of it.
SETTLES = timedelta(hours=1)
LOOKS_BACK = timedelta(days=7)


class TooManyTrials(ValueError):
    """Enough test messages were sent in the last hour."""


def send(number: str, *, gateway: str, language: str, at: datetime) -> OutboundMessage:
    """Promise a test message to a number in E.164, to leave by that gateway. Raises `TooManyTrials`."""
    if _lately(at - timedelta(hours=1)).count() >= AN_HOUR:
        raise TooManyTrials(gateway)
    with transaction.atomic():
        message = outbox.promise(
            channel=MessageChannel.SMS,
            to=number,
            template="trial",
            language=language,
            slots={},
            topic=TOPIC,
            at=at,
        )
        # It goes to no other gateway, as a message that may be at its own already.
        message.provider, message.in_doubt = gateway, True
        message.save(update_fields=["provider", "in_doubt"])
    return message


def latest(*, at: datetime) -> list[OutboundMessage]:
    """The last few test messages, newest first, without what is sealed."""
    rows = _lately(at - LOOKS_BACK).defer("address", "subject", "body").prefetch_related("tries")
    return list(rows.order_by("-created_at")[:SHOWN])


def blank(*, at: datetime) -> int:
    """Blank the numbers and texts of the test messages that are over; how many were looked at."""
    over = Q(state__in=(OutboundState.DELIVERED, OutboundState.FAILED, OutboundState.UNDELIVERED)) | Q(
        state=OutboundState.SENT, sent_at__lte=at - SETTLES
    )
    return _lately(at - LOOKS_BACK).filter(over).update(address="", body="")


def _lately(since: datetime) -> QuerySet[OutboundMessage]:
    return OutboundMessage.objects.filter(topic=TOPIC, created_at__gt=since)
