"""Refusals to receive a person at the desk: on which ground, by whom, and what the person was told.

A row names no citizen: whoever is refused need not say who they are.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases import grounds
from cases.grounds import Purpose
from organization.appendonly import append_only
from organization.models import Posting, Unit


class ReceptionRefusal(models.Model):
    """One person was not received (Law on Reception of Citizens 42/2013, art. 9; Decree 154/2026, art. 4)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    ground = models.CharField(_("ground"), max_length=40)
    text = models.TextField(_("what the person was told"))
    reason = models.TextField(_("why"))
    at = models.DateTimeField(_("when"))
    notice_due_at = models.DateTimeField(_("written notice due"), null=True, blank=True)
    officer_name = models.CharField(_("who"), max_length=200)
    officer_post = models.CharField(_("in which post"), max_length=500)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("refusal to receive")
        verbose_name_plural = _("refusals to receive")
        ordering = ("-at", "-id")
        indexes = [models.Index(fields=("unit", "at"), name="refusal_by_unit")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason="") & ~Q(text=""), name="refusal_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.ground}"

    def get_absolute_url(self) -> str:
        """Its notice, ready to print."""
        return reverse("desk:refusal", args=[self.pk])

    @property
    def ground_label(self) -> str:
        """The ground in the reader's language."""
        return grounds.label(self.ground, Purpose.REFUSAL_TO_RECEIVE)


append_only(ReceptionRefusal)
