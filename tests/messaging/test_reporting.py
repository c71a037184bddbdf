"""Asking after messages of which a gateway has not said what became: bounded, and no longer than it makes sense."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from messaging import receipts
from messaging.delivery import deliver
from messaging.models import OutboundMessage, OutboundState
from messaging.reporting import TROUBLES, ask_after
from tests.fakes.http_gateway_server import HttpGatewayServer
from tests.fakes.twilio_server import TwilioServer
from tests.messaging.conftest import Promise

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def sent(promised: Promise, *, at: datetime, number: int = 0) -> OutboundMessage:
    message = promised(at=at, to=f"+84900000{number:03}")
    deliver(message.pk, at=at)
    return message


def test_twilio_is_asked_after_half_a_day_and_its_word_counts_as_a_receipt(
    twilio: TwilioServer, promised: Promise
) -> None:
    at = timezone.now()
    message = sent(promised, at=at)
    twilio.accepted()[0].status, twilio.accepted()[0].error_code = "undelivered", 30005
    assert ask_after(at=at + 11 * HOUR) == {"asked": 0, "settled": 0}
    assert ask_after(at=at + 13 * HOUR) == {"asked": 1, "settled": 1}
    message.refresh_from_db()
    assert (message.state, message.failed_code) == (OutboundState.UNDELIVERED, "30005")
    assert message.failed_at == at + 13 * HOUR
    assert ask_after(at=at + 14 * HOUR) == {"asked": 0, "settled": 0}


def test_the_local_gateway_is_asked_too(http: HttpGatewayServer, promised: Promise) -> None:
    at = timezone.now()
    message = sent(promised, at=at)
    assert ask_after(at=at + 13 * HOUR) == {"asked": 1, "settled": 1}
    message.refresh_from_db()
    assert message.state == OutboundState.DELIVERED


def test_one_that_knows_no_more_is_asked_again_and_after_three_days_no_longer(
    twilio: TwilioServer, promised: Promise
) -> None:
    at = timezone.now()
    sent(promised, at=at)
    asked = [ask_after(at=at + (days * 24 + 1) * HOUR)["asked"] for days in (1, 2, 3, 4)]
    assert asked == [1, 1, 0, 0]


def test_no_more_than_so_many_are_asked_after_the_oldest_first(
    twilio: TwilioServer, promised: Promise
) -> None:
    at = timezone.now()
    for number in range(4):
        sent(promised, at=at + number * timedelta(minutes=1), number=number)
    twilio.requests.clear()
    assert ask_after(at=at + 13 * HOUR, limit=2)["asked"] == 2
    oldest = [message.sid for message in twilio.accepted()[:2]]
    assert [path.rsplit("/", 1)[1] for _method, path in twilio.requests] == [f"{sid}.json" for sid in oldest]


def test_a_gateway_in_trouble_is_left_alone_and_what_told_already_is_not_asked_after(
    twilio: TwilioServer, promised: Promise, settings: Settings
) -> None:
    at = timezone.now()
    told = sent(promised, at=at)
    receipts.take(told.pk, provider_id=twilio.accepted()[0].sid, status="delivered", at=at)
    for number in range(1, 6):
        sent(promised, at=at, number=number)
    settings.TWILIO_API_ORIGIN = "http://127.0.0.1:1"
    assert ask_after(at=at + 13 * HOUR) == {"asked": TROUBLES, "settled": 0}
    settings.TWILIO_AUTH_TOKENS = []
    assert ask_after(at=at + 13 * HOUR) == {"asked": TROUBLES, "settled": 0}
