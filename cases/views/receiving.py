"""Not receiving a person: the form, and the notice they are given."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.errors import CaseError
from cases.forms.receiving import RefusalForm
from cases.models import ReceptionRefusal
from cases.remaining import last_moment
from cases.services.receiving import refuse_to_receive
from cases.views.access import DeskRequest, at_the_desk
from organization.calendar import YearNotEntered
from organization.permissions import reach

LATEST = 10


@at_the_desk
def refuse(request: DeskRequest) -> HttpResponse:
    """The form, and the latest refusals of the units within reach."""
    form = RefusalForm(request.POST or None)
    if form.is_valid():
        try:
            refusal = refuse_to_receive(**form.cleaned_data, by=request.actor, at=timezone.now())
        except (CaseError, YearNotEntered) as problem:
            form.add_error(None, str(problem))
        else:
            return redirect(refusal)
    latest = ReceptionRefusal.objects.filter(unit_id__in=reach(request.actor)).select_related("unit")
    return render(request, "desk/refuse_reception.html", {"form": form, "latest": latest[:LATEST]})


@at_the_desk
def refusal(request: DeskRequest, pk: int) -> HttpResponse:
    """The notice, ready to be read out and printed (Decree 154/2026, form 01/TCD)."""
    within_reach = ReceptionRefusal.objects.filter(unit_id__in=reach(request.actor)).select_related("unit")
    found = get_object_or_404(within_reach, pk=pk)
    due = last_moment(found.notice_due_at) if found.notice_due_at else None
    return render(request, "desk/refusal_notice.html", {"refusal": found, "notice_due": due})
