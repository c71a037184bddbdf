"""The administrators' page on how messages go: what it counts, what it lets them do, and to whom it is closed."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from messaging import budgets, claims, delivery, failures, inbox, operations, optouts, trials, unreachable
from messaging.gateways import http_codes, pauses, twilio_codes
from messaging.models import (
    AttemptOutcome,
    Budget,
    DeliveryAttempt,
    GatewayPause,
    GatewayState,
    InboundMessage,
    InboundState,
    OutboundMessage,
    OutboundState,
)
from messaging.outcomes import Outcome
from messaging.texts import Priority
from organization.history import attributed
from tests.factories.cases import MONDAY
from tests.factories.organization import a_unit, somebody
from tests.messaging.conftest import CITIZEN

pytestmark = pytest.mark.django_db

NOW = MONDAY.replace(hour=10)
PAGE = "messaging_operations"


class Office:
    """The page in an administrator's browser, in English."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.status = 0

    def open(self, **query: str) -> str:
        return self._read(self.client.get(reverse(PAGE), query))

    def does(self, what: str, **fields: str) -> str:
        return self._read(self.client.post(reverse(PAGE), {"do": what, **fields}, follow=True))

    def _read(self, answer: Any) -> str:
        self.status = answer.status_code
        body = re.sub(r"(?s)<(script|style|head).*?</\1>", " ", answer.content.decode())
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


