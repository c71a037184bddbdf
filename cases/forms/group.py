"""The forms about the persons behind a case, and about the answer that was given to them before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from cases.forms.base import REASON_LENGTH, MoveForm
from cases.models import Petitioner

if TYPE_CHECKING:
    _ChoiceOfPetitioner = forms.ModelChoiceField[Petitioner]
else:
    _ChoiceOfPetitioner = forms.ModelChoiceField


class _Member(_ChoiceOfPetitioner):
    """One person of the group, by name where names may be seen, else by number."""

    labels: dict[int, str] = {}

    def label_from_instance(self, member: Petitioner) -> str:
        return self.labels.get(member.pk, str(member))


class _Recorded(forms.Form):
    """What goes on record with a reason."""

    because = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "How it was said: a letter, or minutes. Kept on record with your name and post; write no name here."
        ),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MemberForm(_Recorded):
    """One person of the group takes back their part."""

    member = _Member(
        label=gettext_lazy("Who withdraws"), queryset=None, empty_label=None, widget=forms.RadioSelect
    )
    field_order = ("member", "because")

    def __init__(self, *args: Any, members: dict[Petitioner, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, _Member)  # noqa: S101 - for the reader and the type checker
        field.labels = {member.pk: label for member, label in members.items()}
        field.queryset = Petitioner.objects.filter(pk__in=field.labels).order_by("pk")


class AppointmentForm(_Recorded):
    """All have signed, and the paper that appoints the representatives is there."""

    seen = forms.BooleanField(
        label=gettext_lazy("All have signed and the appointment of the representatives is attached")
    )
    field_order = ("seen", "because")


class EarlierForm(MoveForm):
    """Not taking a matter that was settled before."""

    suggests = gettext_lazy("Settled before; nothing new was brought forward.")
