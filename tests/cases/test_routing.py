"""A case starts at the lowest unit with the power to settle it, past any conflict of interest."""

from __future__ import annotations

import pytest

from cases.errors import InConflict, NoHigherUnit
from cases.models import CaseEvent
from cases.services import handling
from cases.vocabulary import Kind
from organization.actors import Channel
from organization.models import Role, Tier
from organization.services import open_post
from tests.factories.cases import BECAUSE, MONDAY, a_case
from tests.factories.organization import (
    Cast,
    a_member,
    a_posting,
    a_unit,
    acting,
    an_officer,
    somebody,
)


def test_a_case_starts_in_the_commune_where_it_happened(cast: Cast) -> None:
    assert a_case(cast.commune).unit == cast.commune


def test_a_hamlet_has_no_power_so_its_commune_takes_the_case_and_the_ledger_says_why(cast: Cast) -> None:
    hamlet = a_unit("Thôn Thử", tier=Tier.HAMLET, parent=cast.commune)
    case = a_case(hamlet)
    assert case.unit == cast.commune
    [passed] = CaseEvent.objects.get(case=case).detail["passed_over"]
    assert passed["unit"] == hamlet.code


def test_a_category_that_only_the_province_can_settle_starts_there(cast: Cast) -> None:
    assert a_case(cast.commune, category="mining").unit == cast.top


def test_what_names_no_place_goes_to_the_top_of_the_tree(cast: Cast) -> None:
    assert a_case(None).unit == cast.top


def test_a_case_about_the_head_of_a_unit_never_starts_in_that_unit(cast: Cast) -> None:
    assert a_case(cast.commune, about=cast.head.officer).unit == cast.top


def test_a_case_about_an_ordinary_officer_may_start_in_the_unit_but_not_in_that_officers_hands(
    cast: Cast,
) -> None:
    case = a_case(cast.commune, about=cast.officer.officer)
    assert case.unit == cast.commune
    with pytest.raises(InConflict):
        handling.assign(case, to=cast.officer, by=acting(cast.head), because=BECAUSE, at=MONDAY)


def test_naming_the_head_takes_the_case_from_those_under_the_head_and_sends_it_up(cast: Cast) -> None:
    province_officer = a_member(cast.top, Role.OFFICER, "Cao Thị Trên")
    case = handling.assign(
        a_case(cast.commune), to=cast.officer, by=acting(cast.reception), because=BECAUSE, at=MONDAY
    )
    case = handling.reclassify(
        case,
        kind=Kind.FEEDBACK,
        category=case.category,
        about=cast.head.officer,
        summary="",
        by=acting(cast.reception),
        because=BECAUSE,
        at=MONDAY,
    )
    assert (case.unit, case.holder) == (cast.top, cast.province)
    handling.assign(case, to=province_officer, by=acting(cast.province), because=BECAUSE, at=MONDAY)
    assert case.holder == province_officer


def test_a_letter_that_turns_out_to_denounce_a_deputy_goes_where_the_law_gives_it(cast: Cast) -> None:
    post = open_post(
        cast.commune,
        title="Phó Chủ tịch",
        role=Role.HEAD,
        is_deputy=True,
        valid_from=cast.commune.valid_from,
        by=somebody(),
        because=BECAUSE,
    )
    deputy = a_posting(post, an_officer("Hồ Thị Phó"))
    case = a_case(cast.commune, channel=Channel.DESK)
    due = case.due_at
    case = handling.reclassify(
        case,
        kind=Kind.DENUNCIATION,
        category=case.category,
        about=deputy.officer,
        summary="",
        by=acting(cast.reception),
        because=BECAUSE,
        at=MONDAY,
    )
    assert (case.unit, case.holder, case.track) == (cast.top, cast.province, "denunciation")
    assert case.due_at == due
    event = case.events.get(kind="escalate")
    assert event.detail["trigger"] == "jurisdiction"


def test_a_denunciation_of_an_ordinary_officer_stays_with_the_head_of_that_officer(cast: Cast) -> None:
    case = handling.reclassify(
        a_case(cast.commune, channel=Channel.DESK),
        kind=Kind.DENUNCIATION,
        category=None,
        about=cast.officer.officer,
        summary="",
        by=acting(cast.reception),
        because=BECAUSE,
        at=MONDAY,
    )
    assert case.unit == cast.commune


def test_a_case_about_the_person_at_the_very_top_is_refused_rather_than_given_to_them(cast: Cast) -> None:
    with pytest.raises(NoHigherUnit):
        a_case(cast.commune, about=cast.province.officer)


def test_a_denunciation_by_web_is_kept_as_information(cast: Cast) -> None:
    assert a_case(cast.commune, kind=Kind.DENUNCIATION).kind == Kind.TIP
