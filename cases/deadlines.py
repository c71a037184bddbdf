"""Deadlines as pure arithmetic over a rule, a start, the working calendar, pauses and extensions.

Counting follows the Civil Code 2015: the day of the event is not counted, a term ends at midnight of its last day
(art. 147, 148), and a term in calendar days that would end on a day off ends on the next working day (art. 148.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models.rule import DayUnit
from organization.calendar import WorkingCalendar


@dataclass(frozen=True)
class Span:
    """A stretch of time that does not count. `end` is None while it lasts."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of a count: whether it counted as a working day, and why or why not."""

    date: date
    counted: bool
    why: str


@dataclass(frozen=True)
class Deadline:
    """The result of a count: `due` is the first moment that is too late, `last_day` the last day that is in time."""

    due: datetime
    last_day: date
    days: tuple[CountedDay, ...]


def count(
    *,
    start: datetime,
    length: int,
    unit: str,
    calendar: WorkingCalendar,
    pauses: Sequence[Span] = (),
) -> Deadline:
    """Count `length` days of `unit` from the day after `start`.

    A day touched by a pause does not count. Raises `organization.calendar.YearNotEntered` when the count runs into a
    year whose days off are not known: the answer is never guessed.
    """
    zone = timezone.get_current_timezone()
    paused = [(_local_day(span.start), _local_day(span.end) if span.end else None) for span in pauses]
    today = _local_day(start)
    days = [CountedDay(today, counted=False, why=_("the day of the event is not counted"))]
    counted = 0
    while counted < length:
        today += timedelta(days=1)
        if any(first <= today and (last is None or today < last) for first, last in paused):
            days.append(CountedDay(today, counted=False, why=_("the clock stands still")))
            if len(days) > length + 3660:
                raise ValueError("a pause that never ends leaves no due date")
        elif unit == DayUnit.WORKING and not calendar.is_working(today):
            days.append(CountedDay(today, counted=False, why=calendar.why(today)))
        else:
            counted += 1
            days.append(
                CountedDay(
                    today,
                    counted=True,
                    why=calendar.why(today) if unit == DayUnit.WORKING else _("calendar day"),
                )
            )
    while not calendar.is_working(today):
        today += timedelta(days=1)
        if calendar.is_working(today):
            why = _("the last day was a day off: the term ends on this working day")
        else:
            why = calendar.why(today)
        days.append(CountedDay(today, counted=False, why=why))
    due = datetime.combine(today + timedelta(days=1), time.min, tzinfo=zone)
    return Deadline(due=due, last_day=today, days=tuple(days))


def last_day_of(due: datetime) -> date:
    """The last day that is still in time for a due moment."""
    return _local_day(due - timedelta(microseconds=1))


def days_left(due: datetime, *, at: datetime, unit: str, calendar: WorkingCalendar) -> int:
    """Days of `unit` after today up to and with the last day; negative when late."""
    today, last = _local_day(at), last_day_of(due)
    step = 1 if last >= today else -1
    passed = 0
    while today != last:
        day = today + timedelta(days=1) if step > 0 else today
        if unit == DayUnit.CALENDAR or calendar.is_working(day):
            passed += step
        today += timedelta(days=step)
    return passed


def _local_day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
