"""The form by which a call is put on record."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models.call import CallResult
from cases.services.calling import GIVEN

LONGEST_NOTE = 500


class CallForm(forms.Form):
    """What came of a call. The note is sealed and goes with the words of the case."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=20)
    result = forms.ChoiceField(
        label=_("What came of the call"), choices=[(each, CallResult(each).label) for each in GIVEN]
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=LONGEST_NOTE)

    def told(self) -> dict[str, str]:
        """The result and the note, by the names that `cases.services.calling.finish` gives them."""
        return {name: self.cleaned_data[name] for name in ("result", "note")}
