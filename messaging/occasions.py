"""When each SMS is sent, in the words of who administers the texts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

OCCASIONS: Mapping[str, StrOrPromise] = MappingProxyType(
    {
        # Answers to what a person has just texted.
        "added": _("The rest of a long text was added to its case"),
        "bad_code": _("A text names a code that does not exist"),
        "cancel_late": _("A case that can no longer be withdrawn"),
        "cancel_many": _("A withdrawal without a code, of a phone with several open cases"),
        "confirm_no": _("The citizen says that it is not solved"),
        "confirm_yes": _("The citizen says that it is solved; asks for a score"),
        "digit": _("A lone digit came, and nothing was asked"),
        "dup": _("The same words came again"),
        "empty_pa": _("A report without words"),
        "expired": _("An answer came after its time"),
        "filed_anon_ask": _("A case was opened whose sender stays unnamed; asks where it happened"),
        "filed_ask": _("A case was opened; asks where it happened"),
        "filed_out": _("A case was opened from a number that is not to be texted"),
        "forget_ask": _("The citizen wants their number to be deleted and names no case"),
        "forgotten": _("The citizen's number was deleted from the case"),
        "help": _("The citizen asks how to text"),
        "limit": _("More matters in one day than are taken at once"),
        "mms": _("A picture without words"),
        "no_case": _("A text about a case, from a number that has none"),
        "optin": _("The citizen wants to be texted again"),
        "optout": _("The citizen does not want to be texted any more"),
        "place_ok": _("The citizen said where it happened"),
        "rate_bad": _("A rating without a score from 1 to 5"),
        "rate_ok": _("A rating was taken"),
        "rate_twice": _("A second score took the place of the first"),
        "reply_many": _("An answer without a code, though several questions wait"),
        "reply_ok": _("What the citizen said was passed on"),
        "say_many": _("Words without a code, of a phone with several open cases"),
        "status": _("The citizen asks how their case stands"),
        "status_other": _("Somebody asks about a case filed from another number"),
        "too_long": _("A case was opened from what looks like the beginning of a long text"),
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
