"""Calls to make: a text about a case could not be delivered, so somebody tells its citizen by telephone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from organization.models import Posting
from organization.vault import SealedTextField


class CallResult(models.TextChoices):
    """What came of a call."""

    OPEN = "", "–"
    REACHED = "reached", _("Reached and told")
    NOT_REACHED = "not_reached", _("Not reached")
    WRONG_NUMBER = "wrong_number", _("Wrong number")
    ARRIVED = "arrived", _("No call needed: the message arrived after all")


class Call(models.Model):
    """One message that failed for good, and the call that takes its place; open while `result` is empty.

    `message_id` is not a foreign key: the call outlives a message that retention has removed. The number is not kept
    here. Who called and what came of it is in the ledger of the case, too; only the `note` is not.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="calls", verbose_name=_("case"))
    message_id = models.UUIDField(_("message"), unique=True)
    template = models.CharField(_("template"), max_length=40)
    at = models.DateTimeField(_("since"))
    result = models.CharField(_("result"), max_length=20, choices=CallResult, blank=True)
    note = SealedTextField(_("note"), blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        Posting, models.PROTECT, related_name="+", verbose_name=_("done by"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("call to make")
        verbose_name_plural = _("calls to make")
        ordering = ("at", "id")
        indexes = [
            models.Index(fields=("case", "at"), name="call_open_by_case", condition=Q(result="")),
            models.Index(fields=("done_at",), name="call_done", condition=Q(done_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="", done_at=None, done_by=None) | ~Q(result="") & Q(done_at__isnull=False),
                name="call_done_has_result",
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.at:%Y-%m-%d}"
