"""Finding out what became of a message that was left half done: by a crash, or by an answer that did not come."""

from __future__ import annotations

import uuid
from datetime import datetime

from messaging import claims, gateways
from messaging.gateways import pauses, standing
from messaging.gateways.base import ChannelDown, GatewayFailure, NeverKnown
from messaging.models import AttemptOutcome, OutboundMessage, OutboundState
from messaging.opening import opened
from messaging.outcomes import Outcome, alarm, give_up, record, update

MAX_ATTEMPTS = 10
LOOKS = 2


def look(message_id: uuid.UUID, *, at: datetime) -> Outcome:
    """Look once for a message left in `sending`. Must not be called inside a transaction."""
    message = claims.take_look(message_id, at=at)
    if message is None:
        return Outcome.NOT_OURS
    if gateways.is_pulled(message.provider):
        # The phone fetched it and did not say that it sent it; it knows its messages again and sends none twice.
        return _put_back(message, at=at)
    if message.provider in pauses.paused():
        # To ask may be to send again.
        return Outcome.TROUBLE
    try:
        found = gateways.gateway(message.provider).find(opened(message, at=at))
    except NeverKnown as failure:
        return give_up(message, failure.code, at=at, tried=None, is_alarm=True)
    except ChannelDown as failure:
        standing.close(message.provider, code=failure.code, at=at)
        return Outcome.TROUBLE
    except GatewayFailure:
        return Outcome.TROUBLE
    except Exception as error:  # noqa: BLE001 - one message that cannot be looked for must not hold up the others
        alarm(message, type(error).__name__)
        return Outcome.TROUBLE
    for provider_id in found:
        # One that another row bears is refused by the unique index.
        if record(message, provider_id, at=at) == Outcome.SENT:
            return Outcome.SENT
    if message.looks + 1 < LOOKS:
        update(message, looks=message.looks + 1)
        return Outcome.NOT_FOUND
    return _put_back(message, at=at)


def _put_back(message: OutboundMessage, *, at: datetime) -> Outcome:
    """It waits to be sent again: by any gateway where the last one surely has not got it, else by that one only."""
    if message.attempts >= MAX_ATTEMPTS:
        code = message.failed_code or "lost"
        return give_up(message, code, at=at, tried=AttemptOutcome.UNKNOWN, is_alarm=True)
    update(
        message,
        state=OutboundState.PENDING,
        next_attempt_at=at,
        looks=0,
        in_doubt=not gateways.can_find(message.provider),
    )
    return Outcome.PUT_BACK
