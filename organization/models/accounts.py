"""The record of what was changed about the accounts that sign in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.template.defaultfilters import yesno
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organization.appendonly import append_only
from organization.history import ChangeRow, signature


class PasswordFact(models.TextChoices):
    """All that a record says of a password."""

    NONE = "none", _("no password")
    SET = "set", _("a password")
    REPLACED = "replaced", _("a new password")


class AccountChange(ChangeRow):
    """What somebody changed about an account that signs in. The columns are named as those of a history.

    `changes` is {field of the account: [before, after]}: text, truth, a sorted list of permissions; for
    `password` two of `PasswordFact`, never the secret nor its digest. An account on record is not deleted.
    """

    class Kind(models.TextChoices):
        CREATED = "+", _("Created")
        CHANGED = "~", _("Changed")

    account = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("account"))
    username = models.CharField(_("name of the account"), max_length=150)
    changes = models.JSONField(_("changes"))
    history_type = models.CharField(_("what"), max_length=1, choices=Kind)
    history_date = models.DateTimeField(_("when"), default=timezone.now)
    history_change_reason = models.TextField(_("reason"))
    # As in every history: without a constraint and without SET NULL.
    history_user = models.ForeignKey(
        User, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )

    class Meta:
        verbose_name = _("change of an account")
        verbose_name_plural = _("changes of accounts")
        ordering = ["-pk"]
        constraints = signature()

    def __str__(self) -> str:
        return f"{self.history_date:%Y-%m-%d %H:%M} {self.username}"

    @property
    def history_delta_changes(self) -> list[dict[str, str]]:
        """Each changed field with its values in words."""
        return [
            {
                "field": str(User._meta.get_field(field).verbose_name),  # type: ignore[union-attr]  # a column, never a relation back
                "old": _in_words(field, old),
                "new": _in_words(field, new),
            }
            for field, (old, new) in self.changes.items()
        ]


def _in_words(field: str, value: Any) -> str:
    if field == "password":
        return str(PasswordFact(value).label)
    if isinstance(value, bool):
        return str(yesno(value))
    return (", ".join(value) if isinstance(value, list) else str(value)) or "–"


append_only(AccountChange)
