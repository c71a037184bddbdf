"""The clocks of a case: starting, pausing, extending and ending its terms, and saying when to look at it again.

Every function returns the columns of the case that follow from it, for the move that causes it to save. All are called
inside `lifecycle.opened()` and write terms with the actor and reason of the move.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from cases import deadlines, rules
from cases.deadlines import CountedDay, Span
from cases.models import Case, Term, TermPause, TermRule
from cases.vocabulary import NextAction, Stage
from organization.actors import Actor
from organization.calendar import WorkingCalendar
from organization.history import attributed
from organization.selectors import working_calendar

REMIND_AFTER = 0.8  # of the term

Columns = dict[str, Any]
STANDING: Columns = {"due_at": None, "next_action": NextAction.NONE, "next_action_at": None}


def running(case: Case) -> Term | None:
    """The term that runs now, with its rule."""
    return case.terms.select_related("rule").filter(ended_at=None).first()


def start(case: Case, stage: Stage, *, by: Actor, because: str, at: datetime) -> Columns:
    """End the running term, if any, and start the one for `stage` under the rule in force at that moment.

    Raises `NoRule`, `YearNotEntered`.
    """
    end(case, by=by, because=because, at=at)
    rule = rules.in_force(case.kind, stage, timezone.localdate(at))
    term = Term(case=case, stage=stage, rule=rule, unit=case.unit, started_at=at)
    term.due_at = _deadline(term, []).due
    with attributed(by, because, at=at):
        term.save()
    return next_look(term)


def forecast(case: Case, stage: Stage, *, at: datetime) -> tuple[TermRule, deadlines.Deadline]:
    """The rule and the deadline that `start` would give the case at `at`. Raises `NoRule`, `YearNotEntered`."""
    rule = rules.in_force(case.kind, stage, timezone.localdate(at))
    return rule, deadlines.count(start=at, length=rule.length, unit=rule.unit, calendar=working_calendar())


def end(case: Case, *, by: Actor, because: str, at: datetime) -> Columns:
    """End the running term, if any; nothing is due any more."""
    if term := running(case):
        _close_pause(term, by=by, because=because, at=at)
        term.ended_at = at
        with attributed(by, because, at=at):
            term.save(update_fields=["ended_at"])
    return dict(STANDING)


def pause(case: Case, *, by: Actor, because: str, at: datetime) -> Columns:
    """Stop the running clock; nothing is due until it goes on. Pausing twice changes nothing."""
    if (term := running(case)) and not term.pauses.filter(ended_at=None).exists():
        with attributed(by, because, at=at):
            TermPause.objects.create(term=term, started_at=at)
    return dict(STANDING)


def resume(case: Case, *, by: Actor, because: str, at: datetime) -> Columns:
    """Let the clock go on from where it stood: the days of the pause are not counted. One that ran is left alone."""
    term = running(case)
    if term is None:
        return dict(STANDING)
    if not _close_pause(term, by=by, because=because, at=at):
        return {}
    return _recount(case, term, by=by, because=because, at=at)


def extend(case: Case, *, days: int, by: Actor, because: str, at: datetime) -> Columns:
    """Add `days` of the rule's unit to the running term."""
    term = running(case)
    if term is None:
        return dict(STANDING)
    term.extension_days += days
    return _recount(case, term, by=by, because=because, at=at)


def next_look(term: Term) -> Columns:
    """When the sweep has to look at the case again, and for what, while this term runs."""
    if term.stage == Stage.CONFIRMATION:
        return {"due_at": term.due_at, "next_action": NextAction.CLOSE, "next_action_at": term.due_at}
    if term.reminded_at is None:
        moment = term.started_at + (term.due_at - term.started_at) * REMIND_AFTER
        return {"due_at": term.due_at, "next_action": NextAction.REMIND, "next_action_at": moment}
    return {"due_at": term.due_at, "next_action": NextAction.ESCALATE, "next_action_at": term.due_at}


def reminded(term: Term, *, by: Actor, because: str, at: datetime) -> Columns:
    """Note that the reminder went out; the next look is at the due moment."""
    term.reminded_at = at
    with attributed(by, because, at=at):
        term.save(update_fields=["reminded_at"])
    return next_look(term)


def look_again_after_rung(case: Case, *, at: datetime) -> Columns:
    """When a case that is late at this level is looked at again: the due moment itself never moves."""
    rule = rules.in_force(case.kind, Stage.RUNG, timezone.localdate(at))
    moment = deadlines.count(start=at, length=rule.length, unit=rule.unit, calendar=working_calendar()).due
    return {"next_action": NextAction.ESCALATE, "next_action_at": moment}


@dataclass(frozen=True)
class Clock:
    """A running or standing clock, ready to be read by a person."""

    term: Term
    rule: TermRule
    stage: Stage
    started_at: datetime
    due: datetime | None
    last_day: date | None
    left: int
    is_late: bool
    is_paused: bool
    days: tuple[CountedDay, ...]


def read(case: Case, *, at: datetime) -> Clock | None:
    """The clock of a case as it stands at `at`, with every day counted or skipped; None when none runs."""
    term = running(case)
    if term is None:
        return None
    calendar = working_calendar()
    spans = [Span(pause.started_at, pause.ended_at) for pause in term.pauses.all()]
    if any(span.end is None for span in spans):
        return Clock(
            term=term,
            rule=term.rule,
            stage=Stage(term.stage),
            started_at=term.started_at,
            due=None,
            last_day=None,
            left=0,
            is_late=False,
            is_paused=True,
            days=(),
        )
    deadline = _deadline(term, spans, calendar)
    return Clock(
        term=term,
        rule=term.rule,
        stage=Stage(term.stage),
        started_at=term.started_at,
        due=term.due_at,
        last_day=deadlines.last_day_of(term.due_at),
        left=deadlines.days_left(term.due_at, at=at, unit=term.rule.unit, calendar=calendar),
        is_late=term.due_at <= at,
        is_paused=False,
        days=deadline.days,
    )


def _recount(case: Case, term: Term, *, by: Actor, because: str, at: datetime) -> Columns:
    spans = [Span(pause.started_at, pause.ended_at) for pause in term.pauses.all()]
    term.due_at = _deadline(term, spans).due
    with attributed(by, because, at=at):
        term.save(update_fields=["due_at", "extension_days"])
    if case.rung and term.due_at <= at:
        # It went up before it stood still: the level it reached gets the days of a level, not another move at once.
        return {"due_at": term.due_at, **look_again_after_rung(case, at=at)}
    return next_look(term)


def _close_pause(term: Term, *, by: Actor, because: str, at: datetime) -> bool:
    """End the open pause of a term; whether there was one."""
    open_pause = term.pauses.filter(ended_at=None).first()
    if open_pause is None:
        return False
    open_pause.ended_at = at
    with attributed(by, because, at=at):
        open_pause.save(update_fields=["ended_at"])
    return True


def _deadline(term: Term, spans: list[Span], calendar: WorkingCalendar | None = None) -> deadlines.Deadline:
    return deadlines.count(
        start=term.started_at,
        length=term.rule.length + term.extension_days,
        unit=term.rule.unit,
        calendar=calendar or working_calendar(),
        pauses=spans,
    )
