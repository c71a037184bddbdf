"""Counting days: the event's own day never counts, and nothing is guessed about a year that was not entered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from organization.calendar import Ending, SpecialDay, WorkingCalendar, YearNotEntered

THURSDAY = date(2026, 4, 30)


def off(day: date, name: str = "Ngày nghỉ", *, provisional: bool = False) -> SpecialDay:
    return SpecialDay(day, False, name, "Day off", "Điều 112", provisional)


def on(day: date) -> SpecialDay:
    return SpecialDay(day, True, "Làm bù", "Make-up day", "Công văn", False)


def calendar(days: Iterable[SpecialDay] = ()) -> WorkingCalendar:
    return WorkingCalendar([off(date(2026, 1, 1), "Tết Dương lịch"), off(date(2027, 1, 1)), *days])


def test_weekends_are_days_of_rest_by_rule() -> None:
    assert [calendar().is_working(date(2026, 3, day)) for day in range(2, 9)] == [True] * 5 + [False] * 2


def test_a_special_day_outranks_its_weekday() -> None:
    days = calendar([off(date(2026, 3, 4)), on(date(2026, 3, 7))])
    assert not days.is_working(date(2026, 3, 4))
    assert days.is_working(date(2026, 3, 7))


def test_working_days_are_counted_from_the_day_after() -> None:
    days = calendar([off(THURSDAY), off(date(2026, 5, 1))])
    assert days.add_working_days(date(2026, 4, 29), 1) == date(2026, 5, 4)
    assert days.add_working_days(date(2026, 5, 2), 1) == date(2026, 5, 4)
    assert days.add_working_days(date(2026, 4, 29), 0) == date(2026, 4, 29)


def test_a_term_in_calendar_days_ends_on_the_next_working_day_unless_the_policy_says_otherwise() -> None:
    days = calendar([off(THURSDAY), off(date(2026, 5, 1))])
    assert days.add_calendar_days(date(2026, 4, 20), 10) == date(2026, 5, 4)
    assert days.add_calendar_days(date(2026, 4, 20), 10, ending=Ending.AS_IT_FALLS) == THURSDAY
    assert days.add_calendar_days(date(2026, 4, 20), 9) == date(2026, 4, 29)


def test_each_day_of_a_count_is_explained() -> None:
    days = calendar([off(THURSDAY, "Ngày Chiến thắng"), off(date(2026, 5, 1), provisional=True)])
    with translation.override("en"):
        told = days.days_between(date(2026, 4, 29), date(2026, 5, 4))
    assert [(day.date.day, day.counted) for day in told] == [
        (30, False),
        (1, False),
        (2, False),
        (3, False),
        (4, True),
    ]
    assert [day.why for day in told] == [
        "Day off (Điều 112)",
        "Day off, provisional (Điều 112)",
        "weekly rest: Saturday",
        "weekly rest: Sunday",
        "working day",
    ]
    assert days.why(THURSDAY).startswith("Ngày Chiến thắng")


@pytest.mark.parametrize(
    ("start", "count"), [(date(2027, 12, 31), 1), (date(2025, 1, 1), 1), (date(2027, 12, 30), 30)]
)
def test_a_count_that_runs_into_a_year_not_entered_has_no_answer(start: date, count: int) -> None:
    with pytest.raises(YearNotEntered) as refusal:
        calendar().add_working_days(start, count)
    assert str(refusal.value.year) in str(refusal.value)
    with pytest.raises(YearNotEntered):
        calendar().why(date(2028, 1, 1))


@given(
    start=st.dates(date(2026, 1, 1), date(2026, 10, 1)),
    count=st.integers(1, 60),
    closed=st.sets(st.dates(date(2026, 1, 1), date(2027, 3, 1)), max_size=20),
)
def test_adding_days_and_explaining_them_agree(start: date, count: int, closed: set[date]) -> None:
    days = calendar(off(day) for day in closed)
    end = days.add_working_days(start, count)
    told = days.days_between(start, end)
    assert sum(day.counted for day in told) == count
    assert told[-1].counted
    assert [day.date for day in told] == [start + timedelta(days=step + 1) for step in range(len(told))]
