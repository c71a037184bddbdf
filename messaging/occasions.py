"""When each SMS is sent, in the words of who administers the texts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

OCCASIONS: Mapping[str, StrOrPromise] = MappingProxyType(
    {
        # Answers to what a person has just texted.
        "bad_code": _("A text names a code that does not exist"),
        "confirm_no": _("The citizen says that it is not solved"),
        "confirm_yes": _("The citizen says that it is solved; asks for a score"),
        "digit": _("A lone digit came, and nothing was asked"),
        "dup": _("The same words came again"),
        "empty_pa": _("A report without words"),
        "expired": _("An answer came after its time"),
        "help": _("The citizen asks how to text"),
        "no_case": _("A text about a case, from a number that has none"),
        "rate_bad": _("A rating without a score from 1 to 5"),
        "rate_ok": _("A rating was taken"),
        "reply_ok": _("What the citizen said was passed on"),
        "status": _("The citizen asks how their case stands"),
        "status_other": _("Somebody asks about a case filed from another number"),
        "trial": _("An administrator tries a gateway"),
        "unknown": _("A text that nobody can understand"),
        # What happens to a case.
        "accepted": _("A unit has taken the case on"),
        "closed": _("The case is closed"),
        "confirm": _("The case was answered; asks whether it is solved"),
        "escalated": _("The case is late and goes one level up"),
        "extended": _("The unit takes more time"),
        "filed": _("A case was opened"),
        "filed_anon": _("A case was opened whose sender stays unnamed"),
        "joined": _("The same matter was told before; the new case goes with it"),
        "neutral_closed": _("In place of others, where nothing may be said of the case: it is over"),
        "neutral_filed": _("In place of others, where nothing may be said of the case: it was opened"),
        "neutral_question": _(
            "In place of others, where nothing may be said of the case: something is asked"
        ),
        "neutral_update": _("In place of others, where nothing may be said of the case: something is new"),
        "question": _("An officer asks something"),
        "rate_ask": _("The case is over; asks for a score"),
        "refused": _("The case was not taken on"),
        "remind_confirm": _("The answer was not judged yet, two days before the case closes by itself"),
        "remind_question": _("A question has not been answered for three days"),
        "reopened": _("The case was opened again"),
        "transferred": _("The case went to another unit"),
        "update": _("How the case stands has changed"),
        "withdrawn_ok": _("The case was withdrawn"),
    }
)
