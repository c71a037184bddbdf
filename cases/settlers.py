"""Whom the law names to settle a complaint or a denunciation: the rows of `Jurisdiction`, read for one matter.

Law on Complaints 02/2011/QH13, art. 7, 17 to 23, 51; Law on Denunciations 25/2018/QH14, art. 12, 13, as in force on the
day of filing. Pure decisions over a `Chart` of that day and the rows in force on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cases.ladder import Named
from cases.models import Jurisdiction
from cases.models.jurisdiction import Level, Rank, Settler
from cases.vocabulary import COMPLAINTS, DENUNCIATIONS
from organization.models import Posting, Tier, Unit
from organization.periods import VALIDITY, covering
from organization.selectors import Chart, Held

BY_LAW = COMPLAINTS | DENUNCIATIONS

_LEVELS = {Tier.COMMUNE: Level.COMMUNE, Tier.DISTRICT: Level.DISTRICT, Tier.PROVINCE: Level.PROVINCE}
_DEPARTMENTS = {
    Tier.COMMUNE: Level.COMMUNE_DEPARTMENT,
    Tier.DISTRICT: Level.DISTRICT_DEPARTMENT,
    Tier.PROVINCE: Level.PROVINCE_DEPARTMENT,
}
_TIERS = {
    Settler.COMMUNE: (Tier.COMMUNE, Tier.DISTRICT, Tier.PROVINCE),
    Settler.DISTRICT: (Tier.DISTRICT, Tier.PROVINCE),
    Settler.PROVINCE: (Tier.PROVINCE,),
    Settler.DEPARTMENT: (Tier.DEPARTMENT, Tier.PROVINCE),
}


@dataclass(frozen=True)
class Served:
    """Where an officer serves or served when it happened: the body, its level, and in which sort of post."""

    body: Unit
    level: Level
    rank: Rank


def rows_in_force(on: date) -> tuple[Jurisdiction, ...]:
    """The rows of the law on the day; one query."""
    return tuple(Jurisdiction.objects.filter(covering(on, VALIDITY)))


def body_of(unit: Unit) -> Unit:
    """The body of the state that a unit is; a hamlet is none and counts as its commune."""
    return unit.parent if unit.tier == Tier.HAMLET and unit.parent else unit


def level_of(body: Unit) -> Level:
    """Where in the state a body stands. A department below a provincial department is a unit under it."""
    above, depth = body, 0
    while above.tier == Tier.DEPARTMENT and above.parent:
        above, depth = body_of(above.parent), depth + 1
    tier = Tier(above.tier) if above.tier in _LEVELS else Tier.PROVINCE
    if depth == 0:
        return _LEVELS[tier]
    if depth > 1 and tier == Tier.PROVINCE:
        return Level.DEPARTMENT_PART
    return _DEPARTMENTS[tier]


def rank_of(*, is_head: bool, is_deputy: bool) -> Rank:
    """The sort of a post."""
    return Rank.HEAD if is_head else Rank.DEPUTY if is_deputy else Rank.STAFF


def served_in(post: Held | Posting, chart: Chart) -> Served:
    """A post held now, or the one of an earlier posting, as the law looks at it."""
    if isinstance(post, Posting):
        place = post.post
        body = body_of(chart.unit(place.unit_id))
        return Served(body, level_of(body), rank_of(is_head=place.is_head, is_deputy=place.is_deputy))
    body = body_of(chart.unit(post.unit_id))
    return Served(body, level_of(body), rank_of(is_head=post.is_head, is_deputy=post.is_deputy))


def named_for(track: str, served: Served, *, chart: Chart, rows: Sequence[Jurisdiction]) -> Named | None:
    """Whom the law names for a matter of this track about this post; None where no row says so.

    A body of a level that is no more is looked at as what took its place.
    """
    body = chart.current_unit(served.body)
    now = Served(body, level_of(body), served.rank)
    row = row_for(track, served, rows) or row_for(track, now, rows)
    if row is None:
        return None
    return Named.by_row(row, body=body, unit=settling_unit(Settler(row.settled_by), body))


def row_for(track: str, served: Served, rows: Sequence[Jurisdiction]) -> Jurisdiction | None:
    """The one row for a track, a level and a sort of post; "whoever it is" stands for each of them."""
    for row in rows:
        if track in row.tracks and row.level == served.level and row.post in (served.rank, Rank.ANY):
            return row
    return None


def settling_unit(settler: Settler, body: Unit) -> Unit | None:
    """The unit meant, seen from the body. Where a tier is no more, the next above it; None for a body outside."""
    if settler == Settler.OUTSIDE:
        return None
    if settler == Settler.OWN_UNIT:
        return body
    line = [body] if settler not in (Settler.UNIT_ABOVE, Settler.DEPARTMENT) else []
    above = body.parent
    while above:
        line.append(above)
        above = above.parent
    if settler == Settler.UNIT_ABOVE:
        return line[0] if line else None
    tiers = _TIERS[settler]
    return next((unit for unit in line if unit.tier in tiers), None)
