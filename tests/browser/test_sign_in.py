"""Signing in, as an officer sees it: at both widths, in both languages, without JavaScript."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_wrong_password_is_said_so_and_nothing_is_wider_than_the_screen(page: Page) -> None:
    User.objects.create_user("lan", password="a right password")
    page.goto("/accounts/login/")
    page.fill("input[name=username]", "lan")
    page.fill("input[name=password]", "wrong")
    page.click("main form button")
    expect(page.locator("main [role=alert]")).to_be_visible()
    expect(page.locator("input[name=username]")).to_have_value("lan")
    assert page.viewport_size is not None
    box = page.locator("html").bounding_box()
    assert box is not None
    assert box["width"] <= page.viewport_size["width"]


def test_the_language_can_be_changed_and_stays(page: Page) -> None:
    page.goto("/accounts/login/")
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    page.click("button[name=language][value=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/accounts/login/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
