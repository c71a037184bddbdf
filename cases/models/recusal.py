"""Declared conflicts of interest: an officer who may not hold, decide or see one case, and why."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from organization.appendonly import append_only
from organization.models import Officer, Posting


class RecusalGround(models.TextChoices):
    """Why an officer must leave a case alone (Decree 31/2019/NĐ-CP, art. 5)."""

    SELF = "self", _("The officer asked to be left out")
    RELATIVE = "relative", _("A relative is concerned")
    INTEREST = "interest", _("The officer has a direct interest")
    COMPLAINED = "complained", _("The officer is one of those complained about")


class Recusal(models.Model):
    """The record that an officer is in conflict of interest with a case. It is not taken back."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="recusals", verbose_name=_("case"))
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="recusals", verbose_name=_("officer"))
    ground = models.CharField(_("ground"), max_length=20, choices=RecusalGround)
    at = models.DateTimeField(_("when"))
    declared_by = models.ForeignKey(
        Posting, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("declared by")
    )
    actor_name = models.CharField(_("who"), max_length=200)
    actor_post = models.CharField(_("in which post"), max_length=500, blank=True)
    reason = models.TextField(_("why"))

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("case", "officer"), name="recusal_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="recusal_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.officer} · {self.case_id}"


append_only(Recusal)
