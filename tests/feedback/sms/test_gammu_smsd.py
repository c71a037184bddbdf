"""The real gammu-smsd with a phone that is none: what it receives we read, what we write it sends."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from feedback.sms import gammu
from messaging import delivery, outbox
from messaging.models import InboundMessage, MessageChannel, OutboundState
from messaging.wholes import words
from tests.factories.cases import PHONE
from tools.companions import modem_daemon

pytestmark = pytest.mark.django_db

NUMBER = "+84900000777"
LONG = "PA rác chất đống ở chợ xã Gốc Đa ba ngày nay chưa ai dọn 😀, mùi hôi lắm, bà con rất khó chịu, mong xã dọn"
CONFIGURATION = """
[gammu]
model = dummy
connection = none
port = {folder}/phone
gammuloc = /dev/null

[smsd]
service = files
loopsleep = 1
commtimeout = 1
receivefrequency = 1
statusfrequency = 0
checksecurity = 0
checkbattery = 0
checksignal = 0
checknetwork = 0
inboxpath = {folder}/spool/inbox/
outboxpath = {folder}/spool/outbox/
sentsmspath = {folder}/spool/sent/
errorsmspath = {folder}/spool/error/
inboxformat = unicode
"""


class Modem:
    """A daemon that runs, and the phone that it believes to have."""

    def __init__(self, folder: Path) -> None:
        self.configuration = folder / "smsdrc"
        self.configuration.write_text(CONFIGURATION.format(folder=folder))
        self.spool = folder / "spool"
        for name in ("spool/inbox", "spool/outbox", "spool/sent", "spool/error", "phone"):
            (folder / name).mkdir(parents=True)

    def receives(self, sender: str, text: str) -> None:
        """Put a text into the phone before the daemon starts."""
        given = [
            "savesms",
            "TEXT",
            "-folder",
            "1",
            "-unread",
            "-sender",
            sender,
            "-unicode",
            "-autolen",
            "1000",
        ]
        subprocess.run(
            ["gammu", "-c", str(self.configuration), *given],  # noqa: S607 - found where the companion was
            input=text.encode(),
            env={"PATH": "/usr/bin:/bin:/usr/local/bin", "LC_ALL": "C.UTF-8"},
            check=True,
            capture_output=True,
        )

    def run_until(self, done: Callable[[], bool]) -> bool:
        """Run the daemon until something is done; whether it was, within half a minute."""
        command = [modem_daemon().where, "-c", str(self.configuration)]
        daemon = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            until = time.monotonic() + 30
            while time.monotonic() < until and not done():
                time.sleep(0.1)
        finally:
            daemon.terminate()
            daemon.wait(timeout=20)
        return done()


@pytest.fixture
def modem(tmp_path: Path, settings: Settings) -> Modem:
    if reason := modem_daemon().why_not:
        pytest.skip(reason)
    running = Modem(tmp_path)
    settings.GAMMU_SPOOL, settings.GAMMU_NUMBER = str(running.spool), NUMBER
    settings.SMS_GATEWAYS = ["gammu"]
    return running


def read(modem: Modem) -> None:
    """Read until nothing is left in the inbox."""
    until = time.monotonic() + 30
    while list((modem.spool / "inbox").iterdir()) and time.monotonic() < until:
        gammu.read(at=timezone.now())
        time.sleep(0.2)


def test_texts_that_it_received_are_kept_long_ones_as_one(modem: Modem) -> None:
    modem.receives(PHONE, LONG)
    modem.receives("VIETTEL", "Khuyến mãi")
    assert modem.run_until(lambda: len(list((modem.spool / "inbox").iterdir())) == 3)
    read(modem)
    texts = InboundMessage.objects.filter(whole=None)
    assert {(text.sender, words(text)) for text in texts} == {(PHONE, LONG), ("VIETTEL", "Khuyến mãi")}
    assert InboundMessage.objects.count() == 3
    assert not list((modem.spool / "inbox").iterdir())


def test_a_message_of_ours_is_sent_and_its_fate_read(modem: Modem) -> None:
    message = outbox.promise(
        channel=MessageChannel.SMS,
        to=PHONE,
        template="help",
        language="vi",
        slots={},
        topic="x",
        at=timezone.now(),
    )
    assert delivery.deliver(message.pk, at=timezone.now()) == delivery.Outcome.SENT
    assert modem.run_until(lambda: bool(list((modem.spool / "sent").iterdir())))
    assert gammu.read(at=timezone.now())["modem_reports"] == 1
    message.refresh_from_db()
    assert message.state == OutboundState.SENT
    assert not any(list((modem.spool / name).iterdir()) for name in ("outbox", "sent", "error"))
