"""A deadline in words: what is left of it, and the card that explains it (templates/components/clock.html)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import deadlines
from cases.clocks import Clock
from cases.deadlines import CountedDay
from cases.models.rule import DayUnit
from cases.vocabulary import Stage
from organization.calendar import WorkingCalendar, YearNotEntered

SOON = 2  # days

STAGE_LABELS: dict[Stage, str | Promise] = {
    Stage.ACCEPTANCE: gettext_lazy("First reply by"),
    Stage.SETTLEMENT: gettext_lazy("Settle by"),
    Stage.REVIEW: gettext_lazy("Decide the review by"),
    Stage.CONFIRMATION: gettext_lazy("The citizen may object until"),
}


@dataclass(frozen=True)
class Remaining:
    """What is left of a term: words for a person, and the tone late, warn or neutral."""

    words: str
    tone: str


@dataclass(frozen=True)
class ClockCard:
    """A running clock as components/clock.html takes it. `due` is the last moment that is in time."""

    due: datetime
    label: str
    rule_code: str
    basis: str
    is_late: bool
    remaining: str
    days: tuple[CountedDay, ...]


def remaining(due: datetime, *, at: datetime, unit: str, calendar: WorkingCalendar) -> Remaining:
    """Words for the time from `at` until `due`, the first moment that is too late, in days of `unit`.

    Where the calendar of a year is not entered, calendar days are counted: a list must not fail by it.
    """
    try:
        left = deadlines.days_left(due, at=at, unit=unit, calendar=calendar)
    except YearNotEntered:
        unit = DayUnit.CALENDAR
        left = deadlines.days_left(due, at=at, unit=unit, calendar=calendar)
    working = unit == DayUnit.WORKING
    if due <= at:
        return Remaining(_late(-left, working=working), "late")
    if left == 0:
        return Remaining(_("due today"), "warn")
    return Remaining(_left(left, working=working), "warn" if left <= SOON else "neutral")


def last_moment(due: datetime) -> datetime:
    """The last minute that is in time for a due moment, as people say it: 23:59 of the last day."""
    return due - timedelta(minutes=1)


def card(
    clock: Clock,
    *,
    at: datetime,
    calendar: WorkingCalendar,
    labels: Mapping[Stage, str | Promise] = STAGE_LABELS,
) -> ClockCard | None:
    """The card of a clock, in the reader's language; None while it stands still.

    `labels` say what falls due at the end of each stage, to whoever reads it.
    """
    if clock.due is None:
        return None
    return ClockCard(
        due=last_moment(clock.due),
        label=str(labels.get(clock.stage, clock.stage.label)),
        rule_code=clock.rule.code,
        basis=clock.rule.basis,
        is_late=clock.is_late,
        remaining=remaining(clock.due, at=at, unit=clock.rule.unit, calendar=calendar).words,
        days=clock.days,
    )


def _left(days: int, *, working: bool) -> str:
    if working:
        return ngettext("%(days)s working day left", "%(days)s working days left", days) % {"days": days}
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


def _late(days: int, *, working: bool) -> str:
    if days == 0:
        return _("the term is over")
    if working:
        return ngettext("%(days)s working day late", "%(days)s working days late", days) % {"days": days}
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}
