"""Whatever is tried on a case, in whatever order, by whomever: it stays within the table, has a unit, and one clock."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.errors import CaseError
from cases.lifecycle import MOVES
from cases.models import Case, CaseEvent
from cases.services import escalation, handling, merging, outcome
from cases.services.alarms import sweep_beside
from cases.services.sweeping import sweep_cases
from cases.vocabulary import EventKind, Kind, State
from organization.actors import Actor, Channel
from tests.factories.cases import BECAUSE, MONDAY, a_case
from tests.factories.organization import Cast, acting

CITIZEN = Actor.citizen(Channel.WEB)


def _why(by: Actor, at: datetime) -> dict[str, Any]:
    return {"by": by, "because": BECAUSE, "at": at}


TRIES: dict[str, Callable[..., object]] = {
    "accept": lambda case, cast, by, at: handling.accept(case, **_why(by, at)),
    "start": lambda case, cast, by, at: handling.start(case, **_why(by, at)),
    "assign": lambda case, cast, by, at: handling.assign(case, to=cast.colleague, **_why(by, at)),
    "ask": lambda case, cast, by, at: handling.ask(case, question="Ở đâu?", **_why(by, at)),
    "reply": lambda case, cast, by, at: handling.reply(case, text="Ở chợ.", by=CITIZEN, at=at),
    "extend": lambda case, cast, by, at: handling.extend(case, days=5, **_why(by, at)),
    "suspend": lambda case, cast, by, at: handling.suspend(case, ground="other_body", **_why(by, at)),
    "resume": lambda case, cast, by, at: handling.resume(case, **_why(by, at)),
    "reclassify": lambda case, cast, by, at: handling.reclassify(
        case,
        kind=Kind.COMPLAINT,
        category=case.category,
        about=cast.colleague.officer,
        summary="",
        complexity=["many_people"],
        **_why(by, at),
    ),
    "transfer": lambda case, cast, by, at: escalation.transfer(case, to=cast.neighbour, **_why(by, at)),
    "send_down": lambda case, cast, by, at: escalation.send_down(case, to=cast.commune, **_why(by, at)),
    "answer": lambda case, cast, by, at: outcome.answer(case, text="Đã xong.", **_why(by, at)),
    "confirm": lambda case, cast, by, at: outcome.confirm(case, by=CITIZEN, at=at),
    "dispute": lambda case, cast, by, at: outcome.dispute(case, by=CITIZEN, at=at),
    "rate": lambda case, cast, by, at: outcome.rate(case, score=2, by=CITIZEN, at=at),
    "withdraw": lambda case, cast, by, at: outcome.withdraw(case, by=CITIZEN, at=at),
    "reopen": lambda case, cast, by, at: outcome.reopen(case, **_why(by, at)),
    "split": lambda case, cast, by, at: merging.split(
        case, text="Một việc khác.", kind=Kind.FEEDBACK, **_why(by, at)
    ),
    "sweep": lambda case, cast, by, at: (sweep_cases(at=at), sweep_beside(at=at)),
}

steps = st.lists(
    st.tuples(
        st.sampled_from(sorted(TRIES)),
        st.sampled_from(["officer", "head", "province"]),
        st.integers(0, 400),  # hours since the step before
    ),
    min_size=3,
    max_size=14,
)
kinds = st.sampled_from([Kind.FEEDBACK, Kind.COMPLAINT, Kind.DENUNCIATION, Kind.TIP])


def allowed(event: CaseEvent) -> bool:
    """Whether the table of moves allows what the entry of the ledger says."""
    if event.kind not in MOVES:
        return event.from_state in ("", event.to_state)
    move = MOVES[event.kind]
    if event.kind == EventKind.RECEIVE:
        return event.from_state == "" and event.to_state == State.RECEIVED
    if State(event.from_state) not in move.start:
        return False
    stayed = event.from_state == event.to_state
    return (stayed and None in move.ends) or move.may_lead(State(event.from_state), State(event.to_state))


@pytest.mark.django_db
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(kinds, steps)
def test_no_sequence_of_moves_leaves_the_table_or_loses_unit_or_clock(
    cast: Cast, kind: Kind, tried: list[tuple[str, str, int]]
) -> None:
    case = a_case(cast.commune, kind=kind, channel=Channel.DESK)
    at = MONDAY
    for name, who, hours in tried:
        at += timedelta(hours=hours)
        with suppress(CaseError):
            TRIES[name](case, cast, acting(getattr(cast, who)), at)
        case = Case.objects.get(pk=case.pk)
        holds(case)


def holds(case: Case) -> None:
    """What must be true of a case at any time."""
    events = list(case.events.order_by("pk"))
    assert all(allowed(event) for event in events), [
        (event.kind, event.from_state, event.to_state) for event in events
    ]
    assert events[-1].to_state == case.state
    assert events[-1].to_unit_id == case.unit_id
    moments = [event.at for event in events]
    assert moments == sorted(moments)
    running = case.terms.filter(ended_at=None, main=True).count()
    assert running == (0 if case.state == State.CLOSED else 1)
    climbed = [event.detail["rung"] for event in events if event.kind == EventKind.ESCALATE]
    down = sum(event.kind == EventKind.SEND_DOWN for event in events)
    assert case.rung == max(len(climbed) - down, 0)
    versions = list(case.history.order_by("history_id").values_list("version", flat=True))
    assert versions == list(range(1, case.version + 1))
