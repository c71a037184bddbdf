"""The life of a case drawn from its table of moves, for people to read: `docs/lifecycle.md`."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation

from cases.lifecycle import MOVES, Move
from cases.vocabulary import Outcome, State
from organization.models import Role

BEGINNING = "[*]"
BY_CITIZEN_OR_CLOCK = "the citizen, or the clock"


def drawn() -> str:
    """The page in Markdown: a diagram of the moves that change the state, and the table of all moves."""
    with translation.override("en"):
        return "\n".join([*_page(), ""])


def _page() -> Iterator[str]:
    yield "# The life of a case"
    yield ""
    yield "Drawn from the table of moves in `cases/lifecycle.py` by `manage.py draw_lifecycle`; do not edit by hand."
    yield ""
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state in State:
        yield f"    {state.value}: {state.label}"
    for move in MOVES.values():
        yield from (f"    {start} --> {end}: {move.name}" for start, end in _arrows(move))
    yield "```"
    yield ""
    yield "## Moves"
    yield ""
    yield "A move without a state it leads to leaves the case in the state it is in."
    yield ""
    yield "| move | what it is | from | to | who at a desk |"
    yield "|---|---|---|---|---|"
    for move in MOVES.values():
        yield f"| `{move.name}` | {move.label} | {_starts(move)} | {_ends(move)} | {_roles(move)} |"
    yield ""
    yield "## How a closed case ended"
    yield ""
    yield from (f"- `{outcome.value}`: {outcome.label}" for outcome in Outcome if outcome.value)


def _arrows(move: Move) -> Iterator[tuple[str, str]]:
    """Each change of state that the move can make, in the order of the states."""
    starts = [state.value for state in State if state in move.start] or [BEGINNING]
    for start in starts:
        for end in move.ends:
            begins_here = start == BEGINNING or move.may_lead(State(start), end)
            if end is not None and end.value != start and begins_here:
                yield start, end.value


def _starts(move: Move) -> str:
    return ", ".join(f"`{state.value}`" for state in State if state in move.start) or "–"


def _ends(move: Move) -> str:
    return ", ".join("stays" if end is None else f"`{end.value}`" for end in move.ends)


def _roles(move: Move) -> str:
    return ", ".join(role.value for role in Role if role in move.roles) or BY_CITIZEN_OR_CLOCK
