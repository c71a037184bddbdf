"""Who works under whom: the ground of every conflict of interest."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from organization.models import Posting, Role, Tier
from organization.selectors import subordinates, superiors
from tests.factories.organization import (
    Cast,
    a_cast,
    a_member,
    a_post,
    a_posting,
    a_stand_in,
    a_unit,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def cast(db: None) -> Cast:
    return a_cast()


def _ids(*postings: Posting) -> set[int]:
    return {posting.officer_id for posting in postings}


def test_a_head_is_over_everybody_in_the_unit_and_below(cast: Cast) -> None:
    hamlet = a_unit("Thôn Thử", tier=Tier.HAMLET, parent=cast.commune)
    elder = a_member(hamlet, Role.OFFICER, "Cao Văn Thôn")
    assert subordinates(cast.head.officer_id, DAY) == _ids(
        cast.reception, cast.officer, cast.colleague, elder
    )
    assert superiors(elder.officer_id, DAY) == _ids(cast.head, cast.province)
    assert cast.inspector.officer_id in subordinates(cast.province.officer_id, DAY)


def test_colleagues_neighbours_and_oneself_are_not_under_anybody(cast: Cast) -> None:
    assert subordinates(cast.officer.officer_id, DAY) == set()
    assert cast.colleague.officer_id not in superiors(cast.officer.officer_id, DAY)
    neighbour_head = Posting.objects.get(post__unit=cast.neighbour)
    assert neighbour_head.officer_id not in subordinates(cast.head.officer_id, DAY)


def test_reports_are_followed_to_the_end_across_units(cast: Cast) -> None:
    team_lead = a_posting(a_post(cast.neighbour, reports_to=cast.officer.post))
    member = a_posting(a_post(cast.neighbour, reports_to=team_lead.post))
    assert subordinates(cast.officer.officer_id, DAY) == _ids(team_lead, member)
    assert member.officer_id in subordinates(cast.head.officer_id, DAY)
    assert superiors(member.officer_id, DAY) >= _ids(team_lead, cast.officer, cast.head, cast.province)


def test_a_stand_in_has_the_powers_of_the_post_while_it_lasts(cast: Cast) -> None:
    a_stand_in(cast.head, cast.officer, starts_on=DAY, ends_on=DAY)
    assert cast.colleague.officer_id in subordinates(cast.officer.officer_id, DAY)
    assert cast.officer.officer_id in superiors(cast.colleague.officer_id, DAY)
    assert cast.officer.officer_id not in superiors(cast.colleague.officer_id, date(2026, 3, 3))


def test_a_stand_in_is_not_over_the_one_who_is_away(cast: Cast) -> None:
    a_stand_in(cast.head, cast.officer, starts_on=DAY, ends_on=DAY)
    assert superiors(cast.head.officer_id, DAY) == _ids(cast.province)
    assert cast.head.officer_id not in subordinates(cast.officer.officer_id, DAY)


def test_both_sides_of_the_relation_agree(cast: Cast) -> None:
    a_stand_in(cast.head, cast.officer, starts_on=DAY, ends_on=DAY)
    a_posting(a_post(cast.neighbour, reports_to=cast.officer.post))
    everybody = set(Posting.objects.values_list("officer_id", flat=True))
    downwards = {(over, under) for over in everybody for under in subordinates(over, DAY)}
    upwards = {(over, under) for under in everybody for over in superiors(under, DAY)}
    assert downwards == upwards


def test_the_cost_does_not_grow_with_the_tree(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        a_member(a_unit(parent=cast.commune), Role.HEAD, "Lý Văn Thêm", is_head=True)
    with django_assert_max_num_queries(5):
        superiors(cast.officer.officer_id, DAY)
    with django_assert_max_num_queries(5):
        subordinates(cast.province.officer_id, DAY)
