"""Answering what was settled before, and brings nothing new, with the answer that was given then."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from cases import grounds, joining
from cases.errors import MoveRefused
from cases.grounds import Purpose
from cases.models import Case
from cases.models.statement import StatementKind
from cases.services import outcome
from organization.actors import Actor

SETTLED_BEFORE = "settled_before"


def may_be_answered_with_earlier(case: Case) -> bool:
    """Whether the law lets a matter on this track be refused because it was settled before."""
    possible = grounds.for_track(Purpose.NON_ACCEPTANCE, case.track)
    return SETTLED_BEFORE in {ground.code for ground in possible}


def answer_with_earlier(
    case: Case, *, earlier: Case, by: Actor, because: str, at: datetime, seen: int | None = None
) -> Case:
    """Do not take a matter anew that the same person had settled before: they are given the answer of then.

    Raises `MoveRefused` where `earlier` is not that person's settled case about the same matter, and for a track on
    which the law knows no such ground.
    """
    if joining.settled_before(case) != earlier or not may_be_answered_with_earlier(case):
        raise MoveRefused(_("That case is not the same matter of the same person, settled before."))
    text = earlier_answer(case, earlier)
    return outcome.refuse(case, ground=SETTLED_BEFORE, text=text, by=by, because=because, at=at, seen=seen)


def earlier_answer(case: Case, earlier: Case) -> str:
    """What the citizen is told, in their language: the code and the answer of then, and what to do with new facts."""
    answer = earlier.statements.filter(kind=StatementKind.ANSWER).order_by("pk").last()
    with translation.override(case.language):
        told = [
            _("This matter was answered before, in case %(code)s. The answer was:")
            % {"code": earlier.shown_code},
            answer.body if answer else "",
            _(
                "If there is something new that was not known then, please send the matter again and say first what is"
                " new: it is then looked at anew."
            ),
        ]
    return "\n\n".join(told)
