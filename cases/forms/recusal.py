"""Declaring a conflict of interest: for oneself, and by a head for somebody else."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from cases.forms.base import MoveForm
from cases.forms.choices import officers_in_reach
from cases.forms.fields import OfficerField
from cases.models.recusal import RecusalGround
from organization.models import Officer, Role


class RecusalForm(MoveForm):
    """Who is in conflict with the case, and why."""

    explains = gettext_lazy(
        "From now on the officer neither sees nor handles this case, and it is taken from them. Where the head of the"
        " unit is the one, it goes up. This stays on record and is not taken back."
    )

    officer = OfficerField(
        label=gettext_lazy("Officer"),
        help_text=gettext_lazy("Leave it empty to declare it for yourself; else name or staff code."),
    )
    ground = forms.TypedChoiceField(
        label=gettext_lazy("Kind of conflict"),
        choices=RecusalGround,
        coerce=RecusalGround,
        widget=forms.RadioSelect,
    )

    def prepare(self) -> None:
        """Only a head declares it for somebody else."""
        actor = self.situation.actor
        if actor.role == Role.HEAD:
            field = cast(OfficerField, self.fields["officer"])
            field.choose_from(officers_in_reach(actor, on=self.situation.on))
        else:
            del self.fields["officer"]

    def arguments(self) -> dict[str, Any]:
        """What was decided; who declares it for nobody else declares it for themselves."""
        given = super().arguments()
        if given.get("officer") is None:
            given["officer"] = Officer.objects.get(postings=self.situation.actor.posting_id)
        return given
