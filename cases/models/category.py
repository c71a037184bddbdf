"""Categories: what a matter is about, and the lowest tier that has the power to settle it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organization.history import ChangeRecords, Tracked
from organization.models import Tier


class Category(Tracked):
    """A field of matters with the tier where its cases start."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    lowest_tier = models.CharField(_("lowest competent tier"), max_length=20, choices=Tier)
    active = models.BooleanField(_("offered to citizens"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = ChangeRecords()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ("position", "code")

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name
