"""The contract bites: requests that Twilio does not know, and answers that Twilio would not give, are caught."""

from __future__ import annotations

from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from pytest_django import Settings
from twilio.base import values
from twilio.base.exceptions import TwilioException, TwilioRestException

from messaging.gateways.base import PermanentFailure, TemporaryFailure, UnknownOutcome
from messaging.gateways.twilio import TwilioGateway
from tests.contracts.twilio.conftest import CITIZEN, OWN_NUMBER, Write, complaints
from tests.fakes.twilio_messages import API, Message
from tests.fakes.twilio_server import Fault, TwilioServer

pytestmark = pytest.mark.prism

SOUND = {"to": CITIZEN, "from_": OWN_NUMBER, "body": "x"}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"to": values.unset}, "body"),
        ({"messaging_service_sid": "MG12"}, "body.MessagingServiceSid"),
        ({"messaging_service_sid": "AC" + "1" * 32}, "body.MessagingServiceSid"),
        ({"validity_period": "four hours"}, "body.ValidityPeriod"),
        ({"validity_period": 1.5}, "body.ValidityPeriod"),
        ({"status_callback": "not an address"}, "body.StatusCallback"),
        ({"content_retention": "forever"}, "body.ContentRetention"),
    ],
)
def test_a_request_off_the_contract_is_refused_before_it_reaches_twilio(
    twilio: TwilioServer, client: Any, change: dict[str, object], place: str
) -> None:
    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(**(SOUND | change))
    assert refused.value.status == 422
    assert complaints(client) == {place}
    assert twilio.requests == []
    # Nothing else was wrong with it.
    assert client.messages.create(**SOUND).sid == twilio.accepted()[0].sid


def test_a_request_without_credentials_is_refused(twilio: TwilioServer, prism_origin: str) -> None:
    asked = Request(  # noqa: S310 - to Prism on this machine
        f"{prism_origin}{API}/Accounts/{twilio.account}/Messages.json",
        data=b"To=%2B84900000123&From=%2B15005550006&Body=x",
    )
    with pytest.raises(HTTPError) as refused:
        urlopen(asked, timeout=10)  # noqa: S310
    with refused.value as answer:
        assert (answer.code, b"#UNAUTHORIZED" in answer.read()) == (401, True)
    assert twilio.requests == []


def test_an_address_that_twilio_does_not_have_is_refused(twilio: TwilioServer, client: Any) -> None:
    with pytest.raises(TwilioRestException) as refused:
        client.messages("SM12").fetch()
    assert refused.value.status == 422
    assert complaints(client) == {"path.sid"}
    assert client.request("GET", f"https://api.twilio.com{API}/Texts.json").status_code == 404
    assert twilio.requests == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"TWILIO_FROM": "", "TWILIO_MESSAGING_SERVICE_SID": "MG12"},
        {"TWILIO_ACCOUNT_SID": "AC12"},
        {"PUBLIC_BASE_URL": "lang nghe"},
    ],
)
def test_a_setting_off_the_contract_is_seen_at_the_gateway(
    twilio: TwilioServer, write: Write, settings: Settings, wrong: dict[str, str]
) -> None:
    for name, value in wrong.items():
        setattr(settings, name, value)
    with pytest.raises(PermanentFailure) as failure:
        TwilioGateway().send(write())
    assert (failure.value.code, failure.value.alarm) == ("422", True)
    assert twilio.requests == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "lost"),
        ("direction", "sideways"),
        ("sid", "SM12"),
        ("num_segments", 1),
        ("error_code", "30003"),
        ("messaging_service_sid", "MG12"),
        ("subresource_uris", "none"),
    ],
)
def test_an_answer_off_the_contract_is_caught_wherever_it_is_given(
    twilio: TwilioServer,
    client: Any,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: object,
) -> None:
    message = write()
    sid = TwilioGateway().send(message).provider_id
    as_json = Message.as_json
    monkeypatch.setattr(Message, "as_json", lambda *given: as_json(*given) | {name: value})
    with pytest.raises(UnknownOutcome):
        TwilioGateway().send(message)
    with pytest.raises(TwilioRestException) as refused:
        client.messages(sid).fetch()
    assert refused.value.status == 500
    assert complaints(client) == {f"response.body.{name}"}
    with pytest.raises(TwilioException):
        client.messages.list()
    assert complaints(client) == {f"response.body.messages.{row}.{name}" for row in range(2)}
    with pytest.raises(TemporaryFailure):
        TwilioGateway().find(message)


def test_an_answer_that_is_no_json_is_caught(twilio: TwilioServer, client: Any) -> None:
    twilio.fail_next(Fault.PAGE_AFTER)
    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(**SOUND)
    assert refused.value.status == 500
    assert "response" in complaints(client)
