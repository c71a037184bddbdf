"""What came in by the doors, exactly as it came; files of a form not yet accepted; attempts that are counted."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.models.statement import IF_REMOVED
from organization.actors import Channel
from organization.appendonly import append_only
from organization.vault import SealedTextField


class SubmissionKind(models.TextChoices):
    """What a citizen did by sending it."""

    REPORT = "report", _("Report")
    REPLY = "reply", _("Reply")
    CONFIRM = "confirm", _("Says that it is solved")
    DISPUTE = "dispute", _("Says that it is not solved")
    RATE = "rate", _("Rating")
    WITHDRAW = "withdraw", _("Withdrawal")


class Submission(models.Model):
    """One thing a citizen sent, kept apart from the working case and never changed.

    `token` names the sending (a form's one-time token, a provider's message id): the same sending counts once.
    `payload` is JSON with every field as typed and the name, size and SHA-256 of every file; `digest` is its SHA-256.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(_("one-time token"), max_length=120, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="submissions", verbose_name=_("case"))
    kind = models.CharField(_("kind"), max_length=20, choices=SubmissionKind)
    channel = models.CharField(_("channel"), max_length=20, choices=Channel)
    language = models.CharField(_("language"), max_length=2)
    payload = SealedTextField(_("as received"))
    digest = models.CharField(_("digest"), max_length=64)
    received_at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ("received_at", "id")

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"


append_only(Submission, delete_if=IF_REMOVED)


def pending_path(kept: KeptFile, filename: str) -> str:
    """Where a kept file lies: a random name, nothing of the name that it came with."""
    return f"pending/{kept.pk.hex}"


class KeptFile(models.Model):
    """A checked file of a form that had errors, kept for an hour so that it need not be chosen again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=120, db_index=True)
    file = models.FileField(upload_to=pending_path)
    name = SealedTextField()
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    received_size = models.PositiveIntegerField()
    received_sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("kept file")
        verbose_name_plural = _("kept files")
        ordering = ("kept_at", "id")

    def __str__(self) -> str:
        return self.pk.hex


class Attempt(models.Model):
    """One attempt that is limited in number. `key` is a fingerprint: no address and no code can be read from it."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        indexes = [models.Index(fields=("key", "at"), name="attempt_by_key")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
