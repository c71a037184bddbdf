"""A real Chromium for the tests of this folder, at the width of a phone and of a desk."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tools.companions import chromium

PHONE, DESK = 360, 1280


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; where there is none they are skipped, with the reason."""
    found = chromium()
    if found.why_not:
        pytest.skip(found.why_not)
    # Playwright runs an event loop in this thread, which Django would take for asynchronous code of ours.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found.where, args=arguments)
        yield running
        running.close()


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page in Vietnamese at each width, without JavaScript; what the browser complains of fails the test."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # That the page itself came with an error status is for its test to judge.
        status = message.text.startswith("Failed to load resource") and message.location["url"] == opened.url
        if message.type in {"error", "warning"} and not status:
            complaints.append(message.text)

    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": request.param, "height": 800},
        locale="vi-VN",
        java_script_enabled=False,
    )
    opened = context.new_page()
    opened.on("console", note)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []
