"""Who may not have a case: those it is about, those under them, their family, and who declared a conflict."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from cases import conflict, selectors
from cases.errors import InConflict
from cases.models import Case
from cases.models.recusal import RecusalGround
from cases.services import escalation, handling, outcome, recusing
from cases.services.sweeping import sweep_cases
from cases.vocabulary import Kind, Track
from organization.models import Kinship, Posting, Role
from organization.services import declare_kin
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_accepted_case
from tests.factories.organization import SETTING_UP, Cast, a_member, a_stand_in, acting, somebody

DAY: date = timezone.localdate(MONDAY)


def sees(posting: Posting, case: Case) -> bool:
    return selectors.visible_to(acting(posting), at=MONDAY).filter(pk=case.pk).exists()


def agree(posting: Posting, case: Case) -> bool:
    """Whether the officer is clear of the case; asked of the list and of the case, which must say the same."""
    clear = conflict.is_clear(posting.officer_id, case, DAY)
    assert sees(posting, case) == clear
    return clear


def make_kin(one: Posting, other: Posting) -> None:
    declare_kin(
        one.officer, relative=other.officer, kinship=Kinship.SPOUSE, by=somebody(), because=SETTING_UP
    )


def recused(case: Case, posting: Posting) -> Case:
    return recusing.declare(
        case,
        officer=posting.officer,
        ground=RecusalGround.SELF,
        by=acting(posting),
        because=BECAUSE,
        at=MONDAY,
    )


def test_a_stand_in_the_case_is_about_has_everybody_under_the_post_in_conflict(cast: Cast) -> None:
    deputy = a_member(cast.top, Role.OFFICER, "Mai Văn Phó")
    a_stand_in(cast.province, deputy, starts_on=DAY, ends_on=DAY)
    case = a_case(cast.commune, about=deputy.officer)
    assert (case.unit, case.holder) == (cast.top, None)
    assert case.events.get(kind="receive").detail["nobody_acts"].startswith("who stands in")


def test_a_case_that_names_nobody_is_open_to_everybody(cast: Cast) -> None:
    assert agree(cast.officer, a_case(cast.commune))


def test_family_neither_sees_nor_gets_a_case_whichever_of_the_two_declared_it(cast: Cast) -> None:
    make_kin(cast.officer, cast.colleague)
    about_one, about_other = (
        a_case(cast.commune, about=each.officer) for each in (cast.officer, cast.colleague)
    )
    assert not agree(cast.colleague, about_one)
    assert not agree(cast.officer, about_other)
    assert agree(cast.reception, about_one)
    with translation.override("en"), pytest.raises(InConflict, match="family"):
        handling.assign(about_one, to=cast.colleague, by=acting(cast.head), because=BECAUSE, at=MONDAY)


def test_a_first_complaint_about_a_head_is_handled_in_that_heads_own_unit(cast: Cast) -> None:
    case = a_case(cast.commune, kind=Kind.COMPLAINT, about=cast.head.officer)
    assert case.unit == cast.commune
    for posting in (cast.head, cast.officer, cast.reception):
        assert agree(posting, case)
    handling.assign(case, to=cast.officer, by=acting(cast.head), because=BECAUSE, at=MONDAY)
    assert case.holder == cast.officer


@pytest.mark.parametrize("track", [Track.COMPLAINT_SECOND, Track.DISCIPLINE_SECOND])
def test_a_second_complaint_about_a_head_is_closed_to_that_head_and_those_under_them(
    cast: Cast, track: Track
) -> None:
    case = a_case(cast.commune, kind=Kind.COMPLAINT, track=track, about=cast.head.officer)
    assert case.unit == cast.top
    for posting in (cast.head, cast.officer):
        assert not conflict.is_clear(posting.officer_id, case, DAY)
    assert agree(cast.province, case)


def test_a_first_complaint_about_an_ordinary_officer_is_not_for_that_officer(cast: Cast) -> None:
    case = a_case(cast.commune, kind=Kind.COMPLAINT, about=cast.officer.officer)
    assert not agree(cast.officer, case)
    assert agree(cast.head, case)


def test_family_of_the_head_is_left_out_of_a_first_complaint_about_the_head(cast: Cast) -> None:
    make_kin(cast.officer, cast.head)
    case = a_case(cast.commune, kind=Kind.COMPLAINT, about=cast.head.officer)
    assert not agree(cast.officer, case)
    assert agree(cast.colleague, case)


def test_who_is_in_conflict_neither_accepts_nor_answers(cast: Cast) -> None:
    received = a_case(cast.commune, about=cast.officer.officer)
    with pytest.raises(InConflict):
        handling.accept(received, by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    accepted = handling.accept(received, by=acting(cast.head), because=BECAUSE, at=MONDAY)
    with pytest.raises(InConflict):
        outcome.answer(accepted, text="Xong.", by=acting(cast.officer), because=BECAUSE, at=MONDAY)


def test_a_closed_case_is_not_reopened_into_the_hands_of_somebody_in_conflict(cast: Cast) -> None:
    case = an_accepted_case(cast.officer, about=cast.colleague.officer)
    outcome.answer(case, text="Xong.", by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    make_kin(cast.officer, cast.colleague)
    sweep_cases(at=MONDAY + timedelta(days=30))
    case.refresh_from_db()
    assert case.state == "closed"
    outcome.reopen(case, by=acting(cast.head), because=BECAUSE, at=MONDAY + timedelta(days=31))
    assert case.holder is None


def test_a_stand_in_in_conflict_does_not_move_the_rung_and_nobody_gets_the_case(cast: Cast) -> None:
    deputy = a_member(cast.top, Role.OFFICER, "Mai Văn Phó")
    a_stand_in(cast.province, deputy, starts_on=DAY, ends_on=DAY)
    case = recused(a_case(cast.commune), deputy)
    escalation.escalate(case, ground="beyond_tier", by=acting(cast.head), because=BECAUSE, at=MONDAY)
    assert (case.unit, case.holder) == (cast.top, None)
    assert case.events.get(kind="escalate").detail["nobody_acts"].startswith("who stands in")


def test_who_recused_themselves_is_in_conflict_whatever_the_case_is_about(cast: Cast) -> None:
    case = recused(a_case(cast.commune), cast.officer)
    assert not agree(cast.officer, case)
    assert agree(cast.colleague, case)
