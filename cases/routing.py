"""Where a case starts, and where it goes next: the lowest unit with the power to settle it, past any conflict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cases import reasons
from cases.conflict import unit_in_conflict
from cases.errors import NoHigherUnit
from cases.models import Category
from organization.models import Tier, Unit
from organization.selectors import ancestors, current_unit, root_unit, unit_by_code

RANK = {Tier.HAMLET: 0, Tier.COMMUNE: 1, Tier.DEPARTMENT: 1, Tier.DISTRICT: 2, Tier.PROVINCE: 3}


@dataclass(frozen=True)
class Step:
    """One unit looked at on the way up, and why it was passed over."""

    unit: Unit
    why: str


@dataclass(frozen=True)
class Route:
    """The unit a case goes to, why, and the units passed over on the way."""

    unit: Unit
    why: str
    skipped: tuple[Step, ...] = ()

    def as_detail(self) -> dict[str, Any]:
        """For the ledger: why the case came here, and which units were passed over and why."""
        return {
            "why_here": self.why,
            "passed_over": [{"unit": step.unit.code, "why": step.why} for step in self.skipped],
        }


def start(*, category: Category | None, unit: Unit | None, about_id: int | None, on: date) -> Route:
    """The unit where a case begins: from the place named upwards to the first that has the power and no conflict."""
    place = current_unit(unit, on) if unit else default_unit(on)
    lowest = RANK[Tier(category.lowest_tier)] if category else RANK[Tier.COMMUNE]
    skipped: list[Step] = []
    for candidate in [place, *ancestors(place)]:
        if RANK[Tier(candidate.tier)] < lowest:
            skipped.append(Step(candidate, reasons.LACKS_POWER))
        elif unit_in_conflict(candidate, about_id, on):
            skipped.append(Step(candidate, reasons.HEAD_IN_CONFLICT))
        else:
            return Route(candidate, reasons.LOWEST_UNIT, tuple(skipped))
    raise NoHigherUnit(_("No unit may take this case: every level is in conflict or lacks the power."))


def up(unit: Unit, *, about_id: int | None, on: date) -> Route:
    """The next unit above that may take the case; `NoHigherUnit` at the top."""
    skipped: list[Step] = []
    for candidate in ancestors(unit):
        if unit_in_conflict(candidate, about_id, on):
            skipped.append(Step(candidate, reasons.HEAD_IN_CONFLICT))
        else:
            return Route(candidate, reasons.NEXT_UNIT, tuple(skipped))
    raise NoHigherUnit(_("There is no higher unit that may take this case."))


def default_unit(on: date) -> Unit:
    """The unit that receives what names no place: `DEFAULT_UNIT_CODE`, else the top of the tree."""
    if settings.DEFAULT_UNIT_CODE and (unit := unit_by_code(settings.DEFAULT_UNIT_CODE, on)):
        return unit
    return root_unit(on)
