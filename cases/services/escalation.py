"""Up and down the levels: when late, when disputed, when in conflict, when power is lacking; and back down.

Going up changes the unit and the level. It never touches the clock that already runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import clocks, grounds, ladder, lifecycle, notices
from cases.conflict import Facts
from cases.errors import MoveRefused
from cases.grounds import Purpose
from cases.ladder import Route
from cases.models import Case
from cases.models.case import TURNS_BORNE
from cases.services.forwarding import forward
from cases.vocabulary import Heading, Trigger
from organization.actors import Actor, ActorKind
from organization.models import Posting, Unit
from organization.permissions import seat
from organization.selectors import Chart, within


def escalate(
    case: Case,
    *,
    by: Actor,
    because: str,
    at: datetime,
    ground: str = "",
    seen: int | None = None,
) -> Case:
    """Send the case one level up: by whoever has it on a coded ground, or pulled up from above by a head.

    Raises `NoHigherUnit` at the top of the ladder, `MoveRefused` where the unit itself names no ground.
    """
    with lifecycle.opened(case, seen=seen) as fresh:
        lifecycle.check(fresh, "escalate")
        if pulls_from_above(by, fresh):
            trigger, ground = Trigger.OFFICER, ""
        elif ground in {each.code for each in grounds.for_track(Purpose.LACK_OF_POWER, fresh.track)}:
            trigger = Trigger.LACK_OF_POWER
        else:
            raise MoveRefused(_("Say why this level lacks the power to settle the case."))
        climb(fresh, trigger=trigger, ground=ground, by=by, because=because, at=at)
    return case


def pulls_from_above(by: Actor, case: Case) -> bool:
    """Whether the actor acts for a unit above the one that has the case, and does not hold it."""
    own = seat(by)
    if own is None or own.pk == case.unit_id:
        return False
    return by.posting_id != case.holder_id and within(own.pk, case.unit)


@dataclass(frozen=True)
class Climb:
    """One step up the ladder, decided: where to, into whose hands, and what the ledger keeps of it."""

    route: Route
    columns: dict[str, Any]
    detail: dict[str, Any]

    @property
    def holder(self) -> Posting | None:
        """Who gets the case: whoever acts in the rung, if anybody may."""
        return self.route.rung.posting


def plan_climb(case: Case, chart: Chart, *, trigger: Trigger, ground: str = "") -> Climb:
    """Decide the next step up for a case. Asks no query of its own where its recusals were fetched with it.

    Raises `NoHigherUnit`.
    """
    route = ladder.up(case.unit, Facts.of(case), chart)
    rung = case.rung + 1
    turned = turning(case, Heading.UP)
    detail: dict[str, Any] = {"trigger": trigger, "rung": rung, **route.as_detail()}
    if ground:
        detail["ground"] = ground
    if turned["turns"] > TURNS_BORNE:
        detail["turns"] = turned["turns"]
    columns = {"unit": route.unit, "holder": route.rung.posting, "rung": rung, **turned}
    return Climb(route, columns, detail)


def climb(
    case: Case,
    *,
    trigger: Trigger,
    by: Actor,
    because: str,
    at: datetime,
    ground: str = "",
) -> None:
    """Move an opened case to the next rung that may take it, into the hands of whoever acts there, and tell both.

    A citizen who caused it by a dispute or a rating is not told a second time.

    Raises `NoHigherUnit`.
    """
    plan = plan_climb(case, Chart(timezone.localdate(at)), trigger=trigger, ground=ground)
    lifecycle.make(case, "escalate", by=by, because=because, at=at, detail=plan.detail, **plan.columns)
    if by.kind != ActorKind.CITIZEN:
        notices.tell_citizen(case, "escalated", at=at)
    notices.tell_officer(case, plan.holder, "officer_assigned", at=at)


def turning(case: Case, heading: Heading) -> dict[str, Any]:
    """The columns that tell which way the case now goes, and how often it turned round."""
    turned = case.heading not in (Heading.NONE, heading)
    return {"heading": heading, "turns": case.turns + turned}


def head_for(case: Case, unit: Unit, *, at: datetime) -> Posting | None:
    """Who acts for the head of a unit, where that person may hold the case."""
    return ladder.rung_at(unit, Facts.of(case), Chart(timezone.localdate(at))).posting


def refuse_unit_in_conflict(case: Case, unit: Unit, *, at: datetime) -> None:
    """Raise `MoveRefused` where the head of the unit may not have the case."""
    if ladder.rung_at(unit, Facts.of(case), Chart(timezone.localdate(at))).skipped:
        raise MoveRefused(_("This unit is in conflict of interest with the case."))


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
        refuse_unit_in_conflict(fresh, to, at=at)
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

    Exactly one of `to` and `outside` is given. Only a head forwards, by a numbered letter. The running clock goes with
    the case.
    """
    with lifecycle.opened(case, seen=seen) as fresh:
        lifecycle.check(fresh, "transfer")
        if (to is None) == (not outside):
            raise MoveRefused(_("Choose a unit, or name the body outside."))
        if to is None:
            forward(fresh, body=outside, by=by, because=because, at=at)
            return case
        if to == fresh.unit:
            raise MoveRefused(_("The case is already there."))
        refuse_unit_in_conflict(fresh, to, at=at)
        lifecycle.make(fresh, "transfer", by=by, because=because, at=at, unit=to, holder=None)
        notices.tell_citizen(fresh, "transferred", at=at)
    return case
