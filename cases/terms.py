"""Terms explained: by which rule, under which circumstances, from when, each day counted or skipped, until when.

The one place where a rule, its circumstances and the way of counting become a deadline: running clocks, forecasts and
explanations all ask here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import allowances, deadlines
from cases.allowances import Allowance
from cases.deadlines import CountedDay, Deadline, Measure, Span
from cases.errors import ExtensionPastCap
from cases.models import TermRule
from cases.rules import Rulebook
from organization.calendar import WorkingCalendar
from organization.selectors import working_calendar


@dataclass(frozen=True)
class Explanation:
    """A term with everything that made it: `length` includes what extensions added."""

    rule: TermRule
    start: datetime
    due: datetime
    last_day: date
    length: int
    extension_days: int
    allowance: Allowance
    days: tuple[CountedDay, ...]
    civil_code: bool

    def as_json(self) -> dict[str, Any]:
        """In the form that other programs rely on."""
        return {
            "rule": self.rule.code,
            "name": self.rule.title,
            "basis": self.rule.basis,
            "confirmed": self.rule.confirmed,
            "start": timezone.localtime(self.start).isoformat(),
            "due": timezone.localtime(self.due).isoformat(),
            "last_day": self.last_day.isoformat(),
            "unit": self.rule.unit,
            "length": self.length,
            "extension_days": self.extension_days,
            "before": self.rule.before,
            "civil_code": self.civil_code,
            "days": [
                {"date": day.date.isoformat(), "counted": day.counted, "why": day.why} for day in self.days
            ],
        }


class Counting:
    """The calendar and the rules, read once, for as many counts as are wanted."""

    def __init__(self, *, confirmed_only: bool = False) -> None:
        self.calendar: WorkingCalendar = working_calendar(confirmed_only=confirmed_only)
        self.book = Rulebook()
        self._known: dict[tuple[int, int, date], datetime] = {}

    def measure(self, rule: TermRule, *, length: int, start: datetime) -> Measure:
        """What is counted for a term of this rule that starts then."""
        return Measure(
            length=length,
            unit=rule.unit,
            before=rule.before,
            civil_code=self.book.civil_code(deadlines.local_day(start)),
        )

    def deadline(
        self, rule: TermRule, *, start: datetime, length: int, pauses: Sequence[Span] = ()
    ) -> Deadline:
        """The deadline with every day explained. Raises `YearNotEntered`, `NeverDue`."""
        measure = self.measure(rule, length=length, start=start)
        return deadlines.count(start=start, measure=measure, calendar=self.calendar, pauses=pauses)

    def due(self, rule: TermRule, *, start: datetime, length: int, pauses: Sequence[Span] = ()) -> datetime:
        """The due moment alone. Raises `YearNotEntered`, `NeverDue`.

        Without pauses it depends on the day of `start` and not on the hour, and is counted once for each day.
        """
        if pauses:
            return self._due(rule, start, length, pauses)
        key = (rule.pk, length, deadlines.local_day(start))
        if key not in self._known:
            self._known[key] = self._due(rule, start, length, ())
        return self._known[key]

    def _due(self, rule: TermRule, start: datetime, length: int, pauses: Sequence[Span]) -> datetime:
        measure = self.measure(rule, length=length, start=start)
        return deadlines.due_moment(start=start, measure=measure, calendar=self.calendar, pauses=pauses)


def explain(
    code: str,
    *,
    start: datetime,
    modifiers: Collection[str] = (),
    pauses: Sequence[Span] = (),
    extension_days: int | None = None,
    on: date | None = None,
    confirmed_only: bool = False,
) -> Explanation:
    """The term of the rule `code` counted from `start`, under the version of the rule in force on `on` or that day.

    `extension_days` are those that decisions added; without them, what the circumstances allow at most is added, which
    shows how far the term can reach. Raises `UnknownRule`, `ExtensionPastCap`, `YearNotEntered`, `NeverDue`.
    """
    counting = Counting(confirmed_only=confirmed_only)
    rule = counting.book.named(code, on or deadlines.local_day(start))
    allowance = allowances.extension_of(rule.extensions, modifiers)
    if extension_days is None:
        extension_days = allowances.extension_of(_by_circumstance(rule), modifiers).days
    elif not 0 <= extension_days <= allowance.days:
        raise ExtensionPastCap(past_cap(rule, allowance))
    length = allowances.length_of(rule.length, rule.lengths, modifiers) + extension_days
    deadline = counting.deadline(rule, start=start, length=length, pauses=pauses)
    return Explanation(
        rule=rule,
        start=start,
        due=deadline.due,
        last_day=deadline.last_day,
        length=length,
        extension_days=extension_days,
        allowance=allowance,
        days=deadline.days,
        civil_code=counting.book.civil_code(deadlines.local_day(start)),
    )


def past_cap(rule: TermRule, allowance: Allowance) -> str:
    """Why an extension is refused: how often, and by how many days, the rule allows it."""
    if not allowance.times:
        return _("Rule %(code)s allows no extension under these circumstances.") % {"code": rule.code}
    return ngettext(
        "Rule %(code)s allows %(times)s extension of at most %(days)s days under these circumstances.",
        "Rule %(code)s allows %(times)s extensions of at most %(days)s days each under these circumstances.",
        allowance.times,
    ) % {"code": rule.code, "times": allowance.times, "days": allowance.days_each}


def _by_circumstance(rule: TermRule) -> allowances.Extensions:
    """The extensions that rest on a circumstance; what may always be extended is not taken as if it had been."""
    return {name: allowed for name, allowed in rule.extensions.items() if name != allowances.ANY}
