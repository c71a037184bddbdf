"""Questions about the organization, answered for a given day."""

from organization.selectors.chain import subordinates, superiors
from organization.selectors.chart import Chart, Held
from organization.selectors.days import working_calendar, years_to_enter
from organization.selectors.people import current_posting, head_of, headships, holder, kin_of, postings_on
from organization.selectors.search import FoundUnit, Match, find_units, spelled
from organization.selectors.units import (
    ancestors,
    current_unit,
    descendants,
    root_unit,
    successors,
    unit_by_code,
    units_on,
    within,
)

__all__ = [
    "Chart",
    "FoundUnit",
    "Held",
    "Match",
    "ancestors",
    "current_posting",
    "current_unit",
    "descendants",
    "find_units",
    "head_of",
    "headships",
    "holder",
    "kin_of",
    "postings_on",
    "root_unit",
    "spelled",
    "subordinates",
    "successors",
    "superiors",
    "unit_by_code",
    "units_on",
    "within",
    "working_calendar",
    "years_to_enter",
]
