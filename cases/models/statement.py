"""Words on record: what was said, asked and answered; files; ratings. Written once, removed only by retention.

A removal is itself a row, written first: the database refuses to delete words of a case that has none.
"""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from organization.actors import ActorKind, Channel
from organization.appendonly import append_only
from organization.models import Posting, Unit


class Removal(models.Model):
    """The record that a case's words, files and identity were removed because their keeping time is over."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="removal", verbose_name=_("case"))
    at = models.DateTimeField(_("when"))
    actor_name = models.CharField(_("who"), max_length=200)
    reason = models.TextField(_("why"))

    class Meta:
        verbose_name = _("removal")
        verbose_name_plural = _("removals")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="removal_has_reason"),
            models.CheckConstraint(condition=~Q(actor_name=""), name="removal_has_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d}"


# The SQL condition, over the row that would go, under which the database lets it go.
IF_REMOVED = "EXISTS (SELECT 1 FROM cases_removal r WHERE r.case_id = OLD.case_id)"


class StatementKind(models.TextChoices):
    """What a statement is in the conversation between citizen and office."""

    REPORT = "report", _("What the citizen said")
    QUESTION = "question", _("Question to the citizen")
    REPLY = "reply", _("The citizen's reply")
    ANSWER = "answer", _("Answer")
    DISPUTE = "dispute", _("Why the citizen does not agree")
    COMMENT = "comment", _("Comment with a rating")
    REFUSAL = "refusal", _("Why it was not taken")
    SUSPENSION = "suspension", _("Why it stands still")
    TERMINATION = "termination", _("Why it ended")
    WITHDRAWAL = "withdrawal", _("Withdrawal")
    NOTE = "note", _("Internal note")


class Statement(models.Model):
    """Something said about a case, exactly as it was said."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="statements", verbose_name=_("case"))
    kind = models.CharField(_("kind"), max_length=20, choices=StatementKind)
    body = models.TextField(_("words"), blank=True)
    at = models.DateTimeField(_("when"))
    author_kind = models.CharField(max_length=20, choices=ActorKind)
    author_name = models.CharField(_("author"), max_length=200)
    author_post = models.CharField(_("post"), max_length=500, blank=True)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ("id",)
        indexes = [models.Index(F("at"), name="question_by_time", condition=Q(kind="question"))]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"

    @property
    def is_internal(self) -> bool:
        """Whether only officers and inspectors may read it."""
        return self.kind == StatementKind.NOTE


class Attachment(models.Model):
    """A photo or document, checked by content and freed of metadata. The digest of what was sent is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments", verbose_name=_("case"))
    statement = models.ForeignKey(
        Statement, models.PROTECT, related_name="attachments", verbose_name=_("statement")
    )
    file = models.FileField(_("file"), upload_to="cases")
    name = models.CharField(_("name"), max_length=120)
    content_type = models.CharField(_("type"), max_length=60)
    size = models.PositiveIntegerField(_("size in bytes"))
    received_sha256 = models.CharField(_("digest of the file as received"), max_length=64)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        """Whether a browser can show it in the page."""
        return self.content_type.startswith("image/")


class CaseRating(models.Model):
    """How the citizen rated the service, one to five. The latest row of a case counts; none is overwritten."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="ratings", verbose_name=_("case"))
    score = models.PositiveSmallIntegerField(
        _("score"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    at = models.DateTimeField(_("when"))
    channel = models.CharField(_("by"), max_length=20, choices=Channel)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="ratings", verbose_name=_("unit rated"))
    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="ratings", verbose_name=_("answered by"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="rating_one_to_five")
        ]

    def __str__(self) -> str:
        return f"{self.score}/5"


append_only(Removal)
append_only(Statement, delete_if=IF_REMOVED)
append_only(Attachment, delete_if=IF_REMOVED)
append_only(CaseRating)
