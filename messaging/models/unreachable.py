"""Numbers at which no text arrives. Found by a fingerprint: the number itself is not kept here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnreachableNumber(models.Model):
    """A number that a gateway called unknown, a landline or no number, the last time it said so."""

    number_key = models.CharField(max_length=64, unique=True)
    code = models.CharField(_("error"), max_length=40)
    at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("unreachable number")
        verbose_name_plural = _("unreachable numbers")
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.code} {self.at:%Y-%m-%d}"
