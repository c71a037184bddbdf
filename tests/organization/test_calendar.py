"""Counting days: the event's own day never counts, and nothing is guessed about a year that was not entered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from django.utils import translation

from organization.calendar import SpecialDay, WorkingCalendar, YearNotEntered

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


def test_each_day_is_explained_in_the_readers_language_with_its_source() -> None:
    days = calendar([off(THURSDAY, "Ngày Chiến thắng"), off(date(2026, 5, 1), provisional=True)])
    with translation.override("en"):
        told = [days.why(date(2026, 4, 30)), *(days.why(date(2026, 5, day)) for day in (1, 2, 3, 4))]
    assert told == [
        "Day off (Điều 112)",
        "Day off, provisional (Điều 112)",
        "weekly rest: Saturday",
        "weekly rest: Sunday",
        "working day",
    ]
    assert days.why(THURSDAY).startswith("Ngày Chiến thắng")


@pytest.mark.parametrize("day", [date(2028, 1, 1), date(2025, 12, 31)])
def test_a_year_that_was_not_entered_has_no_answer(day: date) -> None:
    with pytest.raises(YearNotEntered, match=str(day.year)):
        calendar().is_working(day)
    with pytest.raises(YearNotEntered):
        calendar().why(day)
