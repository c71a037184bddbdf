"""Declaring a conflict of interest on a page of its own: open to whoever may see the case."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import selectors
from cases.errors import CaseError, StaleCase
from cases.forms.base import Situation
from cases.forms.recusal import RecusalForm
from cases.services.recusing import declare
from cases.views.access import DeskRequest, at_the_desk, case_or_404
from cases.views.timeline import entries
from cases.vocabulary import EventKind


@at_the_desk
def recuse(request: DeskRequest, code: str) -> HttpResponse:
    """Show the form, or put the conflict on record; back to the case while the officer may still see it."""
    at = timezone.now()
    case = case_or_404(request, code, at=at)
    situation = Situation(case, request.actor, at)
    form = RecusalForm(request.POST if request.method == "POST" else None, situation=situation)
    if form.is_valid():
        try:
            declare(case, by=request.actor, at=at, **form.arguments())
        except CaseError as refusal:
            form.add_error(None, str(refusal))
            if isinstance(refusal, StaleCase):
                form.look_again(case_or_404(request, code, at=at).version)
        else:
            messages.success(request, f"{case.shown_code}: {EventKind.RECUSE.label}.")
            if selectors.visible_to(request.actor, at=at).filter(pk=case.pk).exists():
                return redirect("desk:case", case.code)
            return redirect("desk:inbox")
    elif form.is_bound and form.has_error(NON_FIELD_ERRORS, "stale"):
        form.look_again(case.version)
    context = {
        "case": case,
        "form": form,
        "label": _("Declare a conflict of interest"),
        "explanation": form.explanation(),
        "meanwhile": entries(case)[:1] if form.is_bound and form.has_error(NON_FIELD_ERRORS) else [],
    }
    return render(request, "desk/move.html", context)
