"""Whatever bytes come to a door: an answer that fits or none, never an error of ours, and never the same text twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings as django_settings
from django.core.handlers.exception import convert_exception_to_response
from django.db import connection
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import RequestFactory, override_settings
from django.urls import resolve
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings
from twilio.request_validator import RequestValidator

from feedback.sms import gammu
from messaging.models import InboundMessage
from messaging.port import whole_letters
from tests.factories.cases import PHONE
from tests.feedback.sms.conftest import OWN_NUMBER

pytestmark = pytest.mark.django_db

ACCOUNT = "AC" + "0" * 32
SECRET = "a-secret-of-the-phone-in-goc-da"
TWILIO, SIM = ("/sms/twilio/inbound/", "/sms/twilio/fallback/"), "/sms/gateway/inbound/"
STATUS = "/sms/twilio/status/?o=6f1de0a5-3c1e-4e0a-8f5e-0123456789ab"
FORM = "application/x-www-form-urlencoded"
LISTS = ["queued_messages", "message_result"]
REQUESTS = RequestFactory()

# Texts that have broken programs before, and whatever else there is, halves of letters too.
NASTY = st.sampled_from(
    [
        "",
        "\x00",
        "\u202e\u200f",
        "😀",
        "'; DROP TABLE messaging_inboundmessage; --",
        "<script>alert(1)</script>",
        "%s%n{0}",
        "../../etc/passwd",
        "ắ" * 1600,
        "x" * 1601,
        "STOP",
        "198",
        "VIETTEL",
        PHONE,
        OWN_NUMBER,
    ]
)
TEXT = NASTY | st.text(max_size=40)
ANY_TEXT = (
    TEXT | st.sampled_from(["\ud800", "r\udc00c", "\udc00\ud800"]) | st.text(st.characters(), max_size=40)
)
SENDER = st.sampled_from([PHONE, OWN_NUMBER, "198", "VIETTEL", "whatsapp:+84900000123"]) | TEXT
NAME = st.text("SMabc0123456789", max_size=40) | TEXT
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=6,
)
KINDS = st.sampled_from(
    [
        "application/x-www-form-urlencoded",
        "application/json",
        "multipart/form-data; boundary=x",
        "text/xml",
        "application/x-www-form-urlencoded; charset=utf-16",
        "",
        "\u00e4/\u00f6;;=",
    ]
)
FEW = {"deadline": None, "database": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}


def thorough(examples: int) -> Callable[[Any], Any]:
    """So many on the embedded database; on PostgreSQL, which differs in what it can keep, a fifth of them."""
    if connection.vendor == "postgresql":
        examples //= 5
    return settings(max_examples=examples, **FEW)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _doors(settings: Settings) -> None:
    settings.SMS_SIM_GATEWAYS = (("goc-da", "+84900000555", SECRET),)
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKENS = ACCOUNT, ["token"]
    settings.TWILIO_FROM = OWN_NUMBER


def ask(request: HttpRequest) -> HttpResponse:
    """What the door answers, as Django would send it: refusals of Django's own are answers, too."""
    view: Any = resolve(request.path_info).func
    answer = convert_exception_to_response(view)(request)
    assert isinstance(answer, HttpResponse)
    return answer


def post(path: str, body: bytes, kind: str = FORM, **headers: str) -> HttpResponse:
    return ask(REQUESTS.generic("POST", path, body, kind, headers=headers))


def signed(path: str, body: bytes, kind: str = FORM) -> HttpResponse:
    signature = RequestValidator("token").compute_signature(
        django_settings.PUBLIC_BASE_URL + path, QueryDict(body)
    )
    return post(path, body, kind, **{"X-Twilio-Signature": signature})


def encoded(form: dict[str, Any]) -> bytes:
    return urlencode(form, doseq=True).encode()


def keeps_at_most_one(ask_once: Callable[[], HttpResponse], *refusals: int) -> None:
    """Asked twice, the door answers twice alike, shortly, and keeps one text where it says so."""
    before = InboundMessage.objects.count()
    first, second = ask_once(), ask_once()
    assert first.status_code in {200, *refusals}
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert len(first.content) < 300
    kept = InboundMessage.objects.count() - before
    assert kept == 0 if first.status_code != 200 else kept <= 1


@thorough(3000)
@given(
    path=st.sampled_from(TWILIO),
    sid=NAME,
    sender=SENDER,
    recipient=st.just(OWN_NUMBER) | TEXT,
    body=TEXT,
    more=st.dictionaries(TEXT, TEXT | st.lists(TEXT, max_size=3), max_size=2),
)
def test_any_signed_form_is_kept_once_or_refused(
    path: str, sid: str, sender: str, recipient: str, body: str, more: dict[str, Any]
) -> None:
    form = {"AccountSid": ACCOUNT, **more, "MessageSid": sid, "From": sender, "To": recipient, "Body": body}
    keeps_at_most_one(lambda: signed(path, encoded(form)), 403, 400)


