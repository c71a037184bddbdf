"""The working calendar: which days the state works, and why or why not. Pure: it reads no rows.

Saturday and Sunday are days of rest by rule; what differs from its weekday is given as a `SpecialDay`. A year without
any special day has not been entered, and nothing is guessed about it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from organization.names import in_active_language

SATURDAY, SUNDAY = 5, 6


class YearNotEntered(Exception):
    """The calendar of a year is not known yet, so a count that runs into it has no answer."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(_("The working calendar of %(year)s has not been entered yet.") % {"year": year})


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that is not what its weekday says, and the document that says so."""

    date: date
    is_working: bool
    name: str
    name_en: str
    source: str
    provisional: bool


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

    def _find(self, day: date) -> SpecialDay | None:
        if day.year not in self._years:
            raise YearNotEntered(day.year)
        return self._special.get(day)
