"""The report form: from what a citizen typed to a case with a receipt."""

from __future__ import annotations

import logging
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import reasons
from cases.errors import CaseError
from cases.models import Case
from cases.services.intake import Identity, Report
from cases.vocabulary import Kind
from feedback import intake, throttling
from feedback.web import access, sending
from feedback.web.report_form import ReportForm
from organization.actors import Channel
from organization.calendar import YearNotEntered

log = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Show the form; take it in; on any error show it again with everything that was typed and sent."""
    at = timezone.now()
    on = timezone.localdate(at)
    if request.method == "POST":
        form = ReportForm(request.POST, request.FILES, on=on)
        if form.is_valid():
            return _file(request, form, at=at)
        form.keep_files(at=at)
        return _page(request, form)
    access.prepare(request)
    kind = request.GET.get("kind", "")
    return _page(request, ReportForm(on=on, initial={"kind": kind} if kind in Kind.values else None))


def _file(request: HttpRequest, form: ReportForm, *, at: datetime) -> HttpResponse:
    payload = sending.received(request, form)
    party = throttling.network(sending.address_of(request))
    try:
        attempt = throttling.spend(throttling.FILED_FROM_ADDRESS, party, at=at)
    except throttling.TooMany as error:
        return _again(request, form, str(error), status=429, at=at)
    try:
        filed = intake.file_report(
            _report_of(form),
            token=sending.token_of(request, form, payload, at=at),
            payload=payload,
            by=sending.citizen(),
            because=reasons.FILED,
            at=at,
        )
    except intake.TokenSpent as error:
        throttling.give_back(attempt)
        form.start_over(at=at)
        return _page(request, form, spent=error.case)
    except (CaseError, YearNotEntered):
        # Rules, calendar or units are not complete: the citizen cannot mend that, and loses nothing.
        log.exception("a report could not be filed")
        throttling.give_back(attempt)
        sorry = _("We cannot take it in just now. What you wrote is still here: please try again later.")
        return _again(request, form, sorry, status=503, at=at)
    if filed.is_new:
        access.hand_over_pin(request, filed.case, filed.pin, at=at)
    else:
        throttling.give_back(attempt)
    return redirect("track_case", filed.case.code)


def _report_of(form: ReportForm) -> Report:
    data = form.cleaned_data
    identity = Identity(name=data["name"], phone=data["phone"], email=data["email"])
    return Report(
        kind=Kind(data["kind"]),
        text=data["text"],
        channel=Channel.WEB,
        language=sending.language_now(),
        category=data["category"],
        unit=data["unit"],
        place=data["place"],
        lat=data["lat"] if data["lng"] is not None else None,
        lng=data["lng"] if data["lat"] is not None else None,
        anonymous=data["anonymous"] or identity == Identity(),
        identity=identity,
        files=[each.file for each in data["attachments"]],
    )


def _again(
    request: HttpRequest, form: ReportForm, problem: str, *, status: int, at: datetime
) -> HttpResponse:
    form.add_error(None, problem)
    form.keep_files(at=at)
    return _page(request, form, status=status)


def _page(
    request: HttpRequest, form: ReportForm, *, status: int = 200, spent: Case | None = None
) -> HttpResponse:
    return render(request, "citizen/report.html", {"form": form, "spent": spent}, status=status)
