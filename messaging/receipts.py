"""What gateways tell us afterwards: kept as told, and folded into the state of the message.

Receipts come late, twice and out of order, and may beat our own record of the sending. Each state has a rank and a
message only goes up, so every order ends alike and a final state stays final. Statuses are Twilio's words; "delivered"
in Viet Nam means that the operator's centre took the text.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.db import IntegrityError, transaction

from messaging import outbox
from messaging.gateways.twilio_codes import is_our_trouble, try_again_after
from messaging.models import DeliveryReceipt, OutboundMessage, OutboundState

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


def take(outbox_id: uuid.UUID, *, provider_id: str, status: str, error_code: str = "", at: datetime) -> None:
    """Keep one receipt for one of our messages and let its state follow. A repeated receipt changes nothing.

    A status that we do not know, or a message that is no more, is kept and changes no state.
    """
    with transaction.atomic():
        DeliveryReceipt.objects.get_or_create(
            outbox_id=outbox_id,
            provider_id=provider_id,
            status=status,
            defaults={"error_code": error_code, "received_at": at},
        )
        if status in MEANING:
            _fold(outbox_id, MEANING[status], provider_id=provider_id, error_code=error_code, at=at)


def _fold(
    outbox_id: uuid.UUID, state: OutboundState, *, provider_id: str, error_code: str, at: datetime
) -> None:
    message = (
        OutboundMessage.objects.select_for_update()
        .defer("address", "subject", "body")
        .filter(pk=outbox_id)
        .first()
    )
    if message is None or message.provider_id not in {"", provider_id} or RANK[state] <= RANK[message.state]:
        return
    before = message.state
    message.state = state
    message.provider_id = provider_id
    message.sent_at = message.sent_at or at
    message.next_attempt_at = None
    message.failed_code = error_code
    try:
        with transaction.atomic():
            message.save(update_fields=["state", "provider_id", "sent_at", "next_attempt_at", "failed_code"])
    except IntegrityError:
        # A twin of the same text was found under this name; this row is still looked for, as delivery explains.
        return
    if state in NOT_DELIVERED:
        _mend(message, error_code, at=at)
    elif before in NOT_DELIVERED:
        outbox.take_back_repeat(message)


def _mend(message: OutboundMessage, error_code: str, *, at: datetime) -> None:
    """What can still be done for a message that did not arrive."""
    after = try_again_after(error_code)
    if after is not None:
        outbox.promise_again(message, after=after, at=at)
    if is_our_trouble(error_code):
        logger.error("message %s was not delivered and needs attention: %s", message.pk, error_code)
