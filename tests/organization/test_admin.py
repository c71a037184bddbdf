"""The administration: every change gives its reason, keeps the rules and is signed; nothing is deleted."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from organization import services
from organization.models import CalendarDay, Post, Posting, Role, Unit
from tests.factories.organization import Cast, a_cast, a_stand_in, a_unit, an_officer, somebody

pytestmark = pytest.mark.django_db
MODELS = ["unit", "unitalias", "unitsuccession", "officer", "post", "posting", "standin", "calendarday"]


@pytest.fixture
def cast(db: None) -> Cast:
    return a_cast()


@pytest.fixture
def site(cast: Cast, client: Client) -> Client:
    """The administration as an account without a post sees it."""
    client.force_login(User.objects.create_superuser("admin"))
    return client


def _form(unit: Unit, **changes: str) -> dict[str, str]:
    kept = {
        "code": unit.code,
        "name": unit.name,
        "name_en": unit.name_en,
        "tier": unit.tier,
        "parent": str(unit.parent_id or ""),
        "valid_from": unit.valid_from.isoformat(),
        "valid_to": "",
    }
    return {**kept, **changes}


def _address(unit: Unit) -> str:
    return reverse("admin:organization_unit_change", args=[unit.pk])


def test_a_change_without_a_reason_is_sent_back(site: Client, cast: Cast) -> None:
    for reason in ({}, {"change_reason": "   "}):
        page = site.post(_address(cast.commune), _form(cast.commune, name="Xã Khác", **reason))
        assert "change_reason" in page.context["adminform"].errors
    assert Unit.objects.get(pk=cast.commune.pk).name == "Xã Gốc Đa"


def test_a_change_is_signed_with_the_account_and_the_reason(site: Client, cast: Cast) -> None:
    site.post(_address(cast.commune), _form(cast.commune, name="Xã Khác", change_reason="resolution 12"))
    row = cast.commune.history.latest()
    assert (row.name, row.history_change_reason) == ("Xã Khác", "resolution 12")
    assert (row.actor_name, row.actor_post) == ("admin", "account without a post")
    assert (row.actor_channel, row.actor_address) == ("admin", "127.0.0.1")


def test_an_officer_signs_with_the_post(cast: Cast, client: Client) -> None:
    User.objects.filter(username="head").update(is_staff=True, is_superuser=True)
    client.force_login(User.objects.get(username="head"))
    client.post(_address(cast.commune), _form(cast.commune, name="Xã Khác", change_reason="resolution 12"))
    row = cast.commune.history.latest()
    assert (row.actor_name, row.actor_post) == ("Đỗ Văn Trưởng", "Chủ tịch, Xã Gốc Đa")
    assert (row.actor_channel, row.actor_posting_id) == ("admin", cast.head.pk)


def test_the_rules_of_the_house_hold_here_too(site: Client, cast: Cast) -> None:
    loop = _form(cast.top, parent=str(cast.commune.pk), change_reason="upside down")
    assert site.post(_address(cast.top), loop).status_code == 200
    assert Unit.objects.get(pk=cast.top.pk).parent is None
    second_head = {
        "officer": str(an_officer().pk),
        "post": str(cast.head.post_id),
        "starts_on": "2026-03-02",
        "ends_on": "",
        "change_reason": "by mistake",
    }
    page = site.post(reverse("admin:organization_posting_add"), second_head)
    assert page.context["adminform"].errors
    assert Posting.objects.filter(post=cast.head.post).count() == 1


def test_a_day_is_added_with_its_source(site: Client) -> None:
    day = {
        "date": "2027-05-04",
        "name": "Nghỉ hoán đổi",
        "source": "Công văn thử",
        "change_reason": "the notice came out",
    }
    site.post(reverse("admin:organization_calendarday_add"), day)
    added = CalendarDay.objects.get(date=date(2027, 5, 4))
    assert added.history.get().history_change_reason == "the notice came out"


def test_nothing_is_deleted(site: Client, cast: Cast) -> None:
    address = reverse("admin:organization_unit_delete", args=[cast.commune.pk])
    assert site.post(address, {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": str(cast.commune.pk), "post": "yes"}
    site.post(reverse("admin:organization_unit_changelist"), chosen)
    assert Unit.objects.filter(pk=cast.commune.pk).exists()


def test_the_history_page_shows_who_why_and_what(site: Client, cast: Cast) -> None:
    site.post(_address(cast.commune), _form(cast.commune, name="Xã Khác", change_reason="resolution 12"))
    page = site.get(reverse("admin:organization_unit_history", args=[cast.commune.pk]))
    text = page.content.decode()
    for shown in ("resolution 12", "account without a post", "Xã Gốc Đa", "Xã Khác"):
        assert shown in text


@pytest.mark.parametrize("term", ["goc da", "GỐC ĐA", "Gốc Đa"])
def test_search_ignores_marks_and_case(site: Client, term: str) -> None:
    page = site.get(reverse("admin:organization_unit_changelist"), {"q": term})
    assert [unit.name for unit in page.context["cl"].queryset] == ["Xã Gốc Đa"]


def test_a_post_is_found_by_its_title_as_written(site: Client, cast: Cast) -> None:
    page = site.get(reverse("admin:organization_post_changelist"), {"q": "Thanh tra viên"})
    assert list(page.context["cl"].queryset) == [Post.objects.get(role=Role.INSPECTOR)]


@pytest.mark.parametrize("model", MODELS)
def test_the_queries_of_a_list_do_not_grow_with_its_rows(site: Client, cast: Cast, model: str) -> None:
    address = reverse(f"admin:organization_{model}_changelist")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert site.get(address).status_code == 200
        return len(captured)

    _more(cast, 1)
    queries()
    before = queries()
    _more(cast, 2)
    _more(cast, 3)
    assert queries() == before


@pytest.mark.parametrize("model", MODELS)
def test_forms_open_in_both_languages(site: Client, model: str) -> None:
    for language in ("vi", "en"):
        with translation.override(language):
            assert site.get(reverse(f"admin:organization_{model}_add")).status_code == 200


def _more(cast: Cast, number: int) -> None:
    """One more row of everything."""
    old = a_unit(f"Xã Cũ {number}", parent=cast.top, valid_to=date(2025, 6, 30))
    services.record_succession(
        old,
        new=cast.commune,
        on=date(2025, 7, 1),
        legal_basis="Nghị quyết thử",
        by=somebody(),
        because="merged",
    )
    services.add_alias(cast.commune, name=f"Tên {number}", by=somebody(), because="as people say")
    another = _colleague(cast, number)
    day = date(2026, 3, number)
    a_stand_in(cast.head, another, starts_on=day, ends_on=day)
    services.fill_calendar([2023 + number], by=somebody(), because="another year")


def _colleague(cast: Cast, number: int) -> Posting:
    post = services.open_post(
        cast.commune,
        title=f"Công chức {number}",
        role=Role.OFFICER,
        valid_from=date(2020, 1, 1),
        reports_to=cast.head.post,
        by=somebody(),
        because="more work",
    )
    officer = an_officer(f"Lê Văn {number}", username=f"more{number}")
    return services.appoint(officer, post=post, starts_on=date(2020, 1, 1), by=somebody(), because="hired")
