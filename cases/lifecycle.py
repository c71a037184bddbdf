"""The life of a case: the table of moves, and the one function that makes them.

Only `cases.services` calls this module. A move is checked against the locked row, saves exactly the named columns with
their history, and writes the ledger, all in one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.errors import BackInTime, MoveRefused, StaleCase
from cases.models import Case, CaseEvent
from cases.vocabulary import EventKind, MoveName, Outcome, State
from organization.actors import Actor
from organization.bulk import save_all
from organization.history import attributed
from organization.models import Role

RECEIVED, ACCEPTED, IN_PROGRESS = State.RECEIVED, State.ACCEPTED, State.IN_PROGRESS
AWAITING, SUSPENDED, ANSWERED, CLOSED = State.AWAITING_CITIZEN, State.SUSPENDED, State.ANSWERED, State.CLOSED

WORKING = frozenset({ACCEPTED, IN_PROGRESS})
UNDECIDED = frozenset({RECEIVED, ACCEPTED, IN_PROGRESS, AWAITING, SUSPENDED})
OPEN = UNDECIDED | {ANSWERED}

RECEPTION, OFFICER, HEAD = Role.RECEPTION, Role.OFFICER, Role.HEAD
STAFF = frozenset({RECEPTION, OFFICER, HEAD})
HANDLERS = frozenset({OFFICER, HEAD})
HEADS = frozenset({HEAD})
NOBODY: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Move:
    """One line of the table: from which states, to which, and which roles may make it at a desk.

    `ends` are the states it may lead to, the usual one first; None stands for "stays where it is". From a state that
    is not among those it `leaves`, it always stays. A move without roles belongs to the citizen or to the clock.
    """

    name: str
    start: frozenset[State]
    ends: tuple[State | None, ...]
    roles: frozenset[Role]
    leaves: frozenset[State] | None = None

    def may_lead(self, start: State, end: State | None) -> bool:
        """Whether the move may lead from the one state to the other; None stands for staying."""
        return end is None or (end in self.ends and (self.leaves is None or start in self.leaves))

    @property
    def label(self) -> str:
        """Its name for a person."""
        return str(MoveName(self.name).label)


MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        Move("receive", frozenset(), (RECEIVED,), STAFF),
        Move("accept", frozenset({RECEIVED}), (ACCEPTED,), STAFF),
        Move("start", frozenset({ACCEPTED}), (IN_PROGRESS,), HANDLERS),
        Move("assign", UNDECIDED, (None,), STAFF),
        Move("ask", frozenset({RECEIVED}) | WORKING, (AWAITING,), STAFF),
        Move("reply", OPEN, (None, IN_PROGRESS, RECEIVED), NOBODY, leaves=frozenset({AWAITING})),
        Move("answer", WORKING, (ANSWERED,), HANDLERS),
        Move("extend", WORKING, (None,), HEADS),
        Move("suspend", WORKING | {AWAITING}, (SUSPENDED,), HEADS),
        Move("resume", frozenset({SUSPENDED}), (IN_PROGRESS, RECEIVED), HEADS),
        Move("reclassify", UNDECIDED, (None,), STAFF),
        Move("transfer", frozenset({RECEIVED}) | WORKING, (None, CLOSED), STAFF),
        Move("escalate", UNDECIDED, (None,), HANDLERS),
        Move("send_down", frozenset({RECEIVED}) | WORKING, (None,), HEADS),
        Move("refuse", frozenset({RECEIVED}), (CLOSED,), HEADS),
        Move("terminate", UNDECIDED, (CLOSED,), HEADS),
        Move("merge", UNDECIDED, (CLOSED,), STAFF),
        Move("split", UNDECIDED, (None,), STAFF),
        Move("confirm", frozenset({ANSWERED}), (CLOSED,), NOBODY),
        Move("dispute", frozenset({ANSWERED, CLOSED}), (ACCEPTED, RECEIVED), NOBODY),
        Move("rate", frozenset({ANSWERED, CLOSED}), (None,), NOBODY),
        Move("withdraw", UNDECIDED, (CLOSED,), NOBODY),
        Move("close", frozenset({ANSWERED}), (CLOSED,), NOBODY),
        Move("reopen", frozenset({CLOSED}), (ACCEPTED, RECEIVED), HEADS),
    )
}

# Entries of the ledger that are not moves: the case does not change state or unit by them.
REMIND, NOTE, AT_TOP = EventKind.REMIND, EventKind.NOTE, EventKind.AT_TOP
ALARM, DUTY_LATE, FULFIL = EventKind.ALARM, EventKind.DUTY_LATE, EventKind.FULFIL
CALL = EventKind.CALL
RECOUNT, RECUSE, FOLLOW, MEMBER = EventKind.RECOUNT, EventKind.RECUSE, EventKind.FOLLOW, EventKind.MEMBER
FORGET = EventKind.FORGET


@contextmanager
def opened(case: Case, *, seen: int | None = None) -> Iterator[Case]:
    """Lock the row and yield it as it is now, inside a transaction; the given object is brought up to date after.

    `seen` is the version the actor decided on; `StaleCase` is raised when somebody was faster.
    """
    with transaction.atomic():
        locked = Case.objects.select_for_update().get(pk=case.pk)
        if seen is not None and seen != locked.version:
            raise StaleCase
        locked.__dict__["_open_for_moves"] = True
        yield locked
        del locked.__dict__["_open_for_moves"]
    case.__dict__.clear()
    case.__dict__.update(locked.__dict__)


def check(case: Case, name: str) -> Move:
    """The move of that name, if the state of the case allows it; `MoveRefused` otherwise."""
    move = MOVES[name]
    if case.state not in move.start:
        raise MoveRefused(
            _("“%(move)s” is not possible while the case is “%(state)s”.")
            % {"move": move.label, "state": State(case.state).label}
        )
    return move


def make(
    case: Case,
    name: str,
    *,
    by: Actor,
    because: str,
    at: datetime,
    detail: dict[str, Any] | None = None,
    once: str | None = None,
    end: State | None = None,
    **changes: Any,
) -> CaseEvent:
    """Make one move on a case yielded by `opened`: state, named columns, history and ledger together.

    `end` chooses among the states the move may lead to; without it the usual one.
    """
    _refuse_closed_book(case)
    changes |= _state_after(case, name, end)
    return _save(case, name, by=by, because=because, at=at, detail=detail, once=once, changes=changes)


def receive(
    case: Case, *, by: Actor, because: str, at: datetime, detail: dict[str, Any], **changes: Any
) -> CaseEvent:
    """The first entry of a case's ledger, once its row, words and clock exist."""
    return _save(
        case,
        "receive",
        by=by,
        because=because,
        at=at,
        detail=detail,
        once=f"{case.pk}:receive",
        changes=changes,
    )


