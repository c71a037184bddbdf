"""The working calendar as pure arithmetic: which days the state works, and how days are counted.

Saturday and Sunday are days of rest by rule; what differs from its weekday is given as a `SpecialDay`. A day counts
from the day after the event (Civil Code 2015, art. 147). A year without any special day has not been entered, and
nothing is guessed about it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from django.utils.translation import gettext as _

from organization.names import in_active_language

ONE_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


class YearNotEntered(Exception):
    """The calendar of a year is not known yet, so a count that runs into it has no answer."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(_("The working calendar of %(year)s has not been entered yet.") % {"year": year})


class Ending(Enum):
    """Where a term in calendar days ends when its last day is a day off (Civil Code 2015, art. 148.5)."""

    AS_IT_FALLS = "as it falls"
    NEXT_WORKING_DAY = "next working day"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that is not what its weekday says, and the document that says so."""

    date: date
    is_working: bool
    name: str
    name_en: str
    source: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of a count: whether it counted as a working day, and why or why not."""

    date: date
    counted: bool
    why: str


class WorkingCalendar:
    """The days of every year of which at least one special day is known. Other years raise `YearNotEntered`."""

    def __init__(self, days: Iterable[SpecialDay]) -> None:
        self._special = {day.date: day for day in days}
        self._years = {day.year for day in self._special}

    def is_working(self, day: date) -> bool:
        if special := self._find(day):
            return special.is_working
        return day.weekday() < SATURDAY

    def why(self, day: date) -> str:
        """Why the day is one of work or of rest, in the reader's language, with the source where there is one."""
        if special := self._find(day):
            name = in_active_language(special.name, special.name_en)
            words = {"name": name, "source": special.source}
            if special.provisional:
                return _("%(name)s, provisional (%(source)s)") % words
            return _("%(name)s (%(source)s)") % words
        if day.weekday() == SATURDAY:
            return _("weekly rest: Saturday")
        if day.weekday() == SUNDAY:
            return _("weekly rest: Sunday")
        return _("working day")

    def add_working_days(self, start: date, count: int) -> date:
        """The day on which `count` working days have passed; `start`, the day of the event, is not counted."""
        day = start
        while count > 0:
            day += ONE_DAY
            count -= self.is_working(day)
        return day

    def add_calendar_days(self, start: date, count: int, *, ending: Ending = Ending.NEXT_WORKING_DAY) -> date:
        """The last day of a term of `count` calendar days; `start`, the day of the event, is not counted."""
        day = start + timedelta(days=count)
        while ending is Ending.NEXT_WORKING_DAY and not self.is_working(day):
            day += ONE_DAY
        return day

    def days_between(self, start: date, end: date) -> list[CountedDay]:
        """Each day after `start` up to and with `end`, and why it counts as a working day or does not."""
        days = (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
        return [CountedDay(day, self.is_working(day), self.why(day)) for day in days]

    def _find(self, day: date) -> SpecialDay | None:
        if day.year not in self._years:
            raise YearNotEntered(day.year)
        return self._special.get(day)
