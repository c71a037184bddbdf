"""Reading what a modem's daemon, gammu-smsd, left in its folders: texts that came in, and what became of ours.

A text is kept first and its file removed only afterwards, so that a crash between the two makes a repeat and loses
nothing. The files are removed and not filed away: they hold numbers and words in the open, where nothing would ever
forget them. What cannot be read waits in `refused/` for a person.
"""

from __future__ import annotations

import logging
import re
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, islice
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from feedback.sms import arrival
from messaging import receipts
from messaging.gateways.gammu import ERROR, SENT, GammuGateway
from messaging.models import OutboundMessage
from messaging.port import InboundSms, Unfit
from organization.phones import read_phone
from organization.vault import fingerprint

INBOX, REFUSED = "inbox", "refused"
# The daemon writes the parts of a text one after the other, in no time; what is older than this is whole.
SETTLED = timedelta(seconds=3)
TEXTS_AT_ONCE = 200
REPORTS_AT_ONCE = 500
LARGEST = 64 * 1024

_CAME_IN = re.compile(
    r"IN(?P<date>\d{8})_(?P<time>\d{6})_(?P<serial>\d+)_(?P<sender>.+)_(?P<part>\d+)\.txt", re.ASCII
)
_OF_OURS = re.compile(r"OUT.*_(?P<id>[0-9a-f]{32})\.[a-z]+")
_MARKS = {b"\xfe\xff": "utf-16-be", b"\xff\xfe": "utf-16-le"}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _File:
    """One file of the inbox. `text` names the text that it is a part of, which counts from 0."""

    path: Path
    text: tuple[str, str, str, str]
    part: int


def read(*, at: datetime) -> Counter[str]:
    """Keep what came in and what became of ours; counts of `modem_texts`, `modem_reports` and `modem_refused`.

    Does nothing where no modem is set up. Any number may read at once.
    """
    counts: Counter[str] = Counter()
    if not settings.GAMMU_SPOOL:
        return counts
    spool = Path(settings.GAMMU_SPOOL)
    try:
        _read_texts(spool, counts, at=at)
        for folder, status in ((SENT, "sent"), (ERROR, "failed")):
            for path in islice(_files(spool / folder), REPORTS_AT_ONCE):
                counts["modem_reports"] += _read_report(path, status, at=at)
    except OSError as error:
        _tell(error)
    if counts["modem_refused"]:
        log.error("%s files of the modem could not be read and wait in refused/", counts["modem_refused"])
    return counts


def _read_texts(spool: Path, counts: Counter[str], *, at: datetime) -> None:
    files = []
    for path in _files(spool / INBOX):
        found = _CAME_IN.fullmatch(path.name)
        if found:
            text = (found["date"], found["time"], found["serial"], found["sender"])
            files.append(_File(path, text, int(found["part"])))
        elif path.name.startswith("IN"):
            _refuse(path, spool, counts)
    files.sort(key=lambda file: (file.text, file.part))
    for _text, parts in islice(groupby(files, key=lambda file: file.text), TEXTS_AT_ONCE):
        _read_text(list(parts), spool, counts, at=at)


def _read_text(files: Sequence[_File], spool: Path, counts: Counter[str], *, at: datetime) -> None:
    """Keep one text, all of whose parts are there; nothing where it is still being written or another was faster."""
    try:
        written = max(file.path.stat().st_mtime for file in files)
        if written > (at - SETTLED).timestamp():
            return
        bodies = [_body(file.path) for file in files]
    except FileNotFoundError:
        return
    for file, body in zip(files, bodies, strict=True):
        try:
            text = _text(file, body, parts=files[-1].part + 1)
        except Unfit:
            _refuse(file.path, spool, counts)
            continue
        arrival.take_in(text, at=at)
        file.path.unlink(missing_ok=True)
        counts["modem_texts"] += 1


def _body(path: Path) -> bytes | None:
    """What a file holds; None where it may not be read or is far too large."""
    try:
        return path.read_bytes() if path.stat().st_size <= LARGEST else None
    except PermissionError:
        return None


def _text(file: _File, body: bytes | None, *, parts: int) -> InboundSms:
    if body is None:
        raise Unfit("text")
    date, time, serial, sender = file.text
    moment = f"{date}_{time}_{serial}"
    # The daemon uses a name again once its file is gone; with other words it is another text.
    told_apart = fingerprint(f"{file.path.name}:{body.hex()}")[:32]
    return InboundSms(
        provider=GammuGateway.name,
        provider_id=f"{moment}_{file.part}-{told_apart}",
        sender=read_phone(sender) or sender,
        recipient=settings.GAMMU_NUMBER,
        text=_words(body),
        raw={"file": file.path.name, "body": body.hex()},
        sent_at=_moment(date + time),
        reference=moment if parts > 1 else "",
        part=file.part + 1,
        parts=parts,
    )


def _words(body: bytes) -> str:
    """The text in a file: UTF-16 with its mark, else UTF-8. The daemon pads some with NUL."""
    encoding = _MARKS.get(body[:2])
    words = body[2:].decode(encoding, "replace") if encoding else body.decode("utf-8", "replace")
    return words.rstrip("\x00")


def _moment(digits: str) -> datetime | None:
    """When the network says that the text was sent, in the time of `TIME_ZONE`; None for what is no moment."""
    try:
        return timezone.make_aware(datetime.strptime(digits, "%Y%m%d%H%M%S"))  # noqa: DTZ007 - made so at once
    except (ValueError, OverflowError):
        return None


def _read_report(path: Path, status: str, *, at: datetime) -> int:
    """Keep what the folder of a file says of our message; files of others are left alone. Whether it was one."""
    found = _OF_OURS.fullmatch(path.name)
    if found is None:
        return 0
    message_id = uuid.UUID(found["id"])
    if not OutboundMessage.objects.filter(pk=message_id, provider=GammuGateway.name).exists():
        return 0
    receipts.take(
        message_id,
        provider_id=str(message_id),
        status=status,
        error_code="" if status == "sent" else "modem",
        provider=GammuGateway.name,
        at=at,
    )
    path.unlink(missing_ok=True)
    return 1


def _refuse(path: Path, spool: Path, counts: Counter[str]) -> None:
    folder = spool / REFUSED
    folder.mkdir(mode=0o700, exist_ok=True)
    try:
        path.replace(folder / path.name)
    except FileNotFoundError:  # another was faster
        return
    counts["modem_refused"] += 1


def _tell(error: OSError) -> None:
    # Its words name the file, and the file the sender.
    log.error("the folders of the modem cannot be read: %s", type(error).__name__)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if path.is_file() and not path.is_symlink())
