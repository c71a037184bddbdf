"""Twilio's webhooks: only what Twilio signed for us is kept, once, whatever it holds; nothing makes them fail."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from celery.signals import before_task_publish
from django.db import OperationalError, connection
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings
from twilio.request_validator import RequestValidator

from feedback.sms import tasks
from feedback.sms.views import inbound
from messaging import outbox
from messaging.models import DeliveryReceipt, InboundMessage, InboundState, MessageChannel, OutboundState
from tests.factories.cases import PHONE
from tests.feedback.sms.conftest import OWN_NUMBER

pytestmark = pytest.mark.django_db

HOST = "https://lang-nghe.test"
INBOUND, STATUS = "/sms/twilio/inbound/", "/sms/twilio/status/"
FALLBACK = "/sms/twilio/fallback/"
TOKEN = "new-token"
SID = "SM" + "a1" * 16
Form = Mapping[str, Any]


def a_text(body: str = "PA rac o cho Giat", **changes: str) -> dict[str, str]:
    form = {"AccountSid": "AC" + "0" * 32, "MessageSid": SID, "From": PHONE, "To": OWN_NUMBER, "Body": body}
    return {**form, "NumMedia": "0", "FromCity": "", **changes}


def call(
    client: Client,
    form: Form,
    path: str = INBOUND,
    *,
    signed: str | None = None,
    token: str = TOKEN,
    **more: Any,
) -> Any:
    """Post a form as Twilio does; `signed` is the address that the signature is made over."""
    validator, body = RequestValidator(token), urlencode(form, doseq=True)
    signature = validator.compute_signature(HOST + path if signed is None else signed, QueryDict(body))
    return client.post(
        path,
        body,
        content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": signature},
        **more,
    )


def test_a_signed_text_is_kept_as_it_came_and_answered_with_nothing() -> None:
    answer = call(Client(enforce_csrf_checks=True), a_text("  PA rác ở chợ\n"))

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml")
    assert answer.content == b'<?xml version="1.0" encoding="UTF-8"?><Response/>'
    kept = InboundMessage.objects.get()
    assert (kept.provider_id, kept.sender, kept.recipient, kept.body) == (
        SID,
        PHONE,
        OWN_NUMBER,
        "  PA rác ở chợ\n",
    )
    assert json.loads(kept.raw)["FromCity"] == [""]
    assert kept.state == InboundState.RECEIVED


def test_a_replayed_text_is_answered_alike_and_kept_once(client: Client) -> None:
    first, second = call(client, a_text()), call(client, a_text())
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert InboundMessage.objects.count() == 1


def test_the_fallback_address_keeps_what_the_first_could_not_and_is_signed_like_it(client: Client) -> None:
    failed = {**a_text(), "ErrorCode": "11200", "ErrorUrl": HOST + INBOUND}
    answer = call(client, failed, FALLBACK)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml")
    assert call(client, a_text()).status_code == 200
    assert json.loads(InboundMessage.objects.get().raw)["ErrorCode"] == ["11200"]
    assert call(client, failed, FALLBACK, signed=HOST + INBOUND).status_code == 403
    assert client.get(FALLBACK).status_code == 405


@pytest.mark.parametrize(
    "signed",
    [
        f"https://other.test{INBOUND}",
        f"{HOST}:8443{INBOUND}",
        f"http://lang-nghe.test{INBOUND}",
        f"{HOST}{INBOUND[:-1]}",
        f"{HOST}{INBOUND}?a=1",
        f"{HOST}{STATUS}",
    ],
)
def test_a_signature_over_another_address_is_refused_without_a_word(client: Client, signed: str) -> None:
    answer = call(client, a_text(), signed=signed)
    assert (answer.status_code, answer.content) == (403, b"")
    assert not InboundMessage.objects.exists()


def test_no_signature_and_a_strangers_signature_are_refused(client: Client, settings: Settings) -> None:
    unsigned = client.post(INBOUND, a_text())
    form = urlencode(a_text())
    bare = client.post(INBOUND, form, content_type="application/x-www-form-urlencoded")
    odd = client.post(
        INBOUND, form, content_type="application/x-www-form-urlencoded", headers={"X-Twilio-Signature": "ä"}
    )
    assert {unsigned.status_code, bare.status_code, odd.status_code} == {403}
    assert call(client, a_text(), token="a-stranger").status_code == 403
    settings.TWILIO_AUTH_TOKENS = [""]
    assert call(client, a_text(), token="").status_code == 403
    settings.TWILIO_AUTH_TOKENS = []
    assert call(client, a_text()).status_code == 403
    assert not InboundMessage.objects.exists()


def test_what_was_changed_after_signing_is_refused(client: Client) -> None:
    signature = RequestValidator(TOKEN).compute_signature(HOST + INBOUND, a_text())
    for form in (a_text("TO CAO"), a_text(Extra="1"), {**a_text(), "FromCity": "Vinh"}):
        answer = client.post(
            INBOUND,
            urlencode(form),
            content_type="application/x-www-form-urlencoded",
            headers={"X-Twilio-Signature": signature},
        )
        assert answer.status_code == 403


def test_while_a_token_is_replaced_both_are_accepted(client: Client) -> None:
    assert call(client, a_text(), token="old-token").status_code == 200


def test_new_repeated_and_blank_parameters_count_and_do_no_harm(client: Client) -> None:
    form = {**a_text(), "BrandNew": "x", "Blank": "", "Twice": ["b", "a"]}
    assert call(client, form).status_code == 200
    assert json.loads(InboundMessage.objects.get().raw)["Twice"] == ["b", "a"]


def test_the_public_address_counts_whatever_the_proxy_made_of_it(client: Client) -> None:
    assert call(client, a_text(), SERVER_NAME="localhost", SERVER_PORT="9000").status_code == 200
    path = f"{INBOUND}?q=a%20b%26%C4%91&r=+"
    assert call(client, a_text(MessageSid="SM" + "c" * 32), path).status_code == 200
    other = a_text(MessageSid="SM" + "b" * 32)
    assert call(client, other, signed=f"{HOST}:443{INBOUND}").status_code == 200
    assert InboundMessage.objects.count() == 3


def test_only_forms_are_read(client: Client) -> None:
    signature = RequestValidator(TOKEN).compute_signature(HOST + INBOUND, {})
    for kind, body in (
        ("application/json", json.dumps(a_text())),
        ("text/plain", "hello"),
        ("multipart/form-data", "hello"),
        ("", ""),
    ):
        answer = client.post(INBOUND, body, content_type=kind, headers={"X-Twilio-Signature": signature})
        assert (answer.status_code, answer.content) == (403, b"")
    assert client.get(INBOUND).status_code == 405
    assert client.get(STATUS).status_code == 405


@pytest.mark.parametrize(
    "changes",
    [
        {"AccountSid": "AC" + "1" * 32},
        {"AccountSid": ""},
        {"To": "+15005550009"},
        {"To": ""},
        {"From": ""},
        {"From": "x" * 201},
        {"MessageSid": ""},
        {"MessageSid": "SM\x00"},
        {"MessageSid": "S" * 121},
    ],
)
def test_a_signed_form_that_is_no_text_to_us_is_refused(client: Client, changes: dict[str, str]) -> None:
    assert call(client, a_text(**changes)).status_code == 403
    assert (
        call(client, {name: value for name, value in a_text().items() if name not in changes}).status_code
        == 403
    )
    assert not InboundMessage.objects.exists()


def test_with_a_messaging_service_every_number_of_it_is_ours(client: Client, settings: Settings) -> None:
    settings.TWILIO_FROM, settings.TWILIO_MESSAGING_SERVICE_SID = "", "MG" + "0" * 32
    assert call(client, a_text(To="+15005550009")).status_code == 200
    assert call(client, a_text(To="+" + "1" * 40, MessageSid="SM2")).status_code == 403


@pytest.mark.parametrize(
    "body", ["", "\x00", "rác\x00\u202e😀", "<b>'; DROP TABLE x; --", "ắ" * 1600, "x" * 10_000, "\ufffd"]
)
def test_whatever_a_text_holds_is_kept(client: Client, body: str) -> None:
    assert call(client, a_text(body)).status_code == 200
    assert InboundMessage.objects.get().body == body


def test_bytes_that_are_no_text_are_refused(client: Client) -> None:
    answer = client.post(
        INBOUND,
        b"Body=%ff%fe&MessageSid=" + SID.encode(),
        content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": "x"},
    )
    assert answer.status_code == 403


def test_a_text_wrapped_in_base64_is_unwrapped_and_one_that_only_looks_so_is_not(client: Client) -> None:
    text = "PA rác chất đống ở chợ Giát ba ngày nay chưa ai dọn, mùi hôi lắm"
    wrapped = base64.b64encode(text.encode()).decode()
    noise = base64.b64encode(bytes(range(128, 188))).decode()
    for number, body in enumerate((wrapped, noise, wrapped[:40], "a" * 61)):
        call(client, a_text(body, MessageSid=f"SM{number}"))
    bodies = InboundMessage.objects.order_by("provider_id").values_list("body", flat=True)
    assert list(bodies) == [text, noise, wrapped[:40], "a" * 61]


def test_without_the_database_twilio_is_asked_to_come_again(client: Client, caplog: Any) -> None:
    def away(*_: Any) -> None:
        raise OperationalError("could not keep " + PHONE)

    with connection.execute_wrapper(away):
        for path in (INBOUND, f"{STATUS}?o=6f1de0a5-3c1e-4e0a-8f5e-0123456789ab"):
            answer = call(client, {**a_text(), "MessageStatus": "sent"}, path)
            assert answer.status_code == 503
    assert PHONE not in caplog.text
    assert call(client, a_text()).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.django_db(transaction=True)
def test_twilio_has_its_answer_before_a_worker_is_woken() -> None:
    woken: list[str] = []

    def hear(sender: str, **_: object) -> None:
        woken.append(sender)

    before_task_publish.connect(hear)
    form = a_text()
    signature = RequestValidator(TOKEN).compute_signature(HOST + INBOUND, form)
    request = RequestFactory().post(
        INBOUND,
        urlencode(form),
        content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": signature},
    )
    try:
        answer = inbound(request)
        assert (answer.status_code, woken) == (200, [])
        for _ in range(2):
            answer.close()
        assert woken == ["feedback.sms.take"]
    finally:
        before_task_publish.disconnect(hear)


def test_without_a_broker_a_text_is_kept_for_the_sweep(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(tasks.take_now, "apply_async", away)
    assert call(client, a_text()).status_code == 200
    assert InboundMessage.objects.get().state == InboundState.RECEIVED


def test_a_status_is_folded_into_the_message_that_the_address_names(client: Client) -> None:
    message = outbox.promise(
        channel=MessageChannel.SMS,
        to=PHONE,
        template="help",
        language="vi",
        slots={},
        topic="x",
        at=timezone.now(),
    )
    path = f"{STATUS}?o={message.pk}"
    for status in ("delivered", "sent", "delivered"):
        assert call(client, {**a_text(), "MessageStatus": status, "ErrorCode": ""}, path).status_code == 204
    message.refresh_from_db()
    assert (message.state, message.provider_id) == (OutboundState.DELIVERED, SID)
    assert DeliveryReceipt.objects.count() == 2


def test_a_status_that_names_no_message_of_ours_changes_nothing(client: Client) -> None:
    for query in ("", "?o=", "?o=hello", "?o=%00"):
        assert call(client, {**a_text(), "MessageStatus": "sent"}, STATUS + query).status_code == 204
    message_id = "6f1de0a5-3c1e-4e0a-8f5e-0123456789ab"
    for changes in ({"MessageSid": ""}, {"MessageStatus": "x" * 41}, {"ErrorCode": "\x00"}):
        form = {**a_text(), "MessageStatus": "sent", **changes}
        assert call(client, form, f"{STATUS}?o={message_id}").status_code == 204
    assert not DeliveryReceipt.objects.exists()


def test_a_status_signed_for_another_message_is_refused(client: Client) -> None:
    path = f"{STATUS}?o=6f1de0a5-3c1e-4e0a-8f5e-0123456789ab"
    answer = call(client, {**a_text(), "MessageStatus": "failed"}, path, signed=HOST + STATUS)
    assert (answer.status_code, answer.content) == (403, b"")
    assert not DeliveryReceipt.objects.exists()
