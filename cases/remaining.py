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
from cases.explaining import facts_of, if_it_went_on
from cases.models.rule import DayUnit
from cases.vocabulary import Stage
from organization.calendar import WorkingCalendar, YearNotEntered

SOON = 2  # days

STAGE_LABELS: dict[Stage, str | Promise] = {
    Stage.ACCEPTANCE: gettext_lazy("First reply by"),
    Stage.SETTLEMENT: gettext_lazy("Settle by"),
    Stage.REVIEW: gettext_lazy("Decide the review by"),
    Stage.CONFIRMATION: gettext_lazy("The citizen may object until"),
    Stage.DUTY: gettext_lazy("To be done by"),
    Stage.PROCESSING: gettext_lazy("Alarm, if nobody takes it up by"),
}


@dataclass(frozen=True)
class Remaining:
    """What is left of a term: words for a person, and the tone late, warn or neutral."""

    words: str
    tone: str


@dataclass(frozen=True)
class ClockCard:
    """A clock as components/clock.html takes it. `due` is the last moment that is in time; none while it stands still.

    `standing` then says what would follow. `facts` tell officers all that made the due moment; `story`, where given,
    tells it to the citizen in their stead.
    """

    due: datetime | None
    label: str
    rule_code: str
    rule_name: str
    basis: str
    confirmed: bool
    is_late: bool
    remaining: str
    standing: str
    facts: tuple[tuple[str, str], ...]
    days: tuple[CountedDay, ...]
    story: str = ""


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
    story: str = "",
) -> ClockCard:
    """The card of a clock, in the reader's language.

    `labels` say what falls due at the end of each stage, to whoever reads it.
    """
    left = Remaining(_("the clock stands still"), "warn")
    if clock.due is not None:
        left = remaining(clock.due, at=at, unit=clock.rule.unit, calendar=calendar)
    return ClockCard(
        due=last_moment(clock.due) if clock.due else None,
        label=str(labels.get(clock.stage, clock.stage.label)),
        rule_code=clock.rule.code,
        rule_name=clock.rule.title,
        basis=clock.rule.basis,
        confirmed=clock.rule.confirmed,
        is_late=clock.is_late,
        remaining=left.words,
        standing=if_it_went_on(clock, at=at),
        facts=tuple(facts_of(clock)),
        days=clock.days,
        story=story,
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
