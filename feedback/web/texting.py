"""How to text: everything that one can send, with an example each; for the telephone and, printed, for the wall."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_stubs_ext import StrOrPromise

from messaging import gateways


@dataclass(frozen=True)
class Way:
    """One thing that one can do by text: what for, an example as it is typed, and what happens then."""

    what: StrOrPromise
    example: str
    then: StrOrPromise


# As people type them: without accents, with a code that no case has.
WAYS = (
    Way(
        _("Report something"),
        "PA rac chat dong o cho Tan Hiep ba ngay chua don",
        _("You get a code of eight digits. Say where it is: hamlet and commune."),
    ),
    Way(
        _("Report without your name"),
        "PA ANDANH can bo doi tien khi lam giay to",
        _("Officers see neither your name nor your number. Your mobile operator may know it."),
    ),
    Way(_("Ask how your case stands"), "TC 1234 5671", _("TC alone: your last case.")),
    Way(
        _("Say more, or answer a question"),
        "TL 1234 5671 nha toi o thon 4",
        _("Just after a question came you can answer without TL and code."),
    ),
    Way(
        _("Say whether it is solved"),
        "2 1234 5671 duong van con ngap",
        _("1 is solved, 2 is not solved: then the level above looks at it again."),
    ),
    Way(
        _("Rate how you were served"),
        "DG 1234 5671 5",
        _("From 1, very bad, to 5, very good. You may add words."),
    ),
    Way(_("Withdraw a case"), "HUY 1234 5671", _("As long as it has not been decided.")),
    Way(
        _("Have your number deleted"),
        "XOA 1234 5671",
        _("We delete it from this case, and cannot text you about it any more."),
    ),
    Way(_("Stop our texts"), "DUNG", _("Your cases go on. TIEP turns the texts on again.")),
    Way(_("Ask for help"), "HD", _("You get the list of commands.")),
)


@require_safe
def how_to_text(request: HttpRequest) -> HttpResponse:
    """The commands, and the number to send them to."""
    return render(request, "citizen/texting.html", {"ways": WAYS, "number": gateways.number_to_text()})
