"""Many workers at once, and answers that come late: each message is still sent once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from messaging import receipts
from messaging.delivery import Outcome, deliver, look, sweep
from messaging.models import OutboundMessage, OutboundState
from tests.fakes.twilio_server import Fault, TwilioServer
from tests.messaging.conftest import Promise

pytestmark = pytest.mark.django_db

AFTER_FIRST_LOOK = timedelta(seconds=61)


def deliver_and_hang_up(message: OutboundMessage, at: datetime) -> Outcome:
    """What a worker does, in a thread with its own connection to the database."""
    try:
        return deliver(message.pk, at=at)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_that_take_one_message_one_sends_it(twilio: TwilioServer, promised: Promise) -> None:
    messages, at = [promised(to=f"+8490000000{number}") for number in range(5)], timezone.now()
    start = threading.Barrier(6)

    def work(_worker: int) -> list[Outcome]:
        try:
            start.wait()
            return [deliver(message.pk, at=at) for message in messages]
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        outcomes = [outcome for worker in pool.map(work, range(6)) for outcome in worker]
    assert outcomes.count(Outcome.SENT) == 5
    assert outcomes.count(Outcome.NOT_OURS) == 25
    assert len(twilio.accepted()) == 5


@pytest.mark.django_db(transaction=True)
def test_of_many_that_look_for_one_message_one_looks(twilio: TwilioServer, promised: Promise) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(Fault.UNAVAILABLE)
    deliver(message.pk, at=at)
    start = threading.Barrier(6)

    def work(_worker: int) -> Outcome:
        try:
            start.wait()
            return look(message.pk, at=at + AFTER_FIRST_LOOK)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(work, range(6)))
    assert sorted(outcomes) == sorted([Outcome.NOT_FOUND] + [Outcome.NOT_OURS] * 5)
    message.refresh_from_db()
    assert message.looks == 1


@pytest.mark.django_db(transaction=True)
def test_a_receipt_that_arrives_before_the_answer_is_not_overwritten_by_it(
    twilio: TwilioServer, promised: Promise
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(Fault.HOLD_AFTER)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(deliver_and_hang_up, message, at)
        assert twilio.received.wait(5)
        receipts.take(message.pk, provider_id=twilio.accepted()[0].sid, status="delivered", at=at)
        twilio.release()
        assert slow.result() == Outcome.SENT
    message.refresh_from_db()
    assert message.state == OutboundState.DELIVERED


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_wakes_after_it_was_taken_for_dead_still_records_what_it_sent(
    twilio: TwilioServer, promised: Promise
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(Fault.HOLD_AFTER)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(deliver_and_hang_up, message, at)
        assert twilio.received.wait(5)
        assert sweep(at=at + AFTER_FIRST_LOOK) == {"unsent": 0, "reconciled": 1}
        twilio.release()
        assert slow.result() == Outcome.SENT
    message.refresh_from_db()
    assert (message.state, message.provider_id) == (OutboundState.SENT, twilio.accepted()[0].sid)
    assert len(twilio.accepted()) == 1
