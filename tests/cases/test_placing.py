"""A place that is told after filing: kept, on record, and followed by a case that nobody has touched."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases import reasons
from cases.errors import MoveRefused
from cases.models import Case
from cases.services import handling, outcome, placing
from cases.vocabulary import EventKind, State
from organization.actors import Actor, ActorKind, Channel
from organization.history import attributed
from organization.models import Unit
from tests.factories.cases import BECAUSE, MONDAY, a_case
from tests.factories.organization import Cast, acting, somebody

CITIZEN = Actor.citizen(Channel.SMS)
LATER = MONDAY + timedelta(hours=2)


def tell(case: Case, text: str, unit: Unit | None) -> Case:
    return placing.tell_place(case, text=text, unit=unit, by=CITIZEN, at=LATER)


def test_a_case_goes_to_the_commune_that_the_citizen_names_as_it_would_have_at_filing(cast: Cast) -> None:
    case = a_case(None)
    assert case.unit == cast.top
    case = tell(case, "thôn 4,\nxã Gốc Đa", cast.commune)
    assert (case.unit, case.first_unit, case.state, case.holder) == (
        cast.commune,
        cast.top,
        State.RECEIVED,
        None,
    )
    assert case.place == "thôn 4, xã Gốc Đa"
    told, moved = case.events.order_by("-pk")[:2][::-1]
    assert (told.kind, told.actor_kind, told.reason, told.detail) == (
        EventKind.REPLY,
        ActorKind.CITIZEN,
        reasons.PLACE_TOLD,
        {"place": "told"},
    )
    assert (moved.kind, moved.actor_kind, moved.reason) == (
        EventKind.TRANSFER,
        ActorKind.SYSTEM,
        reasons.PLACE_NAMED,
    )
    assert (moved.from_unit, moved.to_unit) == (cast.top, cast.commune)
    assert case.statements.get(kind="reply").body == "thôn 4,\nxã Gốc Đa"
    assert "goc da" in case.search_text


def test_the_clock_goes_along_and_is_not_begun_anew(cast: Cast) -> None:
    case = a_case(None)
    due = case.due_at
    case = tell(case, "xã Gốc Đa", cast.commune)
    assert case.due_at == due
    assert case.terms.filter(main=True).get().started_at == MONDAY


def test_a_remote_place_gives_the_running_term_the_length_it_has_there(cast: Cast) -> None:
    with attributed(somebody(), BECAUSE):
        cast.commune.is_remote = True
        cast.commune.save()
    from_the_start = a_case(cast.commune, category="")
    told_later = tell(a_case(None, category=""), "xã Gốc Đa", cast.commune)
    assert told_later.remote
    running = [case.terms.get(main=True) for case in (told_later, from_the_start)]
    assert running[0].modifiers == running[1].modifiers == ["remote"]
    assert told_later.due_at == from_the_start.due_at


def test_a_case_that_an_officer_has_touched_stays_and_the_place_is_kept(cast: Cast) -> None:
    case = a_case(None)
    handling.note(case, text="đang xem", by=acting(cast.province), at=MONDAY)
    case = tell(case, "xã Gốc Đa", cast.commune)
    assert (case.unit, case.place) == (cast.top, "xã Gốc Đa")


def test_a_place_that_names_no_unit_is_kept_and_moves_nothing(cast: Cast) -> None:
    case = tell(a_case(None), "gần cây đa đầu làng", None)
    assert (case.unit, case.place) == (cast.top, "gần cây đa đầu làng")
    assert not case.events.filter(kind=EventKind.TRANSFER).exists()


def test_a_hamlet_that_was_named_before_stays_in_front_of_the_commune(cast: Cast) -> None:
    case = tell(a_case(None, place="thôn 4"), "xã Gốc Đa", cast.commune)
    assert case.place == "thôn 4, xã Gốc Đa"
    case = tell(a_case(None, place="thôn 4"), "THON 4 xã Gốc Đa", cast.commune)
    assert case.place == "THON 4 xã Gốc Đa"


def test_a_long_answer_is_kept_whole_and_cut_only_as_a_place(cast: Cast) -> None:
    words = "bên kia cầu " * 40
    case = tell(a_case(None), words, None)
    assert len(case.place) == placing.LONGEST
    assert case.statements.get(kind="reply").body == words


def test_who_leaves_the_place_open_is_on_record_without_words(cast: Cast) -> None:
    case = placing.leave_place_open(a_case(None), by=CITIZEN, at=LATER)
    assert case.events.latest("pk").detail == {"place": "left"}
    assert case.statements.count() == 1
    assert case.place == ""


def test_a_closed_case_takes_no_place(cast: Cast) -> None:
    case = outcome.withdraw(a_case(None), by=CITIZEN, at=MONDAY)
    with pytest.raises(MoveRefused):
        tell(case, "xã Gốc Đa", cast.commune)
    with pytest.raises(MoveRefused):
        placing.leave_place_open(case, by=CITIZEN, at=LATER)
