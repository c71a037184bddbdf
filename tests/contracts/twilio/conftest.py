"""Prism between Twilio's own client and our stand-in: it lets pass what fits Twilio's OpenAPI file, both ways.

Prism is started once. The stand-ins of the tests serve one listener after another, so that Prism's upstream stays.
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.utils import timezone
from pytest_django import Settings

from messaging.gateways.base import Outgoing
from messaging.gateways.twilio import TwilioGateway
from tests.fakes.twilio_server import TwilioServer
from tools.companions import prism
from tools.twilio_contract import TRIMMED

CITIZEN = "+84900000123"
OWN_NUMBER = "+15005550006"
SERVICE = "MG" + "1" * 32
LISTENS = re.compile(r"Prism is listening on (http://127\.0\.0\.1:\d+)")
PATIENCE = 60.0


class Write(Protocol):
    """Makes one message to send; what is not said is as usual."""

    def __call__(self, **changes: object) -> Outgoing: ...


@pytest.fixture(scope="session")
def listener() -> Iterator[socket.socket]:
    """Where the stand-in is, whichever it is at the time."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


@pytest.fixture(scope="session")
def prism_origin(listener: socket.socket, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One Prism for all tests; where it cannot run they are skipped, with the reason."""
    found = prism()
    if found.why_not:
        pytest.skip(found.why_not)
    said = tmp_path_factory.mktemp("prism") / "said"
    upstream = f"http://127.0.0.1:{listener.getsockname()[1]}"
    command = [found.where, "proxy", str(TRIMMED), upstream, "--errors", "--no-multiprocess"]
    with said.open("wb") as output:
        process = subprocess.Popen([*command, "--host=127.0.0.1", "--port=0"], stdout=output, stderr=output)
    try:
        yield _origin(process, said)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture
def twilio(settings: Settings, prism_origin: str, listener: socket.socket) -> Iterator[TwilioServer]:
    """A stand-in behind Prism, set up as what the gateway talks to."""
    with TwilioServer(listener=listener) as server:
        settings.TWILIO_ACCOUNT_SID = server.account
        settings.TWILIO_AUTH_TOKENS = [server.token]
        settings.TWILIO_FROM = OWN_NUMBER
        settings.TWILIO_MESSAGING_SERVICE_SID = ""
        settings.TWILIO_API_ORIGIN = prism_origin
        settings.PUBLIC_BASE_URL = "https://lang-nghe.test"
        yield server


@pytest.fixture
def client(twilio: TwilioServer) -> Iterator[Any]:
    """Twilio's client as the gateway set it up, for what the gateway itself does not ask."""
    gateway = TwilioGateway()
    yield gateway._client
    gateway._transport.close()


@pytest.fixture
def write() -> Write:
    def message(**changes: object) -> Outgoing:
        now = timezone.now()
        values: dict[str, object] = {
            "id": uuid.uuid4(),
            "to": CITIZEN,
            "sender": "",
            "subject": "",
            "body": "LangNghe: Da ghi them vao 1234 5671. Cam on ban.",
            "template": "added",
            "promised_at": now,
            "claimed_at": now,
            "at": now,
            "expires_at": now + timedelta(hours=3),
        }
        return Outgoing(**(values | changes))  # type: ignore[arg-type]

    return message


def complaints(client: Any) -> set[str]:
    """The places, such as `body.To`, where Prism found the last request or answer of a client to be off the file."""
    last = client.http_client._test_only_last_response
    return {".".join(one["location"]) for one in json.loads(last.text)["validation"]}


def _origin(process: subprocess.Popen[bytes], said: Path) -> str:
    """Where Prism listens, once it does."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if found := LISTENS.search(said.read_text(encoding="utf-8", errors="replace")):
            return found[1]
        time.sleep(0.05)
    raise RuntimeError(f"Prism did not begin to listen:\n{said.read_text(errors='replace')}")
