"""The list of calls: whom a unit must tell by telephone what a text could not tell, and what was told lately.

A number is shown by the rule by which the page of a case shows it: of a citizen who withheld their name, or of a secret
matter, none; so nobody can be called, and the call is not listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django_stubs_ext import StrOrPromise

from cases import selectors
from cases.models import Call, Case, Complainant
from cases.models.call import CallResult
from cases.vocabulary import SECRET_KINDS
from messaging.models import OutboundMessage
from messaging.occasions import OCCASIONS
from organization.actors import Actor
from organization.permissions import seat

SHOWN = 50  # cases
ROWS = 500
TOLD = 5  # things to tell in one call
UNDONE_WITHIN = timedelta(days=1)


@dataclass(frozen=True)
class ToTell:
    """One thing to tell: what it is for, the words that did not arrive (empty where they are kept no more)."""

    what: StrOrPromise
    words: str
    since: datetime


@dataclass(frozen=True)
class Due:
    """One citizen to call about one case; of many things to tell the latest."""

    case: Case
    name: str
    phone: str
    to_tell: Sequence[ToTell]


@dataclass(frozen=True)
class Made:
    """One call that was made lately, and may be taken back."""

    case: Case
    result: str
    note: str
    at: datetime
    who: str


def to_make(actor: Actor, *, at: datetime) -> QuerySet[Call]:
    """The open calls of the actor's unit that can be made, those that wait longest first."""
    return _of_unit(actor, at=at).filter(result=CallResult.OPEN).order_by("at", "pk")


def how_many(actor: Actor, *, at: datetime) -> int:
    """About how many cases somebody is to be called."""
    return to_make(actor, at=at).order_by().values("case_id").distinct().count()


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """Whom to call, by case, those that wait longest first; a constant number of statements."""
    calls = list(to_make(actor, at=at).select_related("case__unit")[:ROWS])
    by_case: dict[int, list[Call]] = {}
    for call in calls:
        by_case.setdefault(call.case_id, []).append(call)
    chosen = dict(list(by_case.items())[:SHOWN])
    people = {person.case_id: person for person in Complainant.objects.filter(case__in=chosen)}
    bodies = dict(
        OutboundMessage.objects.filter(
            pk__in=[call.message_id for those in chosen.values() for call in those[-TOLD:]]
        ).values_list("pk", "body")
    )
    return [
        Due(
            case=those[0].case,
            name=people[case_id].name,
            phone=people[case_id].phone,
            to_tell=[
                ToTell(OCCASIONS.get(call.template, call.template), bodies.get(call.message_id, ""), call.at)
                for call in those[-TOLD:]
            ],
        )
        for case_id, those in chosen.items()
        if case_id in people
    ]


def made(actor: Actor, *, at: datetime) -> list[Made]:
    """The calls of the last day, one a case, the latest first."""
    lately = _of_unit(actor, at=at).filter(done_at__gt=at - UNDONE_WITHIN, done_by__isnull=False)
    lately = lately.select_related("case", "done_by__officer").order_by("-done_at", "-pk")
    found: dict[int, Made] = {}
    for call in lately[:ROWS]:
        if call.case_id not in found and call.done_at and call.done_by:
            found[call.case_id] = Made(
                call.case, call.get_result_display(), call.note, call.done_at, call.done_by.officer.full_name
            )
    return list(found.values())[:SHOWN]


def _of_unit(actor: Actor, *, at: datetime) -> QuerySet[Call]:
    """The calls about cases of the actor's own unit, where a number is there and may be seen."""
    seen = selectors.visible_to(actor, at=at).filter(unit=seat(actor), anonymous=False)
    reachable = Complainant.objects.filter(case=OuterRef("case")).exclude(phone_key="")
    return Call.objects.filter(
        Exists(reachable), case__in=seen.exclude(kind__in=SECRET_KINDS).order_by().values("pk")
    )
