"""Who may make which move at a desk.

A post acts on the cases of its own unit; a head may also pull a case up from below. An officer leaves alone what is in
a colleague's hands. Nobody acts on a case with which they are in conflict of interest.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from cases import conflict
from cases.errors import NotAllowed
from cases.lifecycle import MOVES, STAFF, Move, check
from cases.models import Case
from cases.services.outcome import is_open_to_second_thoughts
from cases.vocabulary import LAST_INSTANCE
from organization.actors import Actor
from organization.models import Role
from organization.permissions import reach, seat

# Not offered on the case page: the case is opened by the doors, never by a move on an existing one.
BY_THE_DOORS = frozenset({"receive"})
FORWARD = "transfer"
FROM_ABOVE = frozenset({"escalate"})


def allowed_moves(actor: Actor, case: Case, *, on: date) -> list[Move]:
    """The moves that the state of the case and the post of the actor allow, in the order of the table."""
    if not conflict.is_clear(actor.officer_id, case, on):
        forwards = conflict.may_only_forward(actor, case, on) and case.state in MOVES[FORWARD].start
        return [MOVES[FORWARD]] if forwards else []
    own = seat(actor)
    mine = actor.posting_id is not None and case.holder_id == actor.posting_id
    own_unit = mine or (own is not None and own.pk == case.unit_id)
    above = not own_unit and actor.role == Role.HEAD and case.unit_id in reach(actor)
    colleagues = actor.role == Role.OFFICER and not mine and case.holder_id is not None
    return [
        move
        for move in MOVES.values()
        if actor.role in move.roles
        and case.state in move.start
        and move.name not in BY_THE_DOORS
        and ((own_unit and not colleagues) or (above and move.name in FROM_ABOVE))
    ]


def require(actor: Actor, case: Case, name: str, *, on: date) -> Move:
    """The move, if the actor may make it now; `MoveRefused` where the state forbids it, else `NotAllowed`."""
    move = check(case, name)
    if move not in allowed_moves(actor, case, on=on):
        raise NotAllowed(_("Your post does not allow “%(move)s” on this case.") % {"move": move.label})
    return move


def may_fulfil(actor: Actor, case: Case, *, on: date) -> bool:
    """Whether the actor may put on record that a duty of the case is done: a post of its unit, in any state."""
    own = seat(actor)
    here = own is not None and own.pk == case.unit_id
    return here and actor.role in STAFF and conflict.is_clear(actor.officer_id, case, on)


def citizen_moves(case: Case, *, at: datetime) -> frozenset[str]:
    """The names of the moves that the citizen may make now."""
    names = {move.name for move in MOVES.values() if not move.roles and case.state in move.start}
    if case.answered_at is None or (case.closed_at and not is_open_to_second_thoughts(case, at=at)):
        names -= {"rate", "dispute"}
    if case.is_secret:
        names.discard("withdraw")
    if case.track in LAST_INSTANCE:
        names.discard("dispute")
    return frozenset(names - {"close"})
