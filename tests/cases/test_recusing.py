"""An officer declares a conflict of interest: the case leaves them, and goes up where the head is the one."""

from __future__ import annotations

import pytest

from cases.errors import MoveRefused, NoHigherUnit, NotAllowed
from cases.models import Case, Recusal
from cases.models.recusal import RecusalGround
from cases.services import escalation, permissions, recusing
from organization.models import Posting
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_accepted_case
from tests.factories.organization import Cast, acting

DAY = MONDAY.date()


def declared(case: Case, officer: Posting, *, by: Posting | None = None) -> Case:
    return recusing.declare(
        case,
        officer=officer.officer,
        ground=RecusalGround.RELATIVE,
        by=acting(by or officer),
        because="Người gửi là em ruột.",
        at=MONDAY,
    )


def test_the_case_leaves_the_hands_of_who_declared_it_and_the_ledger_says_so(cast: Cast) -> None:
    case = declared(an_accepted_case(cast.officer), cast.officer)
    assert (case.holder, case.unit) == (None, cast.commune)
    event = case.events.get(kind="recuse")
    assert event.detail["officer"] == cast.officer.officer.full_name
    assert event.reason == "Người gửi là em ruột."
    [recusal] = Recusal.objects.filter(case=case)
    assert (recusal.officer, recusal.declared_by) == (cast.officer.officer, cast.officer)


def test_no_move_is_left_to_who_declared_it(cast: Cast) -> None:
    case = declared(a_case(cast.commune), cast.officer)
    assert permissions.allowed_moves(acting(cast.officer), case, on=DAY) == []
    assert permissions.allowed_moves(acting(cast.colleague), case, on=DAY)


def test_a_case_in_a_colleagues_hands_stays_there(cast: Cast) -> None:
    case = declared(an_accepted_case(cast.officer), cast.colleague)
    assert case.holder == cast.officer


def test_where_the_head_is_in_conflict_the_case_goes_up_and_the_clock_goes_on(cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    due = case.due_at
    declared(case, cast.head)
    assert (case.unit, case.holder, case.due_at) == (cast.top, cast.province, due)
    assert case.events.get(kind="escalate").detail["trigger"] == "conflict"


def test_at_the_top_the_case_stays_with_nobody_and_that_is_on_record(cast: Cast) -> None:
    case = declared(a_case(None), cast.province)
    assert (case.unit, case.holder) == (cast.top, None)
    assert case.events.filter(kind="at_top").exists()


def test_a_recused_head_is_passed_over_on_the_way_up(cast: Cast) -> None:
    case = declared(a_case(cast.commune), cast.province, by=cast.province)
    with pytest.raises(NoHigherUnit):
        escalation.escalate(case, ground="beyond_tier", by=acting(cast.head), because=BECAUSE, at=MONDAY)


def test_a_head_declares_it_for_an_officer_and_nobody_else_does(cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    with pytest.raises(NotAllowed):
        declared(case, cast.officer, by=cast.colleague)
    assert declared(case, cast.officer, by=cast.head).holder is None


def test_it_is_declared_once(cast: Cast) -> None:
    case = declared(a_case(cast.commune), cast.officer)
    with pytest.raises(MoveRefused):
        declared(case, cast.officer, by=cast.head)
