"""What a unit may spend on text messages in a month."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from organization.history import ChangeRecords, Tracked
from organization.models import Unit


class Budget(Tracked):
    """The limit of one unit, in đồng a calendar month. At `warn_at` percent a warning is given; beyond the limit only
    reminders are not sent: what a person is owed always is.
    """

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="message_budget", verbose_name=_("unit"))
    monthly = models.PositiveIntegerField(_("đồng a month"))
    warn_at = models.PositiveSmallIntegerField(
        _("warn at percent"), default=80, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    history = ChangeRecords()

    class Meta:
        verbose_name = _("budget for messages")
        verbose_name_plural = _("budgets for messages")

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.monthly}"


class BudgetWarning(models.Model):
    """That a unit's budget reached a threshold in a month was said; once."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    month = models.DateField(_("month"))
    percent = models.PositiveSmallIntegerField(_("percent"))
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("warning about a budget")
        verbose_name_plural = _("warnings about budgets")
        constraints = [
            models.UniqueConstraint(fields=("unit", "month", "percent"), name="budget_warned_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.month:%Y-%m} {self.percent} %"
