"""The figures by which units and officers are judged: each is defined here, once, with the words that explain it.

Every figure is a set of charges: rows that name a case and the unit and posting that had it *at the time*. A figure is
the number of different cases charged, so the list behind it always holds as many as the figure says. Nothing is charged
to who has a case now, for what happened before they had it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accountability.period import Period
from cases.models import Case, CaseEvent, CaseRating, Term, TermPause
from cases.models.case import TURNS_BORNE
from cases.vocabulary import EventKind, Stage, State, Trigger

# The terms that an office keeps. The time for the citizen to confirm, and for reopening, are the citizen's.
OFFICE_STAGES = (Stage.ACCEPTANCE, Stage.SETTLEMENT, Stage.REVIEW)
ANSWERED_STAGES = (Stage.SETTLEMENT, Stage.REVIEW)
ARRIVALS_BY_MOVE = (EventKind.ESCALATE, EventKind.SEND_DOWN, EventKind.TRANSFER, EventKind.REORGANISE)

Charges = QuerySet[Any]
CaseRow = Case.history.model  # one row for each change of a case, as it then was


def received(period: Period, at: datetime) -> Charges:
    """Cases that came to the unit in the period: filed there, or moved there from another unit."""
    came = CaseEvent.objects.filter(period.holds("at")).filter(
        Q(kind=EventKind.RECEIVE) | Q(kind__in=ARRIVALS_BY_MOVE) & ~Q(from_unit=F("to_unit"))
    )
    return _charged(came, "case_id", F("to_unit_id"), Value(None, output_field=IntegerField()))


def taken(period: Period, at: datetime) -> Charges:
    """Cases that came into the officer's hands for the first time in the period."""
    before = CaseRow.objects.filter(
        id=OuterRef("id"), holder_id=OuterRef("holder_id"), history_id__lt=OuterRef("history_id")
    )
    rows = CaseRow.objects.filter(period.holds("history_date"), ~Exists(before), holder_id__isnull=False)
    return _charged(rows, "id", F("unit_id"), F("holder_id"))


def open_now(period: Period, at: datetime) -> Charges:
    """Cases that lie with the unit or officer now and wait for an answer, whatever the period."""
    cases = Case.objects.exclude(state__in=(State.ANSWERED, State.CLOSED))
    return _charged(cases, "pk", F("unit_id"), F("holder_id"))


def answered(period: Period, at: datetime) -> Charges:
    """Cases that the unit or officer answered in the period."""
    answers = CaseEvent.objects.filter(period.holds("at"), kind=EventKind.ANSWER)
    return _charged(answers, "case_id", F("to_unit_id"), F("actor_posting_id"))


def on_time(period: Period, at: datetime) -> Charges:
    """Cases answered in the period before their term ran out."""
    kept = Term.objects.filter(
        case=OuterRef("case"), stage__in=ANSWERED_STAGES, ended_at=OuterRef("at"), due_at__gt=OuterRef("at")
    )
    return answered(period, at).filter(Exists(kept))


def late(period: Period, at: datetime) -> Charges:
    """Cases of which a term ran out in the period, charged to who had the case when it ran out."""
    had_it = CaseRow.objects.filter(id=OuterRef("case_id"), history_date__lt=OuterRef("due_at"))
    terms = missed_terms(at=at).filter(period.holds("due_at"))
    return _charged(terms, "case_id", _last(had_it, "unit_id"), _last(had_it, "holder_id"))


def climbed(period: Period, at: datetime) -> Charges:
    """Cases sent one level up in the period because they were late, charged to who had them until then."""
    moves = CaseEvent.objects.filter(
        period.holds("at"), kind=EventKind.ESCALATE, detail__trigger=Trigger.LATE
    )
    had_it = CaseRow.objects.filter(
        id=OuterRef("case_id"), unit_id=OuterRef("from_unit_id"), history_date__lte=OuterRef("at")
    )
    return _charged(moves, "case_id", F("from_unit_id"), _last(had_it, "holder_id"))


def disputed(period: Period, at: datetime) -> Charges:
    """Cases whose answer the citizen did not accept in the period, charged to who had given that answer."""
    objections = CaseEvent.objects.filter(period.holds("at"), kind=EventKind.DISPUTE)
    answers = CaseEvent.objects.filter(case=OuterRef("case"), kind=EventKind.ANSWER, pk__lt=OuterRef("pk"))
    answers = answers.order_by("-pk")
    return _charged(
        objections,
        "case_id",
        Subquery(answers.values("to_unit_id")[:1]),
        Subquery(answers.values("actor_posting_id")[:1]),
    )


def alarmed(period: Period, at: datetime) -> Charges:
    """Cases that nobody had processed when the time for it ended in the period, charged to who had them then."""
    alarms = CaseEvent.objects.filter(period.holds("at"), kind=EventKind.ALARM)
    had_it = CaseRow.objects.filter(id=OuterRef("case_id"), history_date__lt=OuterRef("at"))
    return _charged(alarms, "case_id", F("to_unit_id"), _last(had_it, "holder_id"))


def to_and_fro(period: Period, at: datetime) -> Charges:
    """Cases filed in the period that went up and down more than twice, charged to who has them."""
    cases = Case.objects.filter(period.holds("received_at"), turns__gt=TURNS_BORNE)
    return _charged(cases, "pk", F("unit_id"), F("holder_id"))


