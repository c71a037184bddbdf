"""Texts as administrators worded them, in place of the files that come with the program."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from organization.history import ChangeRecords, Tracked


class Wording(Tracked):
    """The words of one SMS template in one language; without a row, those of the file hold."""

    template = models.CharField(_("template"), max_length=40)
    language = models.CharField(_("language"), max_length=2)
    body = models.CharField(_("text"), max_length=320)
    history = ChangeRecords()

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ("template", "language")
        constraints = [
            models.UniqueConstraint(fields=("template", "language"), name="wording_once_a_template")
        ]

    def __str__(self) -> str:
        return f"{self.template} ({self.language})"
