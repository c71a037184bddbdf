"""Keeping the promises: once each, whatever the gateway answers."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from pytest_django import Settings

from messaging import delivery
from messaging.claims import BETWEEN_LOOKS
from messaging.delivery import MAX_ATTEMPTS, Outcome, deliver, sweep
from messaging.gateways.twilio import TwilioGateway
from messaging.models import MessageChannel, OutboundMessage, OutboundState
from messaging.texts import Priority
from tests.fakes.twilio_server import Fault, TwilioServer
from tests.messaging.conftest import CITIZEN, OWN_NUMBER, Promise

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
AFTER_FIRST_LOOK = timedelta(seconds=61)
AFTER_SECOND_LOOK = AFTER_FIRST_LOOK + BETWEEN_LOOKS + timedelta(seconds=1)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gateway that hangs is given up after a third of a second instead of ten."""
    monkeypatch.setattr(TwilioGateway, "timeout", 0.3)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that is logged, down to what libraries say while debugging."""
    with caplog.at_level(logging.INFO):
        yield caplog


def test_a_message_is_handed_to_twilio_with_our_id_in_the_address_it_reports_to(
    twilio: TwilioServer, promised: Promise
) -> None:
    message = promised()
    assert deliver(message.pk, at=timezone.now()) == Outcome.SENT
    [accepted] = twilio.accepted()
    assert accepted.form == {
        "To": CITIZEN,
        "From": OWN_NUMBER,
        "Body": message.body,
        "StatusCallback": f"https://lang-nghe.test/sms/twilio/status/?o={message.pk}",
        "ValidityPeriod": "36000",
    }
    message.refresh_from_db()
    assert (message.state, message.provider, message.provider_id) == ("sent", "twilio", accepted.sid)
    assert message.sent_at is not None
    assert message.next_attempt_at is None


def test_a_reply_leaves_by_the_number_the_citizen_wrote_to(twilio: TwilioServer, promised: Promise) -> None:
    deliver(promised(sender="+15005550009").pk, at=timezone.now())
    assert twilio.accepted()[0].form["From"] == "+15005550009"


def test_a_messaging_service_chooses_the_sender_where_one_is_set(
    twilio: TwilioServer, promised: Promise, settings: Settings
) -> None:
    settings.TWILIO_FROM, settings.TWILIO_MESSAGING_SERVICE_SID = "", "MG" + "1" * 32
    deliver(promised().pk, at=timezone.now())
    form = twilio.accepted()[0].form
    assert form["MessagingServiceSid"] == "MG" + "1" * 32
    assert "From" not in form


def test_a_message_that_was_sent_is_never_sent_again(twilio: TwilioServer, promised: Promise) -> None:
    message, at = promised(), timezone.now()
    deliver(message.pk, at=at)
    assert deliver(message.pk, at=at + MINUTE) == Outcome.NOT_OURS
    assert sweep(at=at + timedelta(days=1)) == {"unsent": 0, "reconciled": 0}
    assert len(twilio.accepted()) == 1


def test_the_sweep_sends_what_no_worker_heard_of_the_urgent_first(
    twilio: TwilioServer, promised: Promise
) -> None:
    at = timezone.now()
    promised(at=at, priority=Priority.NOTICE, to="+84900000001")
    promised(at=at + MINUTE, priority=Priority.NOTICE, to="+84900000002")
    promised(at=at + MINUTE, priority=Priority.REPLY, to="+84900000003")
    promised(at=at + 9 * MINUTE, to="+84900000004")
    assert sweep(at=at + 2 * MINUTE)["unsent"] == 3
    assert [message.form["To"][-1] for message in twilio.accepted()] == ["3", "1", "2"]


def test_delivery_refuses_to_run_inside_a_transaction(twilio: TwilioServer, promised: Promise) -> None:
    """Whoever held a transaction open would send before the promise is certain."""
    # The test's own transaction does not count; the one here does.
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        deliver(promised().pk, at=timezone.now())
    assert not twilio.accepted()


# What the gateway may answer.


@pytest.mark.parametrize(
    ("fault", "code"), [(Fault.THROTTLED, "20429"), (21611, "21611"), (14107, "14107"), (30001, "30001")]
)
def test_a_busy_gateway_is_asked_again_later_and_later(
    twilio: TwilioServer, promised: Promise, fault: Fault | int, code: str
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(fault, fault)
    waits = []
    for _attempt in range(2):
        assert deliver(message.pk, at=at) == Outcome.TROUBLE
        message.refresh_from_db()
        assert (message.state, message.failed_code) == (OutboundState.PENDING, code)
        assert message.next_attempt_at is not None
        waits.append(message.next_attempt_at - at)
        at = message.next_attempt_at
    assert 0.8 * MINUTE <= waits[0] <= 1.3 * MINUTE
    assert 1.6 * MINUTE <= waits[1] <= 2.5 * MINUTE
    assert deliver(message.pk, at=at) == Outcome.SENT


def test_a_gateway_that_cannot_be_reached_has_surely_not_got_the_message(
    twilio: TwilioServer, promised: Promise, settings: Settings
) -> None:
    settings.TWILIO_API_ORIGIN = "http://127.0.0.1:1"
    message = promised()
    deliver(message.pk, at=timezone.now())
    message.refresh_from_db()
    assert (message.state, message.failed_code) == (OutboundState.PENDING, "no-connection")


def test_after_enough_attempts_a_message_is_given_up_and_somebody_is_told(
    twilio: TwilioServer, promised: Promise, log: pytest.LogCaptureFixture
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(*[Fault.THROTTLED] * MAX_ATTEMPTS)
    began = at
    for _attempt in range(MAX_ATTEMPTS):
        deliver(message.pk, at=at)
        message.refresh_from_db()
        at = message.next_attempt_at or at
    assert (message.state, message.failed_code) == (OutboundState.FAILED, "20429")
    assert message.next_attempt_at is None
    assert timedelta(hours=3) < at - began < timedelta(hours=6)
    assert str(message.pk) in log.text
    assert deliver(message.pk, at=at + timedelta(days=1)) == Outcome.NOT_OURS


@pytest.mark.parametrize(
    ("code", "alarming"),
    [
        (21211, False),
        (21614, False),
        (21610, False),
        (21602, True),
        (21606, True),
        (21408, True),
        (21703, True),
    ],
)
def test_what_is_refused_for_good_is_not_tried_again(
    twilio: TwilioServer, promised: Promise, log: pytest.LogCaptureFixture, code: int, alarming: bool
) -> None:
    message = promised()
    twilio.fail_next(code)
    assert deliver(message.pk, at=timezone.now()) == Outcome.REFUSED
    message.refresh_from_db()
    assert (message.state, message.failed_code) == (OutboundState.FAILED, str(code))
    assert bool([record for record in log.records if record.levelno >= logging.ERROR]) == alarming


def test_a_number_that_is_none_is_refused_for_good(twilio: TwilioServer, promised: Promise) -> None:
    message = promised(to="12")
    deliver(message.pk, at=timezone.now())
    message.refresh_from_db()
    assert (message.state, message.failed_code) == (OutboundState.FAILED, "21211")


@pytest.mark.parametrize(
    "trouble",
    [
        {"TWILIO_AUTH_TOKENS": ["old"]},
        {"TWILIO_AUTH_TOKENS": []},
        {"TWILIO_ACCOUNT_SID": "AC" + "9" * 32},
        {"TWILIO_FROM": ""},
        {"SMS_GATEWAYS": ["pigeon"]},
    ],
)
def test_trouble_with_the_channel_costs_no_message_and_is_told(
    twilio: TwilioServer, promised: Promise, log: pytest.LogCaptureFixture, trouble: dict[str, object]
) -> None:
    message, at = promised(), timezone.now()
    with override_settings(**trouble):
        for _hour in range(MAX_ATTEMPTS + 1):
            at += timedelta(hours=1)
            assert deliver(message.pk, at=at) == Outcome.TROUBLE
    assert [record.levelname for record in log.records].count("ERROR") == MAX_ATTEMPTS + 1
    # None of this counted against the message: it still has all its attempts.
    twilio.fail_next(Fault.THROTTLED)
    assert sweep(at=at + timedelta(hours=1))["unsent"] == 0
    assert sweep(at=at + timedelta(hours=2))["unsent"] == 1
    assert len(twilio.accepted()) == 1


@pytest.mark.parametrize("fault", [Fault.RESET_AFTER, Fault.ERROR_AFTER, Fault.PAGE_AFTER, Fault.CUT_AFTER])
def test_a_message_that_was_accepted_behind_a_broken_answer_is_found_and_not_sent_twice(
    twilio: TwilioServer, promised: Promise, fault: Fault
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(fault)
    assert deliver(message.pk, at=at) == Outcome.TROUBLE
    message.refresh_from_db()
    assert message.state == OutboundState.SENDING
    assert sweep(at=at + timedelta(seconds=30)) == {"unsent": 0, "reconciled": 0}
    assert sweep(at=at + AFTER_FIRST_LOOK) == {"unsent": 0, "reconciled": 1}
    message.refresh_from_db()
    assert (message.state, message.provider_id) == (OutboundState.SENT, twilio.accepted()[0].sid)
    assert len(twilio.accepted()) == 1


def test_a_message_behind_a_hanging_answer_is_found_and_not_sent_twice(
    twilio: TwilioServer, promised: Promise, impatient: None
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(Fault.HOLD_AFTER)
    assert deliver(message.pk, at=at) == Outcome.TROUBLE
    assert sweep(at=at + AFTER_FIRST_LOOK)["reconciled"] == 1
    assert len(twilio.accepted()) == 1


@pytest.mark.parametrize("fault", [Fault.UNAVAILABLE, Fault.BAD_GATEWAY])
def test_what_the_gateway_has_not_got_on_two_looks_is_sent_again(
    twilio: TwilioServer, promised: Promise, fault: Fault
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(fault)
    deliver(message.pk, at=at)
    assert sweep(at=at + AFTER_FIRST_LOOK) == {"unsent": 0, "reconciled": 0}
    assert sweep(at=at + AFTER_FIRST_LOOK + 3 * MINUTE) == {"unsent": 0, "reconciled": 0}
    assert sweep(at=at + AFTER_SECOND_LOOK) == {"unsent": 1, "reconciled": 1}
    message.refresh_from_db()
    assert message.state == OutboundState.SENT
    assert len(twilio.accepted()) == 1


def test_a_message_that_is_never_found_and_never_accepted_is_given_up_in_the_end(
    twilio: TwilioServer, promised: Promise
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(*[Fault.UNAVAILABLE] * MAX_ATTEMPTS)
    for _pass in range(4 * MAX_ATTEMPTS):
        sweep(at=at)
        at += timedelta(minutes=6)
    message.refresh_from_db()
    assert (message.state, message.failed_code) == (OutboundState.FAILED, "20503")


def test_of_two_twins_each_is_found_under_its_own_name(twilio: TwilioServer, promised: Promise) -> None:
    """The same text to the same number: one got through unrecorded, one did not. Two were promised, two leave."""
    first, second, at = promised(), promised(), timezone.now()
    twilio.fail_next(Fault.ERROR_AFTER, Fault.UNAVAILABLE)
    deliver(first.pk, at=at)
    deliver(second.pk, at=at)
    sweep(at=at + AFTER_FIRST_LOOK)
    sweep(at=at + AFTER_SECOND_LOOK)
    assert len(twilio.accepted()) == 2
    names = OutboundMessage.objects.filter(state=OutboundState.SENT).values_list("provider_id", flat=True)
    assert sorted(names) == sorted(message.sid for message in twilio.accepted())


def test_an_older_message_with_the_same_text_is_not_taken_for_this_one(
    twilio: TwilioServer, promised: Promise
) -> None:
    at = timezone.now()
    old = twilio.accept({"To": CITIZEN, "From": OWN_NUMBER, "Body": promised().body})
    old.created = at - timedelta(hours=1)
    other = twilio.accept({"To": CITIZEN, "From": OWN_NUMBER, "Body": "LangNghe: something else"})
    incoming = twilio.accept({"To": CITIZEN, "From": OWN_NUMBER, "Body": promised().body})
    incoming.direction = "inbound"
    OutboundMessage.objects.all().delete()
    message = promised(at=at)
    twilio.fail_next(Fault.UNAVAILABLE)
    deliver(message.pk, at=at)
    sweep(at=at + AFTER_FIRST_LOOK)
    message.refresh_from_db()
    assert message.state == OutboundState.SENDING
    assert message.provider_id not in {old.sid, other.sid, incoming.sid}


def test_a_trial_account_puts_words_in_front_and_the_message_is_still_found(
    twilio: TwilioServer, promised: Promise
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(Fault.ERROR_AFTER)
    deliver(message.pk, at=at)
    [accepted] = twilio.accepted()
    accepted.form["Body"] = f"Sent from your Twilio trial account - {accepted.form['Body']}"
    assert sweep(at=at + AFTER_FIRST_LOOK)["reconciled"] == 1


def test_a_gateway_that_cannot_look_now_leaves_the_message_to_be_looked_for(
    twilio: TwilioServer, promised: Promise, settings: Settings
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(Fault.ERROR_AFTER)
    deliver(message.pk, at=at)
    settings.TWILIO_API_ORIGIN = "http://127.0.0.1:1"
    for minutes in (2, 10, 20, 30):
        assert sweep(at=at + minutes * MINUTE)["reconciled"] == 0
    settings.TWILIO_API_ORIGIN = twilio.origin
    assert sweep(at=at + 40 * MINUTE) == {"unsent": 0, "reconciled": 1}
    assert len(twilio.accepted()) == 1


def test_a_gateway_in_trouble_does_not_hold_up_letters_nor_the_whole_sweep(
    twilio: TwilioServer, promised: Promise, settings: Settings
) -> None:
    at = timezone.now()
    for _message in range(10):
        promised(at=at)
    letter = promised(
        channel=MessageChannel.EMAIL, to="citizen@example.com", template="neutral_update", at=at + MINUTE
    )
    twilio.fail_next(*[Fault.THROTTLED] * 10)
    assert sweep(at=at + MINUTE)["unsent"] == 1
    assert len(twilio.requests) == delivery.TROUBLES
    letter.refresh_from_db()
    assert letter.state == OutboundState.SENT


def test_a_row_that_no_key_opens_is_told_and_holds_up_nobody(
    twilio: TwilioServer, promised: Promise, log: pytest.LogCaptureFixture
) -> None:
    at = timezone.now()
    broken = promised(at=at)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE messaging_outboundmessage SET body = 'broken'")
    promised(at=at + MINUTE)
    assert sweep(at=at + MINUTE)["unsent"] == 1
    assert sweep(at=at + 3 * MINUTE)["reconciled"] == 0
    assert f"{broken.pk} by twilio needs attention: SealBroken" in log.text


# Nothing personal is logged.


def test_no_number_and_no_text_reaches_the_log(
    twilio: TwilioServer, promised: Promise, log: pytest.LogCaptureFixture, settings: Settings
) -> None:
    at = timezone.now()
    twilio.fail_next(Fault.ERROR_AFTER, 21602, Fault.THROTTLED, Fault.RESET_AFTER)
    for _message in range(5):
        promised(at=at)
    sweep(at=at)
    sweep(at=at + AFTER_FIRST_LOOK)
    settings.TWILIO_AUTH_TOKENS = ["old"]
    promised(at=at)
    sweep(at=at + AFTER_SECOND_LOOK)
    assert "needs attention" in log.text
    for trace in (CITIZEN, CITIZEN[1:], "1234 5671", "Noi dung", "%2B84"):
        assert trace not in log.text


# The other ways out.


def test_the_console_shows_the_end_of_the_number_and_in_development_the_text(
    promised: Promise, capsys: pytest.CaptureFixture[str]
) -> None:
    message = promised()
    assert deliver(message.pk, at=timezone.now()) == Outcome.SENT
    assert capsys.readouterr().out == f"SMS to …123 [dup] {message.body}\n"
    message.refresh_from_db()
    assert message.provider == "console"


def test_the_console_of_production_shows_no_text(
    promised: Promise, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    settings.ENVIRONMENT = "production"
    deliver(promised().pk, at=timezone.now())
    assert capsys.readouterr().out == "SMS to …123 [dup] (111 characters)\n"
