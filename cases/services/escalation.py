"""Up and down the levels: when late, when disputed, when in conflict, when power is lacking; and back down.

Going up changes the unit and the level. It never touches the clock that already runs.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import clocks, conflict, lifecycle, notices, reasons, routing
from cases.errors import MoveRefused, NoHigherUnit, NotAllowed
from cases.models import Case
from cases.vocabulary import Heading, NextAction, Outcome, State, Trigger
from organization.actors import Actor, ActorKind
from organization.models import Posting, Role, Unit
from organization.selectors import head_of, within


def escalate(
    case: Case,
    *,
    by: Actor,
    because: str,
    at: datetime,
    trigger: Trigger = Trigger.OFFICER,
    seen: int | None = None,
) -> Case:
    """Send the case one unit up. Raises `NoHigherUnit` at the top of the ladder."""
    with lifecycle.opened(case, seen=seen) as fresh:
        lifecycle.check(fresh, "escalate")
        climb(fresh, trigger=trigger, by=by, because=because, at=at)
    return case


def climb(
    case: Case,
    *,
    trigger: Trigger,
    by: Actor,
    because: str,
    at: datetime,
    once: str | None = None,
    **columns: Any,
) -> None:
    """Move an opened case to the next unit that may take it, into the hands of its head, and tell both.

    A citizen who caused it by a dispute or a rating is not told a second time.

    Raises `NoHigherUnit`. `columns` are saved with the move.
    """
    on = timezone.localdate(at)
    route = routing.up(case.unit, about_id=case.about_id, on=on)
    head = head_for(case, route.unit, at=at)
    detail = {"trigger": trigger, "rung": case.rung + 1, **route.as_detail()}
    lifecycle.make(
        case,
        "escalate",
        by=by,
        because=because,
        at=at,
        once=once,
        detail=detail,
        unit=route.unit,
        holder=head,
        rung=case.rung + 1,
        **turning(case, Heading.UP),
        **columns,
    )
    if by.kind != ActorKind.CITIZEN:
        notices.tell_citizen(case, "escalated", at=at)
    notices.tell_officer(case, head, "officer_assigned", at=at)


def turning(case: Case, heading: Heading) -> dict[str, Any]:
    """The columns that tell which way the case now goes, and how often it turned round."""
    turned = case.heading not in (Heading.NONE, heading)
    return {"heading": heading, "turns": case.turns + turned}


def head_for(case: Case, unit: Unit, *, at: datetime) -> Posting | None:
    """The head of a unit, or the stand-in, where that person may hold the case."""
    on = timezone.localdate(at)
    head = head_of(unit, on)
    return head if head and conflict.may_hold(head, case, on) else None


def sweep_late(case: Case, *, by: Actor, at: datetime) -> str:
    """What the clock does to an opened case whose time has come, after looking again. Returns what was done.

    Late cases go one level up, whoever holds them and also when nobody does; at the top the head is reminded. Each step
    is named by case, level and version of the deadline, so that a second sweep, a crash or a clock that jumps back
    cannot repeat it.
    """
    term = clocks.running(case)
    if term is None:
        raise MoveRefused(_("No term is running."))
    if case.next_action == NextAction.REMIND and at < term.due_at:
        columns = clocks.reminded(term, by=by, because=reasons.DUE_SOON, at=at)
        because = reasons.DUE_SOON if term.reminders > 1 else reasons.HALF_TIME
        once = f"remind:{term.pk}.{term.version}:{term.reminders}"
        lifecycle.remind(case, by=by, because=because, at=at, once=once, **columns)
        notices.tell_officer(case, case.holder or head_for(case, case.unit, at=at), "officer_reminder", at=at)
        return "reminded"
    columns = clocks.look_again_after_rung(case, at=at)
    once = f"late:{case.pk}:{case.rung}:{term.pk}.{term.version}"
    try:
        climb(case, trigger=Trigger.LATE, by=by, because=reasons.LATE, at=at, once=once, **columns)
    except NoHigherUnit:
        # There is no level left to name this by: the moment for which it was planned does.
        once = f"top:{term.pk}.{term.version}:{case.next_action_at:%Y%m%dT%H%M}"
        lifecycle.remind(case, by=by, because=reasons.LATE_AT_TOP, at=at, once=once, **columns)
        notices.tell_officer(case, case.holder or head_for(case, case.unit, at=at), "officer_late", at=at)
        return "late_at_top"
    return "escalated"


def send_down(
    case: Case, *, to: Unit, by: Actor, because: str, at: datetime, seen: int | None = None
) -> Case:
    """Give a case back to a unit below; each unit does that once with a case, so that nobody passes it to and fro."""
    with lifecycle.opened(case, seen=seen) as fresh:
        lifecycle.check(fresh, "send_down")
        if to == fresh.unit or not within(fresh.unit_id, to):
            raise MoveRefused(_("Choose a unit below this one."))
        if fresh.events.filter(kind="send_down", from_unit=fresh.unit_id).exists():
            raise MoveRefused(_("This unit sent the case down before. It is settled here."))
        if conflict.unit_in_conflict(to, fresh.about_id, timezone.localdate(at)):
            raise MoveRefused(_("This unit is in conflict of interest with the case."))
        rung = max(fresh.rung - 1, 0)
        columns = clocks.sent_down(fresh, by=by, because=because, at=at) | turning(fresh, Heading.DOWN)
        lifecycle.make(
            fresh, "send_down", by=by, because=because, at=at, unit=to, holder=None, rung=rung, **columns
        )
        notices.tell_citizen(fresh, "transferred", at=at)
    return case


def transfer(
    case: Case,
    *,
    by: Actor,
    because: str,
    at: datetime,
    to: Unit | None = None,
    outside: str = "",
    seen: int | None = None,
) -> Case:
    """Pass the case to another unit of the tree, or forward it to a body outside, which ends it here.

    Exactly one of `to` and `outside` is given. Only a head forwards. The running clock goes with the case.
    """
    with lifecycle.opened(case, seen=seen) as fresh:
        lifecycle.check(fresh, "transfer")
        if (to is None) == (not outside):
            raise MoveRefused(_("Choose a unit, or name the body outside."))
        if to is None:
            if by.role != Role.HEAD:
                raise NotAllowed(_("Only the head of the unit forwards a case to another body."))
            columns = clocks.end_all(fresh, by=by, because=because, at=at)
            lifecycle.make(
                fresh,
                "transfer",
                by=by,
                because=because,
                at=at,
                end=State.CLOSED,
                detail={"outside": outside},
                outcome=Outcome.FORWARDED,
                **columns,
            )
            notices.tell_citizen(fresh, "update", at=at)
            return case
        if to == fresh.unit:
            raise MoveRefused(_("The case is already there."))
        if conflict.unit_in_conflict(to, fresh.about_id, timezone.localdate(at)):
            raise MoveRefused(_("This unit is in conflict of interest with the case."))
        lifecycle.make(fresh, "transfer", by=by, because=because, at=at, unit=to, holder=None)
        notices.tell_citizen(fresh, "transferred", at=at)
    return case
