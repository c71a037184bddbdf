"""The citizen's way through the pages: at both widths, on a slow network's diet, with and without JavaScript."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import Case
from cases.services import handling, outcome
from tests.factories.cases import BECAUSE, reference_data
from tests.factories.files import a_photo
from tests.factories.organization import Cast, a_cast, acting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIGHT = 60 * 1024


@pytest.fixture
def cast(live_server: LiveServer) -> Cast:
    reference_data()
    return a_cast()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "anh.jpg"
    path.write_bytes(a_photo().read())
    return path


def in_english(page: Page, live_server: LiveServer) -> None:
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])


def fits(page: Page) -> bool:
    """Whether nothing makes the page scroll sideways: the content is no wider than the window."""
    viewport = page.viewport_size
    box = page.locator("html").bounding_box()
    widest = page.locator("main *").evaluate_all(
        "all => Math.max(...all.map(e => e.getBoundingClientRect().right))"
    )
    return bool(viewport and box and widest <= viewport["width"] and box["width"] <= viewport["width"])


def file_a_report(page: Page, cast: Cast, photo: Path) -> Case:
    page.goto("/report/")
    page.get_by_label("What is it about?").select_option("roads")
    page.get_by_label("In which commune?").select_option(cast.commune.code)
    page.get_by_label("What happened?").fill("Đường trước trường bị lún.")
    page.get_by_label("Photos or documents").set_input_files(photo)
    page.get_by_label("Mobile phone").fill("0912 345 678")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", name="We have received it")).to_be_visible()
    return Case.objects.get()


def test_a_citizen_reports_follows_disputes_and_rates(
    page: Page, live_server: LiveServer, cast: Cast, photo: Path
) -> None:
    in_english(page, live_server)
    case = file_a_report(page, cast, photo)
    expect(page.locator(".code", has_text=case.shown_code)).to_be_visible()
    expect(page.get_by_text("Rule R1")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name="I have noted both").click()
    page.get_by_role("button", name="Lock it on this device").click()

    officer = acting(cast.officer)
    handling.accept(case, by=officer, because=BECAUSE, at=case.received_at)
    outcome.answer(case, text="Đã san lấp.", by=officer, because=BECAUSE, at=case.received_at)

    page.get_by_label("The code of your case").fill(f"PA {case.shown_code}")
    page.get_by_role("button", name="Show the case").click()
    expect(page.get_by_text("Đã san lấp.")).to_have_count(0)
    page.get_by_label("Last four digits").fill("5678")
    page.get_by_role("button", name="Open my case").click()
    expect(page.get_by_text("Đã san lấp.").first).to_be_visible()
    assert fits(page)
    page.get_by_text("No, it is not solved").click()
    page.get_by_label("What is not solved?").fill("Vẫn còn lún.")
    page.get_by_role("button", name="It is not solved").click()
    expect(page.get_by_text("looked at one level up").first).to_be_visible()
    expect(page.get_by_text("Tỉnh Thử").first).to_be_visible()
    assert fits(page)


def test_an_error_keeps_what_was_typed_and_the_photo(
    page: Page, live_server: LiveServer, cast: Cast, photo: Path
) -> None:
    in_english(page, live_server)
    page.goto("/report/")
    page.get_by_label("What happened?").fill("Đường lún.")
    page.get_by_label("Mobile phone").fill("12345")
    page.get_by_label("Photos or documents").set_input_files(photo)
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not a Vietnamese phone number.")
    expect(page.get_by_label("What happened?")).to_have_value("Đường lún.")
    expect(page.get_by_role("checkbox", name="anh.jpg")).to_be_checked()
    assert fits(page)


@pytest.mark.parametrize("path", ["/", "/report/", "/track/"])
def test_a_page_is_light_and_needs_no_other_host(
    page: Page, live_server: LiveServer, cast: Cast, path: str
) -> None:
    seen: list[Response] = []
    page.on("response", lambda response: seen.append(response))  # noqa: PLW0108 - it takes no built-in
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert {re.sub(r"^(\w+://[^/]+).*", r"\1", each.url) for each in seen} == {live_server.url}
    assert sum(len(gzip.compress(each.body())) for each in seen) < LIGHT
    assert fits(page)


def test_with_javascript_the_position_is_filled_in(
    browser: Browser, live_server: LiveServer, cast: Cast
) -> None:
    context = browser.new_context(
        base_url=live_server.url,
        locale="en",
        geolocation={"latitude": 19.1234567, "longitude": 105.6},
        permissions=["geolocation"],
    )
    page = context.new_page()
    in_english(page, live_server)
    page.goto("/report/")
    page.get_by_role("button", name="Use my position").click()
    expect(page.get_by_text("Your position is added.")).to_be_visible()
    assert page.locator("[name=lat]").input_value() == "19.123457"
    context.close()


def test_with_javascript_a_file_that_is_too_large_is_told_before_it_is_sent(
    browser: Browser, live_server: LiveServer, cast: Cast, tmp_path: Path
) -> None:
    large = tmp_path / "phim.jpg"
    large.write_bytes(b"\0" * (10 * 1024 * 1024 + 1))
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    in_english(page, live_server)
    page.goto("/report/")
    page.get_by_label("Photos or documents").set_input_files(large)
    expect(page.get_by_text("A file is larger than 10 MB")).to_be_visible()
    context.close()
