"""Keeping the promises: claim, send, record; and finding out what became of what was left half done.

1. Claim: a conditional update, committed before anything leaves. Of many workers one gets the row.
2. Send: outside any transaction. A gateway is slow and may hang.
3. Record what the gateway said.

A crash after 1 leaves the row in `sending`. To send it again could send it twice, so the gateway is asked first: what
it has is recorded; what it has not, on two looks some minutes apart, waits to be sent again. A delivery receipt that
arrives meanwhile proves the same (see `messaging.receipts`).
"""

from __future__ import annotations

import logging
import random
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from messaging import gateways
from messaging.gateways.base import (
    ChannelDown,
    GatewayFailure,
    Outgoing,
    PermanentFailure,
    TemporaryFailure,
    UnknownOutcome,
)
from messaging.models import OutboundMessage, OutboundState

logger = logging.getLogger(__name__)

PENDING, SENDING, SENT, FAILED = (
    OutboundState.PENDING,
    OutboundState.SENDING,
    OutboundState.SENT,
    OutboundState.FAILED,
)

SEALED = ("address", "subject", "body")
# Waits double from one minute to an hour: ten attempts take about four hours, as long as a notice is news.
MAX_ATTEMPTS = 10
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
CHANNEL_WAIT = timedelta(minutes=15)
# A gateway's list may lag behind what it accepted: one look that finds nothing proves nothing.
LOOKS = 2
BETWEEN_LOOKS = timedelta(minutes=5)
SWEEP_LIMIT = 200
# After so many troubles in a row a sweep leaves a channel alone, so that a hanging gateway does not hold up the rest.
TROUBLES = 3


class Outcome(StrEnum):
    """What came of one try at a message."""

    NOT_OURS = "not ours"  # not due, or somebody else has it
    SENT = "sent"
    REFUSED = "refused"  # for good
    TROUBLE = "trouble"  # the gateway did not take it or did not answer; it comes up again
    NOT_FOUND = "not found"  # there is another look to come
    PUT_BACK = "put back"  # not at the gateway: waits to be sent again


def deliver(message_id: uuid.UUID, *, at: datetime) -> Outcome:
    """Send one message, if it is due and nobody else has it. Failures of a gateway end in the row, not in an exception.

    Must not be called inside a transaction.
    """
    now = _running(at)
    message = _claim(message_id, at=now())
    if message is None:
        return Outcome.NOT_OURS
    try:
        accepted = gateways.gateway(message.provider).send(_opened(message))
    except ChannelDown as failure:
        _alarm(message, failure.code)
        # The message has no part in this: the attempt does not count.
        return _postpone(message, failure.code, until=now() + CHANNEL_WAIT, attempts=message.attempts - 1)
    except TemporaryFailure as failure:
        if message.attempts >= MAX_ATTEMPTS:
            return _give_up(message, failure.code, alarm=True)
        return _postpone(
            message, failure.code, until=now() + _wait(message.attempts), attempts=message.attempts
        )
    except PermanentFailure as failure:
        return _give_up(message, failure.code, alarm=failure.alarm)
    except UnknownOutcome as failure:
        return _leave_open(message, failure.code)
    except Exception as error:  # noqa: BLE001 - whatever broke, it may have left: it is looked for, not lost
        _alarm(message, type(error).__name__)
        return _leave_open(message, type(error).__name__)
    return _record(message, accepted.provider_id, at=now())


def look(message_id: uuid.UUID, *, at: datetime) -> Outcome:
    """Find out what became of one message left in `sending`. Must not be called inside a transaction."""
    message = _take_look(message_id, at=at)
    if message is None:
        return Outcome.NOT_OURS
    try:
        found = gateways.gateway(message.provider).find(_opened(message))
    except GatewayFailure as failure:
        if failure.alarm:
            _alarm(message, failure.code)
        return Outcome.TROUBLE
    except Exception as error:  # noqa: BLE001 - one message that cannot be looked for must not hold up the others
        _alarm(message, type(error).__name__)
        return Outcome.TROUBLE
    for provider_id in found:
        # One that another row bears is refused by the unique index.
        if _record(message, provider_id, at=at) == Outcome.SENT:
            return Outcome.SENT
    if message.looks + 1 < LOOKS:
        _update(message, looks=message.looks + 1)
        return Outcome.NOT_FOUND
    if message.attempts >= MAX_ATTEMPTS:
        return _give_up(message, message.failed_code or "lost", alarm=True)
    _update(message, state=PENDING, next_attempt_at=at, looks=0)
    return Outcome.PUT_BACK


def sweep(*, at: datetime, limit: int = SWEEP_LIMIT) -> Counter[str]:
    """One pass over what no worker has: what was left half done, then what is due, the urgent and the oldest first.

    Counts `unsent` (left over and now sent) and `reconciled` (half done, and its fate now known). Any number of sweeps
    and workers may run at once. Must not be called inside a transaction.
    """
    now = _running(at)
    half_done = OutboundMessage.objects.filter(state=SENDING, next_attempt_at__lte=at).order_by(
        "next_attempt_at"
    )
    looked = _each(half_done.values_list("pk", "channel")[:limit], look, now)
    due = OutboundMessage.objects.filter(state=PENDING, next_attempt_at__lte=now())
    sent = _each(
        due.order_by("priority", "next_attempt_at").values_list("pk", "channel")[:limit], deliver, now
    )
    known = (Outcome.SENT, Outcome.PUT_BACK, Outcome.REFUSED)
    return Counter(unsent=sent[Outcome.SENT], reconciled=sum(looked[outcome] for outcome in known))


