"""The forms that rest on a coded ground: not taking a case, suspending it, ending it without a decision."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.base import MoveForm
from cases.forms.fields import LONG_TEXT, CaseField
from cases.grounds import Ground, Purpose
from cases.selectors import visible_to
from cases.services.grounded import names_earlier_case, on_offer, own_text
from cases.services.outcome import FULL_WITHDRAWAL
from cases.vocabulary import DENUNCIATIONS


class GroundForm(MoveForm):
    """A ground of the case's track, with its law, and what the citizen is told: the officer's words or the ground's."""

    purposes: ClassVar[tuple[Purpose, ...]]

    ground = forms.ChoiceField(label=gettext_lazy("Ground"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("Text to the citizen"),
        max_length=LONG_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Left empty, the citizen gets the text of the ground, which stands below this field."
        ),
    )

    def prepare(self) -> None:
        """Offer what the law gives for this track."""
        case = self.situation.case
        self.offered = on_offer(case, *self.purposes)
        cast(forms.ChoiceField, self.fields["ground"]).choices = [
            (ground.code, format_html("{} <small>{}</small>", ground.label, self._basis(ground)))
            for ground in self.offered
        ]
        self.texts = [(str(ground.label), own_text(ground, case, earlier="…")) for ground in self.offered]

    def chosen(self) -> Ground | None:
        """The ground that was chosen, once the form is checked."""
        code = self.cleaned_data.get("ground")
        return next((ground for ground in self.offered if ground.code == code), None)

    def _basis(self, ground: Ground) -> str:
        return str(ground.basis)


class RefuseForm(GroundForm):
    """Not taking the case."""

    explains = gettext_lazy(
        "The case ends here as not accepted. The citizen gets a message and reads your text."
    )
    purposes = (Purpose.NON_ACCEPTANCE, Purpose.NOT_ELIGIBLE)
    field_order = ("ground", "earlier", "text")

    earlier = CaseField(
        label=gettext_lazy("Code of the earlier case"),
        required=False,
        help_text=gettext_lazy("Where the matter was settled before: the text of that ground names it."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )

    def prepare(self) -> None:
        """Ask for an earlier case where a ground speaks of one, among the cases that the officer may see."""
        super().prepare()
        if any(names_earlier_case(ground) for ground in self.offered):
            field = cast(CaseField, self.fields["earlier"])
            field.cases = visible_to(self.situation.actor, at=self.situation.at)
        else:
            del self.fields["earlier"]

    def clean(self) -> dict[str, Any]:
        """The text that names an earlier case needs one."""
        cleaned = super().clean()
        ground = self.chosen()
        if ground and names_earlier_case(ground) and not (cleaned.get("text") or cleaned.get("earlier")):
            self.add_error(
                None if "earlier" in self.errors else "earlier",
                _("Name the earlier case, or write the text to the citizen yourself."),
            )
        return cleaned

    def _basis(self, ground: Ground) -> str:
        if ground in on_offer(self.situation.case, Purpose.NOT_ELIGIBLE):
            return _("Not eligible for processing: %(basis)s") % {"basis": ground.basis}
        return str(ground.basis)


class SuspendForm(GroundForm):
    """Stopping the clock on a ground."""

    explains = gettext_lazy(
        "The clock stands still until the case is resumed: the days in between are not counted. The citizen is told,"
        " and reads why."
    )
    purposes = (Purpose.SUSPENSION,)


class TerminateForm(GroundForm):
    """Ending the case without a decision."""

    explains = gettext_lazy(
        "The case ends without a decision. The citizen is told that it is closed, and reads why."
    )
    purposes = (Purpose.TERMINATION,)
    field_order = ("ground", "no_signs", "text")

    no_signs = forms.BooleanField(
        label=gettext_lazy("Nothing speaks for a violation of the law, and nobody was threatened or bribed"),
        required=False,
        help_text=gettext_lazy(
            "Only for a denunciation that was wholly withdrawn: where there are such signs, it is settled all the same"
            " (Law on Denunciations 25/2018/QH14, art. 33(3))."
        ),
    )

    def prepare(self) -> None:
        """Only a denunciation asks for more."""
        super().prepare()
        if self.situation.case.track not in DENUNCIATIONS:
            del self.fields["no_signs"]

    def clean(self) -> dict[str, Any]:
        """A withdrawn denunciation is ended only by somebody who looked whether it has to go on."""
        cleaned = super().clean()
        asked = "no_signs" in self.fields and cleaned.get("ground") == FULL_WITHDRAWAL
        if asked and not cleaned.get("no_signs"):
            self.add_error(
                "no_signs", _("Confirm that you have looked into it, or let the denunciation go on.")
            )
        return cleaned
