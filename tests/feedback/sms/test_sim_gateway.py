"""A commune's telephone with a SIM: its texts are kept once, whatever they hold, and nobody else's are."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from feedback.sms import tasks
from messaging.models import InboundMessage, InboundState, OutboundMessage
from tests.factories.cases import PHONE
from tests.factories.organization import Cast
from tests.fakes.sim_phone import ADDRESS, NUMBER, OTHER_NUMBER, OTHER_SECRET, SECRET, FakePhone, posts_json
from tests.feedback.conftest import Clock
from tests.feedback.sms.test_long_texts import PIECES, TEXT, said

pytestmark = pytest.mark.django_db

WORDS = "PA rác chất đống ở chợ xã Gốc Đa"


def a_text(**changes: object) -> dict[str, object]:
    return {"secret": SECRET, "from": PHONE, "message": WORDS, "message_id": "m-1", **changes}


def test_a_text_is_kept_under_the_phone_that_shows_its_secret_and_answered_as_the_app_expects(
    sim: FakePhone,
) -> None:
    answer = sim.hands_over(PHONE, WORDS, message_id="m-1")
    assert (answer.status_code, answer.json()) == (200, {"payload": {"success": True, "error": None}})
    kept = InboundMessage.objects.get()
    assert (kept.provider, kept.provider_id, kept.sender, kept.recipient, kept.body) == (
        "goc-da",
        "m-1",
        PHONE,
        NUMBER,
        WORDS,
    )
    assert kept.sent_at == datetime(2026, 10, 5, 1, 0, tzinfo=UTC)
    assert SECRET not in kept.raw
    assert json.loads(kept.raw)["device_id"] == "1"


def test_the_same_as_json_is_the_same() -> None:
    answer = posts_json(a_text(sent_timestamp=1791162000, sent_to=NUMBER, device_id=7))
    assert (answer.status_code, answer.json()) == (200, {"payload": {"success": True, "error": None}})
    kept = InboundMessage.objects.get()
    assert (kept.body, kept.sent_at) == (WORDS, datetime(2026, 10, 5, 1, 0, tzinfo=UTC))
    assert SECRET not in kept.raw


def test_a_repeat_is_answered_alike_and_kept_once_whichever_way_it_comes(sim: FakePhone) -> None:
    first = sim.hands_over(PHONE, WORDS, message_id="m-1")
    again = posts_json(a_text())
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert InboundMessage.objects.count() == 1


def test_two_phones_may_use_the_same_names(sim: FakePhone) -> None:
    sim.hands_over(PHONE, WORDS, message_id="m-1")
    FakePhone(OTHER_SECRET).hands_over(PHONE, WORDS, message_id="m-1")
    assert set(InboundMessage.objects.values_list("provider", "recipient")) == {
        ("goc-da", NUMBER),
        ("ben-nuoc", OTHER_NUMBER),
    }


def test_a_number_written_as_at_home_is_the_same_person(sim: FakePhone) -> None:
    home = "0" + PHONE.removeprefix("+84")
    for number in (home, PHONE, "198", "VIETTEL", "MobiFone QC"):
        sim.hands_over(number, WORDS)
    senders = [message.sender for message in InboundMessage.objects.order_by("pk")]
    assert senders == [PHONE, PHONE, "198", "VIETTEL", "MobiFone QC"]


@pytest.mark.parametrize(
    "secret", ["", "wrong", SECRET.upper(), SECRET + " ", "bí mật", None, 5, True, ["x"]]
)
def test_without_the_secret_nothing_is_kept_or_told(secret: object) -> None:
    answer = posts_json(a_text(secret=secret))
    assert (answer.status_code, answer.json()["payload"]["success"]) == (403, False)
    assert not InboundMessage.objects.exists()
    query = "" if not isinstance(secret, str) else f"&secret={secret}"
    for method, task in (("get", "send"), ("get", "result"), ("post", "send"), ("post", "result")):
        assert getattr(Client(), method)(f"{ADDRESS}?task={task}{query}").status_code == 403


def test_where_no_phone_is_named_no_secret_is_right(settings: Settings) -> None:
    settings.SMS_SIM_GATEWAYS = ()
    assert posts_json(a_text(secret="")).status_code == 403
    assert posts_json(a_text()).status_code == 403
    assert posts_json({"queued_messages": ["x"]}, query="?task=sent").json() == {"message_uuids": []}


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "\x00",
        "rác\x00\u202e\u200f😀",
        "<script>alert(1)</script>'; DROP TABLE x; --",
        "ắ" * 1600,
        "x" * 10_000,
        "مرحبا 你好 Привет",
        "\ufffd\ufeff",
    ],
)
def test_whatever_a_text_holds_is_kept(sim: FakePhone, words: str) -> None:
    assert sim.hands_over(PHONE, words).status_code == 200
    assert posts_json(a_text(message=words)).status_code == 200
    assert {message.body for message in InboundMessage.objects.all()} == {words}


def test_half_a_letter_is_kept_as_a_sign_of_it() -> None:
    body = b'{"secret": "%s", "from": "\\ud800", "message": "r\\udc00c", "message_id": "1", "x\\ud800": "\\ud800"}'
    assert posts_json(body % SECRET.encode()).status_code == 200
    kept = InboundMessage.objects.get()
    assert (kept.sender, kept.body) == ("\ufffd", "r\ufffdc")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"from": ""}, "from"),
        ({"from": "  "}, "from"),
        ({"from": None}, "from"),
        ({"from": {"x": 1}}, "from"),
        ({"from": "x" * 201}, "from"),
        ({"message_id": ""}, "message_id"),
        ({"message_id": "x y"}, "message_id"),
        ({"message_id": "ă"}, "message_id"),
        ({"message_id": "x" * 101}, "message_id"),
        ({"message_id": ["1"]}, "message_id"),
        ({"message": ["x"]}, "message"),
        ({"message": True}, "message"),
        ({"message": "x" * 50_000}, "message"),
        ({"part": 2}, "part"),
        ({"part": "two", "parts": 3, "reference": "a"}, "part"),
        ({"part": 0, "parts": 3, "reference": "a"}, "part"),
        ({"part": 4, "parts": 3, "reference": "a"}, "part"),
        ({"part": 1, "parts": 999, "reference": "a"}, "part"),
        ({"part": 1, "parts": 2}, "part"),
        ({"part": 1, "parts": 2, "reference": "a b"}, "reference"),
    ],
)
def test_what_is_no_text_is_refused_and_the_field_is_named(changes: dict[str, object], field: str) -> None:
    answer = posts_json(a_text(**changes))
    assert (answer.status_code, answer.json()["payload"]["success"]) == (400, False)
    assert answer.json()["payload"]["error"].startswith(f"{field} is")
    assert not InboundMessage.objects.exists()


def test_a_missing_field_is_named() -> None:
    for name in ("from", "message", "message_id"):
        fields = {key: value for key, value in a_text().items() if key != name}
        assert posts_json(fields).json()["payload"]["error"].startswith(name)


@pytest.mark.parametrize(
    "stamp", ["", "yesterday", "99999999999999999999", "-1", "1e9", "٣", None, "253402300800000", 0]
)
def test_a_wrong_clock_costs_no_text(stamp: object) -> None:
    assert posts_json(a_text(sent_timestamp=stamp)).status_code == 200
    assert InboundMessage.objects.get().body == WORDS


NO_JSON = {
    "nothing": b"",
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "half": b'{"secret": "',
    "a form": b"secret=x&from=y",
    "bytes": bytes(range(256)),
    "a field twice": b'{"secret": "a", "secret": "b"}',
    "deep": b"[" * 100_000,
    "deep within": b'{"x": ' * 500 + b"1" + b"}" * 500,
    "a huge number": b'{"message_id": ' + b"9" * 5000 + b"}",
    "utf-16": '{"a": 1}'.encode("utf-16-be")[1:],
}


@pytest.mark.parametrize("body", NO_JSON.values(), ids=list(NO_JSON))
def test_what_cannot_be_read_is_refused_in_json(body: bytes) -> None:
    answer = posts_json(body)
    assert (answer.status_code, answer.json()["payload"]["success"]) == (400, False)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("", b"x"),
        ("text/plain", b"secret=x"),
        ("text/xml", b"<payload/>"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name="),
        ("application/x-www-form-urlencoded", b'{"secret": "x"}'),
        ("application/x-www-form-urlencoded; charset=utf-16", b"secret=x"),
        ("application/x-www-form-urlencoded", b"from=a&from=b"),
        ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % number for number in range(2000))),
        ("application/x-www-form-urlencoded", b"message=" + b"x" * 3_000_000),
        ("application/json", b'"' + b"x" * 3_000_000 + b'"'),
        ("application/x-www-form-urlencoded", b"%ff%fe=%00"),
    ],
)
def test_another_kind_of_body_is_refused_in_json(kind: str, body: bytes) -> None:
    answer = Client().post(ADDRESS, body, content_type=kind)
    assert answer.status_code in {400, 403}
    assert answer.json()["payload"]["success"] is False
    assert not InboundMessage.objects.exists()


def test_another_method_or_task_is_refused() -> None:
    for method in ("get", "put", "delete", "patch", "head", "options"):
        assert getattr(Client(), method)(ADDRESS).status_code == 405
    for task in ("x", "SEND", "send'--", "%00"):
        assert Client().get(f"{ADDRESS}?task={task}&secret={SECRET}").status_code == 405


def test_without_the_database_the_phone_comes_again(sim: FakePhone, caplog: pytest.LogCaptureFixture) -> None:
    def away(*_: object) -> None:
        raise OperationalError("could not keep " + PHONE)

    with connection.execute_wrapper(away):
        answer = sim.hands_over(PHONE, WORDS, message_id="m-1")
        assert (answer.status_code, answer.json()["payload"]["success"]) == (503, False)
        assert Client().get(ADDRESS, {"task": "send", "secret": SECRET}).status_code == 503
    assert PHONE not in caplog.text
    assert sim.hands_over(PHONE, WORDS, message_id="m-1").status_code == 200


def test_pieces_that_an_app_hands_over_one_by_one_are_joined(cast: Cast, clock: Clock) -> None:
    for part in (2, 3, 1):
        posts_json(a_text(message=PIECES[part - 1], message_id=f"p{part}", reference="7", part=part, parts=3))
        tasks.take(InboundMessage.objects.get(provider_id=f"p{part}").pk, at=clock.now)
    assert said() == [TEXT]


def test_our_own_number_and_numbers_of_no_person_are_kept_and_not_answered(
    sim: FakePhone, cast: Cast
) -> None:
    for number in (NUMBER, "198", "VIETTEL"):
        sim.hands_over(number, "TC")
    for message in InboundMessage.objects.all():
        tasks.take(message.pk, at=timezone.now())
    assert set(InboundMessage.objects.values_list("state", flat=True)) == {InboundState.TAKEN}
    assert not OutboundMessage.objects.exists()
