"""Which unit takes a case whose unit ends: the one that took over, by the place where several did.

A case that was sent up does not come down by a reorganisation, and none goes to a unit in conflict of interest. Decided
over a `Chart` of the day, without a query of its own for a case whose recusals were fetched with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from cases import ladder, reasons
from cases.conflict import Facts, conflict_of
from cases.ladder import Route
from cases.models import Case
from cases.routing import RANK
from cases.vocabulary import Review
from organization.models import Posting, Tier, Unit
from organization.selectors import Chart, spelled
from organization.services import Inheritance, Reorganised


@dataclass(frozen=True)
class Following:
    """Answers for each case of a reorganisation that was carried out; the chart is that of its day."""

    units: Reorganised
    chart: Chart

    def route(self, case: Case) -> Route | None:
        """The unit that has the case from the day, and why; None where it stays with the unit that has it."""
        left = self.units.inheritances.get(case.unit_id)
        if left is None:
            return None
        heir, why = self._heir(case, left)
        if heir.pk == case.unit_id:
            return None
        climbed = bool(case.rung) or case.review != Review.NONE
        reached = RANK[Tier(left.old.tier)]
        rungs = tuple(
            rung.passed_over(reasons.NOT_BELOW) if climbed and RANK[Tier(rung.unit.tier)] < reached else rung
            for rung in ladder.climb(self.chart.line(heir.pk), Facts.of(case), self.chart)
        )
        return Route(next((rung for rung in rungs if not rung.skipped), rungs[0]), why, rungs)

    def _heir(self, case: Case, left: Inheritance) -> tuple[Unit, str]:
        if len(left.heirs) == 1:
            return left.main, reasons.TOOK_OVER
        if heir := _by_place(case.place, left.places):
            return heir, reasons.TOOK_THE_PLACE
        first = self.units.inheritances.get(case.first_unit_id)
        if first and first is not left and first.main in left.heirs:
            return first.main, reasons.TOOK_THE_FIRST
        return left.main, reasons.TOOK_THE_REST

    def holder(self, case: Case, unit_id: int) -> Posting | None:
        """Who holds the case from the day: whoever held it, where their post still serves that unit; else nobody."""
        if case.holder_id is None:
            return None
        known = self.units.postings
        posting = known[case.holder_id] if case.holder_id in known else case.holder  # noqa: SIM401 - a query
        if posting is None or unit_id not in (posting.post.unit_id, posting.post.unit.parent_id):
            return None
        on = self.chart.on
        if posting.starts_on > on or (posting.ends_on and posting.ends_on < on):
            return None
        conflict = conflict_of(posting.officer_id, Facts.of(case), unit_id=unit_id, chart=self.chart)
        return None if conflict else posting


def _by_place(place: str, places: tuple[tuple[str, Unit], ...]) -> Unit | None:
    """The heir that the longest name in the place leads to; None where it names none, or two alike."""
    text = f" {spelled(place)[0]} "
    said = [(len(words), unit) for words, unit in places if f" {words} " in text]
    longest = max((length for length, _unit in said), default=0)
    heirs = {unit for length, unit in said if length == longest}
    return heirs.pop() if len(heirs) == 1 else None
