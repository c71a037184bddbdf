"""When a message leaves: the urgent first, not in the night, not too fast, not too late, not beyond the budget."""

from __future__ import annotations

import threading
import time as clock
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from messaging import delivery
from messaging.claims import BETWEEN_LOOKS
from messaging.delivery import Outcome, deliver, sweep
from messaging.gateways import rates
from messaging.models import Budget, DeliveryAttempt, MessageChannel, OutboundMessage, OutboundState
from messaging.texts import Priority
from organization.actors import Actor, Channel
from organization.history import attributed
from organization.models import Tier, Unit
from tests.fakes.twilio_server import Fault, TwilioServer
from tests.messaging.conftest import Promise

pytestmark = pytest.mark.django_db

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NOTICE = {"template": "neutral_update", "slots": {"code": "12345671"}}
REMINDER = NOTICE | {"priority": Priority.REMINDER}
# In Viet Nam it is seven hours later.
NIGHT = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 28, 0, 0, tzinfo=UTC)


def last_figures(twilio: TwilioServer) -> list[str]:
    return [message.form["To"][-1] for message in twilio.accepted()]


# Priority.


def test_replies_leave_before_news_and_news_before_reminders(twilio: TwilioServer, promised: Promise) -> None:
    at = timezone.now()
    promised(**REMINDER, at=at, to="+84900000003")
    promised(**NOTICE, at=at + MINUTE, to="+84900000002")
    promised(at=at + 2 * MINUTE, to="+84900000001")
    sweep(at=at + 3 * MINUTE)
    assert last_figures(twilio) == ["1", "2", "3"]


# Quiet hours.


@pytest.fixture
def quiet(settings: Settings) -> None:
    settings.SMS_QUIET_HOURS = (time(21), time(7))


def test_at_night_replies_and_letters_leave_and_news_waits_for_the_morning(
    twilio: TwilioServer, promised: Promise, quiet: None
) -> None:
    notice, reminder = promised(**NOTICE, at=NIGHT), promised(**REMINDER, at=NIGHT)
    promised(at=NIGHT, to="+84900000001")
    letter = promised(**NOTICE, at=NIGHT, channel=MessageChannel.EMAIL, to="a@example.com")
    assert deliver(notice.pk, at=NIGHT) == deliver(reminder.pk, at=NIGHT) == Outcome.NOT_OURS
    assert sweep(at=NIGHT)["unsent"] == 2
    letter.refresh_from_db()
    notice.refresh_from_db()
    assert letter.state == OutboundState.SENT
    assert (notice.attempts, notice.next_attempt_at) == (0, NIGHT)
    assert last_figures(twilio) == ["1"]
    assert sweep(at=MORNING - MINUTE)["unsent"] == 0
    assert sweep(at=MORNING)["unsent"] == 2


def test_quiet_hours_within_a_day_and_none_at_all(
    twilio: TwilioServer, promised: Promise, settings: Settings
) -> None:
    noon = datetime(2026, 11, 27, 5, 30, tzinfo=UTC)
    settings.SMS_QUIET_HOURS = (time(12), time(13))
    message = promised(**NOTICE, at=noon)
    assert deliver(message.pk, at=noon) == Outcome.NOT_OURS
    settings.SMS_QUIET_HOURS = None
    assert deliver(message.pk, at=noon) == Outcome.SENT


# Validity.


@pytest.mark.parametrize(("what", "hours"), [({}, 24), (NOTICE, 72), (REMINDER, 24)])
def test_after_its_time_a_text_is_of_no_use_and_is_not_sent(
    twilio: TwilioServer, promised: Promise, what: dict[str, object], hours: int
) -> None:
    at = timezone.now()
    message = promised(**what, at=at)
    assert message.expires_at == at + timedelta(hours=hours)
    assert deliver(message.pk, at=at + timedelta(hours=hours)) == Outcome.REFUSED
    message.refresh_from_db()
    assert (message.state, message.failed_code) == (OutboundState.FAILED, "expired")
    assert message.failed_at is not None
    assert twilio.requests == []


def test_a_letter_stays_of_use(promised: Promise) -> None:
    letter = promised(**NOTICE, channel=MessageChannel.EMAIL, to="a@example.com")
    assert letter.expires_at is None
    assert deliver(letter.pk, at=timezone.now() + timedelta(days=9)) == Outcome.SENT


def test_a_pass_gives_up_what_is_of_no_use_whatever_it_waits_for(
    twilio: TwilioServer, promised: Promise, settings: Settings
) -> None:
    at = timezone.now()
    for number in range(5):
        promised(at=at, to=f"+8490000000{number}")
    settings.SMS_GATEWAYS = ["nowhere"]
    OutboundMessage.objects.update(provider="nowhere", next_attempt_at=at + timedelta(days=3))
    sweep(at=at + timedelta(days=1))
    assert set(OutboundMessage.objects.values_list("failed_code", flat=True)) == {"expired"}


def test_twilio_is_told_for_how_long_the_text_is_of_use_yet(twilio: TwilioServer, promised: Promise) -> None:
    at = timezone.now()
    deliver(promised(at=at).pk, at=at + 23 * HOUR)
    deliver(promised(**NOTICE, at=at).pk, at=at)
    late, longest = (int(message.form["ValidityPeriod"]) for message in twilio.accepted())
    assert 3590 < late <= 3600
    assert longest == 36_000


