"""What else the office must do on a case, by when; and the page that puts it on record as done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import clocks
from cases.errors import CaseError
from cases.forms.base import Situation
from cases.forms.duties import FulfilForm
from cases.models import Case
from cases.remaining import ClockCard, card
from cases.services import duties, permissions
from cases.terms import Counting
from cases.views.access import DeskRequest, at_the_desk, case_or_404
from cases.vocabulary import Stage
from organization.actors import Actor


@dataclass(frozen=True)
class Duty:
    """Something due beside the main clock.

    `url` leads to where it is put on record as done. It is empty where that is not for this officer, and for an alarm,
    which is a day on which somebody looks and not something to do.
    """

    name: str
    clock: ClockCard
    url: str


def duties_of(actor: Actor, case: Case, *, at: datetime, counting: Counting) -> list[Duty]:
    """What the office of the case must still do, what falls due first on top."""
    mine = permissions.may_fulfil(actor, case, on=_day(at))
    return [
        Duty(
            name=term.rule.title,
            clock=card(clocks.read_term(term, at=at, counting=counting), at=at, calendar=counting.calendar),
            url=reverse("desk:duty", args=[case.code, term.pk]) if mine and term.stage == Stage.DUTY else "",
        )
        for term in clocks.beside(case)
        if term.stage in (Stage.DUTY, Stage.PROCESSING)
    ]


@at_the_desk
def duty(request: DeskRequest, code: str, term_id: int) -> HttpResponse:
    """Ask where it can be seen that the duty is done, and put it on record."""
    at = timezone.now()
    case = case_or_404(request, code, at=at)
    if not permissions.may_fulfil(request.actor, case, on=_day(at)):
        why = _("Only the unit that has the case puts its duties on record as done.")
        return render(request, "desk/refused.html", {"case": case, "why": why}, status=403)
    term = duties.running_duty(case, term_id)
    if term is None:
        if not case.terms.filter(pk=term_id, stage=Stage.DUTY).exists():
            raise Http404
        messages.info(request, _("This duty is done already."))
        return redirect("desk:case", case.code)
    given = (request.POST,) if request.method == "POST" else ()
    form = FulfilForm(*given, situation=Situation(case, request.actor, at))
    if form.is_valid():
        try:
            duties.fulfil(case, term_id=term_id, by=request.actor, at=at, **form.arguments())
        except CaseError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done: %(duty)s.") % {"duty": term.rule.title})
            return redirect("desk:case", case.code)
    counting = Counting()
    clock = clocks.read_term(term, at=at, counting=counting)
    context = {
        "case": case,
        "form": form,
        "label": term.rule.title,
        "button": _("Done"),
        "explanation": form.explanation(),
        "clock": card(clock, at=at, calendar=counting.calendar),
    }
    return render(request, "desk/move.html", context)


def _day(at: datetime) -> date:
    return timezone.localdate(at)
