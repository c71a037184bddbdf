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
from tests.fakes.http_gateway_server import Fault as HttpFault
from tests.fakes.http_gateway_server import HttpGatewayServer
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


def deliver_and_sweep_at_once(message: OutboundMessage, at: datetime) -> None:
    """Four workers and two sweeps at one message."""
    start = threading.Barrier(6)

    def work(number: int) -> None:
        try:
            start.wait()
            if number < 4:
                deliver(message.pk, at=at)
            else:
                sweep(at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("both")
@pytest.mark.parametrize("code", [20003, 21408, 21614, None])
def test_workers_and_sweeps_at_one_message_that_moves_send_it_once(
    twilio: TwilioServer, http: HttpGatewayServer, promised: Promise, code: int | None
) -> None:
    message, at = promised(), timezone.now()
    if code is not None:
        twilio.fail_next(code)
    deliver_and_sweep_at_once(message, at)
    message.refresh_from_db()
    left = len(twilio.accepted()), len(http.accepted())
    assert left == {None: (1, 0), 21614: (0, 0)}.get(code, (0, 1))
    assert message.state == (OutboundState.FAILED if code == 21614 else OutboundState.SENT)
    assert message.tries.count() == {None: 1, 21614: 1}.get(code, 2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("both")
def test_a_late_receipt_of_the_first_gateway_while_the_second_is_sending_settles_it_and_is_told(
    twilio: TwilioServer, http: HttpGatewayServer, promised: Promise, caplog: pytest.LogCaptureFixture
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(21408)
    http.fail_next(HttpFault.HOLD_AFTER)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(deliver_and_hang_up, message, at)
        assert http.received.wait(5)
        receipts.take(message.pk, provider="twilio", provider_id="SM1", status="failed", at=at)
        message.refresh_from_db()
        assert (message.state, message.provider) == (OutboundState.SENDING, "http")
        receipts.take(message.pk, provider="twilio", provider_id="SM1", status="delivered", at=at)
        http.release()
        assert slow.result() == Outcome.SENT
    message.refresh_from_db()
    assert (message.state, message.provider) == (OutboundState.DELIVERED, "twilio")
    # It left twice, and no word of the first gateway could tell us so in time: somebody must know.
    assert "accepted-twice" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_of_many_that_find_a_gateway_down_one_tells_of_it(
    twilio: TwilioServer, promised: Promise, caplog: pytest.LogCaptureFixture
) -> None:
    messages, at = [promised(to=f"+8490000000{number}") for number in range(6)], timezone.now()
    twilio.fail_next(*[20003] * 6)
    start = threading.Barrier(6)

    def work(number: int) -> None:
        try:
            start.wait()
            deliver(messages[number].pk, at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    assert caplog.text.count("gateway twilio needs attention") == 1
    assert set(OutboundMessage.objects.values_list("state", "attempts")) == {(OutboundState.PENDING, 0)}


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_share_the_work_and_send_nothing_twice(
    twilio: TwilioServer, promised: Promise
) -> None:
    at = timezone.now()
    for number in range(12):
        promised(at=at, to=f"+849000000{number:02}")
    start = threading.Barrier(3)

    def work(_sweep: int) -> int:
        try:
            start.wait()
            return sweep(at=at)["unsent"]
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(work, range(3))) == 12
    assert len({message.form["To"] for message in twilio.accepted()}) == len(twilio.accepted()) == 12
