"""The clocks of a case: starting, pausing, extending and ending its terms, and saying when to look at it again.

Every function returns the columns of the case that follow from it, for the move that causes it to save. All are called
inside `lifecycle.opened()` and write terms with the actor and reason of the move.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from cases import complexity, deadlines
from cases.deadlines import CountedDay, Deadline, Span
from cases.errors import ExtensionPastCap
from cases.models import Case, Term, TermExtension, TermPause, TermRule
from cases.terms import Counting, past_cap
from cases.vocabulary import NextAction, Stage, StartEvent
from organization.actors import Actor
from organization.history import attributed

REMIND_AFTER = (0.5, 0.8)  # of the term

Columns = dict[str, Any]
STANDING: Columns = {"due_at": None, "next_action": NextAction.NONE, "next_action_at": None}


def running(case: Case) -> Term | None:
    """The main term that runs now, with its rule."""
    return case.terms.select_related("rule").filter(ended_at=None, main=True).first()


def beside(case: Case) -> list[Term]:
    """The terms that run beside the main one, with their rules, what falls due first on top."""
    return list(case.terms.select_related("rule").filter(ended_at=None, main=False).order_by("due_at", "pk"))


def start(
    case: Case, stage: Stage, *, by: Actor, because: str, at: datetime, counting: Counting | None = None
) -> Columns:
    """End the running main term, if any, and start the one for `stage` under the rule in force at that moment.

    Raises `NoRule`, `YearNotEntered`.
    """
    counting = counting or Counting()
    end(case, by=by, because=because, at=at)
    term = _new(case, counting.book.in_force(case.track, stage, day_of(at)), counting, at=at)
    with attributed(by, because, at=at):
        term.save()
    return next_look(term)


def start_beside(
    case: Case, event: StartEvent, *, by: Actor, because: str, at: datetime, counting: Counting | None = None
) -> list[Term]:
    """Start what the office must do by when, counted from `event`; from receipt also the term of processing at all.

    Raises `YearNotEntered`.
    """
    counting = counting or Counting()
    rules = counting.book.duties(case.track, event, day_of(at))
    if event == StartEvent.RECEIPT:
        rules += counting.book.processing(case.track, day_of(at))
    terms = [_new(case, rule, counting, at=at, main=False) for rule in rules]
    with attributed(by, because, at=at):
        for term in terms:
            term.save()
    return terms


def forecast(case: Case, stage: Stage, *, at: datetime) -> tuple[TermRule, Deadline]:
    """The rule and the deadline that `start` would give the case at `at`. Raises `NoRule`, `YearNotEntered`."""
    counting = Counting()
    term = _new(case, counting.book.in_force(case.track, stage, day_of(at)), counting, at=at)
    return term.rule, counting.deadline(term.rule, start=at, length=term.length)


def end(case: Case, *, by: Actor, because: str, at: datetime) -> Columns:
    """End the running main term, if any; nothing is due any more. Duties of the office go on."""
    if term := running(case):
        _close_pause(term, by=by, because=because, at=at)
        _finish(term, by=by, because=because, at=at)
    return dict(STANDING)


def end_all(case: Case, *, by: Actor, because: str, at: datetime) -> Columns:
    """End the main term and everything that runs beside it."""
    for term in beside(case):
        _finish(term, by=by, because=because, at=at)
    return end(case, by=by, because=because, at=at)


def end_processing(case: Case, *, by: Actor, because: str, at: datetime) -> None:
    """Somebody has taken it up: the term of processing at all is over."""
    for term in beside(case):
        if term.stage == Stage.PROCESSING:
            _finish(term, by=by, because=because, at=at)


def fulfil(term: Term, *, by: Actor, because: str, at: datetime) -> None:
    """A duty is done."""
    _finish(term, by=by, because=because, at=at)


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
    """Add `days` of the rule's unit to the running term by a decision of `by`, within what its rule allows.

    Raises `ExtensionPastCap`.
    """
    term = running(case)
    if term is None:
        return dict(STANDING)
    allowance, number = term.allowance, term.extensions.count() + 1
    if number > allowance.times or not 0 < days <= allowance.days_each:
        raise ExtensionPastCap(past_cap(term.rule, allowance))
    TermExtension.objects.create(
        term=term,
        number=number,
        days=days,
        at=at,
        approved_by=by.name,
        approved_post=by.post,
        posting_id=by.posting_id,
        reason=because,
    )
    term.extension_days += days
    return _recount(case, term, by=by, because=because, at=at)


def circumstances_changed(case: Case, *, by: Actor, because: str, at: datetime) -> Columns:
    """Give the running term the length that its rule has under what is now known of the case; its start stays."""
    term = running(case)
    known = complexity.modifiers(case)
    if term is None or term.modifiers == known:
        return {}
    term.modifiers = known
    return _recount(case, term, by=by, because=because, at=at)


def next_look(term: Term) -> Columns:
    """When the sweep has to look at the case again, and for what, while this term runs."""
    if term.stage == Stage.CONFIRMATION:
        return {"due_at": term.due_at, "next_action": NextAction.CLOSE, "next_action_at": term.due_at}
    if term.reminders < len(REMIND_AFTER):
        moment = _after(term, REMIND_AFTER[term.reminders])
        return {"due_at": term.due_at, "next_action": NextAction.REMIND, "next_action_at": moment}
    return {"due_at": term.due_at, "next_action": NextAction.ESCALATE, "next_action_at": term.due_at}


def recounted(term: Term, *, at: datetime) -> Columns:
    """What follows for the case when the running term has another due moment by another calendar.

    A case that is late, and still is, is looked at again when that was planned.
    """
    if term.due_at <= at and term.case.next_action == NextAction.ESCALATE:
        return {"due_at": term.due_at}
    return next_look(term)


def reminders_due(term: Term, *, at: datetime) -> int:
    """How many reminders should have gone out by now; the next look comes after the last of them."""
    return sum(_after(term, share) <= at for share in REMIND_AFTER)


def count_reminder(term: Term, *, at: datetime) -> Columns:
    """Count on the term, which the caller saves, that a reminder goes out; missed ones are not sent after it."""
    term.reminders = max(term.reminders + 1, reminders_due(term, at=at))
    return next_look(term)


def reported(term: Term, *, by: Actor, because: str, at: datetime) -> None:
    """Note that it was reported that a term beside the main one has passed."""
    term.reminders += 1
    with attributed(by, because, at=at):
        term.save(update_fields=["reminders"])


def look_again_after_rung(case: Case, *, at: datetime, counting: Counting | None = None) -> Columns:
    """When a case that is late at this level is looked at again: the due moment itself never moves."""
    counting = counting or Counting()
    rule = counting.book.in_force(case.track, Stage.RUNG, day_of(at))
    moment = counting.due(rule, start=at, length=rule.length)
    return {"next_action": NextAction.ESCALATE, "next_action_at": moment}


def sent_down(case: Case, *, by: Actor, because: str, at: datetime) -> Columns:
    """The level below begins anew to be looked at: what the clock did up to here does not name what it does now."""
    term = running(case)
    if term is None:
        return {}
    term.version += 1
    with attributed(by, because, at=at):
        term.save(update_fields=["version"])
    return look_again_after_rung(case, at=at) if term.due_at <= at else {}


@dataclass(frozen=True)
class Clock:
    """A running or standing clock, ready to be read by a person.

    While it stands still nothing is due: `days` are those counted until now, `if_resumed` the last day if it went on.
    """

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
    pauses: tuple[TermPause, ...]
    extensions: tuple[TermExtension, ...]
    if_resumed: date | None = None


def read(case: Case, *, at: datetime) -> Clock | None:
    """The main clock of a case as it stands at `at`, with every day counted or skipped; None when none runs."""
    term = running(case)
    return read_term(term, at=at, counting=Counting()) if term else None


def read_term(term: Term, *, at: datetime, counting: Counting) -> Clock:
    """One clock as it stands at `at`."""
    pauses = tuple(term.pauses.all())
    spans = [Span(pause.started_at, pause.ended_at) for pause in pauses]
    is_paused = any(span.end is None for span in spans)
    if is_paused:
        spans = [Span(span.start, span.end or max(at, span.start)) for span in spans]
    deadline = counting.deadline(term.rule, start=term.started_at, length=term.length, pauses=spans)
    days = deadline.days
    if is_paused:
        days = tuple(day for day in days if day.date <= deadlines.local_day(at))
    return Clock(
        term=term,
        rule=term.rule,
        stage=Stage(term.stage),
        started_at=term.started_at,
        due=None if is_paused else term.due_at,
        last_day=None if is_paused else deadlines.last_day_of(term.due_at),
        left=0
        if is_paused
        else deadlines.days_left(term.due_at, at=at, unit=term.rule.unit, calendar=counting.calendar),
        is_late=not is_paused and term.due_at <= at,
        is_paused=is_paused,
        days=days,
        pauses=pauses,
        extensions=tuple(term.extensions.all()),
        if_resumed=deadline.last_day if is_paused else None,
    )


def _new(case: Case, rule: TermRule, counting: Counting, *, at: datetime, main: bool = True) -> Term:
    """A term of this rule for the case, not yet saved."""
    term = Term(
        case=case,
        stage=rule.stage,
        main=main,
        rule=rule,
        unit=case.unit,
        started_at=at,
        modifiers=complexity.modifiers(case),
    )
    term.due_at = counting.due(rule, start=at, length=term.length)
    return term


def _recount(case: Case, term: Term, *, by: Actor, because: str, at: datetime) -> Columns:
    spans = [Span(pause.started_at, pause.ended_at) for pause in term.pauses.all()]
    paused = any(span.end is None for span in spans)
    if not paused:
        term.due_at = Counting().due(term.rule, start=term.started_at, length=term.length, pauses=spans)
    term.version += 1
    with attributed(by, because, at=at):
        term.save(update_fields=["due_at", "modifiers", "extension_days", "version"])
    if paused:
        return {}
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


def _finish(term: Term, *, by: Actor, because: str, at: datetime) -> None:
    term.ended_at = at
    with attributed(by, because, at=at):
        term.save(update_fields=["ended_at"])


def _after(term: Term, share: float) -> datetime:
    return term.started_at + (term.due_at - term.started_at) * share


def day_of(at: datetime) -> date:
    """The day of a moment where the offices are."""
    return timezone.localdate(at)
