"""The form by which a person at the desk is not received: on which ground, and what they are told."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.base import REASON_LENGTH
from cases.forms.fields import LONG_TEXT
from cases.grounds import REFUSAL_TO_RECEIVE, Ground


class RefusalForm(forms.Form):
    """A ground of the law, words for the person, and what happened, for the record."""

    ground = forms.ChoiceField(label=gettext_lazy("Ground"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("Text to the citizen"),
        max_length=LONG_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Left empty, the person gets the text of the ground."),
    )
    because = forms.CharField(
        label=gettext_lazy("What happened"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Kept on record with your name and post. Write no name, telephone number or address of the person."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["ground"]).choices = [
            (ground.code, format_html("{} <small>{}</small>", ground.label, _law(ground)))
            for ground in REFUSAL_TO_RECEIVE
        ]


def _law(ground: Ground) -> str:
    if not ground.notice_working_days:
        return str(ground.basis)
    return _("%(basis)s; a written notice within %(days)s working days") % {
        "basis": ground.basis,
        "days": ground.notice_working_days,
    }
