"""What we send fits Twilio's contract, and what comes back through it is what was sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from messaging.gateways.twilio import TwilioGateway
from tests.contracts.twilio.conftest import CITIZEN, OWN_NUMBER, SERVICE, Write
from tests.fakes.twilio_server import TwilioServer

pytestmark = pytest.mark.prism


def test_a_message_is_accepted_with_its_validity_and_the_address_it_reports_to(
    twilio: TwilioServer, write: Write
) -> None:
    message = write()
    accepted = TwilioGateway().send(message)
    [taken] = twilio.accepted()
    assert accepted.provider_id == taken.sid
    assert taken.form == {
        "To": CITIZEN,
        "From": OWN_NUMBER,
        "Body": message.body,
        "StatusCallback": f"https://lang-nghe.test/sms/twilio/status/?o={message.id}",
        "ValidityPeriod": "10800",
    }


def test_a_reply_leaves_by_the_own_number_that_was_written_to(twilio: TwilioServer, write: Write) -> None:
    TwilioGateway().send(write(sender="+15005550009"))
    assert twilio.accepted()[0].form["From"] == "+15005550009"


def test_a_registered_name_may_be_the_sender(twilio: TwilioServer, write: Write, settings: Settings) -> None:
    settings.TWILIO_FROM = "LangNghe"
    TwilioGateway().send(write())
    assert twilio.accepted()[0].form["From"] == "LangNghe"


def test_a_messaging_service_may_choose_the_sender(
    twilio: TwilioServer, write: Write, settings: Settings
) -> None:
    settings.TWILIO_FROM, settings.TWILIO_MESSAGING_SERVICE_SID = "", SERVICE
    message = write()
    accepted = TwilioGateway().send(message)
    form = twilio.accepted()[0].form
    assert form["MessagingServiceSid"] == SERVICE
    assert "From" not in form
    assert TwilioGateway().find(message) == [accepted.provider_id]


@pytest.mark.parametrize(
    "body",
    ["Đã nhận phản ánh của bác ở thôn Đồng Tâm", "a+b & c=d; 100% # «é» 😀\n2", "x" * 1600],
    ids=["accents", "signs", "longest"],
)
def test_a_text_arrives_letter_by_letter(twilio: TwilioServer, write: Write, body: str) -> None:
    message = write(body=body)
    TwilioGateway().send(message)
    assert twilio.accepted()[0].form["Body"] == body
    assert len(TwilioGateway().find(message)) == 1


def test_what_was_sent_is_found_among_what_was_sent_to_others_and_what_came_in(
    twilio: TwilioServer, write: Write
) -> None:
    gateway, message = TwilioGateway(), write()
    sids = [gateway.send(message).provider_id for _twice in range(2)]
    gateway.send(write(to="+84900000999"))
    gateway.send(write(body="LangNghe: something else"))
    came_in = twilio.accept({"To": CITIZEN, "From": OWN_NUMBER, "Body": message.body})
    came_in.direction, came_in.status = "inbound", "received"
    assert sorted(gateway.find(message)) == sorted(sids)
    assert gateway.find(write(promised_at=timezone.now() + timedelta(hours=1))) == []


def test_the_list_is_read_page_by_page_newest_first(twilio: TwilioServer, client: Any) -> None:
    for number in range(5):
        client.messages.create(to=CITIZEN, from_=OWN_NUMBER, body=str(number))
    assert [message.body for message in client.messages.list(page_size=2)] == ["4", "3", "2", "1", "0"]
    assert len(twilio.requests) == 5 + 3
    last = client.messages.page(page_size=2).next_page().next_page()
    assert [message.body for message in last] == ["0"]
    assert [message.body for message in last.previous_page()] == ["2", "1"]


def test_a_list_of_nothing_is_a_list(twilio: TwilioServer, client: Any) -> None:
    assert client.messages.list(to=CITIZEN) == []


@pytest.mark.parametrize(
    "status",
    [
        "accepted",
        "scheduled",
        "queued",
        "sending",
        "sent",
        "delivered",
        "read",
        "undelivered",
        "failed",
        "canceled",
    ],
)
def test_a_message_is_fetched_in_every_status_that_it_goes_through(
    twilio: TwilioServer, client: Any, status: str
) -> None:
    sid = client.messages.create(
        to=CITIZEN, from_=OWN_NUMBER, body="x", status_callback=f"https://lang-nghe.test/?o={uuid4()}"
    ).sid
    failed = 30003 if status in {"undelivered", "failed"} else None
    twilio.status_call(twilio.accepted()[0], status, error_code=failed)
    fetched = client.messages(sid).fetch()
    assert (fetched.sid, fetched.status, fetched.error_code) == (sid, status, failed)


def test_a_text_message_has_no_media(twilio: TwilioServer, client: Any) -> None:
    created = client.messages.create(to=CITIZEN, from_=OWN_NUMBER, body="x")
    assert created.num_media == "0"
    assert created.media.list() == []
    assert client.http_client._test_only_last_request.url.endswith(created.subresource_uris["media"])
