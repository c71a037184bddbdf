"""What a phone was asked last, read from its cases: nothing is kept of a conversation but what it was about.

At most one prompt is open; the rest wait: a question goes before "is it solved", that before a score, and where it
happened comes last. A text that was sent before the question cannot be its answer, and after some days it is not taken
for one. Every prompt says the code of its case. Of several of one sort none is guessed: a text without a code then asks
for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from cases.models import Case, CaseEvent, CaseRating, Statement
from cases.models.statement import StatementKind
from cases.vocabulary import EventKind, Outcome, Review, State
from feedback.sms.grammar import Prompt
from organization.actors import Channel

QUESTION_OPEN = RATING_OPEN = timedelta(days=7)
PLACE_OPEN = timedelta(days=1)
# After "not solved" people are asked what is missing.
SAYING_MORE = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """The open prompt and the case it is about: of `count` of this sort the one asked last."""

    prompt: Prompt
    case: Case
    count: int = 1


def open_prompt(cases: QuerySet[Case], *, sent_at: datetime) -> Asked | None:
    """What the owner of these cases was asked when they sent a text: a question, whether it is solved, or a score."""
    # Whether it is solved can be said until the day that was told with the question: then the case closes.
    answered = cases.filter(state=State.ANSWERED, answered_at__lte=sent_at)
    return (
        _asked(Prompt.QUESTION, _waiting(cases, since=sent_at - QUESTION_OPEN, until=sent_at))
        or _asked(Prompt.CONFIRM, answered.order_by("-answered_at"))
        or _asked(Prompt.RATING, _unrated(cases, sent_at))
        or _asked(Prompt.QUESTION, _disputed(cases, sent_at))
    )


def open_place(cases: QuerySet[Case], *, sent_at: datetime) -> Asked | None:
    """The case of which these people were asked where it happened, and have not said."""
    asked = CaseEvent.objects.filter(case=OuterRef("pk"), kind=EventKind.RECEIVE, detail__place="asked")
    told = CaseEvent.objects.filter(case=OuterRef("pk"), kind=EventKind.REPLY, detail__has_key="place")
    recent = cases.filter(channel=Channel.SMS, received_at__gt=sent_at - PLACE_OPEN, received_at__lte=sent_at)
    return _asked(
        Prompt.PLACE, recent.exclude(state=State.CLOSED).filter(Exists(asked)).exclude(Exists(told))
    )


def late_question(cases: QuerySet[Case], *, sent_at: datetime) -> Asked | None:
    """A question that still waits, but for so long that a text without its code is not taken for the answer."""
    return _asked(Prompt.QUESTION, _waiting(cases, until=sent_at - QUESTION_OPEN))


def late_confirming(cases: QuerySet[Case]) -> Case | None:
    """The last case that was closed as settled because nobody said whether it is."""
    closed = CaseEvent.objects.filter(case=OuterRef("pk"), kind=EventKind.CLOSE, at=OuterRef("closed_at"))
    settled = cases.filter(Exists(closed), state=State.CLOSED, outcome=Outcome.SETTLED)
    return settled.order_by("-closed_at").first()


def is_to_be_rated(case: Case, *, sent_at: datetime) -> bool:
    """Whether the citizen said that it is solved and was asked for a score, and the prompt is still open."""
    return _unrated(Case.objects.filter(pk=case.pk), sent_at).exists()


def _asked(prompt: Prompt, cases: QuerySet[Case]) -> Asked | None:
    first = list(cases[:2])
    if not first:
        return None
    return Asked(prompt, first[0], count=1 if len(first) == 1 else cases.count())


def _waiting(cases: QuerySet[Case], *, until: datetime, since: datetime | None = None) -> QuerySet[Case]:
    asked = CaseEvent.objects.filter(case=OuterRef("pk"), kind=EventKind.ASK, at__lte=until)
    if since is not None:
        asked = asked.filter(at__gt=since)
    return cases.filter(Exists(asked), state=State.AWAITING_CITIZEN)


def _unrated(cases: QuerySet[Case], sent_at: datetime) -> QuerySet[Case]:
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
    return closed.filter(Exists(confirmed), ~Exists(rated)).order_by("-closed_at")


def _disputed(cases: QuerySet[Case], sent_at: datetime) -> QuerySet[Case]:
    said_more = Statement.objects.filter(
        case=OuterRef("case"), kind=StatementKind.REPLY, at__gte=OuterRef("at")
    )
    disputed = CaseEvent.objects.filter(
        ~Exists(said_more),
        case=OuterRef("pk"),
        kind=EventKind.DISPUTE,
        at__gt=sent_at - SAYING_MORE,
        at__lte=sent_at,
    )
    objected = cases.filter(Exists(disputed), review=Review.DISPUTE).exclude(state=State.CLOSED)
    return objected.order_by("-moved_at", "-pk")
