"""Who was asked and did not answer is told once more; once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from cases.models import Case
from cases.services import handling, merging, outcome
from cases.services.forgetting import forget_number
from cases.services.reminding import sweep_reminders
from cases.vocabulary import Kind
from messaging.models import OutboundMessage
from messaging.texts import Priority
from organization.actors import Actor, Channel
from tests.factories.cases import BECAUSE, MONDAY, PHONE, an_accepted_case, an_answered_case
from tests.factories.organization import Cast, acting

pytestmark = pytest.mark.django_db

CITIZEN = Actor.citizen(Channel.SMS)
QUESTION = "Nhà bác ở thôn nào?"


def an_asked_case(cast: Cast, **options: Any) -> Case:
    case = an_accepted_case(cast.officer, **options)
    return handling.ask(case, question=QUESTION, by=acting(cast.officer), because=BECAUSE, at=MONDAY)


def reminded(template: str) -> list[OutboundMessage]:
    return list(OutboundMessage.objects.filter(template=template).order_by("created_at"))


def sweep(at: datetime) -> int:
    return sweep_reminders(at=at)["reminders"]


def test_a_question_is_repeated_after_three_days_once(cast: Cast) -> None:
    an_asked_case(cast)
    counts = [sweep(MONDAY + timedelta(days=days)) for days in (1, 2, 3, 3, 4, 10)]
    assert counts == [0, 0, 1, 0, 0, 0]
    [message] = reminded("remind_question")
    assert "Nha bac o thon nao?" in message.body
    assert (message.priority, message.unit_id) == (Priority.REMINDER, cast.officer.post.unit_id)


def test_who_has_answered_is_not_reminded(cast: Cast) -> None:
    case = an_asked_case(cast)
    handling.reply(case, text="Thôn 4", by=CITIZEN, at=MONDAY + timedelta(days=1))
    assert sweep(MONDAY + timedelta(days=3)) == 0


def test_of_two_questions_only_the_last_is_repeated_and_after_its_own_three_days(cast: Cast) -> None:
    case = an_asked_case(cast)
    handling.reply(case, text="Thôn 4", by=CITIZEN, at=MONDAY + timedelta(hours=1))
    later = MONDAY + timedelta(days=1)
    handling.ask(case, question="Từ hôm nào?", by=acting(cast.officer), because=BECAUSE, at=later)
    assert [sweep(MONDAY + timedelta(days=days)) for days in (3, 4, 5)] == [0, 1, 0]
    [message] = reminded("remind_question")
    assert "Tu hom nao?" in message.body


def test_an_answer_is_recalled_two_days_before_the_case_closes(cast: Cast) -> None:
    case = an_answered_case(cast.officer)
    case.refresh_from_db()
    closes = case.next_action_at
    assert closes
    counts = [sweep(closes - timedelta(days=days)) for days in (3, 2, 1)] + [sweep(closes)]
    assert counts == [0, 1, 0, 0]
    [message] = reminded("remind_confirm")
    assert "Nhan 1 neu DA XONG" in message.body


def test_who_only_follows_a_case_is_not_reminded_of_what_another_was_asked(cast: Cast) -> None:
    head = an_accepted_case(cast.officer)
    joined = an_accepted_case(cast.officer, phone="+84900000456")
    merging.merge(joined, into=head, by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    handling.ask(head, question=QUESTION, by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    assert sweep(MONDAY + timedelta(days=3)) == 1
    assert [message.address for message in reminded("remind_question")] == [PHONE]


def test_who_has_confirmed_is_not_reminded(cast: Cast) -> None:
    case = an_answered_case(cast.officer)
    closes = Case.objects.get(pk=case.pk).next_action_at
    assert closes
    outcome.confirm(case, by=CITIZEN, at=MONDAY + timedelta(days=1))
    assert sweep(closes - timedelta(days=2)) == 0


def test_what_waits_for_the_citizen_of_a_secret_case_is_told_without_a_word_about_it(cast: Cast) -> None:
    an_asked_case(cast, kind=Kind.TIP)
    assert sweep(MONDAY + timedelta(days=3)) == 1
    message = OutboundMessage.objects.latest("created_at")
    assert (message.template, message.priority) == ("neutral_question", Priority.REMINDER)
    assert "Nha bac" not in message.body
    assert "can them thong tin" in message.body


def test_reminding_many_costs_as_few_queries_as_reminding_one(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        an_asked_case(cast, phone=f"+849000001{number:02}")
    with django_assert_max_num_queries(12):
        assert sweep(MONDAY + timedelta(days=3)) == 12


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_the_same_moment_remind_once(cast: Cast) -> None:
    an_asked_case(cast)
    start = Barrier(2)

    def work(_sweeper: int) -> None:
        try:
            start.wait()
            sweep(MONDAY + timedelta(days=3))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    assert len(reminded("remind_question")) == 1


@pytest.mark.django_db(transaction=True)
def test_a_number_that_is_deleted_at_the_same_moment_is_in_no_reminder(cast: Cast) -> None:
    case, start = an_asked_case(cast), Barrier(2)
    later = MONDAY + timedelta(days=3)

    def work(act: Callable[[], object]) -> None:
        try:
            start.wait()
            act()
        finally:
            connection.close()

    forget = partial(forget_number, case, by=CITIZEN, because=BECAUSE, at=later)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, (forget, partial(sweep, later))))
    assert all(message.address == "" for message in reminded("remind_question"))
