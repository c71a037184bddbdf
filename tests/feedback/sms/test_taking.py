"""A text is taken once by however many workers; one that fails leaves nothing behind and is tried again for hours."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count

import pytest
from django.db import OperationalError, connection

from cases.models import Case, TermRule
from feedback.models import Submission
from feedback.sms import tasks
from feedback.sweeping import sweep
from messaging import inbox
from messaging.models import InboundMessage, InboundState, OutboundMessage
from organization.history import attributed
from organization.models import CalendarDay
from tests.factories.cases import BECAUSE, MONDAY, PHONE, reference_data
from tests.factories.organization import Cast, somebody
from tests.feedback.sms.conftest import OWN_NUMBER

TEXT = "PA rác chất đống ở xã Gốc Đa"
_numbers = count(1)


def a_text(body: str = TEXT, *, sender: str = PHONE, at: datetime = MONDAY) -> int:
    message, _is_new = inbox.receive(
        provider="twilio",
        provider_id=f"SM{next(_numbers)}",
        sender=sender,
        recipient=OWN_NUMBER,
        body=body,
        raw={"Body": [body]},
        at=at,
    )
    return message.pk


def state(pk: int) -> tuple[str, int]:
    message = InboundMessage.objects.get(pk=pk)
    return message.state, message.attempts


def forget_the_rules() -> None:
    with attributed(somebody(), BECAUSE):
        for rule in TermRule.objects.all():
            rule.delete()


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Do them in threads of their own, each with its own connection."""

    def alone(deed: Callable[[], object]) -> object:
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [done.result() for done in [pool.submit(alone, deed) for deed in deeds]]


def test_a_text_is_taken_once(cast: Cast) -> None:
    text = a_text()
    assert tasks.take(text, at=MONDAY)
    assert not tasks.take(text, at=MONDAY)
    assert not tasks.take(0, at=MONDAY)
    assert Case.objects.count() == OutboundMessage.objects.count() == Submission.objects.count() == 1
    assert state(text) == (InboundState.TAKEN, 0)


@pytest.mark.django_db(transaction=True)
def test_workers_that_take_the_same_text_at_once_open_one_case(cast: Cast) -> None:
    text = a_text()
    taken = at_once(*[lambda: tasks.take(text, at=MONDAY)] * 4)
    assert sorted(taken, key=bool) == [False, False, False, True]
    assert Case.objects.count() == OutboundMessage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_texts_with_the_same_words_at_once_are_one_case(cast: Cast) -> None:
    texts = [a_text(), a_text()]
    assert at_once(*[lambda text=text: tasks.take(text, at=MONDAY) for text in texts]) == [True, True]
    notes = InboundMessage.objects.values_list("note", flat=True)
    assert (Case.objects.count(), sorted(notes)) == (1, ["dup", "filed"])


def test_a_failure_leaves_nothing_behind_and_is_tried_again_when_it_is_mended(cast: Cast) -> None:
    text = a_text()
    forget_the_rules()
    assert not tasks.take(text, at=MONDAY)
    assert state(text) == (InboundState.RECEIVED, 1)
    assert not Case.objects.exists()
    assert not OutboundMessage.objects.exists()
    assert not Submission.objects.exists()

    reference_data()
    assert tasks.sweep_untaken(at=MONDAY + timedelta(minutes=1))["texts_taken"] == 0
    assert tasks.sweep_untaken(at=MONDAY + timedelta(minutes=2)) == {"texts_taken": 1, "texts_failed": 0}
    assert Case.objects.get().received_at == MONDAY


def test_a_text_that_always_fails_is_given_up_after_hours_and_the_log_says_so_without_its_words(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    text = a_text()
    forget_the_rules()
    failed = 0
    for minutes in range(1, 600, 3):
        failed += tasks.sweep_untaken(at=MONDAY + timedelta(minutes=minutes))["texts_failed"]
    assert (failed, state(text)) == (inbox.MAX_ATTEMPTS, (InboundState.FAILED, inbox.MAX_ATTEMPTS))
    assert len(tasks.WAITS) == inbox.MAX_ATTEMPTS
    assert [record.levelname for record in caplog.records] == ["WARNING"] * (failed - 1) + ["ERROR"]
    assert caplog.records[-1].getMessage().startswith(f"text {text} is given up: NoRule in in_force")
    assert "rác" not in caplog.text
    assert PHONE not in caplog.text


def test_a_database_that_is_away_is_not_held_against_the_text(cast: Cast) -> None:
    text = a_text()

    def away(*_: object) -> None:
        raise OperationalError

    with connection.execute_wrapper(away):
        assert not tasks.take(text, at=MONDAY)
    assert state(text) == (InboundState.RECEIVED, 0)


def test_one_bad_text_does_not_stop_the_others_and_the_oldest_goes_first(cast: Cast) -> None:
    with attributed(somebody(), BECAUSE):
        for day in CalendarDay.objects.filter(date__year=2024):
            day.delete()
    bad = a_text(at=MONDAY.replace(year=2024))
    texts = [a_text(f"{TEXT} {number}", at=MONDAY - timedelta(minutes=number)) for number in range(3)]
    counts = sweep(at=MONDAY + timedelta(minutes=1))
    assert (counts["texts_taken"], counts["texts_failed"]) == (3, 1)
    assert state(bad) == (InboundState.RECEIVED, 1)
    taken = InboundMessage.objects.filter(pk__in=texts).order_by("-received_at")
    assert [case.received_at for case in Case.objects.order_by("-pk")] == [each.received_at for each in taken]


def test_a_text_that_a_worker_is_about_to_take_is_left_to_it(cast: Cast) -> None:
    a_text()
    assert tasks.sweep_untaken(at=MONDAY + timedelta(seconds=20))["texts_taken"] == 0
