"""What gateways tell us afterwards: kept as told, and folded into the state of the message.

Receipts come late, twice and out of order, and may beat our own record of the sending. Each state has a rank and a
message only goes up, so every order ends alike and a final state stays final. Statuses are Twilio's words; "delivered"
in Viet Nam means that the operator's centre took the text.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from django.db import IntegrityError, transaction

from messaging import gateways, optouts, outbox, outcomes, unreachable
from messaging.gateways import standing
from messaging.gateways.twilio_codes import Meaning, told_later, try_again_after
from messaging.models import DeliveryReceipt, OptOutSource, OutboundMessage, OutboundState
from organization.vault import SealBroken

logger = logging.getLogger(__name__)

RANK: Mapping[str, int] = MappingProxyType(
    {
        OutboundState.PENDING: 0,
        OutboundState.SENDING: 1,
        OutboundState.SENT: 2,
        OutboundState.UNDELIVERED: 3,
        OutboundState.FAILED: 4,
        OutboundState.DELIVERED: 5,
    }
)
MEANING: Mapping[str, OutboundState] = MappingProxyType(
    {
        "accepted": OutboundState.SENT,
        "scheduled": OutboundState.SENT,
        "queued": OutboundState.SENT,
        "sending": OutboundState.SENT,
        "sent": OutboundState.SENT,
        "undelivered": OutboundState.UNDELIVERED,
        "failed": OutboundState.FAILED,
        "canceled": OutboundState.FAILED,
        "delivered": OutboundState.DELIVERED,
        "read": OutboundState.DELIVERED,
    }
)
NOT_DELIVERED = frozenset({OutboundState.UNDELIVERED, OutboundState.FAILED})
# The statuses after which nothing more is to be told.
FINAL = frozenset(status for status, state in MEANING.items() if state != OutboundState.SENT)
# Ours to mend: the account, the sender, the operator's filter, a request that was wrong.
OUR_TROUBLE = frozenset({Meaning.CHANNEL_DOWN, Meaning.NOT_HERE, Meaning.OUR_MISTAKE})
FOLDED = (
    "state",
    "provider",
    "provider_id",
    "sent_at",
    "cost",
    "next_attempt_at",
    "failed_code",
    "failed_at",
)


def take(
    outbox_id: uuid.UUID,
    *,
    provider_id: str,
    status: str,
    error_code: str = "",
    at: datetime,
    provider: str = "",
) -> None:
    """Keep one receipt for one of our messages and let its state follow. A repeated receipt changes nothing.

    `provider` is the gateway that tells it; empty for the one that the message left by. A status that we do not know,
    or a message that is no more, is kept and changes no state.
    """
    with transaction.atomic():
        DeliveryReceipt.objects.get_or_create(
            outbox_id=outbox_id,
            provider_id=provider_id,
            status=status,
            defaults={"error_code": error_code, "received_at": at},
        )
        if status in MEANING:
            _fold(_Told(MEANING[status], provider, provider_id, error_code, at), outbox_id)


@dataclass(frozen=True)
class _Told:
    """What a receipt says."""

    state: OutboundState
    provider: str
    provider_id: str
    error_code: str
    at: datetime


def _fold(told: _Told, outbox_id: uuid.UUID) -> None:
    message = (
        OutboundMessage.objects.select_for_update()
        .defer("address", "subject", "body")
        .filter(pk=outbox_id)
        .first()
    )
    if message is None or not _concerns(told, message) or RANK[told.state] <= RANK[message.state]:
        return
    before = message.state
    message.state = told.state
    message.provider = told.provider or message.provider
    message.provider_id = told.provider_id
    message.sent_at = message.sent_at or told.at
    message.cost = message.cost or outcomes.cost(message)
    message.next_attempt_at = None
    message.failed_code = told.error_code
    message.failed_at = None
    try:
        with transaction.atomic():
            message.save(update_fields=FOLDED)
    except IntegrityError:
        # A twin of the same text was found under this name; this row is still looked for, as delivery explains.
        return
    if told.state in NOT_DELIVERED:
        _mend(message, told)
    elif before in NOT_DELIVERED:
        outbox.take_back_repeat(message)


def _concerns(told: _Told, message: OutboundMessage) -> bool:
    """Whether a receipt is about how the message stands now.

    Another gateway than the one it is with now, which it was taken from because that had surely not taken it, may say
    that it did: then it did. Its word that the message failed there is old news.
    """
    if message.provider_id:
        return told.provider_id == message.provider_id and told.provider in {"", message.provider}
    is_of_another = told.provider not in {"", message.provider} and message.provider != ""
    return not (is_of_another and told.state in NOT_DELIVERED)


def _mend(message: OutboundMessage, told: _Told) -> None:
    """What can still be done for a message that did not arrive, and what its error says about its number."""
    meaning = told_later(told.error_code)
    repeat = None
    after = try_again_after(told.error_code)
    if after is not None:
        repeat = outbox.promise_again(message, after=after, at=told.at)
    elif meaning == Meaning.NOT_HERE:
        repeat = _promise_elsewhere(message, at=told.at)
    if repeat is None:
        message.failed_at = told.at
        message.save(update_fields=["failed_at"])
    if meaning in {Meaning.OPTED_OUT, Meaning.BAD_NUMBER}:
        _remember(message, meaning, told)
    if meaning == Meaning.CHANNEL_DOWN:
        standing.close(message.provider, code=told.error_code, at=told.at)
    if meaning in OUR_TROUBLE:
        logger.error("message %s was not delivered and needs attention: %s", message.pk, told.error_code)


def _promise_elsewhere(message: OutboundMessage, *, at: datetime) -> OutboundMessage | None:
    """Promise the text once more by another gateway that can be used; None where there is none."""
    stands = standing.standing(at=at)
    for name in gateways.routes(message.channel, message.sender):
        if name != message.provider and stands.is_usable(name):
            return outbox.promise_again(message, after=timedelta(), at=at, provider=name)
    return None


def _remember(message: OutboundMessage, meaning: Meaning, told: _Told) -> None:
    """Keep what the gateway says about the number; a row that no key opens, or that was blanked, tells of none."""
    try:
        number = message.address
    except SealBroken:
        return
    if number and meaning == Meaning.OPTED_OUT:
        optouts.opt_out(number, source=OptOutSource.GATEWAY, at=told.at)
    elif number:
        unreachable.mark(number, code=told.error_code, at=told.at)
