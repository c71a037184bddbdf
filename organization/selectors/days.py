"""The working calendar as the table has it."""

from __future__ import annotations

from datetime import date, timedelta

from organization.calendar import SpecialDay, WorkingCalendar
from organization.models import CalendarDay


def working_calendar(*, confirmed_only: bool = False) -> WorkingCalendar:
    """Every day that was entered, in one query; `confirmed_only` leaves the provisional ones out."""
    days = CalendarDay.objects.all()
    if confirmed_only:
        days = days.filter(provisional=False)
    return WorkingCalendar(
        SpecialDay(day.date, day.is_working, day.name, day.name_en, day.source, day.provisional)
        for day in days
    )


# The longest term of the law, extended twice, is 90 days; a calendar is entered well before any term runs into it.
ALARM_AHEAD = timedelta(days=270)


def years_to_enter(on: date) -> list[int]:
    """The years, from that of `on` to that of 270 days later, of which no day was entered: terms will run into them."""
    needed = {on.year, (on + ALARM_AHEAD).year}
    entered = (
        CalendarDay.objects.filter(date__year__in=needed).values_list("date__year", flat=True).distinct()
    )
    return sorted(needed - set(entered))