def test_what_expires_while_it_is_looked_for_is_not_sent_again(
    twilio: TwilioServer, promised: Promise
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(Fault.UNAVAILABLE)
    deliver(message.pk, at=at)
    sweep(at=at + 24 * HOUR - 2 * MINUTE)
    sweep(at=at + 24 * HOUR + BETWEEN_LOOKS)
    message.refresh_from_db()
    assert (message.state, message.failed_code) == (OutboundState.FAILED, "expired")
    assert twilio.accepted() == []


# Rate.


def test_too_fast_a_text_waits_its_turn_and_no_attempt_is_counted(
    twilio: TwilioServer, promised: Promise, settings: Settings
) -> None:
    settings.SMS_RATES = {"twilio": 0.1}
    at = timezone.now()
    first, second = promised(**NOTICE, at=at), promised(**NOTICE, at=at)
    assert deliver(first.pk, at=at) == Outcome.SENT
    assert deliver(second.pk, at=at) == Outcome.TOO_EARLY
    second.refresh_from_db()
    assert (second.state, second.attempts) == (OutboundState.PENDING, 0)
    assert second.next_attempt_at is not None
    assert timedelta(seconds=9) < second.next_attempt_at - at < timedelta(seconds=11)
    assert not DeliveryAttempt.objects.filter(message=second).exists()
    assert deliver(second.pk, at=at + timedelta(seconds=11)) == Outcome.SENT


def test_a_reply_overtakes_news_that_waits(
    twilio: TwilioServer, promised: Promise, settings: Settings
) -> None:
    settings.SMS_RATES = {"twilio": 0.1}
    at = timezone.now()
    notices = [promised(**NOTICE, at=at) for _message in range(3)]
    assert [deliver(each.pk, at=at) for each in notices][1:] == [Outcome.TOO_EARLY] * 2
    replies = [promised(at=at) for _message in range(rates.BURST)]
    outcomes = [deliver(each.pk, at=at + timedelta(seconds=1)) for each in replies]
    assert outcomes == [Outcome.SENT] * (rates.BURST - 1) + [Outcome.TOO_EARLY]


def test_one_gateway_at_its_rate_does_not_slow_another(promised: Promise, settings: Settings) -> None:
    settings.SMS_RATES = {"console": 0.1}
    at = timezone.now()
    for _message in range(3):
        promised(**NOTICE, at=at)
    letter = promised(**NOTICE, at=at, channel=MessageChannel.EMAIL, to="a@example.com")
    sweep(at=at)
    letter.refresh_from_db()
    assert letter.state == OutboundState.SENT


def test_a_pass_waits_a_little_for_turns_and_keeps_to_the_rate(promised: Promise, settings: Settings) -> None:
    settings.SMS_RATES = {"console": 20}
    at = timezone.now()
    for _message in range(11):
        promised(**NOTICE, at=at)
    began = clock.monotonic()
    assert sweep(at=at)["unsent"] == 11
    assert clock.monotonic() - began >= 10 / 20


def test_a_pass_does_not_wait_long_nor_try_every_message_in_vain(
    promised: Promise, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "PATIENCE", timedelta(seconds=1))
    settings.SMS_RATES = {"console": 0.01}
    at = timezone.now()
    for _message in range(20):
        promised(**NOTICE, at=at)
    began = clock.monotonic()
    with CaptureQueriesContext(connection) as queries:
        assert sweep(at=at)["unsent"] == 1
    assert clock.monotonic() - began < 5
    assert len([query for query in queries if query["sql"].startswith("UPDATE")]) < 15


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("what", "allowed"), [({}, rates.BURST), (NOTICE, 1)])
def test_many_workers_together_keep_to_the_rate_exactly(
    promised: Promise,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    what: dict[str, object],
    allowed: int,
) -> None:
    settings.SMS_RATES = {"console": 0.01}
    # All at the very same moment: of workers whose clocks differ by a breath, the slower one comes too early.
    monkeypatch.setattr(delivery, "running", lambda at: lambda: at)
    at = timezone.now()
    messages = [promised(**what, at=at).pk for _message in range(24)]
    start = threading.Barrier(4)

    def work(mine: list[UUID]) -> list[Outcome]:
        try:
            start.wait()
            return [deliver(pk, at=at) for pk in mine]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        outcomes = [each for done in pool.map(work, [messages[n::4] for n in range(4)]) for each in done]
    assert outcomes.count(Outcome.SENT) == allowed
    assert outcomes.count(Outcome.TOO_EARLY) == 24 - allowed


# Budget and cost.


def test_what_a_text_costs_is_on_record_once_it_was_taken(
    twilio: TwilioServer, promised: Promise, settings: Settings
) -> None:
    settings.SMS_PRICES = {"twilio": 1250}
    message = promised()
    assert message.cost == 0
    deliver(message.pk, at=timezone.now())
    message.refresh_from_db()
    assert (message.segments, message.cost) == (1, 1250)


def test_beyond_the_budget_only_reminders_stay(
    twilio: TwilioServer, promised: Promise, settings: Settings
) -> None:
    settings.SMS_PRICES = {"twilio": 1250}
    at = timezone.now()
    by = Actor.system("tests", channel=Channel.ADMIN)
    with attributed(by, "the test"):
        unit = Unit.objects.create(code="1", name="Xã Tân Hiệp", tier=Tier.COMMUNE, valid_from=at.date())
        Budget.objects.create(unit=unit, monthly=2000)
    outcomes = [
        deliver(promised(**what, at=at, unit_id=unit.pk).pk, at=at)
        for what in (REMINDER, NOTICE, REMINDER, NOTICE, {})
    ]
    assert outcomes == [Outcome.SENT, Outcome.SENT, Outcome.REFUSED, Outcome.SENT, Outcome.SENT]
    stayed = OutboundMessage.objects.get(state=OutboundState.FAILED)
    assert (stayed.failed_code, stayed.priority) == ("over-budget", Priority.REMINDER)
    assert deliver(promised(**REMINDER, at=at).pk, at=at) == Outcome.SENT
