"""What an inspector can ask for: a period, a name, and which cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accountability.figures import BY_NAME
from accountability.jurisdiction import Jurisdiction
from accountability.period import EARLIEST, LATEST, Period
from accountability.selectors import Asked
from cases.vocabulary import Kind, State
from organization.models import Posting, Unit

WORDS = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})


class UnitChoice(forms.ModelChoiceField[Unit]):
    """Units by their names in the reader's language."""

    def label_from_instance(self, unit: Unit) -> str:
        return unit.localized_name


class PeriodForm(forms.Form):
    """From when to when. What is not given is this year."""

    def __init__(self, data: Mapping[str, Any], *, on: date) -> None:
        self.usual = Period.this_year(on)
        filled = {name: value for name, value in data.items() if value}
        super().__init__(self.usual.as_query() | filled, label_suffix="")
        # "from" is a word of the language, so it cannot be declared.
        days = {name: self._day(label) for name, label in (("from", _("From")), ("to", _("To")))}
        self.fields = days | self.fields

    @staticmethod
    def _day(label: Any) -> forms.DateField:
        return forms.DateField(
            label=label,
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if {"from", "to"} <= cleaned.keys() and cleaned["from"] > cleaned["to"]:
            self.add_error("to", ValidationError(_("The period ends before it begins.")))
        return cleaned

    @property
    def period(self) -> Period:
        """The period asked for; this year where it makes no sense."""
        if not self.is_valid() and {"from", "to"} & self.errors.keys():
            return self.usual
        return Period(self.cleaned_data["from"], self.cleaned_data["to"])

    def value(self, name: str) -> Any:
        """What was asked for under a name, None where nothing was or it makes no sense."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


class NameForm(PeriodForm):
    """A period, and a part of a name."""

    q = forms.CharField(
        label=_("Name"), max_length=100, required=False, widget=WORDS, help_text=_("With or without accents.")
    )


class CaseForm(PeriodForm):
    """Which cases: words or a code, the figure they stand behind, unit, officer, kind, state."""

    q = forms.CharField(label=_("Code or words"), max_length=100, required=False, widget=WORDS)
    figure = forms.ChoiceField(label=_("Which cases"), required=False)
    unit = UnitChoice(Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("All units"))
    officer = forms.CharField(label=_("Officer"), max_length=100, required=False, widget=WORDS)
    posting = forms.ModelChoiceField(Posting.objects.none(), required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *Kind.choices], required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All states")), *State.choices], required=False
    )

    def __init__(self, data: Mapping[str, Any], *, jurisdiction: Jurisdiction, on: date) -> None:
        super().__init__(data, on=on)
        figures = [(figure.name, figure.label) for figure in BY_NAME.values()]
        # The stubs know a bound field's `field` as a plain one, without the choices that these three have.
        self["figure"].field.choices = [("", _("All that were filed")), *figures]  # type: ignore[attr-defined]
        self["unit"].field.queryset = jurisdiction.units().filter(posts__isnull=False).distinct()  # type: ignore[attr-defined]
        self["posting"].field.queryset = jurisdiction.postings()  # type: ignore[attr-defined]

    @property
    def asked(self) -> Asked:
        """What is asked for; a part that makes no sense is left out, and said so by the form."""
        return Asked(
            period=self.period,
            query=self.value("q") or "",
            figure=self.value("figure") or "",
            unit=self.value("unit"),
            officer=self.value("officer") or "",
            posting=self.value("posting"),
            kind=self.value("kind") or "",
            state=self.value("state") or "",
        )
