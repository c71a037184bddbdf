"""A commune's telephone with a SIM: its texts are kept once, and what we answer leaves by it, once."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from feedback.sms import tasks
from messaging import delivery, gateways, outbox
from messaging.models import InboundMessage, InboundState, MessageChannel, OutboundMessage, OutboundState
from tests.factories.cases import MONDAY, PHONE
from tests.factories.organization import Cast
from tests.fakes.sim_phone import ADDRESS, FakePhone
from tests.feedback.conftest import Clock
from tests.feedback.sms.test_long_texts import PIECES, TEXT, said

pytestmark = pytest.mark.django_db

NUMBER, SECRET = "+84900000555", "a-secret-of-the-phone-in-goc-da"
OTHER_NUMBER, OTHER_SECRET = "+84900000556", "a-secret-of-the-phone-in-ben-nuoc"
WORDS = "PA rác chất đống ở chợ xã Gốc Đa"


@pytest.fixture(autouse=True)
def _phones(settings: Settings) -> None:
    settings.SMS_SIM_GATEWAYS = (("goc-da", NUMBER, SECRET), ("ben-nuoc", OTHER_NUMBER, OTHER_SECRET))
    settings.RECONCILE_AFTER = timedelta(seconds=60)


@pytest.fixture
def sim() -> FakePhone:
    return FakePhone(SECRET)


def promised(words: str = "help", *, sender: str = NUMBER, at: datetime = MONDAY) -> OutboundMessage:
    return outbox.promise(
        channel=MessageChannel.SMS,
        to=PHONE,
        template=words,
        language="vi",
        slots={},
        topic="x",
        sender=sender,
        at=at,
    )


def state_of(message: OutboundMessage) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.failed_code


def posts_json(fields: object, *, query: str = "") -> Any:
    body = fields if isinstance(fields, bytes) else json.dumps(fields)
    return Client().post(ADDRESS + query, body, content_type="application/json")


def a_text(**changes: object) -> dict[str, object]:
    return {"secret": SECRET, "from": PHONE, "message": WORDS, "message_id": "m-1", **changes}


# Texts that come in


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


# Texts that go out


def test_the_answer_to_a_text_leaves_by_the_phone_that_it_came_to(
    sim: FakePhone, cast: Cast, clock: Clock
) -> None:
    sim.hands_over(PHONE, WORDS)
    tasks.take(InboundMessage.objects.get().pk, at=clock.now)
    answer = OutboundMessage.objects.get()
    assert (answer.provider, answer.template) == ("goc-da", "filed")
    assert FakePhone(OTHER_SECRET).sends() == 0
    assert sim.sends() == 1
    assert sim.sent == [(PHONE, answer.body)]
    assert state_of(answer) == (OutboundState.SENT, "")
    assert answer.provider_id == str(answer.pk)
    assert sim.sends() == 0


def test_nothing_is_sent_to_a_phone_it_asks_by_itself(sim: FakePhone, clock: Clock) -> None:
    message = promised()
    assert delivery.deliver(message.pk, at=clock.now) == delivery.Outcome.NOT_OURS
    assert delivery.sweep(at=clock.now)["unsent"] == 0
    assert state_of(message) == (OutboundState.PENDING, "")
    assert sim.sends() == 1


def test_what_was_fetched_and_not_confirmed_comes_up_again_and_is_sent_once(
    sim: FakePhone, clock: Clock
) -> None:
    message = promised()
    (fetched,) = sim.fetches()
    assert fetched["uuid"] == str(message.pk)
    assert sim.fetches() == []
    clock.pass_by(seconds=61)
    delivery.sweep(at=clock.now)
    clock.pass_by(seconds=1)
    assert sim.sends() == 1
    assert len(sim.sent) == 1


def test_a_phone_that_did_not_hear_the_answer_and_asks_again_gets_the_same(
    sim: FakePhone, clock: Clock
) -> None:
    message = promised()
    name = str(message.pk)
    sim.fetches()
    assert sim.confirms([name]) == sim.confirms([name]) == [name]
    clock.pass_by(minutes=6)
    assert sim.confirms([name]) == []


def test_only_messages_that_a_phone_fetched_can_be_confirmed(sim: FakePhone, clock: Clock) -> None:
    waiting, by_another_way = promised(), promised(sender="")
    names = [str(waiting.pk), str(by_another_way.pk), "6f1de0a5-3c1e-4e0a-8f5e-0123456789ab", "x", ""]
    assert sim.confirms(names) == []
    nonsense: tuple[object, ...] = ([1, None, {}], "no list", {"a": 1}, None, [["x"]])
    for told in nonsense:
        answer = posts_json({"queued_messages": told}, query="?task=sent")
        assert (answer.status_code, answer.json()) == (200, {"message_uuids": []})
    assert state_of(waiting) == state_of(by_another_way) == (OutboundState.PENDING, "")


def test_the_phone_is_asked_once_what_became_of_each(sim: FakePhone, clock: Clock) -> None:
    sent, failed = promised(), promised()
    sim.sends()
    sim.known[str(failed.pk)] = 4
    assert set(sim.reports()) == {str(sent.pk), str(failed.pk)}
    assert state_of(sent) == (OutboundState.SENT, "")
    assert state_of(failed) == (OutboundState.FAILED, "phone-4")
    assert sim.reports() == []


def test_a_phone_tells_of_its_own_messages_only(sim: FakePhone, clock: Clock) -> None:
    message = promised()
    sim.sends()
    other = FakePhone(OTHER_SECRET)
    assert other.reports() == []
    result = {"uuid": str(message.pk), "sent_result_code": 1}
    posts_json({"message_result": [result]}, query=f"?task=result&secret={OTHER_SECRET}")
    assert state_of(message) == (OutboundState.SENT, "")


@pytest.mark.parametrize(
    "told",
    [
        None,
        "x",
        "[",
        [],
        [1, None, "x", {}],
        [{"uuid": 5}],
        [{"uuid": "x", "sent_result_code": 1}],
        [{"uuid": "6f1de0a5-3c1e-4e0a-8f5e-0123456789ab", "sent_result_code": "1"}],
        [{"uuid": "6f1de0a5-3c1e-4e0a-8f5e-0123456789ab", "sent_result_code": 10**30}],
    ],
)
def test_results_that_make_no_sense_change_nothing(told: object) -> None:
    answer = posts_json({"message_result": told}, query=f"?task=result&secret={SECRET}")
    assert (answer.status_code, answer.json()["payload"]["success"]) == (200, True)


def test_a_phone_is_a_gateway_like_any_other(settings: Settings) -> None:
    assert gateways.owner_of(NUMBER) == "goc-da"
    assert gateways.is_pulled("goc-da")
    settings.SMS_GATEWAYS = ["ben-nuoc", "console"]
    assert gateways.route_for("sms", "") == "ben-nuoc"
    assert gateways.route_for("sms", NUMBER) == "goc-da"
    assert SECRET not in repr(gateways.gateway("goc-da"))