def rated(period: Period, at: datetime) -> Charges:
    """Ratings given in the period, charged to who had given the rated answer.

    Of several ratings of the same answer, in the period, the last one counts.
    """
    newer = CaseRating.objects.filter(
        case=OuterRef("case"), unit=OuterRef("unit"), pk__gt=OuterRef("pk"), at__lt=period.end
    ).annotate(answerer=Coalesce("posting_id", 0))
    ratings = CaseRating.objects.filter(period.holds("at")).annotate(by=Coalesce("posting_id", 0))
    ratings = ratings.exclude(Exists(newer.filter(answerer=OuterRef("by"))))
    return _charged(ratings, "case_id", F("unit_id"), F("posting_id"))


def missed_terms(*, at: datetime) -> QuerySet[Term]:
    """The office's terms that ran out before they ended.

    A clock that stood still when the case was closed, or stands still now, ran only until it stopped.
    """
    standing = TermPause.objects.filter(
        Q(ended_at=None) | Q(ended_at=OuterRef("ended_at")), term=OuterRef("pk")
    )
    return (
        Term.objects.filter(stage__in=OFFICE_STAGES)
        .annotate(
            ran_until=Coalesce(
                Subquery(standing.order_by("-started_at").values("started_at")[:1]),
                "ended_at",
                Value(at, output_field=DateTimeField()),
            )
        )
        .filter(due_at__lte=F("ran_until"))
    )


def days_to_answer(period: Period, at: datetime) -> Charges:
    """The answers of the period, each with `came_at`: when its case first came to the unit that answered."""
    there = CaseRow.objects.filter(id=OuterRef("case_id"), unit_id=OuterRef("to_unit_id"))
    first = there.order_by("history_id").values("history_date")[:1]
    answers: Charges = answered(period, at).annotate(came_at=Subquery(first))
    return answers


@dataclass(frozen=True)
class Figure:
    """A figure as people meet it: its name, how it is counted in plain words, and the charges behind it."""

    name: str
    label: str | Promise
    how: str | Promise
    charges: Callable[[Period, datetime], Charges]
    tone: str = "neutral"


RECEIVED = Figure(
    "received",
    _("Cases received"),
    _("Cases that came to the unit: filed there, or moved there from another unit."),
    received,
)
TAKEN = Figure(
    "taken", _("Taken on"), _("Cases that came into the officer's hands for the first time."), taken
)
OPEN = Figure(
    "open",
    _("Open now"),
    _("Cases that lie there at this moment and wait for an answer, whatever period is chosen."),
    open_now,
)
ANSWERED = Figure("answered", _("Cases answered"), _("Cases answered by the unit or officer."), answered)
ON_TIME = Figure(
    "on_time",
    _("On time"),
    _(
        "Cases answered before the term of settlement or of review ran out. Days on which the clock stood still"
        " do not count."
    ),
    on_time,
    "ok",
)
LATE = Figure(
    "late",
    _("Late"),
    _(
        "Cases of which a term – first reply, settlement or review – ran out before it was met. Each is charged"
        " to the unit and officer who had the case at the moment when the term ran out, not to who got it"
        " afterwards. A case that was in nobody's hands is charged to the unit alone."
    ),
    late,
    "late",
)
CLIMBED = Figure(
    "climbed",
    _("Sent up when late"),
    _("Cases that the clock sent one level up because they were late, charged to who had them until then."),
    climbed,
    "late",
)
DISPUTED = Figure(
    "disputed",
    _("Disputed"),
    _(
        "Cases whose answer the citizen did not accept: they said that it was not solved, or gave a poor rating"
        " that opened a review. Charged to who gave that answer. A dispute is the citizen's opinion, not a finding."
    ),
    disputed,
    "warn",
)
ALARMED = Figure(
    "alarmed",
    _("Not processed"),
    _(
        "Cases that nobody had accepted, refused or passed on when 45 days had gone since their receipt. To leave a"
        " petition unprocessed for longer without good reason is a ground for removal from office (Decree 154/2026,"
        " art. 41)."
    ),
    alarmed,
    "late",
)
TO_AND_FRO = Figure(
    "to_and_fro",
    _("To and fro"),
    _("Cases that went up and down the levels more than twice: nobody settles them."),
    to_and_fro,
    "warn",
)
RATED = Figure(
    "rated",
    _("Ratings"),
    _(
        "Ratings from 1 to 5, charged to who gave the rated answer; when the same answer is rated again, the last"
        " rating counts. The mean is shown from five ratings on: fewer say too little."
    ),
    rated,
)

UNIT_FIGURES = (RECEIVED, OPEN, ANSWERED, ON_TIME, LATE, CLIMBED, DISPUTED, ALARMED)
OFFICER_FIGURES = (TAKEN, OPEN, ANSWERED, ON_TIME, LATE, CLIMBED, DISPUTED)
BY_NAME = {figure.name: figure for figure in (RECEIVED, *OFFICER_FIGURES, ALARMED, TO_AND_FRO, RATED)}

MEDIAN_HOW = _(
    "The middle value of the calendar days between the day on which a case came to the unit and the day of its answer:"
    " half of the answers took no longer."
)


def _charged(rows: Charges, case: str, unit: Any, posting: Any) -> Charges:
    charges: Charges = rows.order_by().annotate(
        charged_case=F(case), charged_unit=unit, charged_posting=posting
    )
    return charges


def _last(rows: Charges, column: str) -> Subquery:
    return Subquery(rows.order_by("-history_id").values(column)[:1])
