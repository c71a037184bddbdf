"""Twilio's error codes, and what each means for a message: in the answer to a request, and in a later receipt.

https://www.twilio.com/docs/api/errors describes them one by one.
"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from messaging.gateways.base import (
    ChannelDown,
    GatewayFailure,
    PermanentFailure,
    TemporaryFailure,
    UnknownOutcome,
)

TOO_MANY = frozenset({20429, 14107, 63018, 21611, 30001})
OUTCOME_UNKNOWN = frozenset({20500, 20503, 20504})
CHANNEL_TROUBLE = frozenset({20003, 10001, 30002, 20005, 20008, 20404})
BAD_NUMBER = frozenset({21211, 21217, 21401, 21421, 21614})
OPTED_OUT = frozenset({21610})

# Of a message that was accepted and then not delivered: when another try is worth its price.
_TRY_AGAIN = {
    30001: timedelta(minutes=30),  # queue overflow
    30003: timedelta(hours=2),  # handset off or out of reach
    30008: timedelta(minutes=30),  # unknown
    30017: timedelta(minutes=30),  # congestion
    30410: timedelta(minutes=30),  # the operator did not answer in time
}
# Ours to mend: account suspended, filtered by the operator, sender or country not registered, a body that is wrong.
_OUR_TROUBLE = CHANNEL_TROUBLE | {30007, 30018, 30024, 21408, 21606, 21212, 21612, 21617, 21703, 21705}


def meaning_of(status: int, code: int) -> GatewayFailure:
    """What an error answer (HTTP status, Twilio's code) to a request to send means."""
    known = str(code)
    if status == HTTPStatus.TOO_MANY_REQUESTS or code in TOO_MANY:
        return TemporaryFailure(known)
    if (
        status >= HTTPStatus.INTERNAL_SERVER_ERROR
        or status == HTTPStatus.REQUEST_TIMEOUT
        or code in OUTCOME_UNKNOWN
    ):
        return UnknownOutcome(known)
    if (
        status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
        or code in CHANNEL_TROUBLE
    ):
        return ChannelDown(known)
    # Twilio answers an opted-out citizen by itself; for us the number is simply closed.
    return PermanentFailure(known, alarm=code not in BAD_NUMBER | OPTED_OUT)


def try_again_after(code: str) -> timedelta | None:
    """How long to wait before the same text is worth sending once more; None where it is not."""
    return _TRY_AGAIN.get(int(code)) if code.isdecimal() else None


def is_our_trouble(code: str) -> bool:
    """Whether somebody of ours must look at why messages are not delivered."""
    return code.isdecimal() and int(code) in _OUR_TROUBLE
