"""The organization of a day, looked up once, answers as the single questions do."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from pytest_django import DjangoAssertNumQueries

from organization.models import Kinship, Posting, Role, Tier, Unit
from organization.selectors import (
    Chart,
    ancestors,
    current_posting,
    current_unit,
    head_of,
    kin_of,
    root_unit,
    superiors,
    unit_by_code,
)
from organization.services import declare_kin, record_succession
from tests.factories.organization import (
    LONG_AGO,
    SETTING_UP,
    a_post,
    a_posting,
    a_stand_in,
    a_unit,
    an_officer,
    somebody,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def a_generated_organization(seed: int) -> list[Posting]:
    """Units three levels deep, heads and vacancies, deputies, cross reports, people away, families."""
    chance = Random(seed)
    top = a_unit("Tỉnh Ngẫu Nhiên", tier=Tier.PROVINCE)
    units = [top]
    for tier in (Tier.COMMUNE, Tier.DEPARTMENT, Tier.HAMLET):
        above = list(units)
        units += [
            a_unit(f"Đơn vị {number}", tier=tier, parent=chance.choice(above))
            for number in range(chance.randint(1, 3))
        ]
    postings: list[Posting] = []
    for unit in units:
        if chance.random() < 0.8:
            head = a_post(unit, "Trưởng", role=Role.HEAD, is_head=True)
            if chance.random() < 0.8:
                postings.append(a_posting(head))
        for _ in range(chance.randint(0, 2)):
            over = chance.choice(postings).post if postings and chance.random() < 0.3 else None
            postings.append(a_posting(a_post(unit, reports_to=over)))
    for away in postings:
        reach = {unit.pk for unit in (away.post.unit, *ancestors(away.post.unit))}
        deputies = [
            each for each in postings if each.post.unit_id in reach and each.officer_id != away.officer_id
        ]
        if deputies and chance.random() < 0.3:
            days = timedelta(chance.randint(0, 3))
            a_stand_in(away, chance.choice(deputies), starts_on=DAY - days, ends_on=DAY + days)
    if len(postings) > 3:
        one, other = chance.sample(postings, 2)
        declare_kin(
            one.officer, relative=other.officer, kinship=Kinship.SIBLING, by=somebody(), because=SETTING_UP
        )
    return postings


@pytest.mark.parametrize("seed", range(12))
def test_it_gives_the_same_answers_as_the_single_questions(seed: int) -> None:
    postings = a_generated_organization(seed)
    chart = Chart(DAY)
    assert chart.root() == root_unit(DAY)
    for unit in Unit.objects.all():
        assert chart.head(unit.pk) == head_of(unit, DAY)
        assert chart.line(unit.pk) == [unit, *ancestors(unit)]
        assert chart.unit_by_code(unit.code) == unit_by_code(unit.code, DAY)
    for posting in postings:
        officer = posting.officer_id
        assert chart.superiors(officer) == superiors(officer, DAY)
        assert chart.kin(officer) == kin_of(officer)
        assert chart.posts_of(officer)[0].unit_id == posting.post.unit_id


def test_a_headship_comes_before_an_ordinary_post_of_the_same_person() -> None:
    unit, officer = a_unit(), an_officer(username="two_posts")
    head = a_posting(a_post(unit, role=Role.HEAD, is_head=True), officer, starts_on=LONG_AGO)
    a_posting(a_post(unit), officer, starts_on=DAY)
    first, second = Chart(DAY).posts_of(officer.pk)
    assert (first.is_head, second.is_head) == (True, False)
    assert officer.user
    assert current_posting(officer.user, DAY) == head


def test_a_unit_that_ended_stands_for_what_took_its_place() -> None:
    top = a_unit("Tỉnh", tier=Tier.PROVINCE)
    district = a_unit("Huyện", tier=Tier.DISTRICT, parent=top, valid_to=date(2025, 6, 30))
    former = a_unit("Xã cũ", parent=district, valid_to=date(2025, 6, 30))
    heirs = [a_unit(f"Xã mới {number}", parent=top, valid_from=date(2025, 7, 1)) for number in (1, 2)]
    for old, new in ((former, heirs[0]), (district, heirs[0]), (district, heirs[1])):
        record_succession(
            old, new=new, on=date(2025, 7, 1), legal_basis="NQ", by=somebody(), because=SETTING_UP
        )
    chart = Chart(DAY)
    assert chart.current_unit(former) == current_unit(former, DAY) == heirs[0]
    assert chart.current_unit(district) == current_unit(district, DAY) == top
    assert chart.above(former) == [top]


def test_a_day_is_looked_up_in_a_constant_number_of_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    postings = a_generated_organization(3)
    units = list(Unit.objects.all())
    with django_assert_max_num_queries(9):
        chart = Chart(DAY)
        chart.root()
        for unit in units:
            chart.head(unit.pk)
            chart.head_post(unit.pk)
            chart.above(unit)
        for posting in postings:
            chart.superiors(posting.officer_id)
            chart.kin(posting.officer_id)
            chart.posts_of(posting.officer_id)
