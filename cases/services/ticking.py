"""What the clock does to a case whose time has come: decided here without writing anything, for one as for many.

Late cases go one level up, whoever holds them and also when nobody does; at the top the head is reminded. Each step is
named by case, level and version of the deadline, so that a second sweep, a crash or a clock that jumps back cannot
repeat it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cases import clocks, ladder, lifecycle, reasons
from cases.conflict import Facts
from cases.errors import MoveRefused, NoHigherUnit
from cases.lifecycle import Entry
from cases.models import Case, Term
from cases.services.escalation import plan_climb
from cases.terms import Counting
from cases.vocabulary import NextAction, Outcome, Review, State, Trigger
from organization.models import Posting
from organization.selectors import Chart


@dataclass(frozen=True)
class Tick:
    """One step of the clock, decided. `term` bears its new values, in the columns `term_columns`.

    `letter` is what the officer `told` gets, `message` what the citizen gets; nothing where they are empty.
    """

    done: str
    because: str
    entry: Entry
    term: Term
    term_columns: tuple[str, ...] = ()
    told: Posting | None = None
    letter: str = ""
    message: str = ""


def decide(case: Case, term: Term | None, *, chart: Chart, counting: Counting, at: datetime) -> Tick:
    """What the clock does to an opened case that is due, whose main term is `term`.

    Raises `MoveRefused` where no term runs or the state forbids the move, `NoRule`, `YearNotEntered`.
    """
    if term is None:
        raise MoveRefused(_("No term is running."))
    if case.next_action == NextAction.CLOSE:
        return _close(case, term, at=at)
    if case.next_action == NextAction.REMIND and at < term.due_at:
        return _remind(case, term, chart=chart, at=at)
    columns = clocks.look_again_after_rung(case, at=at, counting=counting)
    try:
        plan = plan_climb(case, chart, trigger=Trigger.LATE)
    except NoHigherUnit:
        # There is no level left to name this by: the moment for which it was planned does.
        once = f"top:{term.pk}.{term.version}:{case.next_action_at:%Y%m%dT%H%M}"
        entry = Entry(case, lifecycle.REMIND, once=once, changes=columns)
        told = case.holder or _acting(case, chart)
        return Tick("late_at_top", reasons.LATE_AT_TOP, entry, term, told=told, letter="officer_late")
    once = f"late:{case.pk}:{case.rung}:{term.pk}.{term.version}"
    lifecycle.check(case, "escalate")
    entry = Entry(case, "escalate", detail=plan.detail, once=once, changes={**plan.columns, **columns})
    return Tick(
        "escalated",
        reasons.LATE,
        entry,
        term,
        told=plan.holder,
        letter="officer_assigned",
        message="escalated",
    )


def _remind(case: Case, term: Term, *, chart: Chart, at: datetime) -> Tick:
    columns = clocks.count_reminder(term, at=at)
    because = reasons.DUE_SOON if term.reminders > 1 else reasons.HALF_TIME
    once = f"remind:{term.pk}.{term.version}:{term.reminders}"
    entry = Entry(case, lifecycle.REMIND, once=once, changes=columns)
    told = case.holder or _acting(case, chart)
    return Tick("reminded", because, entry, term, ("reminders",), told, "officer_reminder")


def _acting(case: Case, chart: Chart) -> Posting | None:
    """Who acts for the head of the unit, where that person may hold the case."""
    return ladder.rung_at(case.unit, Facts.of(case), chart).posting


def _close(case: Case, term: Term, *, at: datetime) -> Tick:
    """An answered case whose citizen did not object in time is settled."""
    lifecycle.check(case, "close")
    term.ended_at = at
    columns = {**clocks.STANDING, "outcome": Outcome.SETTLED, "review": Review.NONE}
    entry = Entry(case, "close", changes=columns, end=State.CLOSED)
    return Tick("closed", reasons.NOT_CONFIRMED, entry, term, ("ended_at",), message="closed")
