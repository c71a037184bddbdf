"""A number of our own, and phones that text it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import pytest
from pytest_django import Settings

from feedback.sms import tasks
from messaging import inbox
from messaging.models import InboundMessage, OutboundMessage
from tests.factories.cases import MONDAY, PHONE
from tests.factories.organization import Cast

OWN_NUMBER = "+15005550006"
_numbers = count(1)


@pytest.fixture(autouse=True)
def _our_number(settings: Settings) -> None:
    settings.TWILIO_ACCOUNT_SID = "AC" + "0" * 32
    settings.TWILIO_AUTH_TOKENS = ["new-token", "old-token"]
    settings.TWILIO_FROM = OWN_NUMBER
    settings.TWILIO_MESSAGING_SERVICE_SID = ""


@dataclass
class Phone:
    """A citizen's telephone: what it texts is taken a minute after what it texted before."""

    number: str = PHONE
    recipient: str = OWN_NUMBER
    provider: str = "twilio"
    now: datetime = MONDAY
    messages: list[InboundMessage] = field(default_factory=list)

    def texts(self, words: str, *, at: datetime | None = None, **raw: str) -> list[OutboundMessage]:
        """Send a text, have it taken, and return what was promised to this phone because of it."""
        self.now = at or self.now + timedelta(minutes=1)
        before = set(OutboundMessage.objects.values_list("pk", flat=True))
        message, _is_new = inbox.receive(
            provider=self.provider,
            provider_id=f"SM{next(_numbers):032}",
            sender=self.number,
            recipient=self.recipient,
            body=words,
            raw={name: [value] for name, value in {"Body": words, "From": self.number, **raw}.items()},
            at=self.now,
        )
        assert tasks.take(message.pk, at=self.now)
        message.refresh_from_db()
        self.messages.append(message)
        promised = OutboundMessage.objects.exclude(pk__in=before).order_by("created_at")
        return [each for each in promised if each.address == self.number]

    def is_told(self, words: str, *, at: datetime | None = None, **raw: str) -> str:
        """Send a text and return the name of the one answer to it; empty where there is none."""
        answers = self.texts(words, at=at, **raw)
        assert len(answers) <= 1
        return answers[0].template if answers else ""

    @property
    def note(self) -> str:
        """What became of the last text."""
        return self.messages[-1].note

    def reads(self, words: str) -> str:
        """Send a text and return the words of the one answer to it."""
        (answer,) = self.texts(words)
        return answer.body


@pytest.fixture
def phone(cast: Cast) -> Phone:
    return Phone()


@pytest.fixture
def modem(cast: Cast) -> Phone:
    """A phone whose long texts reach us in pieces, by a modem that does not join them."""
    return Phone(provider="gammu")


@pytest.fixture
def another_phone(cast: Cast) -> Phone:
    return Phone("+84987654321")
