"""A citizen with a browser: opens pages, fills in the forms that are on them, sends them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any, cast

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.models import Case

WORDS = "Cống thoát nước trước nhà văn hóa xóm 5 bị tắc, nước tràn ra đường."


class Citizen:
    """One browser, reading English, without JavaScript. `page` is what it shows."""

    def __init__(self, *, address: str = "203.0.113.7", language: str = "en") -> None:
        self.client = Client(headers={"accept-language": language}, REMOTE_ADDR=address)
        self.page = HttpResponse()

    @property
    def text(self) -> str:
        """The page as a person reads it: without markup, white space collapsed."""
        body = re.sub(r"(?s)<(script|style|head).*?</\1>", " ", self.page.content.decode())
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())

    def open(self, path: str) -> str:
        self.page = cast("HttpResponse", self.client.get(path, follow=True))
        return self.text

    def token(self, move: str = "") -> str:
        """The one-time token of the page's form, or of the form with the button for `move`."""
        forms = re.findall(r'(?s)<form method="post".*?</form>', self.page.content.decode())
        wanted = [form for form in forms if 'name="token"' in form and f'value="{move}"' in form]
        found = re.search(r'name="token" value="([0-9a-f]{32})"', wanted[0])
        assert found
        return found[1]

    def kept(self) -> list[str]:
        """The files that the page still has, ticked."""
        return re.findall(r'name="kept" value="([0-9a-f]{32})" checked', self.page.content.decode())

    def send(self, path: str, **fields: Any) -> str:
        self.page = cast("HttpResponse", self.client.post(path, fields, follow=True))
        return self.text

    def report(self, commune: str, /, **fields: Any) -> str:
        """Open the form unless it is open, fill it in and send it."""
        path = reverse("report")
        if b'<select name="category"' not in self.page.content:
            self.open(path)
        filled = {"kind": "feedback", "category": "environment", "unit": commune, "text": WORDS}
        return self.send(path, **{"token": self.token(), "kept": self.kept(), **filled, **fields})

    def follow(self, case: Case) -> str:
        return self.open(reverse("track_case", args=[case.code]))

    def unlock(self, case: Case, secret: str) -> str:
        return self.send(reverse("track_case", args=[case.code]), move="open", secret=secret)

    def say(self, case: Case, move: str, **fields: Any) -> str:
        """Send the form with that button, as it is on the page."""
        path = reverse("track_case", args=[case.code])
        token = fields.pop("token", None)
        fields.setdefault("kept", self.kept())
        return self.send(path, move=move, token=self.token(move) if token is None else token, **fields)

    def pin(self) -> str:
        """The PIN that the receipt shows."""
        found = re.search(r"Your PIN (\d{6})", self.text)
        return found[1] if found else ""