@thorough(4000)
@given(
    path=st.sampled_from([*TWILIO, STATUS]),
    body=st.binary(max_size=60) | TEXT.map(str.encode),
    kind=KINDS,
    signature=TEXT,
    is_signed=st.booleans(),
)
def test_any_bytes_at_twilios_doors_are_refused(
    path: str, body: bytes, kind: str, signature: str, is_signed: bool
) -> None:
    answer = (
        signed(path, body, kind) if is_signed else post(path, body, kind, **{"X-Twilio-Signature": signature})
    )
    assert answer.status_code in {400, 403}


@thorough(2000)
@given(
    query=st.sampled_from(["", "?o=", "?o=6f1de0a5-3c1e-4e0a-8f5e-0123456789ab"]) | TEXT.map("?o={}".format),
    form=st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("MessageSid", "MessageStatus", "ErrorCode", "To"), TEXT)
    ),
)
def test_any_signed_status_is_answered(query: str, form: dict[str, str]) -> None:
    path = iri_to_uri(f"/sms/twilio/status/{query}").replace("#", "%23")
    assert signed(path, encoded({"AccountSid": ACCOUNT, **form})).status_code in {204, 403}


@thorough(3000)
@given(
    fields=st.fixed_dictionaries(
        {"secret": st.just(SECRET), "message_id": NAME, "from": SENDER | ANY_TEXT, "message": ANY_TEXT},
        optional={
            "sent_timestamp": ANYTHING,
            "sent_to": ANYTHING,
            "reference": NAME,
            "part": st.integers(-1, 300) | ANYTHING,
            "parts": st.integers(-1, 300) | ANYTHING,
        },
    )
    | st.dictionaries(st.sampled_from(["secret", "message_id", "from", "message"]) | ANY_TEXT, ANYTHING),
    as_form=st.booleans(),
)
def test_any_fields_that_a_phone_hands_over_are_kept_once_or_refused(
    fields: dict[str, Any], as_form: bool
) -> None:
    body, kind = json.dumps(fields).encode(), "application/json"
    if as_form:
        body, kind = encoded({name: str(value) for name, value in whole(fields).items()}), FORM
    keeps_at_most_one(lambda: post(SIM, body, kind), 400, 403)


@thorough(4000)
@given(
    method=st.sampled_from(["GET", "POST", "PUT"]),
    task=st.sampled_from(["", "send", "sent", "result"]) | TEXT,
    secret=st.just(SECRET) | TEXT,
    body=st.binary(max_size=60) | TEXT.map(str.encode),
    kind=KINDS,
)
def test_any_bytes_at_the_phones_door_are_answered_in_json(
    method: str, task: str, secret: str, body: bytes, kind: str
) -> None:
    path = f"{SIM}?{urlencode({'task': task, 'secret': secret})}"
    answer = ask(REQUESTS.generic(method, path, body, kind))
    assert answer.status_code in {200, 400, 403, 405}
    assert isinstance(json.loads(answer.content), dict)


@thorough(2000)
@given(task=st.sampled_from(["sent", "result"]), told=ANYTHING, name=st.sampled_from(LISTS) | TEXT)
def test_whatever_a_phone_says_became_of_messages_is_answered(task: str, told: Any, name: str) -> None:
    body = json.dumps({name: told}).encode()
    answer = post(f"{SIM}?task={task}&secret={SECRET}", body, "application/json")
    assert answer.status_code in {200, 400}


FILE_NAME = st.builds(
    "IN{}_{}_{}_{}_{}.{}".format,
    st.text("0123456789", min_size=8, max_size=8),
    st.text("0123456789", min_size=6, max_size=6),
    st.sampled_from(["00", "07"]),
    st.sampled_from([PHONE, "198", "VIETTEL", "a_b"]) | st.text(max_size=10),
    st.sampled_from(["00", "01", "99", "999", "x"]),
    st.sampled_from(["txt", "txt", "txt", "bin"]),
).map(lambda name: name.replace("/", "").replace("\x00", ""))


@thorough(200)
@given(
    files=st.dictionaries(FILE_NAME, st.binary(max_size=60) | TEXT.map(str.encode), min_size=10, max_size=10)
)
def test_any_file_in_the_folder_of_the_modem_is_kept_or_waits_for_a_person(
    files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    spool = tmp_path_factory.mktemp("spool")
    with override_settings(GAMMU_SPOOL=str(spool), GAMMU_NUMBER=OWN_NUMBER):
        for folder in ("inbox", "sent", "error"):
            (spool / folder).mkdir()
        for name, body in files.items():
            (spool / "inbox" / name).write_bytes(body)
        at = timezone.now() + timedelta(minutes=1)
        before = InboundMessage.objects.count()
        counts = gammu.read(at=at)
        assert counts["modem_texts"] + counts["modem_refused"] == len(files)
        assert InboundMessage.objects.count() - before <= counts["modem_texts"]
        assert gammu.read(at=at) == {}
        refused = spool / "refused"
        assert len(list(refused.iterdir()) if refused.exists() else []) == counts["modem_refused"]


def whole(fields: dict[str, Any]) -> dict[str, Any]:
    """A form cannot hold half a letter."""
    loaded: dict[str, Any] = json.loads(json.dumps(fields))
    return {whole_letters(name): whole_letters(str(value)) for name, value in loaded.items()}
