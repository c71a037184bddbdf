"""Up and down the ladder: on coded grounds, past rungs in conflict, never into the hands of somebody in conflict."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cases.errors import MoveRefused, NotAllowed
from cases.models import Case, ForwardingLetter
from cases.models.recusal import RecusalGround
from cases.services import escalation, handling, recusing
from cases.services.escalation import plan_climb
from cases.vocabulary import Kind, Trigger
from organization.models import Kinship, Posting, Role, Tier, Unit
from organization.selectors import Chart
from organization.services import declare_kin, end_posting
from tests.cases.test_concurrency import at_once
from tests.factories.cases import BECAUSE, MONDAY, a_case, reference_data
from tests.factories.organization import (
    SETTING_UP,
    Cast,
    a_cast,
    a_member,
    a_stand_in,
    a_unit,
    acting,
    somebody,
)

DAY = timezone.localdate(MONDAY)


def up(case: Case, by: Posting, *, ground: str = "", at: datetime = MONDAY) -> Case:
    return escalation.escalate(case, ground=ground, by=acting(by), because=BECAUSE, at=at)


def down(case: Case, to: Unit, by: Posting) -> Case:
    return escalation.send_down(case, to=to, by=acting(by), because=BECAUSE, at=MONDAY)


def flagged(case: Case) -> bool:
    return Case.objects.get(pk=case.pk).goes_to_and_fro


def test_a_unit_sends_up_only_by_saying_why_it_lacks_the_power(cast: Cast) -> None:
    case = a_case(cast.commune)
    for ground in ("", "because", "relatives"):  # the last is for denunciations alone
        with pytest.raises(MoveRefused):
            up(case, cast.head, ground=ground)
    up(case, cast.head, ground="needs_higher_decision")
    detail = case.events.get(kind="escalate").detail
    assert (detail["trigger"], detail["ground"]) == ("lack_of_power", "needs_higher_decision")


def test_a_head_pulls_a_case_up_from_below_without_one(cast: Cast) -> None:
    case = up(a_case(cast.commune), cast.province)
    detail = case.events.get(kind="escalate").detail
    assert (detail["trigger"], "ground" in detail) == ("officer", False)


def test_a_rung_in_conflict_is_passed_over_and_the_ledger_says_why(cast: Cast) -> None:
    hamlet = a_unit("Ban quản lý chợ", tier=Tier.DEPARTMENT, parent=cast.commune)
    a_member(hamlet, Role.HEAD, "Tạ Văn Chợ", is_head=True)
    case = a_case(hamlet)
    recusing.declare(
        case,
        officer=cast.head.officer,
        ground=RecusalGround.INTEREST,
        by=acting(cast.head),
        because=BECAUSE,
        at=MONDAY,
    )
    up(case, cast.province)
    assert (case.unit, case.holder) == (cast.top, cast.province)
    [passed] = case.events.get(kind="escalate").detail["passed_over"]
    assert passed == {"unit": cast.commune.code, "why": "its head declared a conflict of interest"}


def test_a_vacant_headship_is_a_rung_where_nobody_has_the_case_yet(cast: Cast) -> None:
    end_posting(cast.province, ends_on=DAY - timedelta(days=1), by=somebody(), because=SETTING_UP)
    case = up(a_case(cast.commune), cast.head, ground="beyond_tier")
    assert (case.unit, case.holder) == (cast.top, None)
    detail = case.events.get(kind="escalate").detail
    assert detail["rung_post"] == cast.province.post.title
    assert "vacant" in detail["nobody_acts"]


def test_a_stand_in_gets_what_comes_up_while_the_head_is_away(cast: Cast) -> None:
    deputy = a_member(cast.top, Role.OFFICER, "Mai Văn Phó")
    a_stand_in(cast.province, deputy, starts_on=DAY, ends_on=DAY)
    assert up(a_case(cast.commune), cast.head, ground="beyond_tier").holder == deputy


def test_a_case_that_goes_up_and_down_more_than_twice_is_flagged(cast: Cast) -> None:
    part = a_unit("Phòng Kinh tế", tier=Tier.DEPARTMENT, parent=cast.commune)
    chief = a_member(part, Role.HEAD, "Tạ Văn Phòng", is_head=True)
    case = up(a_case(part), chief, ground="beyond_tier")
    down(case, part, cast.head)
    up(case, chief, ground="beyond_tier")
    assert not flagged(case)
    assert "turns" not in case.events.filter(kind="escalate").latest("pk").detail
    up(case, cast.head, ground="beyond_tier")
    down(case, cast.commune, cast.province)
    assert flagged(case)
    up(case, cast.head, ground="beyond_tier")
    assert case.events.filter(kind="escalate").latest("pk").detail["turns"] == 4


def test_a_case_is_not_sent_down_to_family_of_whom_it_is_about(cast: Cast) -> None:
    declare_kin(
        cast.head.officer,
        relative=cast.officer.officer,
        kinship=Kinship.CHILD,
        by=somebody(),
        because=SETTING_UP,
    )
    case = a_case(cast.commune, about=cast.officer.officer)
    assert case.unit == cast.top
    with pytest.raises(MoveRefused):
        down(case, cast.commune, cast.province)


def test_a_denunciation_of_a_head_who_is_named_later_leaves_the_unit(cast: Cast) -> None:
    case = a_case(cast.commune, kind=Kind.COMPLAINT, about=cast.head.officer, channel="desk")
    handling.assign(case, to=cast.officer, by=acting(cast.head), because=BECAUSE, at=MONDAY)
    handling.reclassify(
        case,
        kind=Kind.DENUNCIATION,
        category=case.category,
        about=cast.head.officer,
        summary="",
        by=acting(cast.reception),
        because=BECAUSE,
        at=MONDAY,
    )
    assert (case.unit, case.holder) == (cast.top, cast.province)


def test_five_hundred_climbs_are_planned_without_a_query_of_their_own(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for about in (None, cast.officer.officer, cast.colleague.officer):
        a_case(cast.commune, about=about)
    cases = list(Case.objects.prefetch_related("recusals").select_related("unit"))
    chart = Chart(DAY)
    first = plan_climb(cases[1], chart, trigger=Trigger.LATE)
    plan_climb(cases[2], chart, trigger=Trigger.LATE)
    with django_assert_num_queries(0):
        plans = [plan_climb(case, chart, trigger=Trigger.LATE) for case in cases * 167]
    assert {plan.route.unit for plan in plans} == {cast.top}
    assert first.holder == cast.province


# ---- Forwarding


def forward(case: Case, by: Posting, *, at: datetime = MONDAY) -> ForwardingLetter:
    escalation.transfer(case, outside="Tòa án nhân dân", by=acting(by), because=BECAUSE, at=at)
    return ForwardingLetter.objects.get(case=case)


def test_a_case_is_forwarded_by_a_letter_numbered_from_one_in_each_unit_and_year(cast: Cast) -> None:
    first, second = (forward(a_case(cast.commune), cast.head) for _ in range(2))
    other = forward(a_case(cast.top), cast.province)
    later = forward(a_case(cast.commune), cast.head, at=MONDAY + timedelta(days=120))
    assert [str(each) for each in (first, second, other, later)] == ["1/2026", "2/2026", "1/2026", "1/2027"]
    assert (first.signed_by, first.body) == (cast.head.officer.full_name, "Tòa án nhân dân")
    detail = first.case.events.get(kind="transfer").detail
    assert detail == {"outside": "Tòa án nhân dân", "letter": "1/2026"}
    assert (first.case.state, first.case.outcome) == ("closed", "forwarded")


def test_only_a_head_forwards(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        forward(a_case(cast.commune), cast.officer)
    assert not ForwardingLetter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_forward_from_one_unit_at_once_get_different_numbers(transactional_db: None) -> None:
    reference_data()
    cast = a_cast()
    cases = [a_case(cast.commune, phone="") for _ in range(4)]
    results = at_once(*[partial(forward, case, cast.head) for case in cases])
    assert sorted(letter.number for letter in ForwardingLetter.objects.all()) == [1, 2, 3, 4], results
