"""Who stands behind a case: the card on its page, and the page on which it is recorded that one of them leaves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.errors import CaseError
from cases.forms.group import AppointmentForm, MemberForm
from cases.models import Case, Petitioner
from cases.services import groups, permissions
from cases.views.access import DeskRequest, at_the_desk, case_or_404
from cases.vocabulary import MoveName
from organization.calendar import YearNotEntered

# Who may say what a case is about may also say who stands behind it.
AS_THIS_MOVE = MoveName.RECLASSIFY


@dataclass(frozen=True)
class Group:
    """The persons behind a case, as far as the officer may know them. `url` leads to where a change is recorded."""

    persons: int
    representatives: str
    left: str
    followers: int
    lacks_representative: bool
    lacks_appointment: bool
    url: str


def group_of(case: Case, moves: Collection[str]) -> Group | None:
    """The card of a case that several persons stand behind, or that others follow; None for one person's."""
    followers = case.merged.count()
    if case.persons < 2 and not followers:
        return None
    members = _members(case)
    staying = {each: label for each, label in members.items() if groups.has_stayed(each)}
    leaving = [label for each, label in members.items() if each not in staying]
    representing = [label for each, label in staying.items() if each.is_representative]
    lacks_appointment = case.is_open and case.accepted_at is None and groups.lacks_appointment(case)
    may_change = AS_THIS_MOVE in moves and (bool(staying) or lacks_appointment)
    return Group(
        persons=case.persons,
        representatives=", ".join(representing),
        left=", ".join(leaving),
        followers=followers,
        lacks_representative=len(staying) > 1 and not representing and case.is_open,
        lacks_appointment=lacks_appointment,
        url=reverse("desk:group", args=[case.code]) if may_change else "",
    )


@at_the_desk
def group(request: DeskRequest, code: str) -> HttpResponse:
    """Record that one person leaves, or that the appointment of the representatives is there."""
    at = timezone.now()
    case = case_or_404(request, code, at=at)
    try:
        permissions.require(request.actor, case, AS_THIS_MOVE, on=timezone.localdate(at))
    except CaseError as refusal:
        return render(request, "desk/refused.html", {"case": case, "why": str(refusal)}, status=403)
    staying = {each: label for each, label in _members(case).items() if groups.has_stayed(each)}
    deed = request.POST.get("deed", "")
    member = MemberForm(request.POST if deed == "leave" else None, members=staying)
    paper = AppointmentForm(request.POST if deed == "appoint" else None)
    form = paper if deed == "appoint" else member
    if form.is_valid():
        given = form.cleaned_data
        try:
            if form is member:
                groups.withdraw_member(
                    case, given["member"], by=request.actor, because=given["because"], at=at
                )
            else:
                groups.record_appointment(case, by=request.actor, because=given["because"], at=at)
        except (CaseError, YearNotEntered) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(code)s: recorded.") % {"code": case.shown_code})
            return redirect("desk:case", case.code)
    context = {
        "case": case,
        "tried": form,
        "member": member if staying else None,
        "paper": paper if groups.lacks_appointment(case) else None,
    }
    return render(request, "desk/group.html", context)


def _members(case: Case) -> dict[Petitioner, str]:
    """The persons of a group, the contact first, by name where the page of the case may show who they are."""
    rows = case.petitioners.select_related("withdrawal").order_by("pk")
    sealed = case.is_secret or case.anonymous
    return {
        row: _("Person %(number)s") % {"number": number} if sealed else row.name
        for number, row in enumerate(rows, start=1)
    }
