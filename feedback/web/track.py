"""Following a case: the public state by its code, what was said after the second factor, and what the citizen does."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases import joining
from cases.codes import read_code
from cases.errors import CaseError
from cases.models import Attachment, Case, Removal
from cases.models.statement import StatementKind
from cases.remaining import ClockCard
from cases.selectors import by_code
from cases.services.permissions import citizen_moves
from cases.vocabulary import Outcome, State
from feedback import intake, throttling
from feedback.web import access, presenting, sending
from feedback.web.acts import ACTS
from feedback.web.case_forms import CodeForm, SecretForm
from feedback.web.forms import OneTimeForm
from organization.calendar import YearNotEntered


@require_safe
def track(request: HttpRequest) -> HttpResponse:
    """Ask for the code; one that can be a code leads to the page of its case."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        if code := read_code(form.cleaned_data["code"]):
            return redirect("track_case", code)
        form.add_error(
            "code", _("This is not a code: a digit is wrong or missing. Please compare it with your receipt.")
        )
    return render(request, "citizen/track.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def track_case(request: HttpRequest, code: str) -> HttpResponse:
    """The page of one case, and everything that the citizen does on it."""
    at = timezone.now()
    written = read_code(code)
    if written is not None and written != code:
        return redirect("track_case", written)
    case = by_code(written) if written else None
    if case is None:
        return _no_such_case(request, code, at=at)
    if request.method == "POST":
        return _do(request, case, at=at)
    return _page(request, case, at=at)


@require_safe
def track_file(request: HttpRequest, code: str, file_id: UUID) -> HttpResponseBase:
    """One file of a case, for whoever may read the case; never one that belongs to an internal note."""
    case = by_code(code)
    if case is None or not access.may_read(request, case, at=timezone.now()):
        return redirect("track_case", code)
    said = Attachment.objects.filter(case=case).exclude(statement__kind=StatementKind.NOTE)
    attachment = said.filter(pk=file_id).first()
    if attachment is None:
        raise Http404
    try:
        stored = attachment.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        stored,
        as_attachment=not attachment.is_image,
        filename=attachment.name,
        content_type=attachment.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _no_such_case(request: HttpRequest, code: str, *, at: datetime) -> HttpResponse:
    """The same page for every code that is none; too many of them from one address have to wait."""
    form = CodeForm({"code": code})
    status = 404
    try:
        throttling.spend(
            throttling.WRONG_FROM_ADDRESS, throttling.network(sending.address_of(request)), at=at
        )
        form.add_error("code", _("There is no case with this code. Please compare it with your receipt."))
    except throttling.TooMany as error:
        form.add_error("code", str(error))
        status = 429
    return render(request, "citizen/track.html", {"form": form}, status=status)


def _do(request: HttpRequest, case: Case, *, at: datetime) -> HttpResponse:
    name = request.POST.get("move", "")
    if name == "open":
        return _open(request, case, at=at)
    if name == "noted":
        access.forget_pin(request, case)
    elif name == "leave":
        access.close_content(request, case)
        return redirect("track")
    elif name in ACTS and access.may_write(request, case):
        return _say(request, case, name, at=at)
    elif name in ACTS:
        messages.warning(request, _("Please open your case once more, then send it again."))
    return redirect("track_case", case.code)


def _open(request: HttpRequest, case: Case, *, at: datetime) -> HttpResponse:
    form = SecretForm(request.POST)
    status = 200
    if form.is_valid():
        try:
            fits = access.check_secret(
                case, form.cleaned_data["secret"], address=sending.address_of(request), at=at
            )
        except throttling.TooMany as error:
            form.add_error("secret", str(error))
            status = 429
        else:
            if fits:
                access.open_content(request, case, at=at)
                return redirect("track_case", case.code)
            form.add_error("secret", _("These digits do not fit this case. Please check them and try again."))
    return _page(request, case, at=at, secret=form, status=status)


def _say(request: HttpRequest, case: Case, name: str, *, at: datetime) -> HttpResponse:
    """Do one act of the citizen once; on any error show its form again with what was typed."""
    act = ACTS[name]
    form = act.form(request.POST, request.FILES, auto_id=f"{name}_%s")
    status = 200
    if form.is_valid():
        payload = sending.received(request, form)
        by = sending.citizen()
        try:
            attempt = throttling.spend(throttling.SAID_ABOUT_CASE, case.code, at=at)
            is_new = intake.record(
                case,
                kind=act.kind,
                token=sending.token_of(request, form, payload, at=at),
                payload=payload,
                language=sending.language_now(),
                by=by,
                at=at,
                act=lambda: act.do(case, form, by, at),
            )
        except throttling.TooMany as error:
            form.add_error(None, str(error))
            status = 429
        except intake.TokenSpent:
            form.start_over(at=at)
            form.add_error(
                None, _("You have sent this form before, with other words. Send it again if you mean both.")
            )
            return _page(request, case, at=at, form=form, name=name)
        except (CaseError, YearNotEntered) as error:
            form.add_error(None, _refusal(name, case, error))
            status = 409
        else:
            if not is_new:
                throttling.give_back(attempt)
            messages.success(request, _done(name, case))
            return redirect("track_case", case.code)
    form.keep_files(at=at)
    return _page(request, case, at=at, form=form, name=name, status=status)


def _done(name: str, case: Case) -> str:
    """The words that answer an act; a withdrawal does not end what others stand behind too."""
    if name == "withdraw":
        case.refresh_from_db()
        if case.is_open:
            return _("Your part is withdrawn. The case goes on for the others who stand behind it.")
    return str(ACTS[name].done)


def _refusal(name: str, case: Case, error: Exception) -> str:
    """Why an act was refused, in the citizen's words where we know better than the state's name."""
    case.refresh_from_db()
    if name == "confirm" and case.outcome == Outcome.SETTLED:
        return _("This case is already closed as solved.")
    if name == "dispute" and case.review:
        return _("You have already said that it is not solved: it is being looked at one level up.")
    if name == "withdraw" and case.outcome == Outcome.WITHDRAWN:
        return _("This case is already withdrawn.")
    return str(error)


def _clock(case: Case, stands: Case, *, at: datetime, opened: bool) -> ClockCard | None:
    """The clock that runs for the matter; who follows it is not asked to judge the answer, and has no time for that."""
    if stands != case and stands.state == State.ANSWERED:
        return None
    follows = stands != case
    return presenting.clock_of(stands, at=at, opened=opened and not follows, follows=follows)


def _page(
    request: HttpRequest,
    case: Case,
    *,
    at: datetime,
    secret: SecretForm | None = None,
    form: OneTimeForm | None = None,
    name: str = "",
    status: int = 200,
) -> HttpResponse:
    readable = access.may_read(request, case, at=at) or form is not None
    # Of a case that was joined, what is public stands with the other one; what was said stays with each.
    stands = joining.head_of(case)
    public = readable or not (case.is_secret or stands.is_secret)
    context = {
        "case": case,
        "stands": stands,
        "readable": readable,
        "public": public,
        "pin": access.new_pin(request, case, at=at),
        "clock": _clock(case, stands, at=at, opened=readable) if public else None,
        "way_on": presenting.way_on(stands) if public else "",
        "next_unit": presenting.next_unit(stands, at=at) if public and stands.is_open else None,
        "removed": Removal.objects.filter(case=case).exists(),
        "state_label": State(stands.state).label,
        "outcome_label": Outcome(stands.outcome).label,
        "secret": secret or SecretForm(),
    }
    if readable and stands != case:
        context["same_person"] = presenting.is_same_person(case, stands)
    if readable:
        offered = citizen_moves(case, at=at)
        forms = {key: act.form(auto_id=f"{key}_%s") for key, act in ACTS.items() if key in offered}
        if form is not None:
            forms[name] = form
        context |= {
            "forms": forms,
            "tried": form,
            "said": presenting.now_said(case),
            "entries": presenting.everything_said(case),
            "rated": case.ratings.exists(),
        }
    return render(request, "citizen/case.html", context, status=status)
