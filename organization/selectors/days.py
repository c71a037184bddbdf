"""The working calendar as the table has it."""

from __future__ import annotations

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
