"""The days on which the state works though its weekday says not, or the other way round."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from organization.history import ChangeRecords, Tracked
from organization.names import in_active_language


class CalendarDay(Tracked):
    """A day that is not what its weekday says: a holiday, a day off in exchange, a Saturday made up for."""

    date = models.DateField(_("date"), unique=True)
    is_working = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    source = models.CharField(_("source document"), max_length=300)
    provisional = models.BooleanField(
        _("provisional"), default=False, help_text=_("Expected, but the official notice is not out yet.")
    )

    history = ChangeRecords()

    class Meta:
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y} {self.name}"

    @property
    def localized_name(self) -> str:
        return in_active_language(self.name, self.name_en)
