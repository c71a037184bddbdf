"""The desk in a real browser: from the inbox to the answer in a few clicks, at both widths, without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Page, expect

from cases.attachments import clean_all
from cases.models import Case
from cases.vocabulary import State
from tests.factories.cases import a_case, reference_data
from tests.factories.files import a_photo
from tests.factories.organization import Cast, a_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    reference_data()
    return a_cast()


def sign_in(page: Page, username: str) -> None:
    page.goto("/accounts/login/")
    page.click("button[name=language][value=en]")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", "demo")
    page.click("main form button")


def fits(page: Page) -> bool:
    """Whether nothing reaches beyond the right edge."""
    wider: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return not wider


def test_an_officer_goes_from_the_inbox_to_the_answer(page: Page, cast: Cast) -> None:
    case = a_case(cast.commune, files=clean_all([a_photo("rac.jpg")]), place="Sau chợ Giát")
    sign_in(page, "officer")
    expect(page.locator(".empty .title")).to_have_text("Nothing is assigned to you")
    page.click(".empty a")
    assert fits(page)
    page.click("th[scope=row] a")
    expect(page.locator("h1")).to_have_text("Rác chất đống trước cổng chợ đã ba ngày.")
    photo = page.get_by_alt_text("Photo: rac.jpg")
    photo.scroll_into_view_if_needed()
    expect(photo).to_be_visible()
    assert fits(page)

    page.click(".page-head a.button >> text=Accept")
    expect(page.locator("textarea[name=because]")).to_have_value(
        "The matter lies within the power of this unit."
    )
    assert fits(page)
    page.click("main form button")
    expect(page.locator(".notice.tone-ok")).to_contain_text(f"{case.shown_code}: Accepted.")

    page.click(".page-head a.button >> text=Answer")
    page.fill("textarea[name=text]", "Đã dọn sạch.")
    page.fill("textarea[name=because]", "Biên bản kiểm tra.")
    photo_of_now = FilePayload(name="sau.jpg", mimeType="image/jpeg", buffer=a_photo().read())
    page.set_input_files("input[name=attachments]", photo_of_now)
    page.click("main form button")
    expect(page.locator(".notice.tone-ok")).to_contain_text("Answered.")
    expect(page.get_by_alt_text("Photo: sau.jpg")).to_have_count(1)
    assert Case.objects.get().state == State.ANSWERED


def test_every_day_of_the_term_can_be_unfolded(page: Page, cast: Cast) -> None:
    case = a_case(cast.commune)
    sign_in(page, "officer")
    page.goto(f"/desk/cases/{case.code}/")
    days = page.locator(".clock details")
    expect(days.locator("table")).to_be_hidden()
    days.locator("summary").click()
    expect(days).to_contain_text("weekly rest: Sunday")
    assert fits(page)


def test_reception_enters_a_matter_and_hands_over_the_receipt(page: Page, cast: Cast) -> None:
    sign_in(page, "reception")
    page.click(".page-head a.button >> text=Enter a matter")
    page.fill("textarea[name=text]", "Cống thoát nước thôn 3 bị tắc.")
    page.fill("input[name=name]", "Người Dân Mẫu")
    assert fits(page)
    page.click("main form button")
    expect(page.locator("h1")).to_have_text("Receipt")
    expect(page.locator(".code code").first).to_have_text(Case.objects.get().shown_code)
    assert fits(page)
    page.click("main form button >> text=Handed over")
    expect(page.locator(".said")).to_contain_text("Cống thoát nước thôn 3 bị tắc.")
