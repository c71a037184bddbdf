"""Who holds a post, who heads a unit, and who does the work while they are away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User

from organization import services
from organization.errors import OrganizationError
from organization.models import Posting, Role, StandIn, Tier
from organization.selectors import head_of, holder, postings_on
from tests.factories.organization import (
    a_cast,
    a_member,
    a_post,
    a_posting,
    a_stand_in,
    a_unit,
    an_officer,
    somebody,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
NEXT = DAY + timedelta(days=1)


def test_a_posting_runs_from_its_first_day_to_its_last() -> None:
    posting = a_posting(a_post(a_unit()), starts_on=DAY, ends_on=NEXT)
    running = [posting in postings_on(DAY + timedelta(days=step)) for step in range(-1, 3)]
    assert running == [False, True, True, False]


def test_one_post_of_officers_takes_several_holders_but_a_head_is_alone() -> None:
    unit = a_unit()
    shared, headship = a_post(unit), a_post(unit, role=Role.HEAD, is_head=True)
    a_posting(shared)
    a_posting(shared)
    first = a_posting(headship)
    with pytest.raises(OrganizationError):
        a_posting(headship)
    services.end_posting(first, ends_on=DAY, by=somebody(), because="retired")
    with pytest.raises(OrganizationError):
        a_posting(headship, starts_on=DAY)
    second = a_posting(headship, starts_on=NEXT)
    assert head_of(unit, DAY) == first
    assert head_of(unit, NEXT) == second


def test_an_officer_holds_a_post_once_at_a_time() -> None:
    post, officer = a_post(a_unit()), an_officer()
    a_posting(post, officer, ends_on=DAY)
    with pytest.raises(OrganizationError):
        a_posting(post, officer, starts_on=DAY)
    a_posting(post, officer, starts_on=NEXT)


def test_a_unit_has_one_post_that_heads_it() -> None:
    unit = a_unit()
    a_post(unit, role=Role.HEAD, is_head=True, valid_to=DAY)
    with pytest.raises(OrganizationError):
        a_post(unit, role=Role.HEAD, is_head=True)
    a_post(unit, role=Role.HEAD, is_head=True, valid_from=NEXT)


def test_a_unit_that_has_ended_cannot_get_a_post() -> None:
    ended = a_unit("Huyện Cũ", tier=Tier.DISTRICT, valid_to=DAY)
    with pytest.raises(OrganizationError, match="Huyện Cũ"):
        a_post(ended, valid_from=NEXT)
    with pytest.raises(OrganizationError, match="Huyện Cũ"):
        a_post(ended)
    a_post(ended, valid_to=DAY)


def test_a_posting_stays_within_the_life_of_its_post() -> None:
    post = a_post(a_unit(), valid_from=DAY, valid_to=NEXT)
    with pytest.raises(OrganizationError):
        a_posting(post)
    a_posting(post, ends_on=NEXT)
    post.valid_to = DAY
    with pytest.raises(OrganizationError):
        post.clean()


def test_a_posting_cannot_end_before_it_starts() -> None:
    posting = a_posting(a_post(a_unit()), starts_on=NEXT)
    with pytest.raises(OrganizationError):
        services.end_posting(posting, ends_on=DAY, by=somebody(), because="by mistake")
    assert Posting.objects.get().ends_on is None


def test_reports_cannot_go_round_in_a_circle() -> None:
    unit = a_unit()
    top = a_post(unit)
    middle = a_post(unit, reports_to=top)
    top.reports_to = a_post(unit, reports_to=middle)
    with pytest.raises(OrganizationError):
        top.clean()


def test_a_staff_code_and_an_account_belong_to_one_officer() -> None:
    user = User.objects.create_user("one")
    services.register_officer("Một", staff_code="CB1", user=user, by=somebody(), because="new")
    for staff_code, account in (("CB1", None), ("CB2", user)):
        with pytest.raises(OrganizationError):
            services.register_officer(
                "Hai", staff_code=staff_code, user=account, by=somebody(), because="new"
            )


def test_a_stand_in_does_the_work_on_the_days_of_absence_only() -> None:
    cast = a_cast()
    a_stand_in(cast.head, cast.officer, starts_on=DAY, ends_on=DAY)
    assert head_of(cast.commune, DAY) == cast.officer
    assert holder(cast.head.post, DAY) == cast.officer
    assert head_of(cast.commune, NEXT) == cast.head


def test_when_the_stand_in_is_away_too_the_next_one_works() -> None:
    cast = a_cast()
    a_stand_in(cast.head, cast.officer, starts_on=DAY, ends_on=DAY)
    a_stand_in(cast.officer, cast.colleague, starts_on=DAY, ends_on=DAY)
    assert head_of(cast.commune, DAY) == cast.colleague
    a_stand_in(cast.colleague, cast.head, starts_on=DAY, ends_on=DAY)
    assert head_of(cast.commune, DAY) is not None


def test_a_stand_in_who_has_left_stands_in_no_more() -> None:
    cast = a_cast()
    a_stand_in(cast.head, cast.officer, starts_on=DAY, ends_on=NEXT)
    services.end_posting(cast.officer, ends_on=DAY, by=somebody(), because="moved")
    assert head_of(cast.commune, NEXT) == cast.head


def test_a_vacant_post_has_no_holder() -> None:
    unit = a_unit()
    assert holder(a_post(unit, is_head=True, role=Role.HEAD), DAY) is None
    assert head_of(unit, DAY) is None


def test_who_may_not_stand_in() -> None:
    cast = a_cast()
    same_person = a_posting(cast.colleague.post, cast.head.officer)
    stranger = a_member(cast.neighbour, Role.OFFICER, "Bùi Văn Lạ")
    late = a_posting(cast.officer.post, starts_on=NEXT)
    for unfit in (same_person, stranger, late, cast.head):
        with pytest.raises(OrganizationError):
            a_stand_in(cast.head, unfit, starts_on=DAY, ends_on=NEXT)
    a_stand_in(cast.head, cast.province, starts_on=DAY, ends_on=NEXT)
    with pytest.raises(OrganizationError):
        a_stand_in(cast.head, cast.officer, starts_on=NEXT, ends_on=NEXT)
    assert StandIn.objects.count() == 1
