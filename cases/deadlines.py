"""Deadlines as pure arithmetic over a length, a start, the working calendar, pauses and the way of counting.

Counting follows the Civil Code 2015 where the policy says so: the day of the event is not counted, a term ends at
midnight of its last day (art. 147, 148), and a term in calendar days that would end on a day off ends on the next
working day (art. 148.5). A term counted back ends that many days before the event, on the working day before if that
is a day off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models.rule import DayUnit
from organization.calendar import WorkingCalendar

LONGEST = 3660  # days that one count may walk over
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """A stretch of time that does not count. `end` is None while it lasts."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted: `length` days of `unit`, after the event or back from it, with the Civil Code or without."""

    length: int
    unit: str
    before: bool = False
    civil_code: bool = True


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of a count: whether it counted, and why or why not."""

    date: date
    counted: bool
    why: str


@dataclass(frozen=True)
class Deadline:
    """The result of a count: `due` is the first moment that is too late, `last_day` the last day that is in time."""

    due: datetime
    last_day: date
    days: tuple[CountedDay, ...]


class Verdict(Enum):
    """What became of one day in a count."""

    EVENT = "event"
    PAUSED = "paused"
    COUNTED = "counted"
    OFF = "off"
    OFF_AT_THE_END = "off at the end"
    MOVED_HERE = "moved here"


class NeverDue(ValueError):
    """A pause without an end, or a count without bounds, leaves no due date."""


def count(
    *, start: datetime, measure: Measure, calendar: WorkingCalendar, pauses: Sequence[Span] = ()
) -> Deadline:
    """Count from the day of `start`, saying of every day whether it counted and why.

    A day touched by a pause does not count, and no term ends on it. Raises `organization.calendar.YearNotEntered` when
    the count runs into a year whose days off are not known: the answer is never guessed. Raises `NeverDue` where a
    pause has no end.
    """
    verdicts = list(_walk(start, measure, calendar, pauses))
    days = tuple(
        CountedDay(day, verdict is Verdict.COUNTED, _why(day, verdict, measure, calendar))
        for day, verdict in verdicts
    )
    last = verdicts[-1][0]
    return Deadline(due=_midnight_after(last), last_day=last, days=days)


def due_moment(
    *, start: datetime, measure: Measure, calendar: WorkingCalendar, pauses: Sequence[Span] = ()
) -> datetime:
    """The due moment of `count`, without its explanation."""
    last = local_day(start)
    for day, _verdict in _walk(start, measure, calendar, pauses):
        last = day
    return _midnight_after(last)


def last_day_of(due: datetime) -> date:
    """The last day that is still in time for a due moment."""
    return local_day(due - timedelta(microseconds=1))


def days_left(due: datetime, *, at: datetime, unit: str, calendar: WorkingCalendar) -> int:
    """Days of `unit` after today up to and with the last day; negative when late."""
    today, last = local_day(at), last_day_of(due)
    step = 1 if last >= today else -1
    passed = 0
    while today != last:
        day = today + DAY if step > 0 else today
        if unit == DayUnit.CALENDAR or calendar.is_working(day):
            passed += step
        today += step * DAY
    return passed


def local_day(moment: datetime) -> date:
    """The day of a moment where the offices are."""
    return timezone.localtime(moment).date()


def _walk(
    start: datetime, measure: Measure, calendar: WorkingCalendar, pauses: Sequence[Span]
) -> Iterator[tuple[date, Verdict]]:
    """Every day of the count in order; the last one is the last day of the term."""
    step = -DAY if measure.before else DAY
    paused = [(local_day(span.start), local_day(span.end) if span.end else None) for span in pauses]

    def may_end(day: date) -> bool:
        return calendar.is_working(day) and not _stands_still(day, paused)

    today = local_day(start)
    if measure.civil_code or measure.before:
        yield today, Verdict.EVENT
    else:
        today -= step
    counted = 0
    for _step in range(LONGEST):
        whole = counted == measure.length
        if whole and (not measure.civil_code or may_end(today)):
            return
        today += step
        if _stands_still(today, paused):
            yield today, Verdict.PAUSED
        elif whole:
            yield today, Verdict.MOVED_HERE if calendar.is_working(today) else Verdict.OFF_AT_THE_END
        elif measure.unit == DayUnit.WORKING and not calendar.is_working(today):
            yield today, Verdict.OFF
        else:
            counted += 1
            yield today, Verdict.COUNTED
    raise NeverDue(_("This term has no end: the clock stands still for good."))


def _stands_still(day: date, paused: Sequence[tuple[date, date | None]]) -> bool:
    return any(first <= day and (last is None or day < last) for first, last in paused)


def _why(day: date, verdict: Verdict, measure: Measure, calendar: WorkingCalendar) -> str:
    if verdict is Verdict.EVENT:
        return _("the day of the event is not counted")
    if verdict is Verdict.PAUSED:
        return _("the clock stands still")
    if verdict is Verdict.MOVED_HERE:
        if measure.before:
            return _("the last day was a day off: the term ends on this working day before it")
        return _("the last day was a day off: the term ends on this working day")
    if verdict is Verdict.COUNTED and measure.unit == DayUnit.CALENDAR:
        return _("calendar day")
    return calendar.why(day)


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + DAY, time.min, tzinfo=timezone.get_current_timezone())
