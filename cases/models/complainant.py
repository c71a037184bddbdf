"""Who the citizen is: encrypted, apart from the case, removed by deleting one row.

A telephone number can go before the rest: once the ledger says that it was deleted, the row that has it may be
replaced by one without.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.statement import IF_REMOVED
from organization.appendonly import append_only
from organization.vault import SealedTextField


class Complainant(models.Model):
    """The identity behind a case. `phone_key` finds a phone's cases without opening any identity."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="complainant", verbose_name=_("case"))
    name = SealedTextField(_("name"), blank=True)
    phone = SealedTextField(_("phone"), blank=True)
    email = SealedTextField(_("email"), blank=True)
    phone_key = models.CharField(max_length=64, blank=True, db_index=True)
    pin_key = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("complainant")
        verbose_name_plural = _("complainants")

    def __str__(self) -> str:
        return str(_("complainant"))


# The SQL condition under which the database lets a row with a number go; the one that takes its place stays.
IF_FORGOTTEN = (
    "OLD.phone_key <> '' AND EXISTS"
    " (SELECT 1 FROM cases_caseevent e WHERE e.case_id = OLD.case_id AND e.kind = 'forget')"
)

append_only(Complainant, delete_if=f"{IF_REMOVED} OR {IF_FORGOTTEN}")
