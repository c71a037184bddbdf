"""Cases in the administration: rules and categories are entered with a reason, cases are only looked at."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from cases.models import Category, TermRule
from tests.factories.cases import a_case
from tests.factories.organization import Cast

WHY = "Quyết định 12/QĐ-UBND"


@pytest.fixture
def site(client: Client, db: None) -> Client:
    """The administration, in English."""
    client.force_login(User.objects.create_superuser("root"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def a_rule_form(**changes: Any) -> dict[str, Any]:
    return {
        "code": "P9",
        "name": "Giải quyết nhanh",
        "name_en": "Quick settling",
        "tracks": ["tip"],
        "stage": "limit",
        "starts_with": "receipt",
        "length": "3",
        "unit": "working",
        "legal_basis": "Quy chế",
        "legal_basis_en": "Rules",
        "valid_from": "2026-01-01",
        "change_reason": WHY,
        **changes,
    }


def test_a_category_is_entered_with_a_reason(site: Client) -> None:
    form = {
        "code": "water",
        "name": "Nước",
        "name_en": "Water",
        "lowest_tier": "commune",
        "active": "on",
        "position": "5",
    }
    site.post(reverse("admin:cases_category_add"), form)
    assert not Category.objects.filter(code="water").exists()
    site.post(reverse("admin:cases_category_add"), {**form, "change_reason": WHY})
    category = Category.objects.get(code="water")
    assert category.history.get().history_change_reason == WHY


def test_a_term_rule_is_entered_by_ticking_its_tracks(site: Client, cast: Cast) -> None:
    site.post(reverse("admin:cases_termrule_add"), a_rule_form(tracks=["feedback", "tip"]))
    assert TermRule.objects.get(code="P9").tracks == ["feedback", "tip"]


@pytest.mark.parametrize("tracks", [[], ["gossip"]])
def test_a_term_rule_names_tracks_that_exist(site: Client, cast: Cast, tracks: list[str]) -> None:
    page = site.post(reverse("admin:cases_termrule_add"), a_rule_form(tracks=tracks))
    assert "tracks" in page.context["adminform"].errors


def test_two_rules_for_the_same_thing_at_the_same_time_are_refused(site: Client, cast: Cast) -> None:
    page = site.post(
        reverse("admin:cases_termrule_add"), a_rule_form(tracks=["feedback"], stage="settlement")
    )
    assert "Rule P4 is in force" in page.content.decode()


def test_a_rule_in_use_stays_the_rule_it_is_but_its_length_is_corrected_and_it_can_be_ended(
    site: Client, cast: Cast
) -> None:
    a_case(cast.commune)
    rule = TermRule.objects.get(code="R1")
    address = reverse("admin:cases_termrule_change", args=[rule.pk])
    form = a_rule_form(code="R9", length="12", stage="limit", valid_to="2026-12-31")
    site.post(address, form)
    rule.refresh_from_db()
    assert (rule.code, rule.length, rule.stage) == ("R1", 12, "acceptance")
    assert str(rule.valid_to) == "2026-12-31"


def test_cases_are_looked_at_without_what_was_said_and_never_changed(site: Client, cast: Cast) -> None:
    case = a_case(cast.commune, place="Sau chợ Giát")
    for address in (
        reverse("admin:cases_case_changelist"),
        reverse("admin:cases_case_change", args=[case.pk]),
        reverse("admin:cases_caseevent_changelist"),
    ):
        page = site.get(address).content.decode()
        assert case.shown_code in page or case.code in page
        for told in ("Rác chất đống", "Sau chợ Giát", "912345678"):
            assert told not in page
    assert site.get(reverse("admin:cases_case_add")).status_code == 403
    assert (
        site.post(reverse("admin:cases_case_change", args=[case.pk]), {"state": "closed"}).status_code == 403
    )
    assert site.post(reverse("admin:cases_case_delete", args=[case.pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", ["category", "termrule", "case", "caseevent", "sweeprun"])
def test_every_list_opens_and_is_searched(site: Client, cast: Cast, model: str) -> None:
    a_case(cast.commune)
    assert site.get(reverse(f"admin:cases_{model}_changelist"), {"q": "1"}).status_code == 200


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        ("lengths", "remote:45", "remote+complex=60"),
        ("lengths", "tired=45", "circumstances are"),
        ("lengths", "remote=2", "never shorter"),
        ("extensions", "complex=30", "complex=1x30"),
        ("extensions", "complex=0x30", "at least one"),
    ],
)
def test_what_circumstances_do_to_a_term_is_refused_where_it_cannot_be_read(
    site: Client, cast: Cast, field: str, typed: str, problem: str
) -> None:
    page = site.post(reverse("admin:cases_termrule_add"), a_rule_form(**{field: typed}))
    assert problem in str(page.context["adminform"].errors[field])
    assert typed in page.content.decode()


def test_what_circumstances_do_to_a_term_is_written_as_the_law_says_it(site: Client, cast: Cast) -> None:
    form = a_rule_form(lengths="remote=5, remote+complex=7", extensions="very_complex=2x3")
    site.post(reverse("admin:cases_termrule_add"), form)
    rule = TermRule.objects.get(code="P9")
    assert rule.lengths == {"remote": 5, "complex+remote": 7}
    assert rule.extensions == {"very_complex": [2, 3]}
    page = site.get(reverse("admin:cases_termrule_change", args=[rule.pk])).content.decode()
    assert 'value="remote=5 complex+remote=7"' in page


def test_a_rule_without_validity_is_refused(site: Client, cast: Cast) -> None:
    page = site.post(reverse("admin:cases_termrule_add"), a_rule_form(valid_from=""))
    assert "valid_from" in page.context["adminform"].errors
    assert not TermRule.objects.filter(code="P9").exists()
