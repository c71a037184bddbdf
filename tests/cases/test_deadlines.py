"""Terms counted by hand from the law and the calendar, and what the counting promises for any start."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.deadlines import Measure, Span, count, days_left
from cases.models.rule import DayUnit
from organization.calendar import SpecialDay, WorkingCalendar, YearNotEntered
from tests.factories.cases import moment

SOURCE = "counted by hand"


def off(day: str) -> SpecialDay:
    return SpecialDay(
        date.fromisoformat(day), is_working=False, name="nghỉ", name_en="", source=SOURCE, provisional=False
    )


def made_up(day: str) -> SpecialDay:
    return SpecialDay(
        date.fromisoformat(day), is_working=True, name="bù", name_en="", source=SOURCE, provisional=False
    )


DAYS = [
    *(off(f"2026-02-{day}") for day in range(16, 21)),  # Tết 2026, Monday to Friday
    off("2026-08-31"),
    made_up("2026-08-22"),
    off("2026-09-01"),
    off("2026-09-02"),
    off("2026-01-01"),
    off("2027-01-01"),
    off("2025-01-01"),
]
CALENDAR = WorkingCalendar(DAYS)


@pytest.mark.parametrize(
    ("start", "length", "unit", "last_day"),
    [
        # The day of the event is not counted: Monday + 10 working days is Monday two weeks later.
        ("2026-10-05 08:00", 10, DayUnit.WORKING, "2026-10-19"),
        ("2026-10-05 23:59", 10, DayUnit.WORKING, "2026-10-19"),
        # Filed on a Saturday: the first day that counts is Monday.
        ("2026-10-10 09:00", 7, DayUnit.WORKING, "2026-10-20"),
        # Tết: five working days are skipped, with two week ends.
        ("2026-02-12 10:00", 7, DayUnit.WORKING, "2026-03-02"),
        # The Saturday that makes up for 31 August counts; 31 August, 1 and 2 September do not.
        ("2026-08-20 08:00", 7, DayUnit.WORKING, "2026-08-28"),
        ("2026-08-27 08:00", 3, DayUnit.WORKING, "2026-09-04"),
        # Thirty calendar days that end on a Wednesday end there.
        ("2026-10-05 08:00", 30, DayUnit.CALENDAR, "2026-11-04"),
        # Thirty calendar days that end on a Saturday end on the Monday after (Civil Code, art. 148.5).
        ("2026-10-01 08:00", 30, DayUnit.CALENDAR, "2026-11-02"),
        # Thirty calendar days that end in Tết end on the Monday after Tết: the week end after it is a rest too.
        ("2026-01-19 08:00", 30, DayUnit.CALENDAR, "2026-02-23"),
        # Over the turn of the year.
        ("2026-12-30 08:00", 3, DayUnit.WORKING, "2027-01-05"),
    ],
)
def test_terms_counted_by_hand(start: str, length: int, unit: str, last_day: str) -> None:
    deadline = count(start=moment(start), measure=Measure(length, unit), calendar=CALENDAR)
    assert deadline.last_day == date.fromisoformat(last_day)
    assert deadline.due == moment(last_day) + timedelta(days=1)


def test_every_day_is_listed_with_its_reason() -> None:
    days = count(
        start=moment("2026-10-09 08:00"), measure=Measure(2, DayUnit.WORKING), calendar=CALENDAR
    ).days
    assert [(day.date.day, day.counted) for day in days] == [
        (9, False),
        (10, False),
        (11, False),
        (12, True),
        (13, True),
    ]
    assert all(day.why for day in days)


def test_days_of_a_pause_do_not_count_and_the_day_it_ends_does() -> None:
    pause = Span(moment("2026-10-07 15:00"), moment("2026-10-12 09:00"))
    deadline = count(
        start=moment("2026-10-05 08:00"),
        measure=Measure(3, DayUnit.WORKING),
        calendar=CALENDAR,
        pauses=[pause],
    )
    assert deadline.last_day == date(2026, 10, 13)


def test_a_year_that_was_not_entered_is_said_and_never_guessed() -> None:
    with pytest.raises(YearNotEntered, match="2028"):
        count(start=moment("2027-12-30 08:00"), measure=Measure(5, DayUnit.WORKING), calendar=CALENDAR)


def test_days_left_count_down_to_zero_on_the_last_day_and_below_when_late() -> None:
    due = moment("2026-10-20 00:00")
    left = [
        days_left(due, at=moment(f"2026-10-{day} 08:00"), unit=DayUnit.WORKING, calendar=CALENDAR)
        for day in ("15", "16", "17", "18", "19", "20", "21")
    ]
    assert left == [2, 1, 1, 1, 0, -1, -2]


starts = st.dates(date(2025, 1, 2), date(2027, 6, 30))
lengths = st.integers(1, 60)


@given(starts, lengths, st.sampled_from(DayUnit.values))
def test_a_term_never_ends_on_a_day_off_nor_early(start: date, length: int, unit: str) -> None:
    deadline = count(start=moment(f"{start} 10:00"), measure=Measure(length, unit), calendar=CALENDAR)
    assert CALENDAR.is_working(deadline.last_day)
    assert deadline.last_day >= start + timedelta(days=length)
    assert sum(day.counted for day in deadline.days) == length


@given(starts, lengths, st.sampled_from(DayUnit.values), starts)
def test_another_holiday_never_shortens_a_term(start: date, length: int, unit: str, holiday: date) -> None:
    more = WorkingCalendar([*DAYS, off(holiday.isoformat())])
    begin = moment(f"{start} 10:00")
    before = count(start=begin, measure=Measure(length, unit), calendar=CALENDAR)
    assert count(start=begin, measure=Measure(length, unit), calendar=more).due >= before.due
