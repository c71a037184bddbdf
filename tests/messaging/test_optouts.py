"""Who does not want to be texted is not: when a message is promised, and when it was on its way already."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from messaging import inbox, optouts, outbox, unreachable
from messaging.delivery import Outcome, deliver, sweep
from messaging.models import MessageChannel, OptOut, OptOutSource, OutboundMessage, OutboundState
from messaging.texts import Priority
from tests.fakes.twilio_server import TwilioServer
from tests.messaging.conftest import CITIZEN, OWN_NUMBER, Promise

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
NOTICE = {"template": "neutral_update", "slots": {"code": "12345671"}}


def test_an_opt_out_holds_until_an_opt_in_and_each_is_kept() -> None:
    at = timezone.now()
    assert not optouts.is_out(CITIZEN)
    optouts.opt_out(CITIZEN, source=OptOutSource.TEXT, at=at)
    optouts.opt_out(CITIZEN, source=OptOutSource.GATEWAY, at=at + MINUTE)
    assert optouts.is_out(CITIZEN)
    assert not optouts.is_out("+84900000124")
    assert optouts.opt_in(CITIZEN, at=at + 2 * MINUTE)
    assert not optouts.is_out(CITIZEN)
    assert not optouts.opt_in(CITIZEN, at=at + 2 * MINUTE)
    kept = OptOut.objects.get()
    assert (kept.source, kept.at, kept.ended_at) == (OptOutSource.TEXT, at, at + 2 * MINUTE)


def test_news_for_who_opted_out_is_written_down_as_kept_back_and_nobody_is_alarmed(
    twilio: TwilioServer, promised: Promise, caplog: pytest.LogCaptureFixture
) -> None:
    at = timezone.now()
    optouts.opt_out(CITIZEN, source=OptOutSource.TEXT, at=at)
    message = promised(**NOTICE, at=at + MINUTE)
    assert (message.state, message.failed_code) == (OutboundState.FAILED, "opted-out")
    assert message.failed_at == at + MINUTE
    assert sweep(at=at + 2 * MINUTE)["unsent"] == 0
    assert twilio.requests == []
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_an_opt_out_stops_the_news_that_is_on_its_way(twilio: TwilioServer, promised: Promise) -> None:
    at = timezone.now()
    message = promised(**NOTICE, at=at)
    optouts.opt_out(CITIZEN, source=OptOutSource.TEXT, at=at + MINUTE)
    assert deliver(message.pk, at=at + 2 * MINUTE) == Outcome.REFUSED
    message.refresh_from_db()
    assert (message.state, message.failed_code) == (OutboundState.FAILED, "opted-out")
    assert message.failed_at is not None
    assert twilio.requests == []


def test_what_answers_a_text_sent_after_the_opt_out_leaves_and_an_older_reply_does_not(
    twilio: TwilioServer, promised: Promise
) -> None:
    at = timezone.now()
    older = promised(at=at - MINUTE)
    optouts.opt_out(CITIZEN, source=OptOutSource.TEXT, at=at)
    confirmation, later = promised(at=at), promised(at=at + MINUTE)
    assert older.priority == confirmation.priority == Priority.REPLY
    assert [deliver(each.pk, at=at + 2 * MINUTE) for each in (older, confirmation, later)] == [
        Outcome.REFUSED,
        Outcome.SENT,
        Outcome.SENT,
    ]
    assert len(twilio.accepted()) == 2


def test_a_letter_does_not_care_about_texts(promised: Promise) -> None:
    at = timezone.now()
    address = "citizen@example.com"
    optouts.opt_out(address, source=OptOutSource.TEXT, at=at)
    letter = promised(**NOTICE, channel=MessageChannel.EMAIL, to=address, at=at + MINUTE)
    assert deliver(letter.pk, at=at + MINUTE) == Outcome.SENT


def test_of_many_promised_at_once_those_to_who_opted_out_are_kept_back_without_a_query_for_each() -> None:
    at = timezone.now()
    numbers = [f"+84900001{number:03}" for number in range(100)]
    for number in numbers[::10]:
        optouts.opt_out(number, source=OptOutSource.TEXT, at=at)
    promises = [
        outbox.Promise(
            channel=MessageChannel.SMS,
            to=number,
            template="neutral_update",
            language="vi",
            slots={"code": "12345671"},
            topic="case:1",
            at=at,
        )
        for number in numbers
    ]
    with CaptureQueriesContext(connection) as queries:
        outbox.promise_all(promises)
    assert len([query for query in queries if "optout" in query["sql"]]) == 1
    states = OutboundMessage.objects.values_list("state", flat=True)
    assert sorted(states) == ["failed"] * 10 + ["pending"] * 90


@pytest.mark.django_db(transaction=True)
def test_an_opt_out_at_the_moment_of_sending_counts_wholly_or_not_at_all(
    twilio: TwilioServer, promised: Promise
) -> None:
    """Whichever comes first: the text has left and was recorded, or it is kept back and has not left."""
    at = timezone.now()
    messages = [promised(**NOTICE, at=at, to=f"+8490000000{number}") for number in range(8)]
    start = threading.Barrier(2)

    def stop() -> None:
        try:
            start.wait()
            for message in messages:
                optouts.opt_out(message.address, source=OptOutSource.TEXT, at=at)
        finally:
            connection.close()

    def send() -> None:
        try:
            start.wait()
            for message in reversed(messages):
                deliver(message.pk, at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(stop), pool.submit(send)]:
            done.result()
    sent = {message.form["To"] for message in twilio.accepted()}
    for message in messages:
        message.refresh_from_db()
        assert message.state == (OutboundState.SENT if message.address in sent else OutboundState.FAILED)


@pytest.mark.django_db(transaction=True)
def test_of_many_that_opt_out_one_number_at_once_one_is_kept() -> None:
    at, start = timezone.now(), threading.Barrier(6)

    def opt_out(_worker: int) -> None:
        try:
            start.wait()
            optouts.opt_out(CITIZEN, source=OptOutSource.TEXT, at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(opt_out, range(6)))
    assert OptOut.objects.count() == 1


# Numbers that are none.


def test_nothing_is_spent_on_a_number_that_was_found_to_be_none(
    twilio: TwilioServer, promised: Promise
) -> None:
    at = timezone.now()
    twilio.fail_next(21614)
    deliver(promised(at=at).pk, at=at)
    second = promised(at=at + MINUTE)
    assert deliver(second.pk, at=at + MINUTE) == Outcome.REFUSED
    second.refresh_from_db()
    assert second.failed_code == "unreachable-number"
    assert len(twilio.requests) == 1
    # After half a year somebody else may have it.
    assert deliver(promised(at=at).pk, at=at + timedelta(hours=1)) == Outcome.REFUSED
    assert not unreachable.is_unreachable(CITIZEN, at=at + unreachable.REMEMBERED + MINUTE)


def test_a_number_that_writes_is_reachable_after_all(twilio: TwilioServer, promised: Promise) -> None:
    at = timezone.now()
    unreachable.mark(CITIZEN, code="21614", at=at)
    text, _is_new = inbox.receive(
        provider="twilio", provider_id="SM1", sender=CITIZEN, recipient=OWN_NUMBER, body="TC", raw={}, at=at
    )
    inbox.mark_taken(text, at=at)
    assert deliver(promised(at=at).pk, at=at) == Outcome.SENT
