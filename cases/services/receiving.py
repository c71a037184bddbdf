"""Not receiving a person at the desk, on a coded ground and with words for them."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from cases import deadlines, grounds
from cases.deadlines import Measure
from cases.errors import MoveRefused
from cases.grounds import Purpose
from cases.models import ReceptionRefusal
from cases.models.rule import DayUnit
from cases.terms import Counting
from organization.actors import Actor
from organization.permissions import seat


def refuse_to_receive(
    *, ground: str, by: Actor, because: str, at: datetime, text: str = ""
) -> ReceptionRefusal:
    """Put on record that a person was not received; `text` empty gives them the words of the ground.

    Where the law asks for a written notice, it is due in the working days that the ground says. Raises `MoveRefused`
    for a ground that is none, `YearNotEntered`.
    """
    found, unit = grounds.find(ground, Purpose.REFUSAL_TO_RECEIVE), seat(by)
    if found is None or unit is None:
        raise MoveRefused(_("Choose a ground on which the law lets a person not be received."))
    due = None
    if found.notice_working_days:
        counting = Counting()
        civil_code = counting.book.civil_code(deadlines.local_day(at))
        measure = Measure(found.notice_working_days, DayUnit.WORKING, civil_code=civil_code)
        due = deadlines.due_moment(start=at, measure=measure, calendar=counting.calendar)
    return ReceptionRefusal.objects.create(
        unit=unit,
        ground=found.code,
        text=text or str(found.text),
        reason=because,
        at=at,
        notice_due_at=due,
        officer_name=by.name,
        officer_post=by.post,
        posting_id=by.posting_id,
    )
