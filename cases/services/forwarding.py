"""Forwarding a case to a body outside this system: by a numbered letter, which is the trace that stays.

Law on Denunciations 25/2018/QH14, art. 24(2); numbers by Decree 30/2020/NĐ-CP, art. 15: from 1 in each year, for each
body that issues letters.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import clocks, conflict, lifecycle, notices
from cases.errors import NotAllowed
from cases.models import Case, ForwardingLetter
from cases.vocabulary import Outcome, State
from organization.actors import Actor
from organization.models import Role, Unit


def forward(case: Case, *, body: str, by: Actor, because: str, at: datetime) -> ForwardingLetter:
    """End an opened case here by a letter to the body outside: by the head, or by reception where it is left to it."""
    if by.role != Role.HEAD and not conflict.may_only_forward(by, case, timezone.localdate(at)):
        raise NotAllowed(_("Only the head of the unit forwards a case to another body."))
    letter = _write(case, body=body, by=by, because=because, at=at)
    columns = clocks.end_all(case, by=by, because=because, at=at)
    lifecycle.make(
        case,
        "transfer",
        by=by,
        because=because,
        at=at,
        end=State.CLOSED,
        detail={"outside": body, "letter": str(letter)},
        outcome=Outcome.FORWARDED,
        **columns,
    )
    notices.tell_citizen(case, "update", at=at)
    return letter


def _write(case: Case, *, body: str, by: Actor, because: str, at: datetime) -> ForwardingLetter:
    """The letter with the next number of its unit and year: two who forward at once wait for each other here."""
    Unit.objects.select_for_update().get(pk=case.unit_id)
    year = timezone.localdate(at).year
    written = ForwardingLetter.objects.filter(unit_id=case.unit_id, year=year)
    last = written.aggregate(last=Max("number"))["last"] or 0
    return ForwardingLetter.objects.create(
        case=case,
        unit_id=case.unit_id,
        year=year,
        number=last + 1,
        at=at,
        body=body,
        because=because,
        signed_by=by.name,
        signed_post=by.post,
        posting_id=by.posting_id,
    )
