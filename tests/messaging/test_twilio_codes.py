"""Twilio's error table, line by line: what becomes of a message, in the answer to a request and in a receipt.

A local gateway stands behind Twilio, so that it is seen what goes on to it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import pytest
from django.utils import timezone

from messaging import optouts, receipts, unreachable
from messaging.delivery import deliver
from messaging.gateways.twilio_codes import meaning_of
from messaging.models import GatewayState, OutboundMessage
from tests.fakes.http_gateway_server import HttpGatewayServer
from tests.fakes.twilio_server import Fault, TwilioServer
from tests.messaging.conftest import CITIZEN, Promise

pytestmark = pytest.mark.django_db

ANSWERS = """
    code  | meaning                                | state   by      then
    20429 | too many requests                      | pending twilio
    14107 | too many requests                      | pending twilio
    63018 | too many requests                      | pending twilio
    21611 | its queue is full                      | pending twilio
    30001 | its queue is full                      | pending twilio
    20500 | nobody knows                           | sending twilio
    20503 | nobody knows                           | sending twilio
    20504 | nobody knows                           | sending twilio
    20003 | wrong credentials                      | sent    http    alarm down
    10001 | the account is suspended               | sent    http    alarm down
    30002 | the account is suspended               | sent    http    alarm down
    21211 | no number                              | failed  twilio  marked
    21217 | no number                              | failed  twilio  marked
    21401 | no number                              | failed  twilio  marked
    21421 | no number                              | failed  twilio  marked
    21614 | no mobile phone                        | failed  twilio  marked
    21602 | our mistake: no text                   | failed  twilio  alarm
    21603 | our mistake: no sender                 | failed  twilio  alarm
    21604 | our mistake: no number                 | failed  twilio  alarm
    21617 | our mistake: too long                  | failed  twilio  alarm
    21609 | our mistake: the address to call back  | failed  twilio  alarm
    21606 | the sender is not ours                 | sent    http    alarm
    21212 | the sender is no number                | sent    http    alarm
    21612 | the sender does not reach there        | sent    http    alarm
    21703 | the service has no sender              | sent    http    alarm
    21705 | the service is none                    | sent    http    alarm
    30018 | the sender must be registered          | sent    http    alarm
    30024 | the sender must be registered          | sent    http    alarm
    21408 | the country is not enabled             | sent    http    alarm
    30007 | filtered                               | sent    http    alarm
    21610 | opted out                              | failed  twilio  out
    30004 | blocked                                | failed  twilio
    29999 | a code that nobody has told us of      | failed  twilio  alarm
"""
RECEIPTS = """
    code  | meaning                                | state       then
    30001 | its queue was full                     | undelivered again
    30002 | the account is suspended               | undelivered alarm down
    30003 | the phone is off                       | undelivered again
    30004 | blocked                                | undelivered
    30005 | no number                              | undelivered marked
    30006 | a landline                             | undelivered marked
    30007 | filtered                               | undelivered alarm elsewhere
    30008 | nobody knows                           | undelivered again
    30017 | congestion                             | undelivered again
    30018 | the sender must be registered          | undelivered alarm elsewhere
    30024 | the sender must be registered          | undelivered alarm elsewhere
    30410 | the operator was too slow              | undelivered again
    21610 | opted out                              | undelivered out
    29999 | a code that nobody has told us of      | undelivered
"""


@dataclass(frozen=True)
class Row:
    """One line of a table; `then` are the things that must happen, and nothing else may."""

    code: int
    state: str
    by: str
    then: frozenset[str]


def rows(table: str, *, has_gateway: bool) -> list[Row]:
    read = []
    for line in table.strip().splitlines()[1:]:
        code, _meaning, what = (part.strip() for part in line.split("|"))
        state, *rest = what.split()
        by = rest.pop(0) if has_gateway else "twilio"
        read.append(Row(int(code), state, by, frozenset(rest)))
    return read


def happened(caplog: pytest.LogCaptureFixture, message: OutboundMessage) -> set[str]:
    """What there is to see of it afterwards."""
    repeat = OutboundMessage.objects.exclude(pk=message.pk).first()
    seen = {
        "alarm": any(record.levelno >= logging.ERROR for record in caplog.records),
        "down": GatewayState.objects.filter(name="twilio", down_until__gt=timezone.now()).exists(),
        "marked": unreachable.is_unreachable(CITIZEN, at=timezone.now()),
        "out": optouts.is_out(CITIZEN),
        "again": repeat is not None and repeat.provider == "twilio",
        "elsewhere": repeat is not None and repeat.provider == "http",
    }
    return {name for name, is_so in seen.items() if is_so}


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize("row", rows(ANSWERS, has_gateway=True), ids=lambda row: str(row.code))
def test_what_an_error_in_the_answer_does(
    twilio: TwilioServer,
    http: HttpGatewayServer,
    promised: Promise,
    caplog: pytest.LogCaptureFixture,
    row: Row,
) -> None:
    message = promised()
    twilio.fail_next(row.code)
    deliver(message.pk, at=timezone.now())
    message.refresh_from_db()
    assert (message.state, message.provider) == (row.state, row.by)
    assert (message.failed_at is not None) == (row.state == "failed")
    assert happened(caplog, message) == row.then
    assert len(http.accepted()) == (row.by == "http")
    assert message.tries.first().code == str(row.code)  # type: ignore[union-attr]


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize("row", rows(RECEIPTS, has_gateway=False), ids=lambda row: str(row.code))
def test_what_an_error_in_a_receipt_does(
    twilio: TwilioServer, promised: Promise, caplog: pytest.LogCaptureFixture, row: Row
) -> None:
    message = promised()
    deliver(message.pk, at=timezone.now())
    for _repeat in range(2):
        receipts.take(
            message.pk,
            provider="twilio",
            provider_id=twilio.accepted()[0].sid,
            status="undelivered",
            error_code=str(row.code),
            at=timezone.now(),
        )
    message.refresh_from_db()
    assert (message.state, message.provider) == (row.state, "twilio")
    assert happened(caplog, message) == row.then
    # Whoever calls people who were not reached sees it, unless the text is on its way once more.
    assert (message.failed_at is not None) == (not row.then & {"again", "elsewhere"})
    assert OutboundMessage.objects.count() == 1 + bool(row.then & {"again", "elsewhere"})


def test_the_code_goes_before_the_status() -> None:
    """Twilio gives some of its codes under a 403 that alone would stop the whole channel."""
    assert type(meaning_of(403, 21408)).__name__ == "NotHere"
    assert type(meaning_of(403, 29999)).__name__ == "ChannelDown"


def test_the_account_that_is_suspended_is_told_once_for_many_messages(
    twilio: TwilioServer, promised: Promise, caplog: pytest.LogCaptureFixture
) -> None:
    at = timezone.now()
    messages = [promised(at=at) for _message in range(4)]
    twilio.fail_next(20003, Fault.THROTTLED)
    for message in messages:
        deliver(message.pk, at=at)
    assert len(twilio.requests) == 1
    assert [record.levelname for record in caplog.records] == ["ERROR"]
