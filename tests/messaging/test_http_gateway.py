"""The local gateway with eSMS's JSON: what leaves, what each answer means, and no text twice."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from messaging.claims import BETWEEN_LOOKS
from messaging.delivery import Outcome, deliver, sweep
from messaging.gateways.http import HttpGateway
from messaging.models import (
    DeliveryAttempt,
    DeliveryReceipt,
    GatewayState,
    OutboundMessage,
    OutboundState,
    UnreachableNumber,
)
from tests.fakes.http_gateway_server import BRAND, KEY, SECRET, Fault, HttpGatewayServer
from tests.messaging.conftest import CITIZEN, Promise

pytestmark = pytest.mark.django_db

AFTER_FIRST_LOOK = timedelta(seconds=61)


def test_a_text_is_handed_over_with_a_name_of_its_own_and_an_address_to_report_to(
    http: HttpGatewayServer, promised: Promise, settings: Settings
) -> None:
    settings.SMS_PRICES = {"http": 450}
    message = promised()
    assert deliver(message.pk, at=timezone.now()) == Outcome.SENT
    [text] = http.accepted()
    message.refresh_from_db()
    callback = text.request.pop("CallbackUrl")
    assert callback.startswith(f"https://lang-nghe.test/sms/http/status/{message.pk}/")
    request = text.request.pop("RequestId")
    assert request.startswith(str(message.pk))
    assert len(request) <= 50
    assert text.request == {
        "ApiKey": KEY,
        "SecretKey": SECRET,
        "Brandname": BRAND,
        "SmsType": "2",
        "IsUnicode": "0",
        "Phone": "0900000123",
        "Content": message.body,
    }
    assert (message.state, message.provider, message.provider_id) == ("sent", "http", text.smsid)
    assert message.cost == 450


@pytest.mark.parametrize(
    ("code", "outcome", "state", "is_alarm"),
    [
        (99, Outcome.REFUSED, OutboundState.FAILED, False),  # blocked with this gateway
        (101, Outcome.TROUBLE, OutboundState.PENDING, True),  # wrong keys
        (102, Outcome.TROUBLE, OutboundState.PENDING, True),  # no price list
        (103, Outcome.TROUBLE, OutboundState.PENDING, True),  # nothing left on the account
        (104, Outcome.REFUSED, OutboundState.FAILED, True),  # the name is not registered
        (108, Outcome.REFUSED, OutboundState.FAILED, False),  # no number
        (124, Outcome.SENT, OutboundState.SENT, False),  # it has it
        (140, Outcome.TROUBLE, OutboundState.PENDING, True),  # our address is not let in
        (146, Outcome.REFUSED, OutboundState.FAILED, True),  # the wording is not registered
        (177, Outcome.REFUSED, OutboundState.FAILED, True),  # not with this operator
        (300, Outcome.TROUBLE, OutboundState.PENDING, True),  # the type of message
        (987, Outcome.REFUSED, OutboundState.FAILED, True),  # a code that nobody has told us of
        (Fault.THROTTLED, Outcome.TROUBLE, OutboundState.PENDING, False),
        (Fault.ELSEWHERE, Outcome.TROUBLE, OutboundState.PENDING, True),
        (Fault.UNAVAILABLE, Outcome.TROUBLE, OutboundState.SENDING, False),
        (Fault.RESET_AFTER, Outcome.TROUBLE, OutboundState.SENDING, False),
        (Fault.ERROR_AFTER, Outcome.TROUBLE, OutboundState.SENDING, False),
        (Fault.PAGE_AFTER, Outcome.TROUBLE, OutboundState.SENDING, False),
        (Fault.CUT_AFTER, Outcome.TROUBLE, OutboundState.SENDING, False),
    ],
)
def test_what_each_answer_means(
    http: HttpGatewayServer,
    promised: Promise,
    caplog: pytest.LogCaptureFixture,
    code: int | Fault,
    outcome: Outcome,
    state: OutboundState,
    is_alarm: bool,
) -> None:
    message = promised()
    http.fail_next(code)
    assert deliver(message.pk, at=timezone.now()) == outcome
    message.refresh_from_db()
    assert message.state == state
    assert (message.failed_at is not None) == (state == OutboundState.FAILED)
    assert bool([record for record in caplog.records if record.levelno >= logging.ERROR]) == is_alarm
    assert DeliveryAttempt.objects.filter(message=message, gateway="http").count() == 1
    assert not [path for path in http.requests if "elsewhere" in path]


def test_a_number_that_is_none_is_remembered(http: HttpGatewayServer, promised: Promise) -> None:
    deliver(promised(to="12").pk, at=timezone.now())
    assert UnreachableNumber.objects.get().code == "108"


@pytest.mark.parametrize("fault", [Fault.RESET_AFTER, Fault.ERROR_AFTER, Fault.PAGE_AFTER, Fault.CUT_AFTER])
def test_a_text_accepted_behind_a_broken_answer_is_found_by_asking_again_and_not_sent_twice(
    http: HttpGatewayServer, promised: Promise, client: Client, fault: Fault
) -> None:
    at = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)
    message = promised(at=at)
    http.fail_next(fault)
    assert deliver(message.pk, at=at) == Outcome.TROUBLE
    assert sweep(at=at + AFTER_FIRST_LOOK) == {"unsent": 0, "reconciled": 1}
    message.refresh_from_db()
    assert (message.state, message.provider_id) == (OutboundState.SENT, "")
    [text] = http.accepted()
    # Its receipt tells the name that the second answer did not.
    assert client.get(http.callback(text)).status_code == 204
    message.refresh_from_db()
    assert (message.state, message.provider_id) == (OutboundState.DELIVERED, text.smsid)


def test_a_text_that_was_not_taken_is_taken_when_it_is_looked_for(
    http: HttpGatewayServer, promised: Promise
) -> None:
    at = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)
    message = promised(at=at)
    http.fail_next(Fault.UNAVAILABLE)
    deliver(message.pk, at=at)
    assert sweep(at=at + AFTER_FIRST_LOOK)["reconciled"] == 1
    assert len(http.accepted()) == 1
    assert sweep(at=at + timedelta(hours=1)) == {"unsent": 0, "reconciled": 0}


def test_after_midnight_a_text_in_doubt_is_not_asked_for_again_and_somebody_is_told(
    http: HttpGatewayServer, promised: Promise, caplog: pytest.LogCaptureFixture
) -> None:
    at = datetime(2026, 11, 27, 16, 59, 30, tzinfo=UTC)  # half a minute before midnight in Viet Nam
    message = promised(at=at)
    http.fail_next(Fault.RESET_AFTER)
    deliver(message.pk, at=at)
    assert sweep(at=at + AFTER_FIRST_LOOK)["reconciled"] == 1
    message.refresh_from_db()
    assert (message.state, message.failed_code) == (OutboundState.FAILED, "too-late-to-ask")
    assert message.failed_at is not None
    assert "too-late-to-ask" in caplog.text
    assert len(http.requests) == 1


def test_a_try_after_a_refusal_bears_a_new_name(http: HttpGatewayServer, promised: Promise) -> None:
    """Or the gateway would say that it has what it refused."""
    message, at = promised(), timezone.now()
    http.fail_next(103)
    deliver(message.pk, at=at)
    assert sweep(at=at + timedelta(minutes=16))["unsent"] == 1
    claimed = OutboundMessage.objects.get(pk=message.pk).claimed_at
    assert claimed is not None
    assert http.accepted()[0].request["RequestId"] == f"{message.pk}.{int(claimed.timestamp())}"
    assert claimed > at + timedelta(minutes=15)


def test_a_gateway_that_is_not_set_up_is_told_once_and_loses_nothing(
    http: HttpGatewayServer, promised: Promise, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    at = timezone.now()
    first, second = promised(at=at), promised(at=at)
    settings.SMS_HTTP_KEY = ""
    assert deliver(first.pk, at=at) == Outcome.TROUBLE
    assert deliver(second.pk, at=at) == Outcome.WAITS
    assert [record.levelname for record in caplog.records].count("ERROR") == 1
    assert GatewayState.objects.get(name="http").down_code == "not-configured"
    settings.SMS_HTTP_KEY = KEY
    assert sweep(at=at + timedelta(minutes=16))["unsent"] == 2


def test_a_gateway_that_cannot_be_reached_has_surely_not_got_the_message(
    http: HttpGatewayServer, promised: Promise, settings: Settings
) -> None:
    settings.SMS_HTTP_URL = "http://127.0.0.1:1"
    message = promised()
    deliver(message.pk, at=timezone.now())
    message.refresh_from_db()
    assert (message.state, message.failed_code) == (OutboundState.PENDING, "no-connection")


def test_a_text_behind_a_hanging_answer_is_looked_for(
    http: HttpGatewayServer, promised: Promise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HttpGateway, "timeout", (0.3, 0.3))
    message, at = promised(), timezone.now()
    http.fail_next(Fault.HOLD_AFTER)
    deliver(message.pk, at=at)
    message.refresh_from_db()
    assert message.state == OutboundState.SENDING
    assert len(http.accepted()) == 1


def test_neither_keys_nor_numbers_reach_the_log(
    http: HttpGatewayServer, promised: Promise, caplog: pytest.LogCaptureFixture
) -> None:
    at = timezone.now()
    with caplog.at_level(logging.INFO):
        http.fail_next(104, Fault.RESET_AFTER, Fault.ERROR_AFTER, 101)
        for _message in range(4):
            promised(at=at)
        sweep(at=at)
        sweep(at=at + AFTER_FIRST_LOOK + BETWEEN_LOOKS)
    assert "needs attention" in caplog.text
    for trace in (CITIZEN[3:], KEY, SECRET, "1234 5671"):
        assert trace not in caplog.text


# What it calls back.


@pytest.fixture
def sent(http: HttpGatewayServer, promised: Promise) -> OutboundMessage:
    message = promised()
    deliver(message.pk, at=timezone.now())
    message.refresh_from_db()
    return message


@pytest.mark.parametrize(
    ("changes", "state", "kept"),
    [
        ({}, OutboundState.DELIVERED, "delivered"),
        ({"SendStatus": 5, "SendSuccess": 0, "SendFailed": 1}, OutboundState.UNDELIVERED, "undelivered"),
        ({"SendStatus": 4}, OutboundState.FAILED, "failed"),
        ({"SendStatus": 7}, OutboundState.SENT, "sent"),
        ({"SendStatus": 1}, OutboundState.SENT, "queued"),
        ({"SendStatus": 5, "SendSuccess": "x", "SendFailed": "0"}, OutboundState.SENT, "esms-5"),
        ({"SendStatus": 88}, OutboundState.SENT, "esms-88"),
        ({"RequestId": ""}, OutboundState.DELIVERED, "delivered"),
    ],
)
def test_a_status_called_back_is_folded_into_its_message(
    http: HttpGatewayServer,
    sent: OutboundMessage,
    client: Client,
    changes: dict[str, object],
    state: OutboundState,
    kept: str,
) -> None:
    [text] = http.accepted()
    for _repeat in range(2):
        assert client.get(http.callback(text, **changes)).status_code == 204
    sent.refresh_from_db()
    assert sent.state == state
    assert DeliveryReceipt.objects.get().status == kept


Spoil = Callable[[str], str]


@pytest.mark.parametrize(
    ("spoil", "answer"),
    [
        (lambda url: url.replace("/?", "0/?"), 403),
        (lambda url: url.replace("SMSID=", "SMSID=%00"), 204),
        (lambda url: url.replace("SMSID=", "Other="), 204),
        (lambda url: url.replace("SendStatus=5", "SendStatus=%F0%9F%99%82"), 204),
        (lambda url: url.replace("SendStatus=5", "SendStatus=" + "5" * 500), 204),
        (lambda url: url.replace("RequestId=", "RequestId=0"), 204),
        (lambda url: url.replace("/?", "/?" + "x" * 3000 + "&SendStatus=&"), 204),
    ],
)
def test_a_callback_that_makes_no_sense_changes_nothing(
    http: HttpGatewayServer, sent: OutboundMessage, client: Client, spoil: Spoil, answer: int
) -> None:
    [text] = http.accepted()
    url = spoil(http.callback(text))
    if "SendStatus=&" in url:
        url = url.replace("SendStatus=5", "SendStatus=")
    assert client.get(url).status_code == answer
    sent.refresh_from_db()
    assert sent.state == OutboundState.SENT
    assert not DeliveryReceipt.objects.exists()


def test_only_a_get_at_the_whole_address_is_heard(
    http: HttpGatewayServer, sent: OutboundMessage, client: Client, settings: Settings
) -> None:
    url = http.callback(http.accepted()[0])
    assert client.post(url).status_code == 405
    assert client.get(url.replace(str(sent.pk), "6f1de0a5-3c1e-4e0a-8f5e-0123456789ab")).status_code == 403
    settings.SMS_HTTP_SECRET = ""
    assert client.get(url).status_code == 403
    assert not DeliveryReceipt.objects.exists()
