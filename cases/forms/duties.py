"""The form by which a duty of the office is put on record as done."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from cases.forms.base import REASON_LENGTH, DeskForm


class FulfilForm(DeskForm):
    """A duty that is done. It moves nothing; the term of the case is not touched."""

    explains = gettext_lazy("It is put on record that this duty is done, with your name and post.")

    because = forms.CharField(
        label=gettext_lazy("Where it can be seen"),
        help_text=gettext_lazy("Number and date of the document, or the place where it is posted."),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
