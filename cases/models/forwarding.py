"""Letters by which a matter is forwarded to a body outside this system: the trace that stays."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from organization.appendonly import append_only
from organization.models import Posting, Unit


class ForwardingLetter(models.Model):
    """One letter of a unit to a body outside, numbered from 1 in each year (Decree 30/2020/NĐ-CP, art. 15)."""

    case = models.OneToOneField(
        Case, models.PROTECT, related_name="forwarding_letter", verbose_name=_("case")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("issued by"))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    at = models.DateTimeField(_("when"))
    body = models.CharField(_("addressed to"), max_length=200)
    because = models.TextField(_("why it is forwarded"))
    signed_by = models.CharField(_("signed by"), max_length=200)
    signed_post = models.CharField(_("in which post"), max_length=500)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("forwarding letter")
        verbose_name_plural = _("forwarding letters")
        ordering = ("-at",)
        constraints = [
            models.UniqueConstraint(fields=("unit", "year", "number"), name="forwarding_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


append_only(ForwardingLetter)
