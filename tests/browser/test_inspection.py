"""An inspector's way from the picture to the person, to the case, to the record; at both widths, without JavaScript."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from cases.models import Case
from cases.services import outcome
from cases.services.sweeping import sweep_cases
from organization.actors import Actor, Channel
from tests.factories.cases import MONDAY, an_accepted_case, an_answered_case, moment, reference_data
from tests.factories.organization import Cast, a_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
YEAR = "from=2026-01-01&to=2026-12-31"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, with one case late and one disputed."""
    reference_data()
    cast = a_cast()
    an_accepted_case(cast.officer)
    outcome.dispute(
        an_answered_case(cast.officer), by=Actor.citizen(Channel.WEB), at=MONDAY + timedelta(hours=1)
    )
    sweep_cases(at=moment("2026-10-28 08:00"))
    return cast


def sign_in(page: Page) -> None:
    page.goto(f"/accounts/login/?next=/inspection/%3F{YEAR.replace('&', '%26')}")
    page.fill("input[name=username]", "inspector")
    page.fill("input[name=password]", "demo")
    page.click("main form button")
    expect(page.locator("nav [aria-current=page]").first).to_be_visible()


def fits(page: Page) -> bool:
    """Whether nothing is wider than the screen."""
    box, screen = page.locator("html").bounding_box(), page.viewport_size
    wide = page.locator("main").evaluate("main => main.scrollWidth <= main.clientWidth")
    return bool(box and screen and box["width"] <= screen["width"] and wide)


def test_from_the_picture_to_the_person_to_the_case_to_its_record(page: Page, cast: Cast) -> None:
    sign_in(page)
    assert fits(page)
    page.get_by_role("link", name=cast.officer.officer.full_name).first.click()
    expect(page.locator("h1")).to_have_text(cast.officer.officer.full_name)
    assert fits(page)
    page.locator("a.badge.tone-late").first.click()
    late = Case.objects.get(rung=1, review="")
    assert "figure=late" in page.url
    assert f"posting={cast.officer.pk}" in page.url
    assert fits(page)
    page.get_by_role("link", name=late.shown_code).click()
    expect(page.locator("h1")).to_contain_text(late.shown_code)
    expect(page.locator("#record + p + .timeline > li")).to_have_count(late.events.count())
    expect(page.locator(".changes").first).to_be_visible()
    assert fits(page)


def test_a_list_is_sorted_searched_and_taken_away_without_javascript(page: Page, cast: Cast) -> None:
    sign_in(page)
    page.goto(f"/inspection/officers/?{YEAR}&sort=-late")
    assert fits(page)
    names = page.locator("tbody th a")
    expect(names.first).to_have_text(cast.officer.officer.full_name)
    page.fill("input[name=q]", "tran van viec")
    page.click("form.filters button")
    expect(names).to_have_count(1)
    with page.expect_download() as download:
        page.click(".page-head a[href*=xlsx]")
    assert download.value.suggested_filename.endswith(".xlsx")


def test_an_officer_meets_a_page_that_says_why_and_offers_a_way_out(page: Page, cast: Cast) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=username]", "officer")
    page.fill("input[name=password]", "demo")
    page.click("main form button")
    answer = page.goto("/inspection/")
    assert answer
    assert answer.status == 403
    expect(page.locator("main a.button")).to_be_visible()
