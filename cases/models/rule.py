"""Term rules: how long a stage may take, in which days, by which law, and from when to when."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import Kind, Stage
from organization.history import ChangeRecords, Tracked


class DayUnit(models.TextChoices):
    """What a term is counted in."""

    WORKING = "working", _("working days")
    CALENDAR = "calendar", _("calendar days")


class TermRule(Tracked):
    """One row of the law: `length` days of `unit` for `stage`, for the kinds it names, within its validity."""

    code = models.CharField(_("code"), max_length=10)
    name = models.CharField(_("name"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160)
    kinds = models.JSONField(
        _("kinds"), help_text=_("List of the kinds it applies to, for example: feedback.")
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage)
    length = models.PositiveSmallIntegerField(_("length in days"))
    unit = models.CharField(_("counted in"), max_length=10, choices=DayUnit)
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
        """Refuse kinds that do not exist and validity that overlaps another rule for the same kinds and stage."""
        if not isinstance(self.kinds, list) or not self.kinds or set(self.kinds) - set(Kind.values):
            raise ValidationError({"kinds": _("Name at least one kind, and only kinds that exist.")})
        others = TermRule.objects.filter(stage=self.stage).exclude(pk=self.pk)
        if self.valid_to:
            others = others.filter(valid_from__lte=self.valid_to)
        for other in others.exclude(valid_to__lt=self.valid_from):
            if set(other.kinds) & set(self.kinds):
                raise ValidationError(
                    _("Rule %(code)s is in force for the same kind and stage at that time."),
                    params={"code": other.code},
                )