@pytest.fixture
def office(client: Client, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    client.force_login(get_user_model().objects.create_superuser("root"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return Office(client)


def a_message(*, at: datetime = NOW, **changes: Any) -> OutboundMessage:
    values: dict[str, Any] = {
        "channel": "sms",
        "address": CITIZEN,
        "body": "LangNghe: x",
        "template": "filed",
        "language": "vi",
        "topic": "case:1",
        "state": OutboundState.SENT,
        "sent_at": at,
        "created_at": at,
    }
    return OutboundMessage.objects.create(**(values | changes))


def pending(due: datetime, **changes: Any) -> OutboundMessage:
    return a_message(state=OutboundState.PENDING, sent_at=None, next_attempt_at=due, **changes)


def tried(outcome: AttemptOutcome, *, at: datetime, code: str = "", gateway: str = "twilio") -> None:
    DeliveryAttempt.objects.create(message=a_message(), gateway=gateway, at=at, outcome=outcome, code=code)


def came_in(at: datetime, **changes: Any) -> InboundMessage:
    message, _is_new = inbox.receive(
        provider="twilio",
        provider_id=uuid.uuid4().hex,
        sender=CITIZEN,
        recipient="+15005550006",
        body="PA x",
        raw={},
        at=at,
    )
    for name, value in changes.items():
        setattr(message, name, value)
    message.save()
    return message


# --- Queues ---------------------------------------------------------------------------------------


def test_what_is_due_is_counted_by_priority_with_the_oldest_of_each() -> None:
    pending(NOW - timedelta(minutes=20), priority=Priority.REPLY)
    pending(NOW - timedelta(minutes=1), priority=Priority.REPLY)
    pending(NOW - timedelta(minutes=2), priority=Priority.NOTICE)
    pending(NOW + timedelta(hours=8), priority=Priority.NOTICE)

    reply, notice, reminder = operations.waiting(at=NOW)

    assert (reply.count, reply.since, reply.is_late) == (2, NOW - timedelta(minutes=20), True)
    assert (notice.count, notice.is_late) == (1, False)
    assert (reminder.count, reminder.since) == (0, None)
    assert operations.unfinished(at=NOW)["later"].count == 1


def test_what_was_being_sent_for_too_long_is_in_doubt() -> None:
    for due, looks in ((NOW + timedelta(minutes=1), 0), (NOW - timedelta(minutes=1), 0), (NOW, 1)):
        a_message(state=OutboundState.SENDING, sent_at=None, next_attempt_at=due, looks=looks)
    found = operations.unfinished(at=NOW)
    assert (found["sending"].count, found["doubt"].count) == (3, 2)


def test_what_came_in_is_counted_by_how_it_stands() -> None:
    came_in(NOW - timedelta(minutes=6))
    came_in(NOW, state=InboundState.HELD, held_until=NOW + timedelta(hours=20))
    came_in(NOW - timedelta(hours=2), state=InboundState.FAILED)
    came_in(NOW - timedelta(days=2), state=InboundState.FAILED)
    came_in(NOW, state=InboundState.TAKEN)
    found = operations.unfinished(at=NOW)
    assert {name: found[name].count for name in ("unread", "held", "given_up")} == {
        "unread": 1,
        "held": 1,
        "given_up": 1,
    }
    assert found["unread"].is_late


def test_a_count_ends_at_many(monkeypatch: pytest.MonkeyPatch, office: Office) -> None:
    monkeypatch.setattr(operations, "MANY", 2)
    for _each in range(3):
        pending(NOW, priority=Priority.REPLY)
    assert operations.waiting(at=NOW)[0].count == 2
    assert "2 or more" in office.open()


# --- What passed and what failed ------------------------------------------------------------------


def test_what_passed_is_told_by_gateway_for_the_hour_and_the_day() -> None:
    tried(AttemptOutcome.ACCEPTED, at=NOW - timedelta(minutes=5))
    tried(AttemptOutcome.ACCEPTED, at=NOW - timedelta(hours=5))
    tried(AttemptOutcome.POSTPONED, at=NOW - timedelta(minutes=5), code="20429")
    tried(AttemptOutcome.ACCEPTED, at=NOW - timedelta(days=2))
    came_in(NOW - timedelta(hours=3))

    (twilio,) = operations.throughput(at=NOW)

    assert (twilio.gateway, twilio.sent_hour, twilio.sent_day) == ("twilio", 1, 2)
    assert (twilio.refused_hour, twilio.refused_day) == (1, 1)
    assert (twilio.received_hour, twilio.received_day) == (0, 1)


def test_the_last_day_is_shown_hour_by_hour() -> None:
    tried(AttemptOutcome.ACCEPTED, at=NOW - timedelta(minutes=5))
    came_in(NOW - timedelta(hours=23, minutes=5))
    hours = operations.by_the_hour(at=NOW)
    assert len(hours) == 24
    assert [(hour.sent, hour.received) for hour in hours if hour.sent or hour.received] == [(1, 0)]
    came_in(NOW - timedelta(hours=22, minutes=55))
    assert operations.by_the_hour(at=NOW)[0].received == 1


def test_failures_are_told_by_code_and_what_is_ours_to_mend_comes_first(office: Office) -> None:
    for code in ("21610", "21610", "30007", "gibberish"):
        a_message(state=OutboundState.FAILED, failed_code=code, failed_at=NOW, provider="twilio")
    a_message(state=OutboundState.FAILED, failed_code="30003", failed_at=NOW - timedelta(days=2))
    tried(AttemptOutcome.POSTPONED, at=NOW, code="20429", gateway="http")

    found = operations.failed(at=NOW)

    assert [(each.code, each.messages, each.tries) for each in found] == [
        ("30007", 1, 0),
        ("21610", 2, 0),
        ("gibberish", 1, 0),
        ("20429", 0, 1),
    ]
    page = office.open()
    assert "The operator blocked the text" in page
    assert "The person asked not to be texted." in page
    assert "A code that we have no words for." in page


def test_every_code_that_gateways_give_has_its_words() -> None:
    named = re.compile(r"\b(?:10001|14107|2\d{4}|30\d{3}|63018)\b")
    codes = set(named.findall(Path(twilio_codes.__file__).read_text(encoding="utf-8")))
    codes |= http_codes.CHANNEL_DOWN | http_codes.NOT_REGISTERED | {http_codes.BLOCKED, http_codes.BAD_NUMBER}
    codes |= {budgets.CODE, claims.EXPIRED, optouts.CODE, unreachable.CODE}
    assert len(codes) > 30
    assert [code for code in sorted(codes) if not failures.is_explained(code)] == []


# --- What it cost ---------------------------------------------------------------------------------


def test_each_unit_is_charged_for_the_month_in_which_its_messages_left(office: Office) -> None:
    poor, rich, silent = a_unit("Xã Nghèo"), a_unit("Xã Giàu"), a_unit("Xã Lặng")
    with attributed(somebody(), "a budget"):
        Budget.objects.create(unit=poor, monthly=1000, warn_at=80)
    for unit, cost, at in (
        (poor, 450, NOW),
        (poor, 450, NOW - timedelta(days=1)),
        (rich, 5000, NOW),
        (rich, 9000, NOW - timedelta(days=40)),
    ):
        a_message(unit=unit, segments=1, cost=cost, sent_at=at)

    first, second = operations.spent(timezone.localtime(NOW).replace(day=1, hour=0, minute=0))

    assert (first.unit, first.messages, first.cost, first.percent) == (rich, 1, 5000, None)
    assert (second.unit, second.cost, second.percent, second.is_warned) == (poor, 900, 90, True)
    assert silent.name not in office.open()
    assert "9000" in office.open(month=f"{NOW - timedelta(days=40):%Y-%m}")


@pytest.mark.parametrize("month", ["", "2026", "2026-13", "x-y", "-1-1", "9999-12", "0-0", "2026-1-1"])
def test_an_address_that_names_no_month_shows_this_one(office: Office, month: str) -> None:
    office.open(month=month)
    assert office.status == 200


# --- Gateways -------------------------------------------------------------------------------------


def test_a_gateway_is_paused_and_let_go_on_with_a_reason_on_record(office: Office) -> None:
    page = office.does("pause", gateway="console", change_reason="The operator works on the line.")
    assert pauses.paused() == {"console"}
    assert "Nothing leaves by console any more." in page
    assert "By root, account without a post since 10:00 05/10/2026: The operator works on the line." in page

    page = office.does("resume", gateway="console", change_reason="The line is back.")
    assert pauses.paused() == frozenset()
    assert "Messages leave by console again." in page
    reasons = GatewayPause.history.order_by("history_id").values_list("history_change_reason", flat=True)
    assert list(reasons) == ["The operator works on the line.", "The line is back."]


@pytest.mark.parametrize(
    "fields", [{"change_reason": " "}, {"gateway": "carrier-pigeon", "change_reason": "why not"}]
)
def test_without_a_reason_or_a_gateway_nothing_is_paused(office: Office, fields: dict[str, str]) -> None:
    page = office.does("pause", **({"gateway": "console"} | fields))
    assert office.status == 422
    assert "Nothing was changed" in page
    assert not GatewayPause.objects.exists()


def test_the_page_says_which_gateways_work_and_why_others_do_not(office: Office) -> None:
    GatewayState.objects.create(name="console", down_until=NOW + timedelta(minutes=5), down_code="20003")
    standings = {each.name: each for each in operations.standings(at=NOW)}
    assert not standings["console"].is_working
    assert standings["email"].is_working
    assert (standings["twilio"].is_set_up, standings["twilio"].problem) == (False, "not-configured")
    assert "until 10:05 05/10/2026, because of 20003" in office.open()


def test_what_was_down_and_is_so_no_more_works(office: Office) -> None:
    GatewayState.objects.create(name="console", down_until=NOW - timedelta(seconds=1), down_code="20003")
    assert next(each for each in operations.standings(at=NOW) if each.name == "console").is_working


# --- Test messages --------------------------------------------------------------------------------


def test_a_test_message_is_promised_to_leave_by_the_gateway_that_was_chosen(office: Office) -> None:
    page = office.does("trial", number="0900 000 123", gateway="console")
    message = OutboundMessage.objects.get()
    assert (message.address, message.provider, message.template) == (CITIZEN, "console", "trial")
    assert message.body.startswith("LangNghe: ")
    assert "on its way" in page
    assert "Waiting to be sent" in page
    assert "0900 000 123" not in page
    assert CITIZEN not in page


def test_a_test_message_leaves_by_its_own_gateway_or_not_at_all(office: Office, settings: Settings) -> None:
    settings.SMS_GATEWAYS = ["twilio", "console"]
    office.does("trial", number=CITIZEN, gateway="console")
    message = OutboundMessage.objects.get()
    pauses.pause("console", by=somebody(), because="a test", at=NOW)
    assert delivery.deliver(message.pk, at=NOW) == Outcome.WAITS
    pauses.resume("console", by=somebody(), because="a test", at=NOW)
    assert delivery.deliver(message.pk, at=NOW) == Outcome.SENT
    message.refresh_from_db()
    assert message.provider == "console"
    assert "console: Accepted" in office.open()


@pytest.mark.parametrize("number", ["", "115", "+15005550006", "abc", "0900 000 123 456", "a\x00b"])
def test_a_test_message_goes_to_no_number_that_is_none(office: Office, number: str) -> None:
    office.does("trial", number=number, gateway="console")
    assert office.status == 422
    assert not OutboundMessage.objects.exists()


def test_a_test_message_goes_by_no_gateway_that_does_not_carry_texts(office: Office) -> None:
    for gateway in ("email", "simulator", "carrier-pigeon"):
        office.does("trial", number=CITIZEN, gateway=gateway)
        assert office.status == 422
    assert not OutboundMessage.objects.exists()


def test_after_ten_test_messages_within_an_hour_there_is_none_more(office: Office) -> None:
    for _each in range(trials.AN_HOUR):
        office.does("trial", number=CITIZEN, gateway="console")
        assert office.status == 200
    page = office.does("trial", number=CITIZEN, gateway="console")
    assert "10 test messages were sent within an hour" in page
    assert OutboundMessage.objects.count() == trials.AN_HOUR


def test_the_number_of_a_test_message_is_blanked_when_it_is_over() -> None:
    over = a_message(topic=trials.TOPIC, state=OutboundState.DELIVERED)
    settled = a_message(topic=trials.TOPIC, sent_at=NOW - timedelta(hours=2))
    on_its_way = pending(NOW, topic=trials.TOPIC)
    of_a_case = a_message(state=OutboundState.DELIVERED)

    trials.blank(at=NOW)

    for message, kept in ((over, ""), (settled, ""), (on_its_way, CITIZEN), (of_a_case, CITIZEN)):
        message.refresh_from_db()
        assert message.address == kept


# --- Whom the page is for -------------------------------------------------------------------------


def test_the_index_of_the_administration_leads_there(office: Office) -> None:
    assert reverse(PAGE) in office.client.get(reverse("admin:index")).content.decode()


def test_an_empty_house_has_a_page_that_says_so(office: Office) -> None:
    page = office.open()
    for words in (
        "Nothing failed.",
        "Nothing was sent and nothing came in",
        "No unit paid",
        "No test message",
    ):
        assert words in page


def test_the_page_asks_the_same_number_of_questions_however_much_there_is(
    office: Office, settings: Settings
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            office.open()
        return len(asked)

    def traffic(unit_name: str) -> None:
        unit = a_unit(unit_name)
        a_message(unit=unit, segments=1, cost=1)
        pending(NOW)
        came_in(NOW)
        tried(AttemptOutcome.REFUSED, at=NOW, code=unit_name)
        trials.send(CITIZEN, gateway="console", language="vi", at=NOW)
        GatewayState.objects.create(name=unit_name)

    traffic("Xã Một")
    office.open()
    few = questions()
    for name in ("Xã Hai", "Xã Ba", "Xã Bốn"):
        traffic(name)
    assert questions() == few
