"""A person at the simulator in a real browser: brings a phone to where it was asked something, and types on it."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page

from cases.services import handling, outcome
from feedback.sms import simulator
from messaging.gateways.simulator import OWN_NUMBER
from organization.actors import Actor, Channel
from organization.models import Posting
from tests.factories.cases import BECAUSE, an_accepted_case, an_answered_case
from tests.factories.organization import acting

# A report that names no place, so that the place is asked.
NO_PLACE = "PA nuoc may co mui la tu hom qua"


class SimulatedPhones:
    """The left phone of the simulator, each time another one.

    `stays` is for pages that run scripts: the page is opened once, and a phone is taken by its address alone. A send
    then takes a tenth of the time that it takes to open pages.
    """

    def __init__(self, page: Page, officer: Posting, *, stays: bool = False) -> None:
        self.page, self.officer, self.stays = page, officer, stays
        self.unused = count(simulator.OFFERED.stop)
        self.matters = count(1)
        self.number, self.typed = "", 0

    def take(self, asked: str = "") -> None:
        """Take a phone nobody has used; one that was asked a `question`, for a `confirm`, a `rating` or a `place`."""
        phone = next(self.unused)
        self.number, self.typed = simulator.number_of(phone), 0
        self._bring_about(asked, self.number, timezone.now() - timedelta(minutes=5))
        address = reverse("sms_simulator", query={"left": phone, "right": 2})
        if self.stays and self.page.url.endswith("&right=2"):
            self.page.evaluate("address => history.replaceState(null, '', address)", address)
        else:
            self.page.goto(address)
        if asked == "place":
            self.types(NO_PLACE)

    def types(self, words: str) -> None:
        """Type a text and send it; comes back when the page shows what became of it."""
        self.left.locator("textarea").fill(words)
        self.left.locator("button[value=send]").click()
        self.typed += 1
        mine = self.page.locator(f"#left:has(h2:text-is('{self.number}')) .mine")
        mine.nth(self.typed - 1).wait_for()

    @property
    def left(self) -> Locator:
        """The phone at work."""
        return self.page.locator("#left")

    @property
    def intent(self) -> str:
        """How the last text was understood."""
        return self.left.locator(".reading").get_attribute("data-intent") or ""

    @property
    def is_asked(self) -> str:
        """What the phone is asked now; empty where nothing is open."""
        words = self.left.locator(".asked").inner_text()
        return words.partition(" · ")[0] if " · " in words else ""

    def _bring_about(self, asked: str, number: str, at: datetime) -> None:
        filed = {
            "phone": number,
            "channel": Channel.SMS,
            "reply_from": OWN_NUMBER,
            "text": f"Việc thứ {next(self.matters)} của một số máy.",
        }
        match asked:
            case "question":
                case = an_accepted_case(self.officer, at=at, **filed)
                handling.ask(
                    case, question="Nhà ở thôn mấy?", by=acting(self.officer), because=BECAUSE, at=at
                )
            case "confirm":
                an_answered_case(self.officer, at=at, **filed)
            case "rating":
                case = an_answered_case(self.officer, at=at, **filed)
                outcome.confirm(case, by=Actor.citizen(Channel.SMS), at=at)