def alarm(
    case: Case,
    kind: EventKind,
    *,
    by: Actor,
    because: str,
    at: datetime,
    detail: dict[str, Any],
    once: str,
) -> CaseEvent:
    """Enter that something beside the main clock was not done in time; the case stays as it is."""
    return record(case, kind, by=by, because=because, at=at, detail=detail, once=once)


@dataclass(frozen=True)
class Entry:
    """What is about to be entered about one of many cases, and the columns that change with it.

    Where `kind` is a move, `end` chooses among the states that it may lead to, as in `make`.
    """

    case: Case
    kind: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    once: str | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    end: State | None = None


@contextmanager
def opened_all(keys: Collection[int], *, due: datetime | None = None) -> Iterator[dict[int, Case]]:
    """Lock many rows and yield them as they are now, by key, inside a transaction.

    `due` leaves out those that are not due by then, and those that somebody else has just now.
    """
    rows = Case.objects.select_for_update(skip_locked=due is not None, of=("self",)).filter(pk__in=keys)
    if due is not None:
        rows = rows.filter(next_action_at__lte=due)
    with transaction.atomic():
        locked = {case.pk: case for case in rows.order_by("pk")}
        for case in locked.values():
            case.__dict__["_open_for_moves"] = True
        yield locked
        for case in locked.values():
            del case.__dict__["_open_for_moves"]


def not_before(cases: Iterable[Case], *, at: datetime) -> datetime:
    """`at`, or the latest moment at which one of these cases moved, where that is later: no entry goes back in time."""
    return max([at, *(case.moved_at for case in cases if case.moved_at)])


