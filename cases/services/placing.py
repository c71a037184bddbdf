"""Where it happened, told after filing: kept with the case, which goes to the unit of the place while nobody has it.

Its terms run from receipt: finding the right unit is the office's work, so the clock goes along and is not begun anew.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from cases import clocks, lifecycle, reasons, routing
from cases.errors import NoHigherUnit
from cases.models import Case
from cases.services.handling import take_reply
from cases.vocabulary import State
from organization.actors import Actor, ActorKind
from organization.models import Unit
from organization.names import fold

ROUTER = Actor.system("routing")
LONGEST = 200  # characters of a place


def tell_place(case: Case, *, text: str, unit: Unit | None, by: Actor, at: datetime) -> Case:
    """Keep where the citizen says that it happened; `unit` is the one that they name, if any.

    A case that no officer has touched goes where it would have gone had the place been named at filing, in the same
    transaction. Raises `MoveRefused` for a closed case.
    """
    detail = {"place": "told"}
    with lifecycle.opened(case) as fresh:
        place = _with_what_was_known(fresh.place, " ".join(text.split()))
        take_reply(fresh, text=text, by=by, because=reasons.PLACE_TOLD, at=at, detail=detail, place=place)
        if unit is not None and _is_untouched(fresh):
            _send_to(unit, fresh, at=at)
    return case


def leave_place_open(case: Case, *, by: Actor, at: datetime) -> Case:
    """The citizen does not say where it happened and need not be asked again. Raises `MoveRefused`."""
    with lifecycle.opened(case) as fresh:
        lifecycle.make(
            fresh, "reply", by=by, because=reasons.PLACE_LEFT_OPEN, at=at, detail={"place": "left"}
        )
    return case


def _with_what_was_known(known: str, told: str) -> str:
    """A hamlet that was named before goes in front of the commune that is told now."""
    both = told if not known or fold(known) in fold(told) else f"{known}, {told}"
    return both[:LONGEST]


def _is_untouched(case: Case) -> bool:
    """Whether it lies where it began and no officer has done anything with it."""
    began_here = case.state == State.RECEIVED and case.unit_id == case.first_unit_id
    return began_here and not case.events.filter(actor_kind=ActorKind.OFFICER).exists()


def _send_to(unit: Unit, case: Case, *, at: datetime) -> None:
    """Route the case as at filing. It stays where no unit of that place may take it."""
    matter = routing.Matter(case.track, case.category, unit, case.about, case.about_posting)
    try:
        route = routing.start(matter, on=timezone.localdate(at))
    except NoHigherUnit:
        return
    because, was_remote = reasons.PLACE_NAMED, case.remote
    case.remote = unit.is_remote or route.unit.is_remote
    moves = route.unit.pk != case.unit_id
    if not moves and case.remote == was_remote:
        return
    detail = route.as_detail() | ({} if case.remote == was_remote else {"remote": [was_remote, case.remote]})
    columns = {"remote": case.remote, **clocks.circumstances_changed(case, by=ROUTER, because=because, at=at)}
    if moves:
        columns["unit"] = route.unit
    name = "transfer" if moves else "reclassify"
    lifecycle.make(case, name, by=ROUTER, because=because, at=at, detail=detail, **columns)
