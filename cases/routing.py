"""Where a case starts, and where it goes next: whom the law names, else the lowest unit with the power to settle it.

A citizen is never refused because nobody here may settle a matter that the law gives to a body outside: it is taken at
the highest unit, and what the law names is kept with it, so that it can be forwarded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from cases import ladder, reasons
from cases.conflict import BY_WHO_DECIDED, Facts
from cases.errors import NoHigherUnit
from cases.ladder import Named, Route, Rung
from cases.models import Case, Category, Jurisdiction
from cases.models.jurisdiction import Rank
from cases.moved import settler_of_moved
from cases.settlers import (
    BY_LAW,
    Served,
    body_of,
    level_of,
    named_for,
    rows_in_force,
    served_in,
)
from cases.vocabulary import DENUNCIATIONS, Track
from organization.models import Officer, Posting, Tier, Unit
from organization.selectors import Chart

RANK = {Tier.HAMLET: 0, Tier.COMMUNE: 1, Tier.DEPARTMENT: 1, Tier.DISTRICT: 2, Tier.PROVINCE: 3}


@dataclass(frozen=True)
class Matter:
    """What decides where a case starts: its track and category, the place, the officer and the post at the time."""

    track: str
    category: Category | None = None
    unit: Unit | None = None
    about: Officer | None = None
    about_posting: Posting | None = None


def start(matter: Matter, *, on: date) -> Route:
    """Where a matter filed on the day begins, with every rung from the lowest up; a handful of queries."""
    return decide(matter, chart=Chart(on), rows=rows_in_force(on))


def up(case: Case, *, on: date) -> Route:
    """The next rung above that may take the case; `NoHigherUnit` at the top."""
    return ladder.up(case.unit, Facts.of(case), Chart(on))


def settled_above(case: Case, *, chart: Chart) -> bool:
    """Whether the law gives the case, as it is classified now, to a unit above the one that has it."""
    matter = Matter(case.track, case.category, case.unit, case.about, case.about_posting)
    if case.track not in BY_LAW or case.about is None:
        return False
    named = decide(matter, chart=chart, rows=rows_in_force(chart.on)).unit
    return named.pk in {above.pk for above in chart.above(case.unit)}


def decide(matter: Matter, *, chart: Chart, rows: Sequence[Jurisdiction]) -> Route:
    """Where a matter begins. Raises `NoHigherUnit` only where no law names anybody and every unit is in conflict."""
    place = chart.current_unit(matter.unit) if matter.unit else default_unit(chart)
    facts = Facts(matter.track, matter.about.pk if matter.about else None)
    named = whom_the_law_names(matter, place, chart=chart, rows=rows)
    if named is None:
        return _lowest_with_the_power(matter, place, facts, chart)
    rungs = ladder.climb(_line(place, named, chart), facts, chart)
    if named.unit is None:
        return _to_be_forwarded(rungs, named, reasons.HIGHEST_UNIT)
    first = [rung.unit.pk for rung in rungs].index(named.unit.pk)
    rungs = (*(_another_settles(rung) for rung in rungs[:first]), *rungs[first:])
    for rung in rungs[first:]:
        if not rung.skipped:
            why = reasons.NAMED_BY_LAW if rung is rungs[first] else reasons.ABOVE_THE_NAMED
            return Route(rung, why, rungs, named)
    return _to_be_forwarded(rungs, named, reasons.NO_UNIT_HERE)


def whom_the_law_names(
    matter: Matter, place: Unit, *, chart: Chart, rows: Sequence[Jurisdiction]
) -> Named | None:
    """Whom the law names for a complaint or a denunciation; None for everything else, and where it leaves it open.

    Where no officer is named, a first instance is left to the lowest unit with the power; a further one goes above the
    head of the place, who settled the first.
    """
    if matter.track not in BY_LAW:
        return None
    held = chart.posts_of(matter.about.pk) if matter.about else []
    now = served_in(held[0], chart) if held else None
    then = served_in(matter.about_posting, chart) if matter.about_posting else None
    if matter.track in DENUNCIATIONS and matter.about and then:
        if moved := settler_of_moved(then, now, chart):
            return _further(moved) if matter.track == Track.DENUNCIATION_FURTHER else moved
        # In the same body it counts what they were or are, whichever is more: nobody settles about who led them.
        then = max((each for each in (then, now) if each), key=lambda each: _ORDER[each.rank])
    if served := then or now:
        return named_for(matter.track, served, chart=chart, rows=rows)
    if matter.track in FIRST_INSTANCE or matter.about:
        return None
    body = body_of(place)
    return named_for(matter.track, Served(body, level_of(body), Rank.STAFF), chart=chart, rows=rows)


def default_unit(chart: Chart) -> Unit:
    """The unit that receives what names no place: `DEFAULT_UNIT_CODE`, else the top of the tree."""
    if settings.DEFAULT_UNIT_CODE and (unit := chart.unit_by_code(settings.DEFAULT_UNIT_CODE)):
        return unit
    return chart.root()


FIRST_INSTANCE = BY_WHO_DECIDED | {Track.DENUNCIATION}
_ORDER = {Rank.STAFF: 1, Rank.DEPUTY: 2, Rank.HEAD: 3}


def _lowest_with_the_power(matter: Matter, place: Unit, facts: Facts, chart: Chart) -> Route:
    """From the place upwards to the first that has the power and no conflict; each category states its lowest tier."""
    lowest = RANK[Tier(matter.category.lowest_tier)] if matter.category else RANK[Tier.COMMUNE]
    rungs = tuple(
        rung.passed_over(reasons.LACKS_POWER) if RANK[Tier(rung.unit.tier)] < lowest else rung
        for rung in ladder.climb(chart.line(place.pk), facts, chart)
    )
    for rung in rungs:
        if not rung.skipped:
            return Route(rung, reasons.LOWEST_UNIT, rungs)
    raise NoHigherUnit(_("No unit may take this case: every level is in conflict or lacks the power."))


def _to_be_forwarded(rungs: tuple[Rung, ...], named: Named, why: str) -> Route:
    """The highest rung that may take it, else the top one, where nobody acts."""
    rung = next((rung for rung in reversed(rungs) if not rung.skipped), rungs[-1])
    lower = [each.unit.pk for each in rungs].index(rung.unit.pk)
    return Route(rung, why, (*(_another_settles(each) for each in rungs[:lower]), *rungs[lower:]), named)


def _another_settles(rung: Rung) -> Rung:
    """A rung below the one that the law names; where its own head is in conflict, that is said."""
    if rung.skipped:
        return rung
    no_body = rung.unit.tier == Tier.HAMLET
    return rung.passed_over(reasons.LACKS_POWER if no_body else reasons.NAMED_ANOTHER)


def _line(place: Unit, named: Named, chart: Chart) -> list[Unit]:
    """The units that the matter touches, upwards: from the place, else from the body, else from who settles."""
    lines = [chart.line(place.pk), chart.line(named.body.pk)]
    if any(unit.pk == named.body.pk for unit in lines[0]) and _holds(lines[0], named.unit):
        return lines[0]
    if _holds(lines[1], named.unit):
        return lines[1]
    return chart.line(named.unit.pk) if named.unit else lines[1]


def _holds(line: list[Unit], unit: Unit | None) -> bool:
    return unit is None or any(each.pk == unit.pk for each in line)


def _further(named: Named) -> Named:
    """A further denunciation goes to the one above whoever settled the first (Law on Denunciations, art. 37)."""
    above = named.unit.parent if named.unit else None
    return Named(
        named.body,
        above,
        named.code,
        f"{named.basis}; khoản 1 Điều 37",
        f"{named.basis_en}; art. 37(1)",
        outside="" if above else "Cơ quan cấp trên trực tiếp",
        outside_en="" if above else "The body directly above",
    )