class _Act(Protocol):
    def __call__(self, message_id: uuid.UUID, *, at: datetime) -> Outcome: ...


def _each(rows: Iterable[tuple[uuid.UUID, str]], act: _Act, now: Callable[[], datetime]) -> Counter[Outcome]:
    outcomes: Counter[Outcome] = Counter()
    in_a_row: Counter[str] = Counter()
    for pk, channel in list(rows):
        if in_a_row[channel] >= TROUBLES:
            continue
        outcome = act(pk, at=now())
        outcomes[outcome] += 1
        in_a_row[channel] = in_a_row[channel] + 1 if outcome == Outcome.TROUBLE else 0
    return outcomes


def _claim(message_id: uuid.UUID, *, at: datetime) -> OutboundMessage | None:
    """The row, now ours alone to send; None if it is not due or another worker was faster. Commits."""
    with transaction.atomic(durable=True):
        message = _closed().filter(pk=message_id, state=PENDING, next_attempt_at__lte=at).first()
        if message is None:
            return None
        return _compare_and_set(
            message,
            state=SENDING,
            provider=gateways.name_for(message.channel),
            attempts=message.attempts + 1,
            looks=0,
            claimed_at=at,
            next_attempt_at=at + settings.RECONCILE_AFTER,
        )


def _take_look(message_id: uuid.UUID, *, at: datetime) -> OutboundMessage | None:
    """The row, ours alone to look for until the next look is due. Commits."""
    with transaction.atomic(durable=True):
        message = _closed().filter(pk=message_id, state=SENDING, next_attempt_at__lte=at).first()
        return message and _compare_and_set(message, next_attempt_at=at + BETWEEN_LOOKS)


def _compare_and_set(message: OutboundMessage, **changes: Any) -> OutboundMessage | None:
    """The message with the changes, or None if the row is no longer as it was read."""
    as_read = {"pk": message.pk, "state": message.state, "next_attempt_at": message.next_attempt_at}
    if not OutboundMessage.objects.filter(**as_read).update(**changes):
        return None
    for name, value in changes.items():
        setattr(message, name, value)
    return message


def _update(message: OutboundMessage, **changes: Any) -> None:
    """Change the row while it is still ours in `sending`; a receipt may have settled it meanwhile, and stays."""
    OutboundMessage.objects.filter(pk=message.pk, state=SENDING, claimed_at=message.claimed_at).update(
        **changes
    )


def _record(message: OutboundMessage, provider_id: str, *, at: datetime) -> Outcome:
    """The gateway has it. Where a receipt said so before us, the row is further on and stays there."""
    try:
        with transaction.atomic():
            recorded = OutboundMessage.objects.filter(pk=message.pk, state__in=(PENDING, SENDING)).update(
                state=SENT, provider_id=provider_id, sent_at=at, next_attempt_at=None, failed_code=""
            )
    except IntegrityError:
        # A twin, the same text to the same number, was found under this name while we sent. One of them is still to
        # be found: this row stays open until it is, and as many leave as were promised.
        return Outcome.NOT_FOUND
    if not recorded and not OutboundMessage.objects.filter(pk=message.pk, provider_id=provider_id).exists():
        _alarm(message, "accepted-twice")
    return Outcome.SENT


def _postpone(message: OutboundMessage, code: str, *, until: datetime, attempts: int) -> Outcome:
    _update(message, state=PENDING, next_attempt_at=until, attempts=attempts, failed_code=code)
    return Outcome.TROUBLE


def _leave_open(message: OutboundMessage, code: str) -> Outcome:
    """It stays in `sending` until it is looked for."""
    _update(message, failed_code=code)
    return Outcome.TROUBLE


def _give_up(message: OutboundMessage, code: str, *, alarm: bool) -> Outcome:
    if alarm:
        _alarm(message, code)
    _update(message, state=FAILED, failed_code=code, next_attempt_at=None)
    return Outcome.REFUSED


def _wait(attempts: int) -> timedelta:
    """How long after so many attempts: doubled each time, with a fifth of chance so that a crowd does not return."""
    doubled: timedelta = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    return doubled * random.SystemRandom().uniform(0.8, 1.2)


def _running(at: datetime) -> Callable[[], datetime]:
    """A clock that starts at `at` and goes on: sending takes time, and a claim must bear the moment it was made."""
    started = time.monotonic()
    return lambda: at + timedelta(seconds=time.monotonic() - started)


def _closed() -> QuerySet[OutboundMessage]:
    """Messages without what is sealed: a row that no key opens can be claimed, and fails where it is opened."""
    return OutboundMessage.objects.defer(*SEALED)


def _opened(message: OutboundMessage) -> Outgoing:
    message.refresh_from_db(fields=SEALED)
    return Outgoing(
        id=message.pk,
        to=message.address,
        sender=message.sender,
        subject=message.subject,
        body=message.body,
        template=message.template,
        promised_at=message.created_at,
    )


def _alarm(message: OutboundMessage, code: str) -> None:
    """Tell whoever keeps the installation. Names the row, never the person."""
    logger.error(
        "message %s by %s needs attention: %s", message.pk, message.provider or message.channel, code
    )
