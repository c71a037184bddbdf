"""What a month of messages may cost a unit: warned of in time, and beyond it only reminders stop."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from messaging import budgets
from messaging.models import Budget, MessageChannel, OutboundMessage, OutboundState
from messaging.texts import Priority
from organization.history import attributed
from organization.models import Unit
from tests.factories.cases import moment
from tests.factories.cast import the_cast
from tests.factories.organization import Cast, somebody

pytestmark = pytest.mark.django_db

NOW = moment("2026-11-20 09:00")


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def a_budget(unit: Unit, monthly: int = 10_000) -> Budget:
    with attributed(somebody(), "the plan of the year"):
        return Budget.objects.create(unit=unit, monthly=monthly)


def spend(unit: Unit, cost: int, *, at: datetime = NOW) -> None:
    OutboundMessage.objects.create(
        channel=MessageChannel.SMS,
        address="+84900000123",
        body="words",
        template="dup",
        language="vi",
        topic="case:1",
        unit=unit,
        segments=1,
        cost=cost,
        state=OutboundState.SENT,
        created_at=at,
        sent_at=at,
    )


def may_remind(unit: Unit, *, at: datetime = NOW) -> bool:
    return budgets.may_send(unit_id=unit.pk, priority=Priority.REMINDER, at=at)


def test_beyond_the_budget_reminders_stop_and_nothing_else(cast: Cast) -> None:
    a_budget(cast.commune)
    spend(cast.commune, 9_999)
    assert may_remind(cast.commune)
    spend(cast.commune, 1)
    assert not may_remind(cast.commune)
    for priority in (Priority.REPLY, Priority.NOTICE):
        assert budgets.may_send(unit_id=cast.commune.pk, priority=priority, at=NOW)


def test_another_unit_s_messages_and_those_of_other_months_do_not_count(cast: Cast) -> None:
    a_budget(cast.commune)
    spend(cast.neighbour, 50_000)
    spend(cast.commune, 50_000, at=moment("2026-10-31 23:59"))
    spend(cast.commune, 50_000, at=moment("2026-12-01 00:00"))
    assert may_remind(cast.commune)
    assert not may_remind(cast.commune, at=moment("2026-10-31 23:59"))


def test_a_unit_without_a_budget_spends_without_a_limit(cast: Cast) -> None:
    spend(cast.commune, 10**9)
    assert may_remind(cast.commune)
    assert budgets.may_send(unit_id=None, priority=Priority.REMINDER, at=NOW)


def test_a_budget_of_nothing_sends_no_reminder(cast: Cast) -> None:
    a_budget(cast.commune, 0)
    assert not may_remind(cast.commune)


def test_each_threshold_is_said_once_a_month(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    a_budget(cast.commune)
    spend(cast.commune, 7_999)
    said = [budgets.warn(at=NOW)]
    spend(cast.commune, 1)
    said += [budgets.warn(at=NOW), budgets.warn(at=NOW)]
    spend(cast.commune, 5_000)
    said += [budgets.warn(at=NOW), budgets.warn(at=NOW)]
    assert said == [0, 1, 0, 1, 0]
    assert caplog.messages == [
        f"unit {cast.commune.pk} has spent {percent} % of its budget for messages" for percent in (80, 100)
    ]
    following = NOW + timedelta(days=30)
    spend(cast.commune, 10_000, at=following)
    assert budgets.warn(at=following) == 2


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_the_same_moment_say_it_once(cast: Cast) -> None:
    a_budget(cast.commune)
    spend(cast.commune, 9_000)
    start = Barrier(2)

    def work(_sweeper: int) -> int:
        try:
            start.wait()
            return budgets.warn(at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(work, range(2))) == [0, 1]


def reading(username: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get(username=username))
    return client


def test_the_head_sees_the_own_unit_s_warning_and_an_officer_does_not(cast: Cast) -> None:
    a_budget(cast.commune)
    a_budget(cast.neighbour)
    for unit in (cast.commune, cast.neighbour):
        spend(unit, 9_000, at=timezone.now())
    page = reading("head").get("/desk/", follow=True).content.decode()
    assert f"{cast.commune.name} has used 90 %" in page
    assert f"{cast.neighbour.name} has used" not in page
    assert "has used 90 %" not in reading("officer").get("/desk/", follow=True).content.decode()


def test_the_administration_sees_every_warning_and_what_was_spent(cast: Cast) -> None:
    User.objects.create_superuser("root")
    a_budget(cast.commune)
    spend(cast.commune, 9_876, at=timezone.now())
    page = reading("root").get(reverse("admin:messaging_budget_changelist")).content.decode()
    assert f"{cast.commune.name} has used 98 %" in page
    assert "9,876" in page or "9876" in page
