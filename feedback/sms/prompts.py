"""What a phone was asked last, read from its cases: nothing is kept of a conversation but what it was about.

At most one prompt is open; the rest wait. A text that was sent before the question cannot be its answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from cases.models import Case, CaseEvent, CaseRating, Statement
from cases.models.statement import StatementKind
from cases.vocabulary import EventKind, Outcome, Review, State
from feedback.sms.grammar import Prompt

RATING_OPEN = timedelta(days=7)
# After "not solved" people are asked what is missing.
SAYING_MORE = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """The open prompt and the case it is about."""

    prompt: Prompt
    case: Case


def open_prompt(cases: QuerySet[Case], *, sent_at: datetime) -> Asked | None:
    """What the owner of these cases was asked when they sent a text: a question, whether it is solved, or a score."""
    if case := _asked(cases, sent_at):
        return Asked(Prompt.QUESTION, case)
    answered = cases.filter(state=State.ANSWERED, answered_at__lte=sent_at)
    if case := answered.order_by("-answered_at").first():
        return Asked(Prompt.CONFIRM, case)
    if case := _unrated(cases, sent_at):
        return Asked(Prompt.RATING, case)
    if case := _disputed(cases, sent_at):
        return Asked(Prompt.QUESTION, case)
    return None


def is_to_be_rated(case: Case, *, sent_at: datetime) -> bool:
    """Whether the citizen said that it is solved and was asked for a score, and the prompt is still open."""
    return _unrated(Case.objects.filter(pk=case.pk), sent_at) is not None


def _asked(cases: QuerySet[Case], sent_at: datetime) -> Case | None:
    asked = CaseEvent.objects.filter(case=OuterRef("pk"), kind=EventKind.ASK, at__lte=sent_at)
    return cases.filter(Exists(asked), state=State.AWAITING_CITIZEN).first()


def _unrated(cases: QuerySet[Case], sent_at: datetime) -> Case | None:
    confirmed = CaseEvent.objects.filter(
        case=OuterRef("pk"), kind=EventKind.CONFIRM, at=OuterRef("closed_at")
    )
    rated = CaseRating.objects.filter(case=OuterRef("pk"), at__gte=OuterRef("closed_at"))
    closed = cases.filter(
        state=State.CLOSED,
        outcome=Outcome.SETTLED,
        closed_at__gt=sent_at - RATING_OPEN,
        closed_at__lte=sent_at,
    )
    return closed.filter(Exists(confirmed), ~Exists(rated)).order_by("-closed_at").first()


def _disputed(cases: QuerySet[Case], sent_at: datetime) -> Case | None:
    said_more = Statement.objects.filter(
        case=OuterRef("case"), kind=StatementKind.REPLY, at__gte=OuterRef("at")
    )
    disputed = CaseEvent.objects.filter(
        ~Exists(said_more),
        case__in=cases.filter(review=Review.DISPUTE).order_by().exclude(state=State.CLOSED),
        kind=EventKind.DISPUTE,
        at__gt=sent_at - SAYING_MORE,
        at__lte=sent_at,
    )
    event = disputed.select_related("case__unit").order_by("-at").first()
    return event.case if event else None
