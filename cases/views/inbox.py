"""The inbox: lists of cases, what falls due first on top."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import selectors
from cases.forms.inbox import InboxForm
from cases.models import Case
from cases.models.rule import DayUnit
from cases.remaining import Remaining, last_moment, remaining
from cases.selectors import View
from cases.views.access import DESK_ROLES, DeskRequest, at_the_desk
from cases.views.paging import page_of
from cases.views.tones import STATE_TONES
from cases.vocabulary import State
from organization.calendar import WorkingCalendar
from organization.middleware import ActingRequest
from organization.models import Role
from organization.selectors import working_calendar

# The list that each role opens with.
FIRST_VIEW = {Role.RECEPTION: View.UNASSIGNED, Role.OFFICER: View.MINE, Role.HEAD: View.UNIT}


@dataclass(frozen=True)
class Row:
    """One case in a list, in words. `due` is the last moment in time."""

    case: Case
    title: str
    tone: str
    left: Remaining | None
    due: datetime | None


@login_required
def home(request: ActingRequest) -> HttpResponseBase:
    """Where everybody lands after signing in: inspectors and administrators are sent to their own pages."""
    actor = request.actor
    if actor is not None and actor.role == Role.INSPECTOR:
        return redirect("inspection:home")
    if (actor is None or actor.role not in DESK_ROLES) and getattr(request.user, "is_staff", False):
        return redirect("admin:index")
    return inbox(request)


@at_the_desk
def inbox(request: DeskRequest) -> HttpResponse:
    """One list, searched and narrowed as the address says, a page at a time."""
    at = timezone.now()
    asked = request.GET.get("view", "")
    view = View(asked) if asked in View.values else FIRST_VIEW[Role(request.actor.role)]
    given = request.GET.copy()
    given["view"] = view
    form = InboxForm(given)
    chosen = form.chosen()
    found = selectors.inbox(request.actor, view=view, at=at, **chosen)
    page = page_of(found.cases, request.GET.get("page", ""))
    calendar = working_calendar()
    context = {
        "form": form,
        "tabs": _tabs(view, found.counts),
        "page": page,
        "rows": [row(case, at=at, calendar=calendar) for case in page.rows],
        "shows_unit": view == View.BELOW,
        "narrowed": any(chosen.values()),
        "filtered": any(chosen[name] for name in ("kind", "category", "state")),
        "clear": f"?view={view}",
        "empty": _empty(view),
    }
    return render(request, "desk/inbox.html", context)


def row(case: Case, *, at: datetime, calendar: WorkingCalendar) -> Row:
    """A case that `selectors` made ready for a list, in words."""
    title = case.summary or getattr(case, "first_words", None) or ""
    tone = STATE_TONES[case.state]
    if case.due_at is None:
        still = Remaining(_("the clock stands still"), "neutral") if case.is_open else None
        return Row(case, title, tone, still, None)
    unit: str = getattr(case, "counted_in", None) or DayUnit.CALENDAR
    left = remaining(case.due_at, at=at, unit=unit, calendar=calendar)
    if case.state == State.ANSWERED:
        left = Remaining(_("the citizen may object: %(left)s") % {"left": left.words}, "neutral")
    return Row(case, title, tone, left, last_moment(case.due_at))


def _tabs(current: View, counts: dict[str, int]) -> list[dict[str, Any]]:
    tabs = []
    for view in View:
        count = counts.get(view)
        if view == View.BELOW and not count and view != current:
            continue
        tone = "late" if view == View.LATE and count else "neutral"
        tabs.append(
            {
                "label": view.label,
                "url": f"?view={view}",
                "current": view == current,
                "count": count,
                "tone": tone,
            }
        )
    return tabs


def _empty(view: View) -> dict[str, str]:
    """What an empty list says, and where to go from it."""
    unit, unassigned, new = f"?view={View.UNIT}", f"?view={View.UNASSIGNED}", reverse("desk:new")
    return {
        View.MINE: {
            "title": _("Nothing is assigned to you"),
            "text": _("Take a case that nobody has yet, or look at those of your unit."),
            "url": unassigned,
            "action": _("Show unassigned cases"),
        },
        View.UNIT: {
            "title": _("Your unit has no open case"),
            "text": _(
                "What citizens send appears here by itself. What they tell you at the counter is entered by hand."
            ),
            "url": new,
            "action": _("Enter a matter"),
        },
        View.UNASSIGNED: {
            "title": _("Every open case has somebody"),
            "text": _("New cases appear here until they are accepted or assigned."),
            "url": unit,
            "action": _("Show the cases of my unit"),
        },
        View.LATE: {
            "title": _("Nothing is late"),
            "text": _("Every open case of your unit is within its term."),
            "url": unit,
            "action": _("Show the cases of my unit"),
        },
        View.BELOW: {
            "title": _("The units below have no open case"),
            "text": _("What falls late there comes up to you by itself."),
            "url": unit,
            "action": _("Show the cases of my unit"),
        },
        View.CLOSED: {
            "title": _("No case of your unit is closed yet"),
            "text": _("A case closes when the citizen confirms the answer, or does not object in time."),
            "url": unit,
            "action": _("Show the cases of my unit"),
        },
    }[view]
