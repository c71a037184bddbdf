"""The form in which an officer enters a matter for a person at the counter, on paper or on the telephone."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import reasons
from cases.errors import GroupRefused
from cases.forms.choices import officers_in_reach, places_to_choose
from cases.forms.fields import LONG_TEXT, FilesField, OfficerField, PhoneField, UnitChoice
from cases.models import Category
from cases.models.origin import VisitKind
from cases.services import groups
from cases.services.groups import Member
from cases.services.intake import Identity, Report
from cases.services.origins import Origin, Spoken, Written
from cases.vocabulary import Kind
from organization.actors import Actor, Channel
from organization.permissions import seat

MOST_PERSONS = 9999


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
    reception = forms.TypedChoiceField(
        label=gettext_lazy("Sort of reception"),
        choices=VisitKind,
        coerce=VisitKind,
        empty_value=VisitKind.REGULAR,
        initial=VisitKind.REGULAR,
        required=False,
        help_text=gettext_lazy("Counts only where they came in person."),
    )
    came = forms.IntegerField(
        label=gettext_lazy("How many persons came"),
        min_value=1,
        max_value=MOST_PERSONS,
        initial=1,
        required=False,
        help_text=gettext_lazy("Counts only where they came in person, all who came together."),
    )
    signers = forms.IntegerField(
        label=gettext_lazy("How many persons signed the letter"),
        min_value=1,
        max_value=MOST_PERSONS,
        initial=1,
        required=False,
        help_text=gettext_lazy("Counts only where it came by letter."),
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
    further = forms.CharField(
        label=gettext_lazy("Further persons behind the matter"),
        required=False,
        max_length=LONG_TEXT * 3,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Where several bring it together: the others, one name a line, without the person named above. Put * before"
            " those who represent the group. Up to ten persons name one or two representatives, more name at most five."
        ),
    )
    contact_represents = forms.BooleanField(
        label=gettext_lazy("The person named above represents the group"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Counts only where further persons are named."),
    )
    appointment_seen = forms.BooleanField(
        label=gettext_lazy("All have signed and the appointment of the representatives is attached"),
        required=False,
        help_text=gettext_lazy(
            "Without it a complaint of several persons is received, but cannot be accepted yet (Decree 155/2026,"
            " article 10). It can be recorded later."
        ),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = seat(actor)
        self.initial = {"token": uuid.uuid4(), "unit": own.pk if own else None, **self.initial}
        cast(UnitChoice, self.fields["unit"]).queryset = places_to_choose(actor, on=on)
        cast(OfficerField, self.fields["about"]).choose_from(officers_in_reach(actor, on=on))

    def clean_further(self) -> list[Member]:
        """The further persons, read from their lines."""
        try:
            return groups.read_members(self.cleaned_data["further"])
        except GroupRefused as refusal:
            raise ValidationError(str(refusal), code="group") from refusal

    def clean(self) -> dict[str, Any]:
        """Several persons need a contact by name, and as many who represent them as the law allows."""
        given = super().clean() or self.cleaned_data
        if given.get("further"):
            if not given.get("name"):
                self.add_error("name", _("Where several persons are named, name the contact person too."))
            try:
                groups.check(self._members(given))
            except GroupRefused as refusal:
                self.add_error("further", str(refusal))
        return given

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
            origin=self._origin(),
            members=self._members(given),
            appointment_seen=given["appointment_seen"],
            token=self._sending(),
        )

    def _members(self, given: dict[str, Any]) -> list[Member]:
        """The group, the contact first; nobody where one person brings the matter alone."""
        further: list[Member] = given["further"]
        return [Member(given.get("name", ""), given["contact_represents"]), *further] if further else []

    def _origin(self) -> Origin | None:
        given = self.cleaned_data
        match given["source"]:
            case Source.IN_PERSON:
                return Spoken(given["reception"], given["came"] or 1)
            case Source.ON_PAPER:
                return Written(given["signers"] or 1)
        return None

    def _sending(self) -> uuid.UUID:
        """The name of this sending. What was changed after going back is another matter and gets another name."""
        given = self.cleaned_data
        words = [repr(given[name]) for name in sorted(given) if name not in {"attachments", "token"}]
        files = [each.received_sha256 for each in given["attachments"]]
        return uuid.uuid5(given["token"], "\n".join([*words, *files]))
