"""Telling a citizen once more what they were asked: nobody owes it to them, and it helps those who forgot.

A question is repeated after three days, and two days before an answered case closes by itself the citizen is asked
again whether it is solved. Each is promised once, however many sweeps run at once.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from cases import notices
from cases.models import Statement, Term
from cases.models.statement import StatementKind
from cases.vocabulary import NextAction, Stage, State
from messaging import outbox
from messaging.models import OutboundMessage
from messaging.outbox import Promise

QUESTION_AFTER = timedelta(days=3)
CONFIRM_BEFORE = timedelta(days=2)
# A sweep that could not run for so long leaves out what it missed: a reminder that comes late is a nuisance.
CATCH_UP = timedelta(days=2)
# Who was told only yesterday need not be told again.
TOLD_LATELY = timedelta(days=1)
BATCH = 500

Row = TypeVar("Row", Statement, Term)


def sweep_reminders(*, at: datetime) -> Counter[str]:
    """Promise the reminders that are due at `at`; how many."""
    with transaction.atomic():
        made = [*_of_questions(at), *_of_answers(at)]
        outbox.promise_all(made)
    return Counter(reminders=len(made))


def _of_questions(at: datetime) -> list[Promise]:
    """What officers asked three days ago and still wait for."""
    later = Statement.objects.filter(
        case=OuterRef("case"), kind=StatementKind.QUESTION, pk__gt=OuterRef("pk")
    )
    asked = Statement.objects.filter(
        ~Exists(later),
        ~_reminded("question"),
        kind=StatementKind.QUESTION,
        at__lte=at - QUESTION_AFTER,
        at__gt=at - QUESTION_AFTER - CATCH_UP,
        case__state=State.AWAITING_CITIZEN,
    )
    due = list(_held(asked.select_related("case__unit").order_by("at", "pk")))
    return notices.reminders(
        {_key("question", question): (question.case, question.body) for question in due},
        "remind_question",
        at=at,
    )


def _of_answers(at: datetime) -> list[Promise]:
    """Cases that were answered and close by themselves in two days."""
    closing = Term.objects.filter(
        ~_reminded("answer"),
        stage=Stage.CONFIRMATION,
        main=True,
        ended_at=None,
        case__state=State.ANSWERED,
        case__next_action=NextAction.CLOSE,
        case__next_action_at__gt=at,
        case__next_action_at__lte=at + CONFIRM_BEFORE,
        case__answered_at__lte=at - TOLD_LATELY,
    )
    due = list(_held(closing.select_related("case__unit").order_by("case__next_action_at", "pk")))
    return notices.reminders({_key("answer", term): (term.case, "") for term in due}, "remind_confirm", at=at)


def _held(rows: QuerySet[Row]) -> QuerySet[Row]:
    """The first of the rows, with their cases locked: nobody answers, and no number is deleted, until all is promised.

    What another sweep holds is left to it.
    """
    return rows.select_for_update(of=("case",), skip_locked=True)[:BATCH]


def _key(what: str, row: Statement | Term) -> str:
    return f"remind:{what}:{row.pk}"


def _reminded(what: str) -> Exists:
    """Whether the row bears a key under which something was promised."""
    key = Concat(Value(f"remind:{what}:"), Cast(OuterRef("pk"), CharField()))
    return Exists(OutboundMessage.objects.filter(once=key))