def enter_all(entries: Sequence[Entry], *, by: Actor, because: str, at: datetime) -> None:
    """Make many moves and other entries of cases yielded by `opened_all`, each as alone, in a few statements.

    No case stands twice among them. A move that the state of its case forbids raises `MoveRefused`.
    """
    ledger = []
    columns = {"version"}
    for entry in entries:
        _refuse_closed_book(entry.case)
        changes = dict(entry.changes)
        if entry.kind in MOVES:
            changes |= _state_after(entry.case, entry.kind, entry.end)
        before = _change(entry.case, entry.kind, changes, at=at)
        columns |= changes.keys()
        ledger.append(
            _event(
                entry.case,
                entry.kind,
                by=by,
                because=because,
                at=at,
                detail=dict(entry.detail),
                once=entry.once,
                before=before,
            )
        )
    with attributed(by, because, at=at):
        save_all([entry.case for entry in entries], fields=sorted(columns))
    CaseEvent.objects.bulk_create(ledger)


def recuse(
    case: Case, *, by: Actor, because: str, at: datetime, detail: dict[str, Any], **changes: Any
) -> CaseEvent:
    """Enter that an officer is in conflict of interest: the case stays where it is, and may leave that officer."""
    return _save(case, RECUSE, by=by, because=because, at=at, detail=detail, once=None, changes=changes)


def _refuse_closed_book(case: Case) -> None:
    if not case.__dict__.get("_open_for_moves"):
        raise RuntimeError("a case moves only inside lifecycle.opened()")


def _state_after(case: Case, name: str, end: State | None) -> dict[str, State]:
    """The column of the state, where the move changes it. Raises `MoveRefused`."""
    move = check(case, name)
    if not move.may_lead(State(case.state), end):
        raise RuntimeError(f"{name} does not lead to {end}")
    state = end or move.ends[0]
    return {"state": state} if state else {}


def _save(
    case: Case,
    name: str,
    *,
    by: Actor,
    because: str,
    at: datetime,
    detail: dict[str, Any] | None,
    once: str | None,
    changes: dict[str, Any],
) -> CaseEvent:
    before = _change(case, name, changes, at=at)
    with attributed(by, because, at=at):
        case.save(update_fields=[*changes, "version"])
    return record(case, name, by=by, because=because, at=at, detail=detail, once=once, before=before)


def _change(case: Case, name: str, changes: dict[str, Any], *, at: datetime) -> tuple[str, int | None]:
    """Set the columns on the case, complete them, and return the state and unit that were. Raises `BackInTime`."""
    if case.moved_at is not None and at < case.moved_at:
        raise BackInTime
    before = ("" if name == "receive" else case.state, case.unit_id)
    changes["moved_at"] = at
    if changes.get("state", case.state) == CLOSED:
        changes.setdefault("closed_at", case.closed_at or at)
    elif case.state == CLOSED:
        changes |= {"closed_at": None, "outcome": Outcome.NONE, "ground": ""}
    for column, value in changes.items():
        setattr(case, column, value)
    case.version += 1
    return before


def record(
    case: Case,
    kind: str,
    *,
    by: Actor,
    because: str,
    at: datetime,
    detail: dict[str, Any] | None = None,
    once: str | None = None,
    before: tuple[str, int | None] | None = None,
) -> CaseEvent:
    """Write one row of the ledger. `before` is the state and unit that were; none for what does not move the case."""
    event = _event(case, kind, by=by, because=because, at=at, detail=detail, once=once, before=before)
    event.save(force_insert=True)
    return event


def _event(
    case: Case,
    kind: str,
    *,
    by: Actor,
    because: str,
    at: datetime,
    detail: dict[str, Any] | None,
    once: str | None,
    before: tuple[str, int | None] | None,
) -> CaseEvent:
    from_state, from_unit = before or ("", None)
    return CaseEvent(
        case=case,
        kind=kind,
        at=at,
        from_state=from_state,
        to_state=case.state,
        from_unit_id=from_unit,
        to_unit_id=case.unit_id,
        actor_kind=by.kind,
        actor_name=by.name,
        actor_post=by.post,
        actor_posting_id=by.posting_id,
        channel=by.channel,
        address=by.address or None,
        reason=because,
        detail=detail or {},
        once=once,
    )
