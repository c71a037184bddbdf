"""The page of calls to make: what to tell whom, put on record as done, and taken back where that was a mistake."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cases import calls
from cases.errors import CaseError
from cases.forms.calls import CallForm
from cases.services import calling
from cases.views.access import DeskRequest, at_the_desk, case_or_404


@never_cache
@at_the_desk
def list_of_calls(request: DeskRequest) -> HttpResponse:
    """The list of the unit; a form of it marks one as done, or takes that back."""
    at = timezone.now()
    form = CallForm(request.POST) if request.method == "POST" else None
    if form is not None:
        case = case_or_404(request, request.POST.get("code", ""), at=at)
        try:
            if request.POST.get("do") == "undo":
                calling.undo(case, by=request.actor, at=at)
                messages.success(request, _("%(code)s is on the list again.") % {"code": case.shown_code})
                return redirect("desk:calls")
            if form.is_valid():
                calling.finish(case, **form.told(), by=request.actor, at=at)
                messages.success(request, _("%(code)s: the call is on record.") % {"code": case.shown_code})
                return redirect("desk:calls")
        except CaseError as refusal:
            form.add_error(None, str(refusal))
    context = {
        "form": form,
        "due": calls.due(request.actor, at=at),
        "made": calls.made(request.actor, at=at),
        "blank": CallForm(auto_id=False),
    }
    return render(request, "desk/calls.html", context, status=422 if form else 200)
