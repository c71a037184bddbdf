"""The form in which an officer enters a matter for a person at the counter, on paper or on the telephone."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy

from cases import reasons
from cases.forms.choices import officers_in_reach, places_to_choose
from cases.forms.fields import LONG_TEXT, FilesField, OfficerField, PhoneField, UnitChoice
from cases.models import Category
from cases.services.intake import Identity, Report
from cases.vocabulary import Kind
from organization.actors import Actor, Channel
from organization.permissions import seat


class Source(TextChoices):
    """How the matter reached the desk."""

    IN_PERSON = "in_person", gettext_lazy("In person")
    ON_PAPER = "on_paper", gettext_lazy("By letter")
    BY_PHONE = "by_phone", gettext_lazy("By telephone")


BECAUSE = {
    Source.IN_PERSON: reasons.IN_PERSON,
    Source.ON_PAPER: reasons.ON_PAPER,
    Source.BY_PHONE: reasons.BY_PHONE,
}


class CounterForm(forms.Form):
    """The citizen's form in the hands of an officer. `token` names one sending: the same again opens no second case."""

    source = forms.TypedChoiceField(
        label=gettext_lazy("How it reached you"),
        choices=Source,
        coerce=Source,
        initial=Source.IN_PERSON,
        widget=forms.RadioSelect,
    )
    kind = forms.TypedChoiceField(
        label=gettext_lazy("Kind"),
        choices=Kind,
        coerce=Kind,
        initial=Kind.FEEDBACK,
        help_text=gettext_lazy(
            "By content, not by title. A denunciation is made in writing or in person, with a name; on the telephone or"
            " without a name it is information about wrongdoing."
        ),
    )
    category: forms.ModelChoiceField[Category] = forms.ModelChoiceField(
        label=gettext_lazy("Category"),
        queryset=Category.objects.filter(active=True),
        required=False,
        empty_label=gettext_lazy("Not decided"),
    )
    unit = UnitChoice(label=gettext_lazy("Where it happened"), queryset=None, empty_label=None)
    place = forms.CharField(
        label=gettext_lazy("Place in detail"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: behind the market, Hamlet 5."),
    )
    text = forms.CharField(
        label=gettext_lazy("What the person says"),
        max_length=LONG_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("In their own words: what, since when, who is affected, what they ask for."),
    )
    attachments = FilesField()
    about = OfficerField(
        label=gettext_lazy("Officer it is about"),
        help_text=gettext_lazy("Only if the person names an officer or describes one: name or staff code."),
    )
    name = forms.CharField(label=gettext_lazy("Name of the person"), max_length=120, required=False)
    phone = PhoneField(
        label=gettext_lazy("Telephone"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("News goes there by text message, and its last four digits open the case."),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("Used where there is no telephone."),
    )
    anonymous = forms.BooleanField(
        label=gettext_lazy("The person wants their name withheld"),
        required=False,
        help_text=gettext_lazy("Who they are is sealed: the officers who work on it do not see it."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = seat(actor)
        self.initial = {"token": uuid.uuid4(), "unit": own.pk if own else None, **self.initial}
        cast(UnitChoice, self.fields["unit"]).queryset = places_to_choose(actor, on=on)
        cast(OfficerField, self.fields["about"]).choose_from(officers_in_reach(actor, on=on))

    @property
    def is_information(self) -> bool:
        """Whether what was entered as a denunciation lacks what makes it one (Law on Denunciations, art. 22, 25)."""
        given = self.cleaned_data
        in_form = given["source"] != Source.BY_PHONE and given["name"]
        return given["kind"] == Kind.DENUNCIATION and not in_form

    @property
    def because(self) -> str:
        """The reason that goes on record."""
        return BECAUSE[self.cleaned_data["source"]]

    def report(self, *, language: str) -> Report:
        """What was written down, as the service takes it."""
        given = self.cleaned_data
        return Report(
            kind=Kind.TIP if self.is_information else given["kind"],
            text=given["text"],
            channel=Channel.DESK,
            language=language,
            category=given["category"],
            unit=given["unit"],
            place=given["place"],
            anonymous=given["anonymous"],
            identity=Identity(name=given["name"], phone=given["phone"], email=given["email"]),
            files=given["attachments"],
            about=given["about"],
            token=self._sending(),
        )

    def _sending(self) -> uuid.UUID:
        """The name of this sending. What was changed after going back is another matter and gets another name."""
        given = self.cleaned_data
        words = [repr(given[name]) for name in sorted(given) if name not in {"attachments", "token"}]
        files = [each.received_sha256 for each in given["attachments"]]
        return uuid.uuid5(given["token"], "\n".join([*words, *files]))
