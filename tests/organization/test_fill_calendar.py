"""The calendar of the state, year by year, with its exchanges and their documents."""

from __future__ import annotations

from datetime import date

import pytest

from organization import services
from organization.calendar import YearNotEntered
from organization.history import attributed
from organization.models import CalendarDay
from organization.selectors import working_calendar
from tests.factories.organization import somebody

pytestmark = pytest.mark.django_db
OFF = [
    *(date(2024, 2, day) for day in (8, 9, 12, 13, 14)),
    date(2024, 4, 29),
    *(date(2025, 1, day) for day in range(27, 32)),
    date(2025, 5, 2),
    date(2025, 9, 1),
    date(2026, 1, 1),
    date(2026, 1, 2),
    *(date(2026, 2, day) for day in range(16, 21)),
    date(2026, 4, 26),
    date(2026, 4, 27),
    date(2026, 4, 30),
    date(2026, 5, 1),
    date(2026, 8, 31),
    date(2026, 9, 1),
    date(2026, 9, 2),
    date(2026, 11, 24),
    date(2027, 1, 1),
    date(2027, 4, 16),
    date(2027, 5, 3),
    date(2027, 9, 2),
    date(2027, 9, 3),
    date(2027, 11, 24),
]
WORKING = [
    date(2024, 5, 4),
    date(2025, 4, 26),
    date(2026, 1, 10),
    date(2026, 8, 22),
    date(2024, 5, 2),
    date(2026, 2, 13),
    date(2026, 2, 23),
    date(2025, 11, 24),
]


@pytest.fixture(autouse=True)
def _entered(db: None) -> None:
    services.fill_calendar(range(2024, 2028), by=somebody(), because="the years of the demonstration")


def test_the_state_rests_on_its_holidays_and_on_exchanged_days() -> None:
    calendar = working_calendar()
    assert [day for day in OFF if calendar.is_working(day)] == []


def test_the_state_works_on_made_up_saturdays_and_beside_its_holidays() -> None:
    calendar = working_calendar()
    assert [day for day in WORKING if not calendar.is_working(day)] == []


def test_every_day_names_its_source() -> None:
    assert not CalendarDay.objects.filter(source="").exists()
    assert not CalendarDay.objects.filter(name_en="").exists()
    assert "12729/VPCP-KGVX" in CalendarDay.objects.get(date=date(2026, 1, 2)).source


def test_only_the_culture_day_is_provisional_and_can_be_left_out() -> None:
    provisional = CalendarDay.objects.filter(provisional=True).values_list("date", flat=True)
    assert list(provisional) == [date(2026, 11, 24), date(2027, 11, 24)]
    assert working_calendar(confirmed_only=True).is_working(date(2026, 11, 24))


def test_a_year_that_was_not_filled_is_not_guessed() -> None:
    with pytest.raises(YearNotEntered):
        working_calendar().is_working(date(2028, 3, 1))


def test_filling_again_adds_nothing_and_keeps_what_people_entered() -> None:
    day = CalendarDay.objects.get(date=date(2027, 11, 24))
    day.is_working = True
    with attributed(somebody(), "the notice of 2027 says otherwise"):
        day.save()
    assert services.fill_calendar(range(2024, 2028), by=somebody(), because="again") == 0
    assert working_calendar().is_working(date(2027, 11, 24))
