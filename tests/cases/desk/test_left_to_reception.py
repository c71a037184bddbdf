"""A denunciation of the person at the very top: nobody under them handles it, and yet it does not lie unseen."""

from __future__ import annotations

import pytest

from cases.errors import InConflict, NotAllowed
from cases.models import Case, ForwardingLetter
from cases.models.recusal import RecusalGround
from cases.services import escalation, handling, recusing
from cases.vocabulary import Kind
from organization.actors import Channel
from organization.models import Posting, Role
from tests.factories.cases import BECAUSE, MONDAY, a_case
from tests.factories.desk import Desk
from tests.factories.organization import Cast, a_member, acting
from tests.fakes.clock import Clock

PRIME_MINISTER = "Thủ tướng Chính phủ"


@pytest.fixture
def board(cast: Cast) -> Posting:
    """The reception board of the province."""
    return a_member(cast.top, Role.RECEPTION, "Bùi Thị Đón", username="board")


@pytest.fixture
def case(cast: Cast, board: Posting) -> Case:
    return a_case(
        cast.top, kind=Kind.DENUNCIATION, channel=Channel.DESK, about=cast.province.officer, category=""
    )


def test_reception_sees_it_and_can_do_one_thing(case: Case, board: Posting, clock: Clock) -> None:
    desk = Desk("board")
    desk.look_at(case)
    assert desk.status == 200
    assert desk.offers() - {"note"} == {"transfer"}
    assert case.code in desk.listed() or case.code in (desk.inbox(), desk.listed())[1]


def test_reception_forwards_it_to_whom_the_law_names(case: Case, board: Posting, clock: Clock) -> None:
    desk = Desk("board")
    assert PRIME_MINISTER in desk.open_move(case, "transfer")
    assert 'name="to"' not in desk.html
    desk.move(case, "transfer", outside=PRIME_MINISTER, because="Điều 24 Luật Tố cáo.")
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("closed", "forwarded")
    assert ForwardingLetter.objects.get(case=case).body == PRIME_MINISTER


def test_nobody_else_under_that_person_sees_it(case: Case, cast: Cast, clock: Clock) -> None:
    for username in ("province", "inspector"):
        desk = Desk(username)
        desk.look_at(case)
        assert desk.status in (403, 404)


def test_reception_neither_accepts_nor_gets_it(case: Case, board: Posting) -> None:
    with pytest.raises(InConflict):
        handling.assign(case, to=board, by=acting(board), because=BECAUSE, at=MONDAY)


def test_who_declared_a_conflict_of_their_own_does_not_forward_it(case: Case, board: Posting) -> None:
    recusing.declare(
        case,
        officer=board.officer,
        ground=RecusalGround.SELF,
        by=acting(board),
        because=BECAUSE,
        at=MONDAY,
    )
    with pytest.raises(NotAllowed):
        escalation.transfer(case, outside=PRIME_MINISTER, by=acting(board), because=BECAUSE, at=MONDAY)


def test_a_case_about_the_head_of_a_commune_is_not_left_to_its_reception(cast: Cast, clock: Clock) -> None:
    case = a_case(cast.commune, about=cast.head.officer)
    desk = Desk("reception")
    desk.look_at(case)
    assert case.unit == cast.top
    assert desk.status == 404
