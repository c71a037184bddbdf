"""An officer with a browser: opens the pages of the desk and sends the forms that are on them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.models import Case


class Desk:
    """A signed-in account, reading English, without JavaScript. `page` is what the browser shows."""

    def __init__(self, username: str = "") -> None:
        self.client = Client(headers={"accept-language": "en"})
        self.username = username
        self.page = HttpResponse()
        self.sign_in()

    def sign_in(self) -> None:
        """Begin a session; it is over after a working day."""
        if self.username:
            self.client.force_login(User.objects.get(username=self.username))

    @property
    def html(self) -> str:
        """The page as it was sent."""
        return self.page.content.decode()

    @property
    def text(self) -> str:
        """The page as a person reads it: without markup, white space collapsed."""
        body = re.sub(r"(?s)<(script|style|head|svg).*?</\1>", " ", self.html)
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())

    @property
    def status(self) -> int:
        """The status of the page."""
        return self.page.status_code

    @property
    def path(self) -> str:
        """Where the browser ended up."""
        chain: list[tuple[str, int]] = getattr(self.page, "redirect_chain", [])
        return chain[-1][0] if chain else str(self.page.request["PATH_INFO"])  # type: ignore[attr-defined]

    def open(self, path: str, **query: str) -> str:
        self.page = cast("HttpResponse", self.client.get(path, query, follow=True))
        return self.text

    def send(self, path: str, **fields: Any) -> str:
        self.page = cast("HttpResponse", self.client.post(path, fields, follow=True))
        return self.text

    def inbox(self, **query: str) -> str:
        return self.open(reverse("desk:inbox"), **query)

    def look_at(self, case: Case) -> str:
        return self.open(reverse("desk:case", args=[case.code]))

    def open_move(self, case: Case, move: str) -> str:
        return self.open(reverse("desk:move", args=[case.code, move]))

    def move(self, case: Case, move: str, **fields: Any) -> str:
        """Open the form of a move, fill it in and send it."""
        self.open_move(case, move)
        return self.send_move(case, move, **{"seen": self.hidden("seen"), **fields})

    def send_move(self, case: Case, move: str, **fields: Any) -> str:
        """Send the form of a move as it is filled in."""
        return self.send(reverse("desk:move", args=[case.code, move]), **fields)

    def enter(self, **fields: Any) -> str:
        """Open the form for a matter told at the counter, fill it in and send it."""
        path = reverse("desk:new")
        self.open(path)
        given = {"source": "in_person", "kind": "feedback", "unit": self.hidden("unit"), **fields}
        return self.send(path, **{"token": self.hidden("token"), **given})

    def hidden(self, name: str) -> str:
        """The value that the form on the page carries for a field."""
        found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', self.html)
        chosen = re.search(rf'(?s)<select[^>]*name="{name}".*?<option value="([^"]*)" selected', self.html)
        both = found or chosen
        return both[1] if both else ""

    def offers(self) -> set[str]:
        """The moves that the page of a case has a link to."""
        return set(re.findall(r"/move/(\w+)/", self.html))

    def listed(self) -> list[str]:
        """The codes of the cases in the list, in order."""
        return re.findall(r'<th scope="row">\s*<a href="/desk/cases/(\d+)/"', self.html)
