"""Stand-ins for Twilio and for a local gateway, set up as the way out; and one message on its way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Protocol

import pytest
from django.utils import timezone
from pytest_django import Settings

from messaging import outbox
from messaging.models import MessageChannel, OutboundMessage
from tests.fakes.http_gateway_server import BRAND, KEY, SECRET, HttpGatewayServer
from tests.fakes.twilio_server import TwilioServer

CITIZEN = "+84900000123"
OWN_NUMBER = "+15005550006"


class Promise(Protocol):
    """Promises one message; what is not said is as usual."""

    def __call__(self, **changes: object) -> OutboundMessage: ...


@pytest.fixture
def twilio(settings: Settings) -> Iterator[TwilioServer]:
    with TwilioServer() as server:
        settings.SMS_GATEWAYS = ["twilio"]
        settings.TWILIO_ACCOUNT_SID = server.account
        settings.TWILIO_AUTH_TOKENS = [server.token]
        settings.TWILIO_FROM = OWN_NUMBER
        settings.TWILIO_MESSAGING_SERVICE_SID = ""
        settings.TWILIO_API_ORIGIN = server.origin
        settings.RECONCILE_AFTER = timedelta(seconds=60)
        yield server


@pytest.fixture
def http(settings: Settings) -> Iterator[HttpGatewayServer]:
    with HttpGatewayServer() as server:
        settings.SMS_GATEWAYS = ["http"]
        settings.SMS_HTTP_URL = server.url
        settings.SMS_HTTP_KEY, settings.SMS_HTTP_SECRET = KEY, SECRET
        settings.SMS_HTTP_BRAND, settings.SMS_HTTP_TYPE = BRAND, "2"
        yield server


@pytest.fixture
def both(twilio: TwilioServer, http: HttpGatewayServer, settings: Settings) -> None:
    """Two ways out; Twilio is preferred."""
    settings.SMS_GATEWAYS = ["twilio", "http"]


@pytest.fixture
def promised() -> Promise:
    def promise(**changes: object) -> OutboundMessage:
        values: dict[str, object] = {
            "channel": MessageChannel.SMS,
            "to": CITIZEN,
            "template": "dup",
            "language": "vi",
            "slots": {"code": "12345671"},
            "topic": "case:1",
            "at": timezone.now(),
        }
        return outbox.promise(**(values | changes))  # type: ignore[arg-type]

    return promise
