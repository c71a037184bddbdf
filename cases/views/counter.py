"""Entering a matter for a person, and the receipt that they take along."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases import clocks, joining, selectors
from cases.errors import CaseError
from cases.forms.counter import CounterForm
from cases.remaining import card
from cases.services.counter import register
from cases.views import receipts
from cases.views.access import DeskRequest, at_the_desk
from organization.calendar import YearNotEntered
from organization.selectors import working_calendar


@at_the_desk
def new(request: DeskRequest) -> HttpResponse:
    """The form; sent twice, it opens one case."""
    at = timezone.now()
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CounterForm(*given, actor=request.actor, on=timezone.localdate(at))
    if form.is_valid():
        report = form.report(language=get_language() or "vi")
        try:
            opened = register(report, by=request.actor, because=form.because, at=at)
        except (CaseError, YearNotEntered) as refusal:
            form.add_error(None, str(refusal))
        else:
            receipts.keep(request, opened)
            if form.is_information:
                messages.info(
                    request,
                    _("Entered as information about wrongdoing: what makes a denunciation is missing."),
                )
            return redirect("desk:receipt", opened.case.code)
    return render(request, "desk/new.html", {"form": form, "files_again": bool(request.FILES)})


@at_the_desk
def receipt(request: DeskRequest, code: str) -> HttpResponse:
    """What the person takes along: code, PIN, who has the matter and until when. It shows nothing of the matter.

    Open to the officer who entered it, also when the case lies out of their reach; handing over forgets the PIN.
    """
    at = timezone.now()
    case = selectors.by_code(code)
    if case is None:
        raise Http404
    visible = selectors.visible_to(request.actor, at=at).filter(pk=case.pk).exists()
    pin = receipts.pin_for(request, case)
    if not (visible or pin):
        raise Http404
    if request.method == "POST":
        receipts.forget(request)
        return redirect("desk:case", case.code) if visible else redirect("desk:inbox")
    stands = joining.head_of(case)
    clock = clocks.read(stands, at=at)
    context = {
        "case": case,
        "stands": stands,
        "joined_to": case.merged_into,
        "pin": pin,
        "visible": visible,
        "clock": card(clock, at=at, calendar=working_calendar()) if clock else None,
    }
    return render(request, "desk/receipt.html", context)
