"""Reading cases: what a desk shows, in which order, and what may be seen by whom.

Query counts do not grow with rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import conflict
from cases.codes import read_code
from cases.models import Case, Complainant, Statement, Term
from cases.models.statement import StatementKind
from cases.vocabulary import EventKind, State
from organization.actors import Actor
from organization.names import fold
from organization.permissions import reach, seat
from organization.vault import fingerprint

OPEN = ~Q(state=State.CLOSED)
# What somebody at a desk can do something about now.
TO_DO = (State.RECEIVED, State.ACCEPTED, State.IN_PROGRESS)
DUE_FIRST = (F("due_at").asc(nulls_last=True), "received_at")
FIRST_WORDS = 200


class View(models.TextChoices):
    """The lists of an inbox."""

    MINE = "mine", _("Mine")
    UNIT = "unit", _("My unit")
    UNASSIGNED = "unassigned", _("Unassigned")
    LATE = "late", _("Late")
    BELOW = "below", _("Units below")
    CLOSED = "closed", _("Closed")


@dataclass(frozen=True)
class Inbox:
    """The cases of one list, due first, and how many each list holds."""

    cases: QuerySet[Case]
    counts: dict[str, int]


def visible_to(actor: Actor, *, at: datetime) -> QuerySet[Case]:
    """Every case in the actor's reach, less those with which the actor is in conflict of interest."""
    cases = Case.objects.filter(unit_id__in=reach(actor))
    if actor.officer_id is not None:
        cases = cases.exclude(conflict.hidden_from(actor.officer_id, timezone.localdate(at), role=actor.role))
    return cases


def inbox(
    actor: Actor,
    *,
    view: str,
    at: datetime,
    query: str = "",
    kind: str = "",
    state: str = "",
    category: str = "",
) -> Inbox:
    """One list of the actor's inbox, ordered by what falls due, with the size of every list.

    `query` is a code, found in whichever list it is, or words that must all occur, accents or not. `kind`, `state` and
    the code of a `category` narrow the list. Each case bears `first_words` of what the citizen said and `counted_in`,
    the unit of days of its running term.
    """
    visible = visible_to(actor, at=at)
    unit = seat(actor)
    own = Q(unit_id=unit.pk if unit else None)
    lists = {
        View.MINE: OPEN & Q(holder_id=actor.posting_id),
        View.UNIT: OPEN & own,
        View.UNASSIGNED: OPEN & own & Q(holder=None),
        View.LATE: OPEN & own & Q(due_at__lte=at),
        View.BELOW: OPEN & ~own,
        View.CLOSED: Q(state=State.CLOSED) & own,
    }
    counted = visible.aggregate(
        **{name: Count("pk", filter=rule) for name, rule in lists.items() if name != View.CLOSED}
    )
    chosen = visible if read_code(query) else visible.filter(lists[View(view)])
    chosen = _ready_for_a_list(search(chosen, query))
    narrowed = {"kind": kind, "state": state, "category__code": category}
    chosen = chosen.filter(**{column: value for column, value in narrowed.items() if value})
    order = ["-closed_at"] if view == View.CLOSED else [*DUE_FIRST]
    return Inbox(chosen.order_by(*order, "pk"), counted)


def next_to_do(actor: Actor, *, besides: Case, at: datetime) -> Case | None:
    """What falls due first of what the actor holds, else of what nobody in their unit holds.

    What waits for the citizen or stands still is left out.
    """
    unit = seat(actor)
    todo = visible_to(actor, at=at).filter(state__in=TO_DO).exclude(pk=besides.pk)
    for whose in (Q(holder_id=actor.posting_id), Q(holder=None, unit_id=unit.pk if unit else None)):
        if found := _ready_for_a_list(todo.filter(whose)).order_by(*DUE_FIRST, "pk").first():
            return found
    return None


def _ready_for_a_list(cases: QuerySet[Case]) -> QuerySet[Case]:
    said = Statement.objects.filter(case=OuterRef("pk"), kind=StatementKind.REPORT).order_by("pk")
    running = Term.objects.filter(case=OuterRef("pk"), ended_at=None, main=True)
    return cases.select_related("unit", "category", "holder__officer").annotate(
        first_words=Left(Subquery(said.values("body")[:1]), FIRST_WORDS),
        counted_in=Subquery(running.values("rule__unit")[:1]),
    )


def search(cases: QuerySet[Case], query: str) -> QuerySet[Case]:
    """Narrow to a code, or to the cases in whose words, place or summary every word of the query occurs."""
    if code := read_code(query):
        return cases.filter(code=code)
    for word in fold(query).split()[:8]:
        cases = cases.filter(search_text__contains=word)
    return cases


def by_code(code: str) -> Case | None:
    """The case of a public code, with what its pages show."""
    cases = Case.objects.select_related(
        "unit",
        "first_unit",
        "category",
        "holder__officer",
        "holder__post",
        "about",
        "about_posting__post__unit",
    )
    return cases.filter(code=code).first()


def body_named_by_law(case: Case) -> str:
    """The body outside that the law names for the matter, as it was found when the case was received; else empty."""
    received = case.events.filter(kind=EventKind.RECEIVE).first()
    return str(received.detail.get("outside_body", "")) if received else ""


def cases_of_phone(phone: str) -> QuerySet[Case]:
    """The cases filed from a phone number in E.164, newest first."""
    people = Complainant.objects.filter(phone_key=fingerprint(phone))
    return (
        Case.objects.filter(pk__in=people.values("case_id"))
        .select_related("unit")
        .order_by("-received_at", "-pk")
    )
