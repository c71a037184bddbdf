"""Texting tried in a browser, on the two phones of the simulator: with scripts and without, at both widths."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import Case
from organization.actors import Actor
from organization.models import Posting, Role, Unit
from organization.services import load_reference_units
from tests.browser.simulated import SimulatedPhones
from tests.browser.test_desk import fits
from tests.factories.cases import reference_data
from tests.factories.organization import a_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REAL_TEXTS = Path(__file__).parents[1] / "feedback/sms/real_texts.csv"


@pytest.fixture
def officer(transactional_db: None) -> Posting:
    """An officer of a real commune; the names of the others are known too."""
    reference_data()
    load_reference_units(by=Actor.system("test"), because="the places that people name")
    commune = Unit.objects.get(name="Xã Quỳnh Lưu", valid_to=None)
    return a_member(commune, Role.OFFICER, "Trần Văn Việc")


@pytest.fixture
def scripted(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page that runs scripts; an error in one fails the test."""
    errors: list[str] = []
    context = browser.new_context(
        base_url=live_server.url, locale="vi-VN", viewport={"width": 1280, "height": 800}
    )
    opened = context.new_page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert errors == []


def test_a_text_and_its_answer_are_seen_without_scripts(page: Page, officer: Posting) -> None:
    phones = SimulatedPhones(page, officer)
    phones.take()
    assert fits(page)
    phones.types("PA rac chat dong o cho Giat ba ngay nay")
    expect(phones.left.locator(".mine .words")).to_have_text("PA rac chat dong o cho Giat ba ngay nay")
    expect(phones.left.locator(".theirs .words")).to_contain_text(Case.objects.get().shown_code)
    assert phones.intent == "file"
    assert fits(page)


def test_with_scripts_the_page_stays_and_the_field_is_ready_for_the_next_text(
    scripted: Page, officer: Posting
) -> None:
    phones = SimulatedPhones(scripted, officer)
    phones.take()
    scripted.evaluate("window.stayed = true")
    phones.left.locator("textarea").fill("HD")
    phones.left.locator("textarea").press("Enter")
    expect(phones.left.locator(".theirs")).to_have_count(1)
    assert phones.intent == "help"
    assert scripted.evaluate("window.stayed")
    expect(phones.left.locator("textarea")).to_be_focused()
    expect(phones.left.locator("textarea")).to_have_value("")


def test_what_the_other_phone_is_typing_stays_while_this_one_sends(scripted: Page, officer: Posting) -> None:
    phones = SimulatedPhones(scripted, officer)
    phones.take()
    scripted.locator("#right textarea").fill("chua xong")
    phones.types("HD")
    expect(phones.left.locator(".theirs")).to_have_count(1)
    expect(scripted.locator("#right textarea")).to_have_value("chua xong")


@pytest.mark.parametrize("asked", ["question", "confirm", "rating", "place"])
def test_a_phone_can_be_brought_to_where_it_is_asked(scripted: Page, officer: Posting, asked: str) -> None:
    phones = SimulatedPhones(scripted, officer)
    phones.take(asked)
    assert phones.is_asked == asked


def test_real_life_texts_are_understood_as_they_were_meant(scripted: Page, officer: Posting) -> None:
    with REAL_TEXTS.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    # The parser is tried with every row; here all that depend on what the phone was asked, and a third of the others.
    rows = [row for number, row in enumerate(table) if row["asked"] or number % 3 == 0]
    phones = SimulatedPhones(scripted, officer, stays=True)
    misread = []
    for row in rows:
        phones.take(row["asked"])
        phones.types(row["text"])
        if phones.intent != row["intent"]:
            misread.append((row["asked"], row["text"], row["intent"], phones.intent))
    assert misread == []
