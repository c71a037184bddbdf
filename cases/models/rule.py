"""Term rules: how long a stage may take, in which days, by which law, from when to when; and how days are counted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases import allowances
from cases.vocabulary import MANY_RULES, Stage, StartEvent, Track
from organization.history import ChangeRecords, Tracked
from organization.names import in_active_language


def check_tracks(tracks: Any) -> None:
    """Raise `ValidationError` unless it is a list of tracks that exist."""
    if not isinstance(tracks, list) or not tracks or set(tracks) - set(Track.values):
        raise ValidationError({"tracks": _("Name at least one track, and only tracks that exist.")})


class DayUnit(models.TextChoices):
    """What a term is counted in."""

    WORKING = "working", _("working days")
    CALENDAR = "calendar", _("calendar days")


class TermRule(Tracked):
    """One row of the law: `length` days of `unit` for `stage`, for the tracks it names, within its validity."""

    code = models.CharField(_("code"), max_length=10)
    name = models.CharField(_("name"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160)
    tracks = models.JSONField(_("tracks"), default=list, help_text=_("The tracks of the law it holds for."))
    stage = models.CharField(_("stage"), max_length=20, choices=Stage)
    starts_with = models.CharField(
        _("counted from"), max_length=20, choices=StartEvent, default=StartEvent.RECEIPT
    )
    length = models.PositiveSmallIntegerField(_("length in days"))
    unit = models.CharField(_("counted in"), max_length=10, choices=DayUnit)
    before = models.BooleanField(
        _("counted back"),
        default=False,
        help_text=_("The term ends that many days before the event it is counted from."),
    )
    lengths = models.JSONField(
        _("longer lengths"),
        default=dict,
        blank=True,
        help_text=_("In days, by circumstance, for example: remote=45 complex=45 remote+complex=60"),
    )
    extensions = models.JSONField(
        _("extensions by decision"),
        default=dict,
        blank=True,
        help_text=_("How often, by at most how many days each, for example: complex=1x30 very_complex=2x30"),
    )
    waits_for_citizen = models.BooleanField(
        _("stands still while the citizen is asked"),
        default=False,
        help_text=_("Only where the rule says so."),
    )
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    legal_basis_en = models.CharField(_("legal basis in English"), max_length=300)
    confirmed = models.BooleanField(
        _("confirmed"), default=False, help_text=_("Checked against the text of the law.")
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    history = ChangeRecords()

    class Meta:
        verbose_name = _("term rule")
        verbose_name_plural = _("term rules")
        ordering = ("code", "valid_from")
        constraints = [
            models.UniqueConstraint(fields=("code", "valid_from"), name="rule_code_from_once"),
            models.CheckConstraint(condition=models.Q(length__gt=0), name="rule_length_positive"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="rule_validity_in_order",
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

    def clean(self) -> None:
        """Refuse tracks that do not exist, lengths that cannot be, and validity that overlaps a rule for the same."""
        check_tracks(self.tracks)
        for field, problem in allowances.problems(self.length, self.lengths, self.extensions).items():
            raise ValidationError({field: problem})
        begins: date | None = self.valid_from
        if begins is None or self.stage in MANY_RULES:
            return
        others = TermRule.objects.filter(stage=self.stage).exclude(pk=self.pk)
        if self.valid_to:
            others = others.filter(valid_from__lte=self.valid_to)
        for other in others.exclude(valid_to__lt=begins):
            if set(other.tracks) & set(self.tracks):
                raise ValidationError(
                    _("Rule %(code)s is in force for the same track and stage at that time."),
                    params={"code": other.code},
                )


class CountingPolicy(Tracked):
    """Whether the days of terms are counted as the Civil Code 2015, art. 147 and 148, counts them, from which day on.

    With it, the day of the event is not counted and a term in calendar days does not end on a day off. The laws on
    complaints and denunciations do not say so themselves; it is the usual practice.
    """

    civil_code = models.BooleanField(_("counted by the Civil Code, art. 147 and 148"), default=True)
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    legal_basis_en = models.CharField(_("legal basis in English"), max_length=300, blank=True)
    valid_from = models.DateField(_("for terms that start from"), unique=True)

    history = ChangeRecords()

    class Meta:
        verbose_name = _("way of counting days")
        verbose_name_plural = _("ways of counting days")
        ordering = ("valid_from",)

    def __str__(self) -> str:
        return f"{self.valid_from:%d/%m/%Y} {self.basis}"

    @property
    def basis(self) -> str:
        """Its legal basis in the reader's language."""
        return in_active_language(self.legal_basis, self.legal_basis_en)
