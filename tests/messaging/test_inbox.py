"""What comes in: kept first, once, and taken once."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from messaging import inbox
from messaging.models import InboundMessage, InboundState
from organization.vault import fingerprint
from tests.messaging.conftest import CITIZEN, OWN_NUMBER

pytestmark = pytest.mark.django_db

FORM = {
    "MessageSid": "SM1",
    "From": CITIZEN,
    "To": OWN_NUMBER,
    "Body": "PA rác\x00 ở chợ 🙂",
    "NumMedia": "0",
}
LATE = timedelta(minutes=1)


def receive(provider_id: str = "SM1", at: datetime | None = None) -> tuple[InboundMessage, bool]:
    return inbox.receive(
        provider="twilio",
        provider_id=provider_id,
        sender=CITIZEN,
        recipient=OWN_NUMBER,
        body=FORM["Body"],
        raw=FORM,
        at=at or timezone.now(),
    )


def test_a_message_is_kept_exactly_as_it_came_and_sealed() -> None:
    message, is_new = receive()
    assert is_new
    message = InboundMessage.objects.get(pk=message.pk)
    assert (message.sender, message.body, json.loads(message.raw)) == (CITIZEN, FORM["Body"], FORM)
    assert message.sender_key == fingerprint(CITIZEN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM messaging_inboundmessage")
        row = " ".join(str(value) for value in cursor.fetchone())
    assert CITIZEN not in row
    assert "chợ" not in row


def test_a_message_told_twice_is_one_row() -> None:
    first, _is_new = receive()
    again, is_new = receive()
    assert (again.pk, is_new) == (first.pk, False)
    assert InboundMessage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_message_told_eight_times_at_once_is_new_to_one() -> None:
    start = threading.Barrier(8)

    def tell(_number: int) -> bool:
        try:
            start.wait()
            return receive()[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(tell, range(8))) == [False] * 7 + [True]
    assert InboundMessage.objects.count() == 1


def test_what_nobody_took_comes_up_oldest_first_after_a_while() -> None:
    at = timezone.now()
    second, first = receive("SM2", at)[0], receive("SM1", at - LATE)[0]
    taken = receive("SM3", at - LATE)[0]
    inbox.mark_taken(taken, at=at)
    assert list(inbox.untaken(at)) == [first]
    assert list(inbox.untaken(at + LATE)) == [first, second]
    assert list(inbox.untaken(at, older_than=timedelta(0))) == [first, second]


def test_a_message_is_held_until_it_is_taken() -> None:
    message, _is_new = receive()
    with transaction.atomic():
        held = inbox.hold(message.pk, at=timezone.now())
        assert held is not None
        inbox.mark_taken(held, at=timezone.now(), note="filed")
    with transaction.atomic():
        assert inbox.hold(message.pk, at=timezone.now()) is None
    message.refresh_from_db()
    assert (message.state, message.note) == (InboundState.TAKEN, "filed")


@pytest.mark.django_db(transaction=True)
def test_of_many_that_take_one_message_one_gets_it() -> None:
    message, _is_new = receive()
    start = threading.Barrier(6)

    def take(_number: int) -> bool:
        try:
            start.wait()
            with transaction.atomic():
                held = inbox.hold(message.pk, at=timezone.now())
                if held is None:
                    return False
                inbox.mark_taken(held, at=timezone.now())
                return True
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(take, range(6))) == [False] * 5 + [True]


def test_a_message_that_cannot_be_taken_is_tried_again_and_then_given_up() -> None:
    message, _is_new = receive()
    for attempt in range(1, inbox.MAX_ATTEMPTS + 1):
        assert inbox.untaken(timezone.now() + LATE).count() == 1
        inbox.mark_failed(message.pk, note="KeyError")
        message.refresh_from_db()
        assert (message.attempts, message.note) == (attempt, "KeyError")
    assert message.state == InboundState.FAILED
    assert not inbox.untaken(timezone.now() + LATE).exists()


def test_a_message_that_was_taken_cannot_fail_any_more() -> None:
    message, _is_new = receive()
    inbox.mark_taken(message, at=timezone.now())
    inbox.mark_failed(message.pk, note="late")
    message.refresh_from_db()
    assert (message.state, message.note) == (InboundState.TAKEN, "")


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets in one writing transaction at a time"
)
@pytest.mark.django_db(transaction=True)
def test_who_goes_through_many_messages_skips_one_that_somebody_else_is_taking() -> None:
    message, _is_new = receive()
    is_held, is_asked = threading.Event(), threading.Event()

    def take_slowly() -> bool:
        try:
            with transaction.atomic():
                held = inbox.hold(message.pk, at=timezone.now())
                is_held.set()
                return is_asked.wait(timeout=5) and held is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(take_slowly)
        is_held.wait(timeout=5)
        with transaction.atomic():
            assert inbox.hold(message.pk, at=timezone.now(), skip_held=True) is None
        is_asked.set()
        assert slow.result()
