"""Conflict of interest: who may not hold, decide or see a case.

Never the officer it is about, nor anyone who works under that officer, nor their family, nor who declared a conflict of
interest with this case (Law on Denunciations 25/2018/QH14, art. 12; Decree 31/2019/NĐ-CP, art. 5). Decided over a
`Chart` of the day, without a query of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from cases.errors import InConflict
from cases.models import Case, Recusal
from cases.vocabulary import Track
from organization.actors import Actor
from organization.models import Posting, Role
from organization.selectors import Chart, headships, kin_of, superiors

# Settled first by whoever decided or acted; every other track by somebody else.
BY_WHO_DECIDED = frozenset({Track.COMPLAINT, Track.DISCIPLINE})


class Conflict(Enum):
    """Why an officer may not have a case."""

    ABOUT = "about"
    UNDER = "under"
    KIN = "kin"
    RECUSED = "recused"


@dataclass(frozen=True)
class Facts:
    """What of a case decides who may have it: its track, the officer it is about, those who recused themselves."""

    track: str
    about_id: int | None = None
    recused: frozenset[int] = frozenset()

    @classmethod
    def of(cls, case: Case) -> Facts:
        """The facts of a saved case; one query unless its recusals were fetched with it."""
        recused = frozenset(each.officer_id for each in case.recusals.all())
        return cls(case.track, case.about_id, recused)


def conflict_of(officer_id: int | None, facts: Facts, *, unit_id: int, chart: Chart) -> Conflict | None:
    """Why the officer may not have the case while it is in the unit; None where they may."""
    if officer_id is None:
        return None
    if officer_id in facts.recused:
        return Conflict.RECUSED
    about = facts.about_id
    if about is None:
        return None
    if officer_id in chart.kin(about):
        return Conflict.KIN
    if officer_id != about and about not in chart.superiors(officer_id):
        return None
    if settles_own_decision(facts, unit_id=unit_id, chart=chart):
        return None
    return Conflict.ABOUT if officer_id == about else Conflict.UNDER


def settles_own_decision(facts: Facts, *, unit_id: int, chart: Chart) -> bool:
    """Whether the law gives the case first to the very head it is about, in the unit that this head leads.

    A first complaint goes to whoever took the decision, or to the body of whoever acted (Law on Complaints
    02/2011/QH13, art. 7(1), 17, 20(1), 21(1); of disciplinary decisions art. 51(1)). From the second instance on, and
    wherever else the case may go, the ordinary rule holds.
    """
    head = chart.appointed(unit_id)
    return facts.track in BY_WHO_DECIDED and head is not None and head.officer_id == facts.about_id


def left_to_reception(facts: Facts, *, unit_id: int, chart: Chart) -> bool:
    """Whether a case lies at the top of the tree and is about the very person who heads it, whom it is not left to.

    Everybody there works under that person, so nobody may have it; but it may not lie unseen either. Reception, which
    took it in, forwards it to the body that the law names, and does nothing else (Law on Denunciations 25/2018/QH14,
    art. 24(2)).
    """
    head = chart.appointed(unit_id)
    at_the_top = not chart.above(chart.unit(unit_id))
    about_the_head = head is not None and head.officer_id == facts.about_id
    return at_the_top and about_the_head and facts.track not in BY_WHO_DECIDED


def may_only_forward(actor: Actor, case: Case, on: date) -> bool:
    """Whether the actor is of the reception to which the case is left, and keeps from it for no reason of their own."""
    if actor.role != Role.RECEPTION:
        return False
    facts, chart = Facts.of(case), Chart(on)
    found = conflict_of(actor.officer_id, facts, unit_id=case.unit_id, chart=chart)
    return found == Conflict.UNDER and left_to_reception(facts, unit_id=case.unit_id, chart=chart)


def may_hold(posting: Posting, case: Case, on: date) -> bool:
    """Whether the holder of the posting may be given the case where it is."""
    return is_clear(posting.officer_id, case, on)


def is_clear(officer_id: int | None, case: Case, on: date) -> bool:
    """Whether nothing keeps the officer from having the case where it is."""
    return conflict_of(officer_id, Facts.of(case), unit_id=case.unit_id, chart=Chart(on)) is None


def refuse_conflicted(officer_id: int | None, case: Case, on: date) -> None:
    """Raise `InConflict`, with why, for an officer who may not have the case."""
    found = conflict_of(officer_id, Facts.of(case), unit_id=case.unit_id, chart=Chart(on))
    if found:
        raise InConflict(explained(found))


def explained(conflict: Conflict) -> str:
    """Why an officer may not have the case, in words for the one who asked."""
    if conflict == Conflict.KIN:
        return _("This officer is family of the one complained about.")
    if conflict == Conflict.RECUSED:
        return _("A conflict of interest of this officer with the case is on record.")
    return _("This officer is the one complained about, or works under that person.")


def closed_to(officer_id: int, on: date) -> set[int]:
    """The officers whose cases are closed to this one: themselves, those they work under, their family."""
    return {officer_id, *superiors(officer_id, on), *kin_of(officer_id)}


def hidden_from(officer_id: int, on: date, *, role: str = "") -> Q:
    """The cases that the officer may not see, as `conflict_of` decides it; reception sees those it must forward."""
    own = {officer_id, *superiors(officer_id, on)}
    seen = Q(pk__in=[])
    for head, unit in headships(own, on):
        seen |= Q(track__in=BY_WHO_DECIDED, about_id=head, unit_id=unit)
        if role == Role.RECEPTION:
            seen |= Q(about_id=head, unit_id=unit, unit__parent=None)
    recused = Exists(Recusal.objects.filter(case=OuterRef("pk"), officer_id=officer_id))
    return Q(about_id__in=own) & ~seen | Q(about_id__in=kin_of(officer_id)) | Q(recused)
