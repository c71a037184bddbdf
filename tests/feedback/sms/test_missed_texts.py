"""Texts that Twilio received while we did not answer: found in its list and kept once, whatever else arrives later."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from pytest_django import Settings

from config.sweeping import sweep
from feedback.sms import missed
from messaging.gateways import twilio as gateway
from messaging.models import GatewayState, InboundMessage
from tests.factories.cases import MONDAY, PHONE
from tests.factories.organization import Cast
from tests.fakes.twilio_server import TwilioServer
from tests.feedback.sms.conftest import OWN_NUMBER
from tests.feedback.sms.test_long_texts import said

pytestmark = pytest.mark.django_db

INBOUND = "/sms/twilio/inbound/"
AN_HOUR_AGO = MONDAY - timedelta(hours=1)
_numbers = count(1)


@pytest.fixture
def twilio(settings: Settings, _our_number: None) -> Iterator[TwilioServer]:
    with TwilioServer() as server:
        settings.TWILIO_AUTH_TOKENS = [server.token]
        settings.TWILIO_API_ORIGIN = server.origin
        yield server


def received(
    twilio: TwilioServer, body: str = "PA rác ở chợ Giát", *, at: datetime = AN_HOUR_AGO, **changes: str
) -> dict[str, str]:
    """Twilio receives a text and cannot tell us; the form it would have sent."""
    form = twilio.inbound(sender=PHONE, recipient=OWN_NUMBER, body=body, sid=f"SM{next(_numbers):032}")
    return twilio.receives(form | changes, at=at)


def bodies() -> list[str]:
    return [message.body for message in InboundMessage.objects.order_by("provider_id")]


def asked(twilio: TwilioServer) -> int:
    return len(twilio.requests)


def test_a_text_that_the_webhook_never_told_of_is_kept_as_of_when_it_was_received(
    twilio: TwilioServer,
) -> None:
    form = received(twilio)
    assert missed.find(at=MONDAY) == 1
    kept = InboundMessage.objects.get()
    assert (kept.provider, kept.provider_id, kept.sender, kept.recipient, kept.body) == (
        "twilio",
        form["MessageSid"],
        PHONE,
        OWN_NUMBER,
        form["Body"],
    )
    assert kept.received_at == kept.sent_at == AN_HOUR_AGO
    assert json.loads(kept.raw)["NumMedia"] == ["0"]


def test_its_term_runs_from_when_it_was_received(twilio: TwilioServer, cast: Cast) -> None:
    received(twilio, "PA đèn đường hỏng ở xã Gốc Đa")
    counts = sweep(at=MONDAY)
    assert counts["texts_missed"] == 1
    assert sweep(at=MONDAY + timedelta(minutes=1))["texts_taken"] == 1
    assert said() == ["đèn đường hỏng ở xã Gốc Đa"]
    (case,) = cast.commune.cases.all()
    assert case.received_at == AN_HOUR_AGO


def test_a_webhook_that_comes_late_after_all_is_a_repeat(twilio: TwilioServer, client: Client) -> None:
    form = received(twilio)
    missed.find(at=MONDAY)
    answer: Any = client.post(
        INBOUND,
        urlencode(form),
        content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": twilio.signature(f"https://lang-nghe.test{INBOUND}", form)},
    )
    assert answer.status_code == 200
    assert InboundMessage.objects.count() == 1


def test_what_the_webhook_told_of_is_not_kept_twice_and_what_others_sent_or_we_did_is_not_kept(
    twilio: TwilioServer,
) -> None:
    known = received(twilio)
    missed.find(at=MONDAY)
    received(twilio, "to another number of the account", To="+15005550009")
    twilio.accept({"To": OWN_NUMBER, "From": PHONE, "Body": "from us"})
    new = received(twilio, "PA new")
    assert missed.find(at=MONDAY + timedelta(minutes=10)) == 1
    assert bodies() == [known["Body"], new["Body"]]


def test_texts_that_name_nothing_that_can_be_kept_are_left_out_and_hold_up_no_other(
    twilio: TwilioServer,
) -> None:
    received(twilio, From="")
    received(twilio, From="x" * 201)
    received(twilio, "\x00 \u202e 😀 <b>'; DROP TABLE x; --")
    received(twilio, "", NumMedia="2")
    assert missed.find(at=MONDAY) == 2
    assert bodies() == ["\x00 \u202e 😀 <b>'; DROP TABLE x; --", ""]


def test_it_asks_every_ten_minutes_and_not_each_minute(twilio: TwilioServer) -> None:
    for minutes in range(30):
        missed.find(at=MONDAY + timedelta(minutes=minutes))
    assert asked(twilio) == 3


def test_it_goes_back_to_where_it_last_looked_with_an_hour_to_spare(twilio: TwilioServer) -> None:
    received(twilio, "PA too old to be news", at=MONDAY - timedelta(days=2))
    assert missed.find(at=MONDAY) == 0
    received(twilio, "PA listed late", at=MONDAY - timedelta(minutes=50))
    assert missed.find(at=MONDAY + timedelta(minutes=10)) == 1


def test_after_an_outage_of_the_gateway_it_goes_back_to_before_it_by_a_week_at_most(
    twilio: TwilioServer, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    missed.find(at=MONDAY)
    settings.TWILIO_API_ORIGIN, there = "http://127.0.0.1:1", settings.TWILIO_API_ORIGIN
    assert sweep(at=MONDAY + timedelta(days=1))["texts_missed"] == 0
    assert "cannot be asked" in caplog.text
    settings.TWILIO_API_ORIGIN = there
    received(twilio, "PA of the first day", at=MONDAY + timedelta(hours=1))
    received(twilio, "PA of the last day", at=MONDAY + timedelta(days=3))
    assert missed.find(at=MONDAY + timedelta(days=4)) == 2
    GatewayState.objects.update(seen_until=MONDAY)
    received(twilio, "PA of a month ago", at=MONDAY + timedelta(hours=2))
    assert missed.find(at=MONDAY + timedelta(days=30)) == 0


def test_wrong_credentials_and_an_answer_that_is_none_do_not_break_the_sweep(
    twilio: TwilioServer, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    received(twilio)
    settings.TWILIO_AUTH_TOKENS = ["wrong"]
    assert missed.find(at=MONDAY) == 0
    settings.TWILIO_AUTH_TOKENS = [twilio.token]
    assert missed.find(at=MONDAY + timedelta(minutes=10)) == 1
    assert PHONE not in caplog.text


@pytest.mark.parametrize(
    "changes",
    [
        {"TWILIO_ACCOUNT_SID": ""},
        {"TWILIO_AUTH_TOKENS": []},
        {"TWILIO_FROM": "LangNghe"},
        {"TWILIO_FROM": ""},
    ],
)
def test_where_nothing_can_come_in_nothing_is_asked(
    twilio: TwilioServer, settings: Settings, changes: dict[str, Any]
) -> None:
    for name, value in changes.items():
        setattr(settings, name, value)
    assert missed.find(at=MONDAY) == 0
    assert asked(twilio) == 0
    assert not GatewayState.objects.exists()


def test_with_a_messaging_service_every_number_of_the_account_is_looked_at(
    twilio: TwilioServer, settings: Settings
) -> None:
    settings.TWILIO_FROM, settings.TWILIO_MESSAGING_SERVICE_SID = "", "MG" + "0" * 32
    received(twilio, To="+15005550009")
    assert missed.find(at=MONDAY) == 1


def test_a_long_list_is_read_page_by_page_with_few_queries_and_not_without_end(
    twilio: TwilioServer,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(gateway, "RECEIVED_A_PAGE", 10)
    for number in range(35):
        received(twilio, f"PA {number}", at=MONDAY - timedelta(minutes=30, seconds=number))
    assert missed.find(at=MONDAY) == 35
    assert asked(twilio) == 4
    at = MONDAY + timedelta(minutes=10)
    with django_assert_num_queries(5):  # the state twice, the turn, what is known, how far it was seen
        assert missed.find(at=at) == 0
    for module in (gateway, missed):
        monkeypatch.setattr(module, "MOST_RECEIVED", 20)
    caplog.set_level(logging.ERROR)
    missed.find(at=at + timedelta(minutes=10))
    assert asked(twilio) == 4 + 4 + 2
    assert "more texts" in caplog.text


def test_of_two_that_look_at_once_one_looks(twilio: TwilioServer) -> None:
    received(twilio)
    assert [missed.find(at=MONDAY), missed.find(at=MONDAY)] == [1, 0]
    assert asked(twilio) == 1
