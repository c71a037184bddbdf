"""Twilio's error codes, and what each means for a message: in the answer to a request, and in a later receipt.

https://www.twilio.com/docs/api/errors describes them one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import Enum, auto
from http import HTTPStatus
from types import MappingProxyType

from messaging.gateways.base import (
    BadNumber,
    ChannelDown,
    GatewayFailure,
    NotHere,
    OptedOut,
    PermanentFailure,
    TemporaryFailure,
    UnknownOutcome,
)


class Meaning(Enum):
    """What a code says."""

    TOO_MANY = auto()  # too much at once: not taken
    IN_DOUBT = auto()  # Twilio cannot say whether it took it
    CHANNEL_DOWN = auto()  # credentials, the account: nothing passes
    BAD_NUMBER = auto()  # no number, or none of a mobile phone
    OUR_MISTAKE = auto()  # the request is wrong
    NOT_HERE = auto()  # the sender, the country or the operator's filter: not by this gateway
    OPTED_OUT = auto()
    BLOCKED = auto()  # by the phone or its operator
    NOT_REACHED = auto()  # the phone is off, or the network was in trouble


MEANINGS: Mapping[int, Meaning] = MappingProxyType(
    dict.fromkeys((20429, 14107, 63018, 21611, 30001), Meaning.TOO_MANY)
    | dict.fromkeys((20500, 20503, 20504), Meaning.IN_DOUBT)
    | dict.fromkeys((20003, 10001, 30002, 20005, 20008, 20404), Meaning.CHANNEL_DOWN)
    | dict.fromkeys((21211, 21217, 21401, 21421, 21614, 30005, 30006), Meaning.BAD_NUMBER)
    | dict.fromkeys((21602, 21603, 21604, 21617, 21609), Meaning.OUR_MISTAKE)
    | dict.fromkeys(
        (21606, 21212, 21612, 21703, 21705, 30018, 30024, 21408, 30007),
        Meaning.NOT_HERE,
    )
    | {21610: Meaning.OPTED_OUT, 30004: Meaning.BLOCKED}
    | dict.fromkeys((30003, 30008, 30017, 30410), Meaning.NOT_REACHED)
)
# Of a message that was accepted and then not delivered: when another try is worth its price.
_TRY_AGAIN = MappingProxyType(
    {
        30001: timedelta(minutes=30),  # queue overflow
        30003: timedelta(hours=2),  # handset off or out of reach
        30008: timedelta(minutes=30),  # unknown
        30017: timedelta(minutes=30),  # congestion
        30410: timedelta(minutes=30),  # the operator did not answer in time
    }
)


def meaning_of(status: int, code: int) -> GatewayFailure:
    """What an error answer (HTTP status, Twilio's code) to a request to send means; the code goes before the status."""
    known = str(code)
    match MEANINGS.get(code) or _meaning_of_status(status):
        case Meaning.TOO_MANY:
            return TemporaryFailure(known)
        case Meaning.IN_DOUBT:
            return UnknownOutcome(known)
        case Meaning.CHANNEL_DOWN:
            return ChannelDown(known)
        case Meaning.BAD_NUMBER:
            return BadNumber(known)
        case Meaning.OPTED_OUT:
            # Twilio answers an opted-out citizen by itself; for us the number is simply closed.
            return OptedOut(known)
        case Meaning.NOT_HERE:
            return NotHere(known, alarm=True)
        case Meaning.BLOCKED | Meaning.NOT_REACHED:
            return PermanentFailure(known)
        case _:
            return PermanentFailure(known, alarm=True)


def told_later(code: str) -> Meaning | None:
    """What the error of a receipt means; None where it has none, or one that we do not know."""
    return MEANINGS.get(int(code)) if code.isdecimal() and len(code) <= 9 else None


def try_again_after(code: str) -> timedelta | None:
    """How long to wait before the same text is worth sending once more; None where it is not."""
    return _TRY_AGAIN.get(int(code)) if code.isdecimal() and len(code) <= 9 else None


def _meaning_of_status(status: int) -> Meaning | None:
    """What the HTTP status alone says."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Meaning.TOO_MANY
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return Meaning.IN_DOUBT
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
        return Meaning.CHANNEL_DOWN
    return None
