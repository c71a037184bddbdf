"""Making a move: one page for each, that says what will happen, asks why, and does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cases import clocks, selectors
from cases.errors import CaseError, StaleCase
from cases.forms import clock as clock_forms
from cases.forms import endings, grounded, moves, reclassify
from cases.forms.base import DeskForm, MoveForm, Situation
from cases.models import Case
from cases.remaining import card
from cases.services import escalation, handling, merging, outcome, permissions
from cases.services.intake import Opened
from cases.views import receipts
from cases.views.access import DeskRequest, at_the_desk, find_case
from cases.views.case import GRAVE, said
from cases.views.inbox import row
from cases.views.timeline import entries
from cases.vocabulary import EventKind, MoveName
from organization.calendar import YearNotEntered
from organization.selectors import working_calendar

NOTE = "note"
TYPED = ("text", "question", "summary", "outside", "because")


@dataclass(frozen=True)
class Deed:
    """What an officer fills in for a move, and the service that makes it."""

    form: type[DeskForm]
    service: Callable[..., Case | Opened]


DEEDS: Mapping[str, Deed] = MappingProxyType(
    {
        MoveName.ACCEPT: Deed(clock_forms.AcceptForm, handling.accept),
        MoveName.START: Deed(moves.StartForm, handling.start),
        MoveName.ASSIGN: Deed(moves.AssignForm, handling.assign),
        MoveName.ASK: Deed(moves.AskForm, handling.ask),
        MoveName.EXTEND: Deed(clock_forms.ExtendForm, handling.extend),
        MoveName.SUSPEND: Deed(grounded.SuspendForm, handling.suspend),
        MoveName.RESUME: Deed(clock_forms.ResumeForm, handling.resume),
        MoveName.RECLASSIFY: Deed(reclassify.ReclassifyForm, handling.reclassify),
        MoveName.TRANSFER: Deed(moves.TransferForm, escalation.transfer),
        MoveName.ESCALATE: Deed(moves.EscalateForm, escalation.escalate),
        MoveName.SEND_DOWN: Deed(moves.SendDownForm, escalation.send_down),
        MoveName.ANSWER: Deed(endings.AnswerForm, outcome.answer),
        MoveName.REFUSE: Deed(grounded.RefuseForm, outcome.refuse),
        MoveName.TERMINATE: Deed(grounded.TerminateForm, outcome.terminate),
        MoveName.REOPEN: Deed(endings.ReopenForm, outcome.reopen),
        MoveName.MERGE: Deed(endings.MergeForm, merging.merge),
        MoveName.SPLIT: Deed(endings.SplitForm, merging.split),
        NOTE: Deed(endings.NoteForm, handling.note),
    }
)


@at_the_desk
def move(request: DeskRequest, code: str, move: str) -> HttpResponse:
    """Show the form of a move, or make it. What was typed is lost neither by a refusal nor to a faster colleague."""
    at = timezone.now()
    if move not in DEEDS:
        raise Http404
    case = find_case(request, code, at=at)
    if case is None:
        return _gone(request)
    situation = Situation(case, request.actor, at)
    if request.method != "POST":
        try:
            _require(situation, move)
        except CaseError as refusal:
            return render(request, "desk/refused.html", {"case": case, "why": str(refusal)}, status=403)
        chosen = {"into": request.GET["into"]} if "into" in request.GET else None
        return _page(request, situation, move, DEEDS[move].form(situation=situation, initial=chosen))
    form = DEEDS[move].form(request.POST, request.FILES, situation=situation)
    if form.is_valid():
        try:
            _require(situation, move)
            done = DEEDS[move].service(case, by=request.actor, at=at, **form.arguments())
        except (CaseError, YearNotEntered) as refusal:
            form.add_error(None, str(refusal))
            if isinstance(refusal, StaleCase):
                return _look_again(request, situation, move, form)
        else:
            return _after(request, situation, move, done)
    elif form.has_error(NON_FIELD_ERRORS, "stale"):
        return _look_again(request, situation, move, form)
    return _page(request, situation, move, form)


def label_of(move: str) -> str:
    """What the officer is about to do."""
    return _("Add an internal note") if move == NOTE else str(MoveName(move).label)


def _require(situation: Situation, move: str) -> None:
    """Raise `MoveRefused` or `NotAllowed`; a note is open to whoever may see the case."""
    if move != NOTE:
        permissions.require(situation.actor, situation.case, move, on=situation.on)


def _page(request: DeskRequest, situation: Situation, move: str, form: DeskForm, **more: Any) -> HttpResponse:
    case, at = situation.case, situation.at
    clock = clocks.read(case, at=at)
    statements = said(case)
    context = {
        "case": case,
        "form": form,
        "label": label_of(move),
        "explanation": form.explanation(),
        "grave": move in GRAVE,
        "files_again": bool(request.FILES),
        "statements": [each for each in statements if each.by_citizen] or statements[:1],
        "clock": card(clock, at=at, calendar=working_calendar()) if clock else None,
        **more,
    }
    return render(request, "desk/move.html", context)


def _look_again(request: DeskRequest, situation: Situation, move: str, form: DeskForm) -> HttpResponse:
    """Somebody was faster: show what they did, keep what was typed, and let the officer decide anew."""
    fresh = find_case(request, situation.case.code, at=situation.at)
    if fresh is None:
        return _gone(request)
    if isinstance(form, MoveForm):
        form.look_again(fresh.version)
    now = Situation(fresh, situation.actor, situation.at)
    return _page(request, now, move, form, meanwhile=entries(fresh)[:1])


def _gone(request: DeskRequest) -> HttpResponse:
    """The case is not, or no longer, on this desk. The same for every code, with what was typed handed back."""
    typed = [words for name in TYPED if (words := request.POST.get(name, "").strip())]
    if not typed:
        raise Http404
    return render(request, "desk/gone.html", {"typed": typed}, status=404)


def _after(request: DeskRequest, situation: Situation, move: str, done: Case | Opened) -> HttpResponse:
    """Say what was done and what is next; back to the case while it lies on this desk, else to the inbox."""
    case, at = situation.case, situation.at
    messages.success(request, _done(situation, move))
    if isinstance(done, Opened):
        receipts.keep(request, done)
        return redirect("desk:receipt", done.case.code)
    if selectors.visible_to(request.actor, at=at).filter(pk=case.pk).exists():
        return redirect("desk:case", case.code)
    return redirect("desk:inbox")


def _done(situation: Situation, move: str) -> str:
    told = f"{situation.case.shown_code}: {EventKind(move).label}."
    following = selectors.next_to_do(situation.actor, besides=situation.case, at=situation.at)
    if following is None:
        return told
    # Only the code goes into the message: it may be kept in a cookie until it is shown.
    left = row(following, at=situation.at, calendar=working_calendar()).left
    return format_html(
        '{} {} <a href="{}">{}</a>{}',
        told,
        _("Next:"),
        following.get_absolute_url(),
        following.shown_code,
        f" ({left.words})" if left else "",
    )
