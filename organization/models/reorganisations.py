"""The record of what was reorganised: the table as it was given, and what was done by it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from organization.history import ChangeRecords, Tracked


class Reorganisation(Tracked):
    """A reorganisation of units that was carried out. Carried out again with something left to do, it has two rows."""

    on = models.DateField(_("on"))
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    digest = models.CharField(_("digest of the plan"), max_length=64, db_index=True)
    table = models.TextField(_("table"))
    counts = models.JSONField(_("counts"), default=dict)
    applied_at = models.DateTimeField(_("carried out"))

    history = ChangeRecords()

    class Meta:
        verbose_name = _("reorganisation")
        verbose_name_plural = _("reorganisations")
        ordering = ["-applied_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.legal_basis}"
