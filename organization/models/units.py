"""Units of the state: bodies and their parts, other names of theirs, and what took the place of what."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from organization import rules
from organization.history import ChangeRecords, Tracked
from organization.models.periods import in_order
from organization.names import fold, in_active_language


class Tier(models.TextChoices):
    """The level of a unit; a department is part of the unit above it."""

    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District")
    COMMUNE = "commune", _("Commune")
    HAMLET = "hamlet", _("Hamlet")
    DEPARTMENT = "department", _("Department")


class Unit(Tracked):
    """A body of the state, or a part of one, for as long as it exists under one code."""

    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    folded = models.CharField(max_length=200, editable=False, db_index=True)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    is_remote = models.BooleanField(
        _("remote area"),
        default=False,
        help_text=_("A remote area that is hard to reach: where the law says so, terms are longer there."),
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    history = ChangeRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["name", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="organization_unit_code_from",
                violation_error_message=_("This code is already used from this date."),
            ),
            in_order("valid_from", "valid_to"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(self.name)
        super().save(*args, **kwargs)

    @property
    def localized_name(self) -> str:
        return in_active_language(self.name, self.name_en)

    def exists_on(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def clean(self) -> None:
        rules.check_unit(self)


class UnitAlias(Tracked):
    """Another name by which people call a unit: one it had, one of the units it was made of, a short form."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="aliases", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=200)
    folded = models.CharField(max_length=200, editable=False, db_index=True)

    history = ChangeRecords(excluded_fields=["folded"])

    class Meta:
        verbose_name = _("other name of a unit")
        verbose_name_plural = _("other names of units")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["unit", "folded"], name="organization_unitalias_once")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        rules.check_alias(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(self.name)
        super().save(*args, **kwargs)


class UnitSuccession(Tracked):
    """`new` took over from `old`, wholly or in part, on a day and by a decision."""

    old = models.ForeignKey(Unit, models.PROTECT, related_name="succeeded_by", verbose_name=_("former unit"))
    new = models.ForeignKey(Unit, models.PROTECT, related_name="succeeds", verbose_name=_("new unit"))
    on = models.DateField(_("on"))
    legal_basis = models.CharField(_("legal basis"), max_length=300)

    history = ChangeRecords()

    class Meta:
        verbose_name = _("succession of units")
        verbose_name_plural = _("successions of units")
        ordering = ["on", "old", "new"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="organization_unitsuccession_once"),
            models.CheckConstraint(
                condition=~models.Q(old=models.F("new")), name="organization_unitsuccession_other"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"

    def clean(self) -> None:
        rules.check_succession(self)
