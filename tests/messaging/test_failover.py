"""From one gateway to the next: what moves, what stays, and that nothing leaves by two."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from messaging import gateways, receipts
from messaging.claims import BETWEEN_LOOKS
from messaging.delivery import TIMES_PUT_OFF, Outcome, deliver, look, sweep
from messaging.gateways import pauses, standing
from messaging.gateways.base import Accepted, Outgoing, UnknownOutcome
from messaging.gateways.console import ConsoleGateway
from messaging.models import DeliveryAttempt, GatewayState, MessageChannel, OutboundMessage, OutboundState
from organization.actors import Actor, Channel
from tests.fakes.http_gateway_server import Fault as HttpFault
from tests.fakes.http_gateway_server import HttpGatewayServer
from tests.fakes.twilio_server import Fault, TwilioServer
from tests.messaging.conftest import OWN_NUMBER, Promise

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("both")]

MINUTE = timedelta(minutes=1)
ADMINISTRATOR = Actor.system("tests", channel=Channel.ADMIN)


def tries(message: OutboundMessage) -> list[tuple[str, str, str]]:
    return list(DeliveryAttempt.objects.filter(message=message).values_list("gateway", "outcome", "code"))


def test_a_gateway_that_refuses_everything_is_followed_by_the_next_and_why_is_kept(
    twilio: TwilioServer, http: HttpGatewayServer, promised: Promise
) -> None:
    message = promised()
    assert message.provider == "twilio"
    twilio.fail_next(20003)
    assert deliver(message.pk, at=timezone.now()) == Outcome.SENT
    message.refresh_from_db()
    assert (message.provider, message.attempts, len(http.accepted())) == ("http", 1, 1)
    assert tries(message) == [("twilio", "postponed", "20003"), ("http", "accepted", "")]


def test_while_a_gateway_is_down_new_messages_go_to_the_next_and_then_it_is_tried_again(
    twilio: TwilioServer, http: HttpGatewayServer, promised: Promise
) -> None:
    at = timezone.now()
    standing.close("twilio", code="20003", at=at)
    promised_while_down = promised(at=at)
    assert promised_while_down.provider == "http"
    deliver(promised_while_down.pk, at=at)
    assert (len(twilio.requests), len(http.accepted())) == (0, 1)
    later = at + standing.DOWN_FOR + MINUTE
    deliver(promised(at=later).pk, at=later)
    assert len(twilio.accepted()) == 1


def test_a_message_that_waits_for_a_gateway_that_went_down_leaves_by_the_next(
    twilio: TwilioServer, http: HttpGatewayServer, promised: Promise
) -> None:
    at = timezone.now()
    promised(at=at)
    standing.close("twilio", code="20003", at=at)
    assert sweep(at=at + MINUTE)["unsent"] == 1
    assert (len(twilio.requests), len(http.accepted())) == (0, 1)


def test_a_gateway_that_puts_a_message_off_too_often_is_left_for_the_next(
    twilio: TwilioServer, http: HttpGatewayServer, promised: Promise
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(*[Fault.THROTTLED] * TIMES_PUT_OFF)
    outcomes = []
    for _attempt in range(TIMES_PUT_OFF):
        outcomes.append(deliver(message.pk, at=at))
        message.refresh_from_db()
        at = message.next_attempt_at or at
    assert outcomes == [Outcome.TROUBLE] * (TIMES_PUT_OFF - 1) + [Outcome.SENT]
    assert [gateway for gateway, _outcome, _code in tries(message)] == ["twilio"] * TIMES_PUT_OFF + ["http"]
    assert len(http.accepted()) == 1


def test_what_the_next_gateway_refuses_waits_for_the_first_that_is_only_down(
    twilio: TwilioServer, http: HttpGatewayServer, promised: Promise
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(20003)
    http.fail_next(146)
    assert deliver(message.pk, at=at) == Outcome.WAITS
    assert sweep(at=at + 5 * MINUTE)["unsent"] == 0
    assert sweep(at=at + standing.DOWN_FOR + MINUTE)["unsent"] == 1
    assert (len(twilio.accepted()), len(http.accepted())) == (1, 0)
    message.refresh_from_db()
    assert (message.state, message.provider) == (OutboundState.SENT, "twilio")


def test_what_no_gateway_will_carry_is_given_up(
    twilio: TwilioServer, http: HttpGatewayServer, promised: Promise
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(21408)
    http.fail_next(146)
    assert deliver(message.pk, at=at) == Outcome.REFUSED
    message.refresh_from_db()
    assert (message.state, message.failed_code, message.failed_at is not None) == ("failed", "146", True)
    assert tries(message) == [("twilio", "refused", "21408"), ("http", "refused", "146")]


def test_the_fault_of_a_persons_number_does_not_move_the_message(
    twilio: TwilioServer, http: HttpGatewayServer, promised: Promise
) -> None:
    twilio.fail_next(21614)
    deliver(promised().pk, at=timezone.now())
    assert http.requests == []


def test_a_message_in_doubt_is_given_to_no_other_gateway_before_it_was_looked_for(
    twilio: TwilioServer, http: HttpGatewayServer, promised: Promise
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(Fault.ERROR_AFTER)
    deliver(message.pk, at=at)
    standing.close("twilio", code="20003", at=at)
    assert sweep(at=at + timedelta(seconds=61)) == {"unsent": 0, "reconciled": 1}
    assert (len(twilio.accepted()), len(http.requests)) == (1, 0)


def test_what_the_gateway_in_trouble_surely_has_not_got_leaves_by_the_next(
    twilio: TwilioServer, http: HttpGatewayServer, promised: Promise
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(Fault.UNAVAILABLE)
    deliver(message.pk, at=at)
    standing.close("twilio", code="20003", at=at)
    sweep(at=at + timedelta(seconds=61))
    assert http.requests == []
    sweep(at=at + timedelta(seconds=62) + BETWEEN_LOOKS)
    assert (len(twilio.accepted()), len(http.accepted())) == (0, 1)


def test_what_may_be_at_a_gateway_that_cannot_be_asked_stays_there(
    http: HttpGatewayServer, promised: Promise, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Mute(ConsoleGateway):
        name = "mute"

        def send(self, message: Outgoing) -> Accepted:
            raise UnknownOutcome("silence")

    monkeypatch.setitem(gateways.GATEWAYS, "mute", Mute)
    settings.SMS_GATEWAYS = ["mute", "http"]
    message, at = promised(), timezone.now()
    deliver(message.pk, at=at)
    looks = [look(message.pk, at=at + minutes * MINUTE) for minutes in (2, 8)]
    assert looks == [Outcome.NOT_FOUND, Outcome.PUT_BACK]
    standing.close("mute", code="down", at=at + 8 * MINUTE)
    assert sweep(at=at + 9 * MINUTE) == {"unsent": 0, "reconciled": 0}
    assert deliver(message.pk, at=at + 9 * MINUTE) == Outcome.WAITS
    message.refresh_from_db()
    assert (message.in_doubt, message.provider) == (True, "mute")
    assert http.requests == []


def test_many_troubles_in_a_row_close_a_gateway_for_a_short_while(
    twilio: TwilioServer, http: HttpGatewayServer, promised: Promise, caplog: pytest.LogCaptureFixture
) -> None:
    at = timezone.now()
    twilio.fail_next(*[Fault.THROTTLED] * 20)
    for number in range(standing.TROUBLES + 3):
        deliver(promised(at=at, to=f"+849000001{number:02}").pk, at=at)
    assert len(twilio.requests) == standing.TROUBLES
    assert len(http.accepted()) == 3
    assert caplog.text.count("gateway twilio needs attention") == 1
    twilio._faults.clear()
    later = at + standing.RESTS_FOR + MINUTE
    assert deliver(promised(at=later).pk, at=later) == Outcome.SENT
    assert GatewayState.objects.get(name="twilio").troubles == 0


def test_a_reply_leaves_by_the_gateway_that_owns_the_number_it_answers(
    twilio: TwilioServer, http: HttpGatewayServer, promised: Promise, settings: Settings
) -> None:
    settings.SMS_GATEWAYS = ["http"]
    message = promised(sender=OWN_NUMBER)
    assert message.provider == "twilio"
    deliver(message.pk, at=timezone.now())
    assert twilio.accepted()[0].form["From"] == OWN_NUMBER
    assert promised().provider == "http"


def test_a_reply_whose_own_gateway_is_down_leaves_by_the_next_under_its_name(
    http: HttpGatewayServer, promised: Promise, settings: Settings
) -> None:
    at = timezone.now()
    standing.close("twilio", code="20003", at=at)
    message = promised(sender=OWN_NUMBER, at=at)
    deliver(message.pk, at=at)
    assert len(http.accepted()) == 1


def test_a_paused_gateway_sends_nothing_and_what_waits_leaves_when_it_is_resumed(
    twilio: TwilioServer, promised: Promise, settings: Settings
) -> None:
    settings.SMS_GATEWAYS = ["twilio"]
    at = timezone.now()
    message = promised(at=at)
    letter = promised(channel=MessageChannel.EMAIL, to="a@example.com", template="neutral_update", at=at)
    for _twice in range(2):
        pauses.pause("twilio", by=ADMINISTRATOR, because="the operator mends it", at=at)
    assert pauses.paused() == {"twilio"}
    assert deliver(message.pk, at=at) == Outcome.WAITS
    assert sweep(at=at + MINUTE)["unsent"] == 1  # the letter
    letter.refresh_from_db()
    assert letter.state == OutboundState.SENT
    assert twilio.requests == []
    pauses.resume("twilio", by=ADMINISTRATOR, because="mended", at=at + MINUTE)
    assert sweep(at=at + 2 * MINUTE)["unsent"] == 1
    message.refresh_from_db()
    assert (message.attempts, len(twilio.accepted())) == (1, 1)


def test_a_paused_gateway_is_not_asked_for_what_is_in_doubt_for_to_ask_may_be_to_send(
    http: HttpGatewayServer, promised: Promise, settings: Settings
) -> None:
    settings.SMS_GATEWAYS = ["http"]
    message, at = promised(), timezone.now()
    http.fail_next(HttpFault.UNAVAILABLE)
    deliver(message.pk, at=at)
    pauses.pause("http", by=ADMINISTRATOR, because="the operator mends it", at=at)
    sweep(at=at + 2 * MINUTE)
    assert (len(http.requests), http.accepted()) == (1, [])
    message.refresh_from_db()
    assert message.state == OutboundState.SENDING


def test_while_one_gateway_is_paused_the_next_carries_its_messages(
    twilio: TwilioServer, http: HttpGatewayServer, promised: Promise
) -> None:
    message, at = promised(), timezone.now()
    pauses.pause("twilio", by=ADMINISTRATOR, because="too dear this month", at=at)
    deliver(message.pk, at=at)
    assert (len(twilio.requests), len(http.accepted())) == (0, 1)


def test_a_pass_does_not_try_one_by_one_what_no_gateway_can_carry(
    promised: Promise, settings: Settings
) -> None:
    settings.SMS_GATEWAYS = ["twilio"]
    at = timezone.now()
    for number in range(20):
        promised(at=at, to=f"+849000001{number:02}")
    standing.close("twilio", code="20003", at=at)
    with CaptureQueriesContext(connection) as queries:
        assert sweep(at=at + MINUTE) == {"unsent": 0, "reconciled": 0}
    assert len(queries) < 8


# Receipts of the first gateway that come when the message is with the second.


def test_a_late_delivered_of_the_first_gateway_settles_the_message(
    twilio: TwilioServer, http: HttpGatewayServer, promised: Promise
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(21408)
    http.fail_next(HttpFault.THROTTLED)
    deliver(message.pk, at=at)
    receipts.take(message.pk, provider="twilio", provider_id="SM1", status="delivered", at=at)
    message.refresh_from_db()
    assert (message.state, message.provider, message.provider_id) == ("delivered", "twilio", "SM1")
    assert sweep(at=at + timedelta(hours=1)) == {"unsent": 0, "reconciled": 0}
    assert http.accepted() == []


def test_a_late_failure_at_the_first_gateway_says_nothing_about_the_second(
    twilio: TwilioServer, http: HttpGatewayServer, promised: Promise
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(21408)
    http.fail_next(HttpFault.THROTTLED)
    deliver(message.pk, at=at)
    receipts.take(
        message.pk, provider="twilio", provider_id="SM1", status="failed", error_code="21408", at=at
    )
    message.refresh_from_db()
    assert (message.state, message.failed_at) == (OutboundState.PENDING, None)
    assert sweep(at=at + timedelta(hours=1))["unsent"] == 1
    receipts.take(message.pk, provider="twilio", provider_id="SM1", status="undelivered", at=at)
    message.refresh_from_db()
    assert (message.state, message.provider) == (OutboundState.SENT, "http")


def test_delivering_one_message_is_a_fixed_number_of_statements(
    twilio: TwilioServer, promised: Promise
) -> None:
    for _warm in range(2):
        message = promised()
        with CaptureQueriesContext(connection) as queries:
            deliver(message.pk, at=timezone.now())
    statements = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(statements) == 10, statements
