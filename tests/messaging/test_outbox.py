"""Promising a message: with the transaction or not at all, and once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from config.celery import app
from messaging import outbox
from messaging.models import MessageChannel, OutboundMessage, OutboundState
from messaging.texts import Priority, WrongSlots
from tests.messaging.conftest import CITIZEN, Promise


@pytest.mark.django_db
def test_a_promise_is_a_row_that_waits_to_be_sent(promised: Promise) -> None:
    at = timezone.now()
    message = promised(at=at, sender="+15005550009")
    message = OutboundMessage.objects.get(pk=message.pk)
    assert message.state == OutboundState.PENDING
    assert message.address == CITIZEN
    assert message.body.startswith("LangNghe: Noi dung nay da nhan luc truoc, ma so 1234 5671.")
    assert (message.topic, message.sender, message.priority) == ("case:1", "+15005550009", Priority.REPLY)
    assert message.next_attempt_at == message.created_at == at


@pytest.mark.django_db
def test_neither_the_number_nor_the_text_can_be_read_in_the_database(promised: Promise) -> None:
    promised()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM messaging_outboundmessage")
        row = " ".join(str(value) for value in cursor.fetchone())
    assert CITIZEN not in row
    assert "900000123" not in row
    assert "1234 5671" not in row


@pytest.mark.django_db
def test_a_letter_has_its_subject_and_its_own_wording(promised: Promise) -> None:
    message = promised(
        channel=MessageChannel.EMAIL,
        to="citizen@example.com",
        template="filed",
        slots={"code": "12345671", "date": date(2026, 11, 30)},
    )
    assert message.subject == "Mã 1234 5671: đã nhận"
    assert "trước ngày 30/11/2026" in message.body


@pytest.mark.django_db
def test_about_a_secret_case_only_the_neutral_text_is_promised(promised: Promise) -> None:
    slots = {"code": "12345671", "unit": "Thanh tra tỉnh Nghệ An", "date": date(2026, 11, 30)}
    message = promised(template="accepted", slots=slots, secret=True)
    assert message.template == "neutral_update"
    assert "Thanh tra" not in message.body


@pytest.mark.django_db
def test_a_mistyped_slot_is_refused_before_anything_is_written(promised: Promise) -> None:
    with pytest.raises(WrongSlots):
        promised(slots={"cod": "12345671"})
    assert not OutboundMessage.objects.exists()


@pytest.mark.django_db
def test_the_same_key_gives_the_first_message_and_wakes_nobody_again(
    promised: Promise, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as woken:
        first = promised(once="confirm:1")
        second = promised(once="confirm:1", template="help", slots={})
        promised(once="confirm:2")
        promised()
        promised()
    assert second.pk == first.pk
    assert second.template == "dup"
    assert OutboundMessage.objects.count() == 4
    assert len(woken) == 4


@pytest.mark.django_db(transaction=True)
def test_a_promise_in_a_transaction_that_fails_was_never_made(promised: Promise) -> None:
    def fail_after_promising() -> None:
        with transaction.atomic():
            promised()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_promising()
    assert not OutboundMessage.objects.exists()


@pytest.fixture
def broker_is_away() -> Iterator[None]:
    """Celery talks to a port where nobody listens."""
    celery: Any = app
    usual = celery.conf.broker_url, celery.conf.broker_write_url
    celery.conf.broker_url = celery.conf.broker_write_url = "redis://127.0.0.1:1/0"
    celery._after_fork()  # forgets the connections it has
    yield
    celery.conf.broker_url, celery.conf.broker_write_url = usual
    celery._after_fork()


@pytest.mark.django_db(transaction=True)
def test_a_promise_stands_and_nobody_waits_when_the_broker_is_away(
    promised: Promise, broker_is_away: None, caplog: pytest.LogCaptureFixture
) -> None:
    started = time.monotonic()
    promised()
    assert time.monotonic() - started < 4
    assert "OperationalError" in caplog.text
    assert OutboundMessage.objects.get().state == OutboundState.PENDING


@pytest.mark.django_db(transaction=True)
def test_of_eight_that_promise_under_one_key_at_once_one_writes_and_all_get_its_row(
    promised: Promise,
) -> None:
    start = threading.Barrier(8)

    def promise(number: int) -> object:
        try:
            start.wait()
            with transaction.atomic():
                message = promised(once="filed:1", topic=f"case:{number}")
                # The transaction goes on: the race has not broken it.
                OutboundMessage.objects.count()
                return message.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        rows = set(pool.map(promise, range(8)))
    assert len(rows) == 1
    assert OutboundMessage.objects.count() == 1


def a_promise(number: int, **changes: Any) -> outbox.Promise:
    values: dict[str, Any] = {
        "channel": MessageChannel.SMS,
        "to": f"+84200{number:07}",
        "template": "escalated",
        "language": "vi",
        "slots": {"code": "12345671", "unit": "Tỉnh Nghệ An"},
        "topic": f"case:{number}",
        "at": timezone.now(),
    }
    return outbox.Promise(**(values | changes))


@pytest.mark.django_db
def test_many_promised_at_once_are_the_rows_that_each_alone_would_be(promised: Promise) -> None:
    at = timezone.now()
    slots = {"code": "12345671", "unit": "Tỉnh Nghệ An", "date": date(2026, 11, 30)}
    letter: dict[str, Any] = {
        "channel": MessageChannel.EMAIL,
        "to": "a@example.vn",
        "template": "officer_assigned",
        "slots": slots,
    }
    secret: dict[str, Any] = {
        "template": "accepted",
        "slots": slots,
        "secret": True,
        "sender": "+15005550009",
    }
    urgent: dict[str, Any] = {"priority": Priority.REPLY}
    all_at_once = outbox.promise_all([a_promise(1, at=at, **each) for each in (letter, secret, urgent)])
    for row, each in zip(all_at_once, (letter, secret, urgent), strict=True):
        alone = promised(**{**vars_of(a_promise(1, at=at)), **each})
        assert columns(OutboundMessage.objects.get(pk=row.pk)) == columns(
            OutboundMessage.objects.get(pk=alone.pk)
        )
    assert [row.template for row in all_at_once] == ["officer_assigned", "neutral_update", "escalated"]


@pytest.mark.django_db
def test_a_thousand_promises_are_few_statements_and_wake_nobody(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as woken, CaptureQueriesContext(connection) as queries:
        outbox.promise_all([a_promise(number) for number in range(1000)])
    assert OutboundMessage.objects.filter(state=OutboundState.PENDING).count() == 1000
    assert woken == []
    assert len(queries) < 35
    assert outbox.promise_all([]) == []


@pytest.mark.django_db
def test_what_many_at_once_promise_under_a_key_is_promised_once(promised: Promise) -> None:
    first = promised(once="late:1")
    rows = outbox.promise_all(
        [a_promise(1, once="late:1"), a_promise(2, once="late:2"), a_promise(3), a_promise(4, once="late:2")]
    )
    assert rows[0].pk == first.pk
    assert rows[1].pk == rows[3].pk
    assert OutboundMessage.objects.count() == 3
    assert OutboundMessage.objects.get(once="late:2").topic == "case:2"


@pytest.mark.django_db
def test_one_mistyped_slot_among_many_is_refused_before_any_is_written() -> None:
    with pytest.raises(WrongSlots):
        outbox.promise_all([a_promise(1), a_promise(2, slots={"code": "12345671"})])
    assert not OutboundMessage.objects.exists()


def vars_of(promise: outbox.Promise) -> dict[str, Any]:
    return {field.name: getattr(promise, field.name) for field in fields(promise)}


def columns(message: OutboundMessage) -> dict[str, Any]:
    return {
        field.attname: getattr(message, field.attname) for field in message._meta.fields if field.name != "id"
    }
