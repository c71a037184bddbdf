"""What came of a try, as it is recorded: in the row while it is still ours, and as a try that stays on record."""

from __future__ import annotations

import logging
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from messaging.models import AttemptOutcome, DeliveryAttempt, OutboundMessage, OutboundState

logger = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What came of one try at a message."""

    NOT_OURS = "not ours"  # not due, not ours to send, or somebody else has it
    WAITS = "waits"  # no gateway that it could leave by is working
    TOO_EARLY = "too early"  # its gateway's rate does not let it through yet
    SENT = "sent"
    REFUSED = "refused"  # for good
    MOVED = "moved"  # to another gateway, and due there
    TROUBLE = "trouble"  # the gateway did not take it or did not answer; it comes up again
    NOT_FOUND = "not found"  # there is another look to come
    PUT_BACK = "put back"  # not at the gateway: waits to be sent again


def compare_and_set(message: OutboundMessage, **changes: Any) -> OutboundMessage | None:
    """The message with the changes, or None if the row is no longer as it was read."""
    as_read = {"pk": message.pk, "state": message.state, "next_attempt_at": message.next_attempt_at}
    if not OutboundMessage.objects.filter(**as_read).update(**changes):
        return None
    for name, value in changes.items():
        setattr(message, name, value)
    return message


def update(message: OutboundMessage, **changes: Any) -> None:
    """Change the row while it is still ours in `sending`; a receipt may have settled it meanwhile, and stays."""
    OutboundMessage.objects.filter(
        pk=message.pk, state=OutboundState.SENDING, claimed_at=message.claimed_at
    ).update(**changes)


def record(message: OutboundMessage, provider_id: str, *, at: datetime) -> Outcome:
    """The gateway has it. Where a receipt said so before us, the row is further on and stays there."""
    try:
        with transaction.atomic():
            recorded = OutboundMessage.objects.filter(
                pk=message.pk, state__in=(OutboundState.PENDING, OutboundState.SENDING)
            ).update(
                state=OutboundState.SENT,
                provider=message.provider,
                provider_id=provider_id,
                sent_at=at,
                next_attempt_at=None,
                failed_code="",
                cost=cost(message),
            )
            _keep_try(message, AttemptOutcome.ACCEPTED, "", at=at)
    except IntegrityError:
        # A twin, the same text to the same number, was found under this name while we sent. One of them is still to
        # be found: this row stays open until it is, and as many leave as were promised.
        return Outcome.NOT_FOUND
    if not recorded and not _is_known_as(message, provider_id):
        alarm(message, "accepted-twice")
    return Outcome.SENT


def postpone(message: OutboundMessage, code: str, *, until: datetime, attempts: int, at: datetime) -> Outcome:
    """Surely not taken now: it waits."""
    with transaction.atomic():
        update(
            message, state=OutboundState.PENDING, next_attempt_at=until, attempts=attempts, failed_code=code
        )
        _keep_try(message, AttemptOutcome.POSTPONED, code, at=at)
    return Outcome.TROUBLE


def move(
    message: OutboundMessage, code: str, *, to: str, outcome: AttemptOutcome, attempts: int, at: datetime
) -> Outcome:
    """Surely not taken here: another gateway is to have it at once. Why is in the try."""
    with transaction.atomic():
        update(
            message,
            state=OutboundState.PENDING,
            provider=to,
            next_attempt_at=at,
            attempts=attempts,
            failed_code=code,
        )
        _keep_try(message, outcome, code, at=at)
    return Outcome.MOVED


def leave_open(message: OutboundMessage, code: str, *, at: datetime) -> Outcome:
    """It stays in `sending` until it is looked for."""
    with transaction.atomic():
        update(message, failed_code=code)
        _keep_try(message, AttemptOutcome.UNKNOWN, code, at=at)
    return Outcome.TROUBLE


def give_up(
    message: OutboundMessage, code: str, *, at: datetime, tried: AttemptOutcome | None, is_alarm: bool
) -> Outcome:
    """It failed for good; `tried` is what the last try said, None where there was no try."""
    if is_alarm:
        alarm(message, code)
    with transaction.atomic():
        update(message, state=OutboundState.FAILED, failed_code=code, failed_at=at, next_attempt_at=None)
        if tried is not None:
            _keep_try(message, tried, code, at=at)
    return Outcome.REFUSED


def cost(message: OutboundMessage) -> int:
    """What sending it by its gateway costs, in đồng."""
    return int(message.segments * settings.SMS_PRICES.get(message.provider, 0))


def alarm(message: OutboundMessage, code: str) -> None:
    """Tell whoever keeps the installation. Names the row, never the person."""
    logger.error(
        "message %s by %s needs attention: %s", message.pk, message.provider or message.channel, code
    )


def _keep_try(message: OutboundMessage, outcome: AttemptOutcome, code: str, *, at: datetime) -> None:
    DeliveryAttempt.objects.create(
        message_id=message.pk, gateway=message.provider, at=at, outcome=outcome, code=code
    )


def _is_known_as(message: OutboundMessage, provider_id: str) -> bool:
    """Whether a receipt recorded the same acceptance; one without a name is the one that its gateway reported."""
    known = OutboundMessage.objects.filter(pk=message.pk, provider=message.provider)
    return (known.filter(provider_id=provider_id) if provider_id else known).exists()
