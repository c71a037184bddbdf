"""Counting the figures: for everything under an inspector, for each unit, for each posting.

One query a figure, however many units, officers and cases there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from statistics import median

from django.db.models import Avg, Count
from django.utils import timezone

from accountability.figures import RATED, Charges, Figure, days_to_answer
from accountability.jurisdiction import Jurisdiction
from accountability.period import Period
from cases.models import Case

ENOUGH_RATINGS = 5


class By(StrEnum):
    """Whom the figures are charged to."""

    UNIT = "charged_unit"
    POSTING = "charged_posting"


@dataclass
class Tally:
    """The figures of one unit, one posting or a whole jurisdiction. `mean` is on a scale of 1 to 5, `days` are days."""

    counts: dict[str, int] = field(default_factory=dict)
    ratings: int = 0
    mean: float | None = None
    days: float | None = None

    def count(self, figure: Figure) -> int:
        """How many cases a figure holds."""
        return self.ratings if figure is RATED else self.counts.get(figure.name, 0)

    @property
    def fair_mean(self) -> float | None:
        """The mean rating, where there are enough ratings to say anything."""
        return self.mean if self.ratings >= ENOUGH_RATINGS else None

    @property
    def too_few(self) -> bool:
        """Whether there are ratings, but fewer than a mean can be made of."""
        return 0 < self.ratings < ENOUGH_RATINGS

    def __bool__(self) -> bool:
        return any(self.counts.values()) or self.ratings > 0


def under(charges: Charges, jurisdiction: Jurisdiction) -> Charges:
    """The charges against units under the inspector, less those of cases closed to them."""
    charges = charges.filter(charged_unit__in=jurisdiction.unit_ids)
    if jurisdiction.closed_to:
        closed = Case.objects.filter(about_id__in=jurisdiction.closed_to)
        charges = charges.exclude(charged_case__in=closed.values("pk"))
    return charges


def tally_all(figures: Sequence[Figure], jurisdiction: Jurisdiction, period: Period) -> Tally:
    """The figures of everything under the inspector; a case charged to two units is one case."""
    tally = Tally()
    for figure in figures:
        charges = under(figure.charges(period, jurisdiction.at), jurisdiction)
        tally.counts[figure.name] = charges.aggregate(n=Count("charged_case", distinct=True))["n"]
    found = under(RATED.charges(period, jurisdiction.at), jurisdiction).aggregate(
        n=Count("pk"), mean=Avg("score")
    )
    tally.ratings, tally.mean = found["n"], found["mean"]
    return tally


def tally(
    figures: Sequence[Figure],
    jurisdiction: Jurisdiction,
    period: Period,
    by: By,
    *,
    only: Collection[int] | None = None,
) -> dict[int, Tally]:
    """The figures of each unit or posting that was charged with anything, by its id; of `only` these, where given."""
    tallies: defaultdict[int, Tally] = defaultdict(Tally)
    whose = {f"{by.value}__isnull": False} if only is None else {f"{by.value}__in": list(only)}

    def charged(charges: Charges) -> Charges:
        return under(charges, jurisdiction).filter(**whose)

    for figure in figures:
        cases = charged(figure.charges(period, jurisdiction.at)).values(by.value)
        for key, n in cases.annotate(n=Count("charged_case", distinct=True)).values_list(by.value, "n"):
            tallies[key].counts[figure.name] = n
    ratings = charged(RATED.charges(period, jurisdiction.at)).values(by.value)
    for key, n, mean in ratings.annotate(n=Count("pk"), mean=Avg("score")).values_list(by.value, "n", "mean"):
        tallies[key].ratings, tallies[key].mean = n, mean
    for key, days in _medians(charged(days_to_answer(period, jurisdiction.at)), by).items():
        tallies[key].days = days
    return dict(tallies)


def _medians(answers: Charges, by: By) -> dict[int, float]:
    """The median number of calendar days from arrival to answer. SQLite has no median: it is taken here."""
    days: defaultdict[int, list[int]] = defaultdict(list)
    for key, came, at in answers.values_list(by.value, "came_at", "at").iterator():
        if came is not None:
            days[key].append(_days_between(came, at))
    return {key: float(median(values)) for key, values in days.items()}


def _days_between(start: datetime, end: datetime) -> int:
    return max((timezone.localdate(end) - timezone.localdate(start)).days, 0)
