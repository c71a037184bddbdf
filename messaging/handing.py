"""Handing messages over to a gateway that fetches what it is to send: a telephone with the commune's card in it."""

from __future__ import annotations

import uuid
from datetime import datetime

from messaging import claims, leaving
from messaging.gateways.base import Outgoing
from messaging.models import OutboundMessage, OutboundState
from messaging.opening import kept_back, opened
from messaging.outcomes import Outcome, alarm, give_up, leave_open, record


def hand_over(provider: str, *, limit: int, at: datetime) -> list[Outgoing]:
    """Claim what a pulled gateway is to send, the urgent and the oldest first, at most `limit`.

    What it does not `confirm` comes up again after `settings.RECONCILE_AFTER`, by the same gateway. Must not be called
    inside a transaction.
    """
    handed = []
    due = OutboundMessage.objects.filter(leaving.due(at), provider=provider)
    for pk in list(due.order_by("priority", "next_attempt_at").values_list("pk", flat=True)[:limit]):
        message = claims.claim(pk, at=at, polled_by=provider)
        if message in {Outcome.TOO_EARLY, Outcome.WAITS}:
            break
        if isinstance(message, OutboundMessage) and (outgoing := _wanted(message, at=at)):
            handed.append(outgoing)
    return handed


def confirm(message_id: uuid.UUID, *, provider_id: str, at: datetime) -> Outcome:
    """A pulled gateway has sent a message that it was handed, and knows it by this name, which may be empty."""
    message = OutboundMessage.objects.defer(*claims.SEALED).filter(pk=message_id).first()
    if message is None or message.state not in {OutboundState.PENDING, OutboundState.SENDING}:
        return Outcome.NOT_OURS
    return record(message, provider_id, at=at)


def _wanted(message: OutboundMessage, *, at: datetime) -> Outgoing | None:
    """A claimed message opened for a phone; None where it is kept back, or no key opens it."""
    try:
        outgoing = opened(message, at=at)
    except Exception as error:  # noqa: BLE001 - one row that no key opens must not keep the others from the phone
        alarm(message, type(error).__name__)
        leave_open(message, type(error).__name__, at=at)
        return None
    if code := kept_back(message, at=at):
        give_up(message, code, at=at, tried=None, is_alarm=False)
        return None
    return outgoing
