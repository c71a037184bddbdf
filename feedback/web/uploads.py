"""Files that come with a form: each judged by itself, and the good ones kept for an hour when the form has errors.

Browsers cannot fill in a file field again, and nobody wants to send the same photo twice over a slow network.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from cases.attachments import MAX_FILES, CleanFile, clean
from cases.errors import BadAttachment
from feedback.models import KeptFile

KEEP = timedelta(hours=1)


@dataclass(frozen=True)
class Received:
    """A file that passed, and its size as it was sent."""

    file: CleanFile
    size: int


def as_sent(upload: UploadedFile[bytes]) -> dict[str, str | int]:
    """What is put on record of a file before anything is done to it: name, size, SHA-256."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return {"name": upload.name or "", "size": upload.size or 0, "sha256": digest.hexdigest()}


def clean_each(uploads: Sequence[UploadedFile[bytes]], *, room: int) -> tuple[list[Received], list[str]]:
    """The files that pass, at most `room` of them, and what is wrong with each of the others."""
    received: list[Received] = []
    problems: list[str] = []
    for upload in uploads[:MAX_FILES]:
        try:
            received.append(Received(clean(upload), upload.size or 0))
        except BadAttachment as error:
            problems.append(str(error))
    if len(uploads) > MAX_FILES or len(received) > room:
        problems.append(
            _("At most %(most)s files can be sent; those beyond were left out.") % {"most": MAX_FILES}
        )
    return received[:room], problems


def keep(received: Iterable[Received], *, token: str, at: datetime) -> list[KeptFile]:
    """Keep files under the token of the form that they came with."""
    rows = []
    for each in received:
        kept = KeptFile(
            token=token,
            name=each.file.name,
            content_type=each.file.content_type,
            size=len(each.file.data),
            received_size=each.size,
            received_sha256=each.file.received_sha256,
            kept_at=at,
        )
        kept.file.save(each.file.name, ContentFile(each.file.data), save=False)
        kept.save(force_insert=True)
        rows.append(kept)
    return rows


def chosen(token: str, ids: Iterable[str]) -> list[KeptFile]:
    """The kept files that the citizen left ticked; what is no id or belongs to another form is passed over."""
    wanted = {uuid for text in ids if (uuid := _uuid(text))}
    if not token or not wanted:
        return []
    return list(KeptFile.objects.filter(token=token, pk__in=wanted)[:MAX_FILES])


def reopen(kept: Iterable[KeptFile]) -> list[Received]:
    """Kept files as they were when they passed; one that is gone from the disk is left out."""
    received = []
    for each in kept:
        try:
            with each.file.open("rb") as stored:
                data = stored.read()
        except FileNotFoundError:
            continue
        file = CleanFile(each.name, each.content_type, data, each.received_sha256)
        received.append(Received(file, each.received_size))
    return received


def discard(kept: Iterable[KeptFile]) -> int:
    """Delete kept files; how many."""
    count = 0
    for each in kept:
        each.delete()
        each.file.delete(save=False)
        count += 1
    return count


def forget(at: datetime) -> int:
    """Delete what was kept longer than an hour; how many."""
    return discard(KeptFile.objects.filter(kept_at__lt=at - KEEP))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
