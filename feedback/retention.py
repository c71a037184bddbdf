"""The end of the keeping time: what people said and who they are is removed; that it was removed stays on record.

The case, its history and its ledger remain, without a word or a name of the citizen.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction

from cases import notices, reasons
from cases.models import (
    Attachment,
    Call,
    Case,
    Complainant,
    MemberWithdrawal,
    Petitioner,
    Removal,
    Statement,
)
from feedback.models import Submission
from messaging import inbox, outbox
from organization.actors import Actor
from organization.history import attributed

KEEPER = Actor.system("retention")
BATCH = 200
# What goes with the words and the identity, in this order: files before the words they came with.
REMOVED = (
    Submission.objects,
    Attachment.objects,
    Statement.objects,
    MemberWithdrawal.objects,
    Petitioner.objects,
    Call.objects,
    Complainant.objects,
)

log = logging.getLogger(__name__)


class NotRemovable(Exception):
    """The case is still open, or its words were removed before."""


def remove(case: Case, *, by: Actor, because: str, at: datetime) -> Removal:
    """Remove the words, files and identity of a closed case, in one transaction; files go once it is committed.

    The database lets these rows go only because the record of the removal is written first. Raises `NotRemovable`.
    """
    with transaction.atomic():
        locked = Case.objects.select_for_update().get(pk=case.pk)
        if locked.is_open or Removal.objects.filter(case=locked).exists():
            raise NotRemovable
        removal = Removal.objects.create(case=locked, at=at, actor_name=by.name, reason=because)
        _forget_messages(locked)
        files = list(Attachment.objects.filter(case=locked).values_list("file", flat=True))
        for rows in REMOVED:
            rows.filter(case=locked).delete()
        locked.search_text = locked.summary = locked.place = ""
        locked.lat = locked.lng = None
        locked.version += 1
        with attributed(by, because, at=at):
            locked.save(update_fields=["search_text", "summary", "place", "lat", "lng", "version"])
        transaction.on_commit(lambda: _delete_files(files))
    return removal


def sweep(at: datetime) -> int:
    """Remove what has been closed for longer than `settings.RETENTION_YEARS`, the oldest first; how many cases.

    At most `BATCH` cases at a time: the next sweep goes on.
    """
    ended = Case.objects.filter(closed_at__lt=_years_before(at, settings.RETENTION_YEARS), removal=None)
    removed = 0
    for case in ended.order_by("closed_at", "pk")[:BATCH]:
        try:
            remove(case, by=KEEPER, because=reasons.REMOVED, at=at)
        except NotRemovable:  # somebody was faster
            continue
        removed += 1
    return removed


def forget_stray_texts(at: datetime) -> int:
    """Blank the texts that were about no case, and our answers to them, when nobody needs them any more; how many.

    The time is `settings.FORGET_NUMBERS_AFTER_DAYS` after they came. At most `BATCH`: the next sweep goes on.
    """
    before = at - timedelta(days=settings.FORGET_NUMBERS_AFTER_DAYS)
    with transaction.atomic():
        stray = inbox.forget_stray(before=before, limit=BATCH)
        outbox.forget(*(inbox.topic_of(pk) for pk in stray))
    return len(stray)


def _forget_messages(case: Case) -> None:
    """Blank what was texted about the case, both ways; a message that is still under way is blanked by nobody."""
    outbox.forget(notices.topic(case))
    inbox.forget(notices.topic(case))


def _delete_files(names: list[str]) -> None:
    for name in names:
        try:
            default_storage.delete(name)
        except OSError:
            log.exception("retention: a file of a removed case could not be deleted: %s", name)


def _years_before(at: datetime, years: int) -> datetime:
    try:
        return at.replace(year=at.year - years)
    except ValueError:  # 29 February
        return at.replace(year=at.year - years, day=28)
