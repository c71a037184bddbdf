"""One table, one function: what a move checks, what it writes, and that nothing goes around it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from cases import lifecycle
from cases.errors import MoveRefused, StaleCase
from cases.lifecycle import MOVES
from cases.models import Case, CaseEvent
from cases.services import handling, outcome
from cases.services.permissions import allowed_moves
from cases.vocabulary import EventKind, MoveName, State
from organization.actors import Actor
from organization.history import UnattributedChange, UnrecordedChange
from organization.models import Role
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_accepted_case
from tests.factories.organization import Cast, acting, somebody

CONTRACT = (
    "receive accept refuse assign start ask reply extend suspend resume answer confirm dispute rate escalate "
    "send_down transfer merge split reclassify withdraw terminate close reopen"
)


def test_the_table_has_exactly_the_moves_that_other_programs_know() -> None:
    assert set(MOVES) == set(CONTRACT.split()) == set(MoveName.values)
    assert set(MOVES) < set(EventKind.values)


def test_every_state_can_be_reached_and_none_but_closed_is_a_dead_end() -> None:
    reached = {end for move in MOVES.values() for end in move.ends if end}
    left = {state for move in MOVES.values() for state in move.start if set(move.ends) != {None}}
    assert reached == set(State)
    assert left == set(State)


def test_a_move_writes_state_history_and_ledger_with_who_why_and_when(cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    event = CaseEvent.objects.filter(case=case, kind="accept").get()
    row = case.history.first()
    assert (event.from_state, event.to_state, event.at) == ("received", "accepted", MONDAY)
    assert (event.actor_name, event.actor_posting, event.reason) == ("Trần Văn Việc", cast.officer, BECAUSE)
    assert "Xã Gốc Đa" in event.actor_post
    assert (row.actor_name, row.history_change_reason, row.state) == ("Trần Văn Việc", BECAUSE, "accepted")
    assert row.history_date == MONDAY


def test_a_move_that_the_state_forbids_is_refused_and_nothing_is_written(cast: Cast) -> None:
    case = a_case(cast.commune)
    before = CaseEvent.objects.count()
    with pytest.raises(MoveRefused):
        outcome.answer(case, text="Xong", by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    assert CaseEvent.objects.count() == before
    assert not case.statements.filter(kind="answer").exists()


def test_a_decision_made_on_an_old_sight_of_the_case_is_refused(cast: Cast) -> None:
    case = a_case(cast.commune)
    seen = case.version
    handling.accept(case, by=acting(cast.officer), because=BECAUSE, at=MONDAY, seen=seen)
    with pytest.raises(StaleCase):
        handling.start(case, by=acting(cast.colleague), because=BECAUSE, at=MONDAY, seen=seen)


@pytest.mark.parametrize("because", ["", "   "])
def test_a_move_without_a_reason_is_impossible(cast: Cast, because: str) -> None:
    with pytest.raises(UnattributedChange):
        handling.accept(a_case(cast.commune), by=acting(cast.officer), because=because, at=MONDAY)


def test_an_actor_without_a_name_is_impossible() -> None:
    with pytest.raises(ValueError, match="name"):
        Actor.system(" ")


def test_the_database_refuses_a_ledger_entry_without_a_reason(cast: Cast) -> None:
    case = a_case(cast.commune)
    with pytest.raises(IntegrityError), transaction.atomic():
        lifecycle.record(case, "note", by=somebody(), because="", at=MONDAY)


def test_saving_a_case_past_the_lifecycle_is_refused(cast: Cast) -> None:
    case = a_case(cast.commune)
    case.state = State.CLOSED
    with pytest.raises(UnattributedChange):
        case.save()
    with pytest.raises(UnrecordedChange):
        Case.objects.filter(pk=case.pk).update(state=State.CLOSED)


def test_a_case_moves_only_while_it_is_locked(cast: Cast) -> None:
    with pytest.raises(RuntimeError):
        lifecycle.make(a_case(cast.commune), "accept", by=somebody(), because=BECAUSE, at=MONDAY)


def test_each_role_is_offered_its_own_moves(cast: Cast) -> None:
    case = a_case(cast.commune)
    on = MONDAY.date()
    offered = {
        who: {move.name for move in allowed_moves(acting(posting), case, on=on)}
        for who, posting in (("officer", cast.officer), ("head", cast.head), ("inspector", cast.inspector))
    }
    assert "accept" in offered["officer"]
    assert "refuse" not in offered["officer"]
    assert "refuse" in offered["head"]
    assert offered["inspector"] == set()


def test_the_head_above_may_only_pull_a_case_up(cast: Cast) -> None:
    moves = allowed_moves(acting(cast.province), a_case(cast.commune), on=MONDAY.date())
    assert [move.name for move in moves] == ["escalate"]


def test_a_colleague_leaves_alone_what_is_in_another_officers_hands(cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    assert allowed_moves(acting(cast.colleague), case, on=MONDAY.date()) == []


def test_nobody_acts_on_a_case_about_themselves(cast: Cast) -> None:
    case = a_case(cast.commune, about=cast.officer.officer)
    assert allowed_moves(acting(cast.officer), case, on=MONDAY.date()) == []
    assert acting(cast.head).role == Role.HEAD
    assert allowed_moves(acting(cast.head), case, on=MONDAY.date())
