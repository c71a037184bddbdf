"""Text messages through a modem on this machine, by the folders of gammu-smsd: `settings.GAMMU_SPOOL`.

A file in `outbox/` is sent and then moved to `sent/` or `error/`, which tell what became of it. Its name carries our
id, so that nothing is written twice and everything can be found. `feedback.sms.gammu` reads what came in and was sent.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.functional import classproperty

from messaging.gateways.base import Accepted, BadNumber, ChannelDown, Outgoing, TemporaryFailure

OUTBOX, SENT, ERROR = "outbox", "sent", "error"

_NUMBER = re.compile(r"\+[1-9][0-9]{7,14}")


class GammuGateway:
    """Writes into the outbox of the modem; a file is there whole or not at all."""

    name = "gammu"
    is_pulled = False
    can_find = True

    @classproperty
    def numbers(cls) -> frozenset[str]:  # noqa: N805 - the class says it, without being set up
        """The number of the SIM in the modem."""
        return frozenset({settings.GAMMU_NUMBER} - {""})

    def __init__(self) -> None:
        if not (settings.GAMMU_SPOOL and settings.GAMMU_NUMBER):
            raise ChannelDown("not-configured")
        self._spool = Path(settings.GAMMU_SPOOL)
        if not (self._spool / OUTBOX).is_dir():
            raise ChannelDown("no-outbox")

    def send(self, message: Outgoing) -> Accepted:
        """Put the message into the outbox, unless it is or was there."""
        if not _NUMBER.fullmatch(message.to):
            raise BadNumber("not-a-number")
        if not self.find(message):
            self._write(message)
        return Accepted(str(message.id))

    def find(self, message: Outgoing) -> Sequence[str]:
        """Our id, where a file of any of the three folders bears it."""
        try:
            found = any(
                any((self._spool / folder).glob(f"OUT*_{message.id.hex}.*"))
                for folder in (OUTBOX, SENT, ERROR)
            )
        except OSError as error:
            raise TemporaryFailure(type(error).__name__) from None
        return [str(message.id)] if found else []

    def _write(self, message: Outgoing) -> None:
        moment = timezone.localtime(message.promised_at)
        outbox = self._spool / OUTBOX
        file = outbox / f"OUTC{moment:%Y%m%d_%H%M%S}_00_{message.to}_{message.id.hex}.txt"
        draft = outbox / f"draft-{message.id.hex}"
        # Without a mark of its encoding, what is not ASCII would be read as whatever the daemon's locale says.
        body = (
            message.body.encode()
            if message.body.isascii()
            else b"\xfe\xff" + message.body.encode("utf-16-be")
        )
        try:
            with draft.open("wb") as opened:
                opened.write(body)
                opened.flush()
                os.fsync(opened.fileno())
            draft.replace(file)
        except OSError as error:
            raise TemporaryFailure(type(error).__name__) from None
