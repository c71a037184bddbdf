"""What the pages and the sheets of an inspector show. Query counts do not grow with units, officers or cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accountability.figures import BY_NAME, OFFICER_FIGURES, RATED, UNIT_FIGURES, Figure, missed_terms
from accountability.jurisdiction import Jurisdiction
from accountability.period import Period
from accountability.tallies import By, Tally, tally, under
from cases.models import Case, CaseEvent, CaseRating, Statement
from cases.models.statement import StatementKind
from cases.selectors import search
from organization.models import Officer, Posting, Unit
from organization.names import fold
from organization.periods import SERVICE, overlapping


@dataclass(frozen=True)
class UnitLine:
    """A unit with its figures."""

    unit: Unit
    tally: Tally


@dataclass(frozen=True)
class PostingLine:
    """An officer in one post, with the figures of that time."""

    posting: Posting
    tally: Tally


@dataclass(frozen=True)
class Asked:
    """Which cases are asked for. `figure` is the name of a figure; without one, all that were filed in the period."""

    period: Period
    query: str = ""
    figure: str = ""
    unit: Unit | None = None
    officer: str = ""
    posting: Posting | None = None
    kind: str = ""
    state: str = ""


def unit_lines(jurisdiction: Jurisdiction, period: Period, *, query: str = "") -> list[UnitLine]:
    """The units that have posts or figures, by name; `query` is a part of a name, accents or not."""
    tallies = tally(UNIT_FIGURES, jurisdiction, period, By.UNIT)
    units = jurisdiction.units().filter(Q(posts__isnull=False) | Q(pk__in=tallies)).distinct()
    if query:
        units = units.filter(Q(folded__contains=fold(query)) | Q(aliases__folded__contains=fold(query)))
    return [UnitLine(unit, tallies.get(unit.pk) or Tally()) for unit in units.order_by("folded", "pk")]


def posting_lines(
    jurisdiction: Jurisdiction,
    period: Period,
    *,
    query: str = "",
    unit: Unit | None = None,
    officer: Officer | None = None,
) -> list[PostingLine]:
    """The postings of the period with their figures, by name; of one unit or one officer where these are given.

    An officer who moved has a line for each post: what happened in one is not charged to the other.
    """
    postings = jurisdiction.postings()
    if unit is not None:
        postings = postings.filter(post__unit=unit)
    if officer is not None:
        postings = postings.filter(officer=officer)
    else:
        postings = postings.filter(overlapping((period.first, period.last), SERVICE))
    if query:
        postings = postings.filter(named(query))
    lines = postings.order_by("officer__folded", "-starts_on", "pk")
    only = None if unit is None and officer is None else [posting.pk for posting in lines]
    tallies = tally(OFFICER_FIGURES, jurisdiction, period, By.POSTING, only=only)
    return [PostingLine(posting, tallies.get(posting.pk) or Tally()) for posting in lines]


def named(query: str) -> Q:
    """The postings of officers whose name, or staff code, holds the words."""
    return Q(officer__folded__contains=fold(query)) | Q(officer__staff_code__iexact=query.strip())


def cases_asked(jurisdiction: Jurisdiction, asked: Asked) -> QuerySet[Case]:
    """The cases that answer to all that is asked, the latest received first, with what lists show."""
    cases = jurisdiction.cases()
    postings = _postings_asked(jurisdiction, asked)
    if asked.figure:
        whose: dict[str, Any] = {"charged_unit": asked.unit.pk} if asked.unit else {}
        if postings is not None:
            whose["charged_posting__in"] = postings
        cases = cases.filter(_charged(BY_NAME[asked.figure], jurisdiction, asked.period, **whose))
    else:
        cases = cases.filter(
            asked.period.holds("received_at") if postings is None else _worked_on(postings, asked.period)
        )
        if asked.unit is not None:
            cases = cases.filter(unit=asked.unit)
    if asked.kind:
        cases = cases.filter(kind=asked.kind)
    if asked.state:
        cases = cases.filter(state=asked.state)
    return listed(search(cases, asked.query) if asked.query else cases, jurisdiction).order_by(
        "-received_at", "-pk"
    )


def cases_behind(
    figure: Figure, jurisdiction: Jurisdiction, period: Period, postings: Iterable[int]
) -> QuerySet[Case]:
    """The cases of a figure charged to any of the postings, by id, the latest received first."""
    cases = jurisdiction.cases().filter(
        _charged(figure, jurisdiction, period, charged_posting__in=list(postings))
    )
    return listed(cases, jurisdiction).order_by("-received_at", "-pk")


def cases_worked_on(jurisdiction: Jurisdiction, period: Period, officer: Officer) -> QuerySet[Case]:
    """The cases in which an officer took a step in the period, the latest received first."""
    postings = jurisdiction.postings().filter(officer=officer).values("pk")
    return listed(jurisdiction.cases().filter(_worked_on(postings, period)), jurisdiction).order_by(
        "-received_at", "-pk"
    )


def listed(cases: QuerySet[Case], jurisdiction: Jurisdiction) -> QuerySet[Case]:
    """The cases with what a list says of each: whether a term was missed, is being missed now, and the last rating."""
    missed = missed_terms(at=jurisdiction.at).filter(case=OuterRef("pk"))
    score = CaseRating.objects.filter(case=OuterRef("pk")).order_by("-pk").values("score")[:1]
    return cases.select_related("unit", "category", "holder__officer", "holder__post__unit").annotate(
        was_late=Exists(missed), is_late_now=Exists(missed.filter(ended_at=None)), score=Subquery(score)
    )


def steps_seen(jurisdiction: Jurisdiction, officer: Officer, period: Period) -> QuerySet[CaseEvent]:
    """What an officer did in the period in posts under the inspector, the latest first."""
    postings = jurisdiction.postings().filter(officer=officer).values("pk")
    steps = CaseEvent.objects.filter(period.holds("at"), actor_posting__in=postings)
    steps = steps.filter(case__in=jurisdiction.cases().values("pk"))
    return steps.select_related("case", "to_unit", "from_unit").order_by("-at", "-pk")


def ratings_seen(jurisdiction: Jurisdiction, period: Period, **whose: Any) -> QuerySet[CaseRating]:
    """The ratings that count in the period, the latest first, each with the comment that came with it."""
    comment = Statement.objects.filter(case=OuterRef("case"), kind=StatementKind.COMMENT, at=OuterRef("at"))
    ratings = under(RATED.charges(period, jurisdiction.at), jurisdiction).filter(**whose)
    found: QuerySet[CaseRating] = ratings.annotate(comment=Subquery(comment.values("body")[:1]))
    return found.select_related("case").order_by("-at", "-pk")


def case_seen(jurisdiction: Jurisdiction, code: str) -> Case | None:
    """The case of a public code, if the inspector may read it."""
    cases = jurisdiction.cases().select_related(
        "unit", "first_unit", "category", "holder__officer", "holder__post__unit"
    )
    return cases.select_related("about", "merged_into", "split_from").filter(code=code).first()


def officers_under(jurisdiction: Jurisdiction, ids: Collection[int | None]) -> set[int]:
    """Those of the officers, by id, who served under the inspector."""
    return set(jurisdiction.officers().filter(pk__in=[pk for pk in ids if pk]).values_list("pk", flat=True))


def _postings_asked(jurisdiction: Jurisdiction, asked: Asked) -> QuerySet[Posting, Any] | None:
    if asked.posting is not None:
        return jurisdiction.postings().filter(pk=asked.posting.pk).values("pk")
    return jurisdiction.postings().filter(named(asked.officer)).values("pk") if asked.officer else None


def _charged(figure: Figure, jurisdiction: Jurisdiction, period: Period, **whose: Any) -> Q:
    charges = under(figure.charges(period, jurisdiction.at), jurisdiction).filter(**whose)
    return Q(pk__in=charges.values("charged_case"))


def _worked_on(postings: Any, period: Period) -> Q:
    return Q(
        Exists(CaseEvent.objects.filter(period.holds("at"), case=OuterRef("pk"), actor_posting__in=postings))
    )
