"""The forms on the pages that follow a case: finding it, opening it, and what the citizen says to it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.web.forms import FilesForm, OneTimeForm, WordsField

FEW_DIGITS = {"class": "short", "inputmode": "numeric", "autocomplete": "off"}


class CodeForm(forms.Form):
    """The code of a case, however it is written."""

    code = forms.CharField(
        label=_("The code of your case"),
        error_messages={"required": _("Write the code.")},
        max_length=40,
        help_text=_(
            "Eight digits, for example 1234 5671. It stands on your receipt and in our text messages."
        ),
        widget=forms.TextInput(attrs=FEW_DIGITS),
    )


class SecretForm(forms.Form):
    """The second factor."""

    secret = forms.CharField(
        label=_("Last four digits of your phone, or the PIN"),
        error_messages={"required": _("Write the four digits or the PIN.")},
        max_length=20,
        help_text=_("The phone that you gave when you reported, or the six-digit PIN of the receipt."),
        widget=forms.TextInput(attrs=FEW_DIGITS),
    )


class ReplyForm(FilesForm):
    """An answer to a question, or something to add."""

    text = WordsField(
        label=_("Your words"),
        error_messages={"required": _("Write what you want to add.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ConfirmForm(OneTimeForm):
    """It is solved: nothing more is asked."""


class DisputeForm(FilesForm):
    """It is not solved: what is missing."""

    text = WordsField(
        label=_("What is not solved?"),
        error_messages={"required": _("Write what is missing.")},
        help_text=_("Say what is missing. It goes one level up together with your words and photos."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class RatingForm(OneTimeForm):
    """One to five, and a comment if the citizen likes."""

    score = forms.TypedChoiceField(
        label=_("How well were you served?"),
        error_messages={"required": _("Choose a number from 1 to 5.")},
        coerce=int,
        choices=[
            ("5", _("5 – very well")),
            ("4", _("4 – well")),
            ("3", _("3 – so-so")),
            ("2", _("2 – badly")),
            ("1", _("1 – very badly")),
        ],
        widget=forms.RadioSelect,
    )
    text = WordsField(
        label=_("Would you like to say why?"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class WithdrawForm(OneTimeForm):
    """The case is taken back, after a second thought."""

    sure = forms.BooleanField(
        label=_("Yes, stop working on my case"),
        error_messages={"required": _("Tick this if you really want to withdraw.")},
    )
    text = WordsField(
        label=_("Would you like to say why?"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
