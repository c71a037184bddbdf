"""Declaring a conflict of interest: an officer leaves one case alone from then on, on record."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import ladder, lifecycle, reasons
from cases.conflict import Facts
from cases.errors import MoveRefused, NoHigherUnit, NotAllowed
from cases.models import Case, Recusal
from cases.models.recusal import RecusalGround
from cases.services.escalation import climb
from cases.vocabulary import Trigger
from organization.actors import Actor
from organization.models import Officer, Role
from organization.permissions import reaches
from organization.selectors import Chart


def declare(
    case: Case,
    *,
    officer: Officer,
    ground: RecusalGround,
    by: Actor,
    because: str,
    at: datetime,
    seen: int | None = None,
) -> Case:
    """Put on record that the officer is in conflict of interest with the case (Decree 31/2019/NĐ-CP, art. 5).

    Takes the case from that officer; where the head of its unit is the one, it goes up. Everybody declares for
    themselves; for others only a head does. Raises `NotAllowed`, and `MoveRefused` where it is on record already.
    """
    with lifecycle.opened(case, seen=seen) as fresh:
        if by.officer_id != officer.pk and not (by.role == Role.HEAD and reaches(by, fresh.unit)):
            raise NotAllowed(
                _("Only the head of the unit declares a conflict of interest for somebody else.")
            )
        if fresh.recusals.filter(officer=officer).exists():
            raise MoveRefused(_("This conflict of interest is on record already."))
        Recusal.objects.create(
            case=fresh,
            officer=officer,
            ground=ground,
            at=at,
            declared_by_id=by.posting_id,
            actor_name=by.name,
            actor_post=by.post,
            reason=because,
        )
        held = fresh.holder is not None and fresh.holder.officer_id == officer.pk
        lifecycle.recuse(
            fresh,
            by=by,
            because=because,
            at=at,
            detail={"officer": officer.full_name, "officer_id": officer.pk, "recusal": ground},
            **({"holder": None} if held else {}),
        )
        if (
            may_climb(fresh)
            and ladder.rung_at(fresh.unit, Facts.of(fresh), Chart(timezone.localdate(at))).skipped
        ):
            _leave(fresh, by=by, at=at)
    return case


def may_climb(case: Case) -> bool:
    """Whether the state of the case lets it go up."""
    return case.state in lifecycle.MOVES["escalate"].start


def _leave(case: Case, *, by: Actor, at: datetime) -> None:
    """Send it up because its head is in conflict; at the top it stays, and nobody in conflict holds it."""
    try:
        climb(case, trigger=Trigger.CONFLICT, by=by, because=reasons.IN_CONFLICT, at=at)
    except NoHigherUnit:
        lifecycle.record(case, lifecycle.AT_TOP, by=by, because=reasons.RECUSED_AT_TOP, at=at)
