"""Claiming: of many workers one gets a message, if it may leave now, and by which gateway.

Everything that keeps a message back is decided here, in one short transaction that commits before anything leaves.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from messaging import budgets, gateways, leaving
from messaging.gateways import rates
from messaging.gateways.standing import Standing, standing
from messaging.models import (
    AttemptOutcome,
    DeliveryAttempt,
    MessageChannel,
    OutboundMessage,
    OutboundState,
)
from messaging.outcomes import Outcome, compare_and_set

SEALED = ("address", "subject", "body")
EXPIRED = "expired"
# A gateway's list may lag behind what it accepted: one look that finds nothing proves nothing.
BETWEEN_LOOKS = timedelta(minutes=5)
# When a message that only refused or idle gateways are left for comes up again.
NO_WAY_OUT = timedelta(minutes=1)


def claim(message_id: uuid.UUID, *, at: datetime, polled_by: str = "") -> OutboundMessage | Outcome:
    """The row, now ours alone to send; or why it is not. Commits. `polled_by` is the pulled gateway that asks."""
    with transaction.atomic(durable=True):
        message = _closed().filter(leaving.due(at), pk=message_id).first()
        if message is None:
            return Outcome.NOT_OURS
        if message.expires_at is not None and message.expires_at <= at:
            return _drop(message, EXPIRED, at=at)
        if not budgets.may_send(message.unit_id, message.priority, at):
            return _drop(message, budgets.CODE, at=at)
        provider = _way_out(message, standing(at=at), at=at)
        if isinstance(provider, Outcome):
            return provider
        if (gateways.is_pulled(provider) or polled_by) and provider != polled_by:
            # The phone fetches it; or it is for another than the phone that asks.
            if provider != message.provider:
                compare_and_set(message, provider=provider)
            return Outcome.NOT_OURS
        claimed = compare_and_set(
            message,
            state=OutboundState.SENDING,
            provider=provider,
            attempts=message.attempts + 1,
            looks=0,
            claimed_at=at,
            next_attempt_at=at + settings.RECONCILE_AFTER,
        )
        if claimed is None:
            return Outcome.NOT_OURS
        free_at = rates.take_turn(provider, priority=claimed.priority, at=at)
        if free_at is None:
            return claimed
        compare_and_set(
            claimed, state=OutboundState.PENDING, attempts=claimed.attempts - 1, next_attempt_at=free_at
        )
        return Outcome.TOO_EARLY


def take_look(message_id: uuid.UUID, *, at: datetime) -> OutboundMessage | None:
    """The row, ours alone to look for until the next look is due. Commits."""
    with transaction.atomic(durable=True):
        half_done = _closed().filter(pk=message_id, state=OutboundState.SENDING, next_attempt_at__lte=at)
        message = half_done.first()
        return message and compare_and_set(message, next_attempt_at=at + BETWEEN_LOOKS)


def expire(*, at: datetime) -> int:
    """Give up what is of no use any more, whatever it waits for; how many. One statement."""
    over = OutboundMessage.objects.filter(state=OutboundState.PENDING, expires_at__lte=at)
    return over.update(state=OutboundState.FAILED, failed_code=EXPIRED, failed_at=at, next_attempt_at=None)


def stuck(stands: Standing) -> Q:
    """The waiting messages that no try could send: a pass leaves them alone instead of trying each."""
    found = Q()
    for channel in MessageChannel:
        known = [*gateways.names_for(channel), *(gateways.GATEWAYS if channel == "sms" else ())]
        closed = [name for name in known if not stands.is_usable(name)]
        fetching = [name for name in known if gateways.is_pulled(name) and stands.is_usable(name)]
        found |= Q(channel=channel, provider__in=fetching)
        stay = Q(channel=channel, provider__in=closed)
        is_way_out = any(stands.is_usable(name) for name in gateways.names_for(channel))
        found |= stay & Q(in_doubt=True) if is_way_out else stay
    return found


def _way_out(message: OutboundMessage, stands: Standing, *, at: datetime) -> str | Outcome:
    """The gateway that it leaves by now: its own, or, where that cannot be used, another that has not refused it."""
    own = message.provider
    if message.in_doubt:
        return own if stands.is_usable(own) else Outcome.WAITS
    names = gateways.routes(message.channel, message.sender)
    if own in names and stands.is_usable(own):
        return own
    others = [name for name in names if name != own and stands.is_usable(name)]
    if not others:
        return Outcome.WAITS
    refused = refused_by(message) if message.attempts else frozenset()
    way = next((name for name in others if name not in refused), None)
    if way is None:
        compare_and_set(message, next_attempt_at=at + NO_WAY_OUT)
        return Outcome.WAITS
    return way


def refused_by(message: OutboundMessage) -> frozenset[str]:
    """The gateways that will never carry it."""
    tries = DeliveryAttempt.objects.filter(message_id=message.pk, outcome=AttemptOutcome.REFUSED)
    return frozenset(tries.values_list("gateway", flat=True))


def _drop(message: OutboundMessage, code: str, *, at: datetime) -> Outcome:
    """It is not sent, and nobody is to blame."""
    dropped = compare_and_set(
        message, state=OutboundState.FAILED, failed_code=code, failed_at=at, next_attempt_at=None
    )
    return Outcome.REFUSED if dropped else Outcome.NOT_OURS


def _closed() -> QuerySet[OutboundMessage]:
    """Messages without what is sealed: a row that no key opens can be claimed, and fails where it is opened."""
    return OutboundMessage.objects.defer(*SEALED)
