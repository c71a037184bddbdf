"""What an officer is pointed to beside a case: the same matter in other cases, and an answer that was given before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import joining, selectors
from cases.errors import CaseError
from cases.forms.base import Situation
from cases.forms.group import EarlierForm
from cases.models import Case
from cases.services import permissions
from cases.services.earlier import answer_with_earlier, earlier_answer, may_be_answered_with_earlier
from cases.views.access import DeskRequest, at_the_desk, case_or_404
from cases.views.group import group_of
from cases.vocabulary import MoveName, State
from organization.actors import Actor
from organization.calendar import YearNotEntered


@dataclass(frozen=True)
class Pointer:
    """Another case: its code, what it says in short, where it is read, and where the two are joined."""

    code: str
    unit: str
    url: str
    join_url: str = ""


def beside(actor: Actor, case: Case, moves: Collection[str], *, at: datetime) -> dict[str, Any]:
    """What templates/desk/beside.html shows about the persons behind a case and what belongs together with it."""
    earlier = _settled_before(case)
    readable = earlier and selectors.visible_to(actor, at=at).filter(pk=earlier.pk).exists()
    answer_url = reverse("desk:earlier", args=[case.code]) if earlier and MoveName.REFUSE in moves else ""
    return {
        "group": group_of(case, moves),
        "likely": _likely(actor, case, at=at) if MoveName.MERGE in moves else [],
        "earlier": Pointer(
            earlier.shown_code, earlier.unit.localized_name, earlier.get_absolute_url() if readable else ""
        )
        if earlier
        else None,
        "answer_url": answer_url,
    }


@at_the_desk
def earlier(request: DeskRequest, code: str) -> HttpResponse:
    """Show what would be sent, or answer with the earlier decision."""
    at = timezone.now()
    case = case_or_404(request, code, at=at)
    try:
        permissions.require(request.actor, case, MoveName.REFUSE, on=timezone.localdate(at))
    except CaseError as refusal:
        return render(request, "desk/refused.html", {"case": case, "why": str(refusal)}, status=403)
    settled = _settled_before(case)
    if settled is None:
        raise Http404
    form = EarlierForm(request.POST or None, situation=Situation(case, request.actor, at))
    if form.is_valid():
        try:
            answer_with_earlier(case, earlier=settled, by=request.actor, at=at, **form.arguments())
        except (CaseError, YearNotEntered) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("%(code)s: answered with the earlier decision.") % {"code": case.shown_code}
            )
            return redirect("desk:case", case.code)
    context = {"case": case, "form": form, "text": earlier_answer(case, settled)}
    return render(request, "desk/earlier.html", context)


def _settled_before(case: Case) -> Case | None:
    if case.state != State.RECEIVED or not may_be_answered_with_earlier(case):
        return None
    return joining.settled_before(case)


def _likely(actor: Actor, case: Case, *, at: datetime) -> list[Pointer]:
    join = reverse("desk:move", args=[case.code, MoveName.MERGE])
    return [
        Pointer(
            other.shown_code, other.unit.localized_name, other.get_absolute_url(), f"{join}?into={other.code}"
        )
        for other in joining.similar(case, actor, at=at)
    ]
