"""Jurisdiction as data: who settles a complaint or a denunciation, by where the officer it is about serves."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.models.rule import check_tracks
from organization.history import ChangeRecords, Tracked


class Level(models.TextChoices):
    """Where in the state the officer complained about serves."""

    COMMUNE = "commune", _("Commune")
    COMMUNE_DEPARTMENT = "commune_department", _("Department of a commune")
    DISTRICT = "district", _("District")
    DISTRICT_DEPARTMENT = "district_department", _("Department of a district")
    PROVINCE = "province", _("Province")
    PROVINCE_DEPARTMENT = "province_department", _("Department of a province")
    DEPARTMENT_PART = "department_part", _("Unit under a provincial department")


class Rank(models.TextChoices):
    """In which sort of post the officer serves; "unit" where the body itself is complained about."""

    HEAD = "head", _("Head")
    DEPUTY = "deputy", _("Deputy of the head")
    STAFF = "staff", _("Other officer")
    UNIT = "unit", _("The body itself")
    ANY = "any", _("Whoever it is")


class Settler(models.TextChoices):
    """Whose head settles it."""

    OWN_UNIT = "own_unit", _("The unit where the officer serves")
    UNIT_ABOVE = "unit_above", _("The unit directly above")
    COMMUNE = "commune", _("The commune")
    DISTRICT = "district", _("The district")
    PROVINCE = "province", _("The province")
    DEPARTMENT = "department", _("The provincial department")
    OUTSIDE = "outside", _("A body outside this system")


class Jurisdiction(Tracked):
    """One row of the law on who settles what: for tracks, a level and a rank, within its validity."""

    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    tracks = models.JSONField(_("tracks"), default=list)
    level = models.CharField(_("where the officer serves"), max_length=30, choices=Level)
    post = models.CharField(_("in which post"), max_length=10, choices=Rank)
    settled_by = models.CharField(_("settled by the head of"), max_length=20, choices=Settler)
    outside_body = models.CharField(_("body outside"), max_length=200, blank=True)
    outside_body_en = models.CharField(_("body outside, in English"), max_length=200, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    legal_basis_en = models.CharField(_("legal basis in English"), max_length=300)
    confirmed = models.BooleanField(
        _("confirmed"), default=False, help_text=_("Checked against the text of the law.")
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    history = ChangeRecords()

    class Meta:
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        ordering = ("code", "valid_from")
        constraints = [
            models.UniqueConstraint(fields=("code", "valid_from"), name="jurisdiction_code_from_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="jurisdiction_validity_in_order",
            ),
            models.CheckConstraint(
                condition=~models.Q(settled_by="outside") | ~models.Q(outside_body=""),
                name="jurisdiction_names_outside_body",
                violation_error_message=_("Name the body outside."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.title}"

    @property
    def title(self) -> str:
        """Its name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name

    @property
    def basis(self) -> str:
        """Its legal basis in the reader's language."""
        return self.legal_basis_en if get_language() == "en" else self.legal_basis

    @property
    def outside(self) -> str:
        """The body outside, in the reader's language."""
        return self.outside_body_en if get_language() == "en" and self.outside_body_en else self.outside_body

    def clean(self) -> None:
        """Refuse tracks that do not exist and validity that overlaps another row for the same."""
        check_tracks(self.tracks)
        begins: date | None = self.valid_from
        if begins is None:
            return
        same = Jurisdiction.objects.filter(level=self.level, post=self.post).exclude(pk=self.pk)
        if self.valid_to:
            same = same.filter(valid_from__lte=self.valid_to)
        for other in same.exclude(valid_to__lt=begins):
            if set(other.tracks) & set(self.tracks):
                raise ValidationError(
                    _("Row %(code)s says who settles the same at that time."), params={"code": other.code}
                )
