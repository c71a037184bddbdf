"""The ladder: rungs are the posts that head units, and a rung in conflict of interest is passed over, on record.

Pure decisions over a `Chart` of the day and the `Facts` of a case, so that five hundred cases cost no query each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases import reasons
from cases.conflict import Conflict, Facts, conflict_of
from cases.errors import NoHigherUnit
from cases.models import Jurisdiction
from organization.models import Post, Posting, Unit
from organization.names import in_active_language
from organization.selectors import Chart

WHY_SKIPPED = {
    Conflict.ABOUT: reasons.HEAD_IN_CONFLICT,
    Conflict.UNDER: reasons.HEAD_IN_CONFLICT,
    Conflict.KIN: reasons.HEAD_IS_KIN,
    Conflict.RECUSED: reasons.HEAD_RECUSED,
}


@dataclass(frozen=True)
class Rung:
    """The post that heads a unit, and who acts in it that day; None where nobody may.

    `why` says why it was passed over, or why nobody acts; empty for a rung that simply serves.
    """

    unit: Unit
    post: Post | None
    posting: Posting | None
    skipped: bool = False
    why: str = ""

    @property
    def title(self) -> str:
        """The title of the post, in the reader's language; empty where the unit has no post that heads it."""
        return self.post.localized_title if self.post else ""

    def passed_over(self, why: str) -> Rung:
        """The same rung where something else than its head keeps the case from it."""
        return Rung(self.unit, self.post, None, skipped=True, why=why)


@dataclass(frozen=True)
class Named:
    """Whom the law names to settle a matter, and by which clause. `unit` is None for a body outside.

    `body` is the unit whose officer, or which itself, the matter is about.
    """

    body: Unit
    unit: Unit | None
    code: str
    basis: str
    basis_en: str
    outside: str = ""
    outside_en: str = ""

    @classmethod
    def by_row(cls, row: Jurisdiction, *, body: Unit, unit: Unit | None) -> Named:
        """As a row of the law names it."""
        return cls(
            body,
            unit,
            row.code,
            row.legal_basis,
            row.legal_basis_en,
            row.outside_body,
            row.outside_body_en,
        )


@dataclass(frozen=True)
class Route:
    """Where a case goes and why, with the rungs looked at from the lowest up."""

    rung: Rung
    why: str
    rungs: tuple[Rung, ...]
    named: Named | None = None

    @property
    def unit(self) -> Unit:
        """The unit that gets the case."""
        return self.rung.unit

    @property
    def skipped(self) -> tuple[Rung, ...]:
        """The rungs passed over on the way to it."""
        before = self.rungs[: [rung.unit.pk for rung in self.rungs].index(self.unit.pk)]
        return tuple(rung for rung in before if rung.skipped)

    def as_detail(self) -> dict[str, Any]:
        """For the ledger: why the case came here, what was passed over and why, and the clause that says so."""
        detail: dict[str, Any] = {
            "why_here": self.why,
            "passed_over": [{"unit": rung.unit.code, "why": rung.why} for rung in self.skipped],
        }
        if self.rung.why:
            detail["nobody_acts"] = self.rung.why
            detail["rung_post"] = self.rung.post.title if self.rung.post else ""
        if self.named:
            detail |= {"jurisdiction": self.named.code, "basis": self.named.basis}
            if self.named.outside:
                detail["outside_body"] = self.named.outside
        return detail

    def explained(self) -> str:
        """Why here, in the reader's language, with the body outside and the legal basis where there is one."""
        words = [reasons.shown(self.why)]
        if self.named and self.named.outside:
            words.append(in_active_language(self.named.outside, self.named.outside_en))
        told = ": ".join(words)
        if self.named is None:
            return told
        return f"{told} ({in_active_language(self.named.basis, self.named.basis_en)})"


def rung_at(unit: Unit, facts: Facts, chart: Chart) -> Rung:
    """The rung of a unit. In conflict is whoever was appointed its head; a vacancy is no conflict.

    Where the head is away and the stand-in is in conflict, the rung stays and nobody acts.
    """
    post = chart.head_post(unit.pk)
    appointed, present = chart.appointed(unit.pk), chart.head(unit.pk)
    if appointed is None or present is None:
        return Rung(unit, post, None, why=reasons.HEAD_VACANT)
    if conflict := conflict_of(appointed.officer_id, facts, unit_id=unit.pk, chart=chart):
        return Rung(unit, post, None, skipped=True, why=WHY_SKIPPED[conflict])
    if conflict_of(present.officer_id, facts, unit_id=unit.pk, chart=chart):
        return Rung(unit, post, None, why=reasons.STAND_IN_IN_CONFLICT)
    return Rung(unit, post, present)


def climb(units: Iterable[Unit], facts: Facts, chart: Chart) -> tuple[Rung, ...]:
    """The rungs of the units, in their order."""
    return tuple(rung_at(unit, facts, chart) for unit in units)


def up(unit: Unit, facts: Facts, chart: Chart) -> Route:
    """The next rung above that may take the case; `NoHigherUnit` at the top."""
    rungs = climb(chart.above(unit), facts, chart)
    for number, rung in enumerate(rungs):
        if not rung.skipped:
            return Route(rung, reasons.NEXT_UNIT, rungs[: number + 1])
    raise NoHigherUnit(_("There is no higher unit that may take this case."))
