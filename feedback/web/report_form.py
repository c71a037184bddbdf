"""The report form: what, where, in the citizen's own words, and how to reach them if they wish."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cases.models import Category
from cases.vocabulary import Kind
from feedback.web.forms import Files, FilesForm, WordsField
from organization.models import Tier, Unit
from organization.phones import read_phone
from organization.selectors import units_on

ELSEWHERE = "elsewhere"

# Offered in this order. A denunciation is made on paper or in person (Law on Denunciations 25/2018, art. 22).
KINDS = {
    Kind.FEEDBACK: _("Something is wrong or does not work: waste, a broken road, a slow office."),
    Kind.PETITION: _("You ask for something or propose something: repair, build, change, support."),
    Kind.COMPLAINT: _("A decision or an act of an office harms your own rights. The law asks for your name."),
    Kind.TIP: _("You know of bribery, harassment or another breach of the law. Who you are is sealed."),
    Kind.PRAISE: _("An officer or an office served you well."),
}


class ReportForm(FilesForm):
    """What a citizen reports. `on` is the day: the communes of that day are offered."""

    kind = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect, initial=Kind.FEEDBACK)
    category = forms.ChoiceField(
        label=_("What is it about?"), error_messages={"required": _("Choose what it is about.")}
    )
    unit = forms.ChoiceField(
        label=_("In which commune?"),
        error_messages={"required": _("Choose the commune. If you do not know it, choose the last line.")},
    )
    place = forms.CharField(
        label=_("Where exactly?"),
        max_length=200,
        required=False,
        help_text=_("For example: behind the market, Hamlet 5."),
    )
    lat = forms.CharField(widget=forms.HiddenInput, required=False)
    lng = forms.CharField(widget=forms.HiddenInput, required=False)
    text = WordsField(
        label=_("What happened?"),
        error_messages={"required": _("Write what happened.")},
        help_text=_(
            "In your own words: what, since when, who is affected, what you ask for. At most 5,000 characters."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Mobile phone"),
        required=False,
        help_text=_("You get each step by text message, and its last four digits open your case."),
        widget=forms.TelInput(attrs={"autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("Used when you give no phone."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    anonymous = forms.BooleanField(
        label=_("Keep my name from the officers"),
        required=False,
        help_text=_(
            "The officers who work on it do not see your name, phone or e-mail. They stay sealed in the system and"
            " serve only to send you news. If you leave them empty, nobody here knows who you are."
        ),
    )

    def __init__(
        self, data: QueryDict | None = None, files: Files | None = None, *, on: date, **options: Any
    ) -> None:
        super().__init__(data, files, **options)
        if self.posted.get("kind") == Kind.DENUNCIATION:
            self.posted["kind"] = Kind.TIP.value
        self.categories = {category.code: category for category in Category.objects.filter(active=True)}
        communes = units_on(on).filter(tier=Tier.COMMUNE).order_by("folded", "pk")
        self.units: dict[str, Unit] = {unit.code: unit for unit in communes}
        choose = ("", _("Choose from the list"))
        names = [(code, str(category)) for code, category in self.categories.items()]
        places = [(code, unit.localized_name) for code, unit in self.units.items()]
        self._offer("kind", [(kind, _card(kind.label, why)) for kind, why in KINDS.items()])
        self._offer("category", [choose, *names])
        self._offer("unit", [choose, *places, (ELSEWHERE, _("I do not know, or elsewhere"))])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean_category(self) -> Category:
        """The category itself."""
        return self.categories[self.cleaned_data["category"]]

    def clean_unit(self) -> Unit | None:
        """The commune itself; None where the citizen does not know it."""
        return self.units.get(self.cleaned_data["unit"])

    def clean_phone(self) -> str:
        """The number in E.164."""
        written: str = self.cleaned_data["phone"]
        phone = read_phone(written) if written else ""
        if phone is None:
            raise ValidationError(
                _(
                    "This is not a Vietnamese phone number. Write it like 0912 345 678 or +84 912 345 678,"
                    " or leave it empty."
                )
            )
        return phone

    def clean_lat(self) -> Decimal | None:
        """North of the equator, in degrees."""
        return _degrees(self.cleaned_data["lat"], most=90)

    def clean_lng(self) -> Decimal | None:
        """East of Greenwich, in degrees."""
        return _degrees(self.cleaned_data["lng"], most=180)


def _card(name: Any, why: Any) -> str:
    return format_html("<b>{}</b> <small>{}</small>", name, why)


def _degrees(text: str, *, most: int) -> Decimal | None:
    """An angle as a phone gives it, to a millionth; None for anything else: nobody typed it, nobody can mend it."""
    try:
        angle = Decimal(text)
    except InvalidOperation:
        return None
    if not angle.is_finite() or abs(angle) > most:
        return None
    return angle.quantize(Decimal("0.000001"))
