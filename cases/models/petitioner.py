"""The persons who stand behind one matter together, and which of them speak for the others."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.statement import IF_REMOVED
from organization.appendonly import append_only
from organization.vault import SealedTextField


class Petitioner(models.Model):
    """One person of a group, by a sealed name. The contact of the whole group is the case's `Complainant`."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="petitioners", verbose_name=_("case"))
    name = SealedTextField(_("name"))
    is_representative = models.BooleanField(_("speaks for the others"), default=False)

    class Meta:
        verbose_name = _("petitioner")
        verbose_name_plural = _("petitioners")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(_("petitioner"))


class MemberWithdrawal(models.Model):
    """One person of a group took back their part; the others go on (Decree 155/2026, art. 5)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="member_withdrawals", verbose_name=_("case"))
    petitioner = models.OneToOneField(
        Petitioner, models.CASCADE, related_name="withdrawal", verbose_name=_("petitioner")
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("withdrawal of one person")
        verbose_name_plural = _("withdrawals of single persons")

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d}"


append_only(Petitioner, delete_if=IF_REMOVED)
append_only(MemberWithdrawal, delete_if=IF_REMOVED)
