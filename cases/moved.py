"""Who leads when the officer denounced has moved since: Law on Denunciations 25/2018/QH14, art. 12(3) to 12(5).

The post held when it happened is compared with the one held on the day of filing. One function for each letter.
"""

from __future__ import annotations

from cases.ladder import Named
from cases.models.jurisdiction import Level, Rank
from cases.settlers import Served
from organization.models import Unit
from organization.selectors import Chart

LEADS = frozenset({Rank.HEAD, Rank.DEPUTY})
# Which posts are equivalent, by the usual practice: the head of a district's department ranks with the chairman of a
# commune, the head of a provincial department with the chairman of a district.
_STEPS = {
    Level.COMMUNE_DEPARTMENT: 1,
    Level.COMMUNE: 2,
    Level.DISTRICT_DEPARTMENT: 2,
    Level.DEPARTMENT_PART: 2,
    Level.DISTRICT: 3,
    Level.PROVINCE_DEPARTMENT: 3,
    Level.PROVINCE: 4,
}
_RANKS = {Rank.STAFF: 1, Rank.DEPUTY: 2, Rank.HEAD: 3}


def settler_of_moved(then: Served, now: Served | None, chart: Chart) -> Named | None:
    """Who leads under art. 12(3) to (5); None where the officer still serves in the same body, so that 12(1) holds."""
    ended = not then.body.exists_on(chart.on)
    old = chart.current_unit(then.body)
    if ended and not old.exists_on(chart.on):
        return dissolved(then, chart)
    if ended and now and now.body.pk in _heirs(then.body, chart):
        return merged_or_split(then, now)
    if now is None:
        return left_service(then, old)
    if now.body.pk in (then.body.pk, old.pk):
        return None
    if then.rank in LEADS and _standing(now) == _standing(then):
        return equivalent_post(then, old)
    if _standing(now) > _standing(then):
        return higher_post(then, now)
    return otherwise_moved(then, old)


def equivalent_post(then: Served, old: Unit) -> Named:
    """12(3)(a): a head or deputy who holds an equivalent post elsewhere; the body directly above the old body leads."""
    return _led_by(old.parent, then, "a")


def higher_post(then: Served, now: Served) -> Named:
    """12(3)(b): a higher post; the present body leads, where they head it or are its deputy the one above."""
    return _led_by(now.body.parent if now.rank in LEADS else now.body, then, "b")


def otherwise_moved(then: Served, old: Unit) -> Named:
    """12(3)(c): moved in any other way; the old body leads."""
    return _led_by(old, then, "c")


def left_service(then: Served, old: Unit) -> Named:
    """12(3)(d): no longer in service; the old body leads."""
    return _led_by(old, then, "d")


def merged_or_split(then: Served, now: Served) -> Named:
    """12(4): the body was merged or split; what came of it where they serve leads, for its head the one above."""
    unit = now.body.parent if now.rank in LEADS else now.body
    return _named(unit, then, "TC-12.4", "khoản 4 Điều 12", "art. 12(4)")


def dissolved(then: Served, chart: Chart) -> Named:
    """12(5): the old body was dissolved and nothing took its place; the body that managed it settles."""
    managed = then.body.parent
    unit = chart.current_unit(managed) if managed else None
    return _named(unit, then, "TC-12.5", "khoản 5 Điều 12", "art. 12(5)")


def _standing(served: Served) -> tuple[int, int]:
    return _STEPS[served.level], _RANKS[served.rank]


def _heirs(unit: Unit, chart: Chart) -> set[int]:
    """What directly or by and by came of a unit."""
    found: set[int] = set()
    frontier = [unit]
    while frontier:
        heirs = [heir for heir in chart.successors(frontier.pop()) if heir.pk not in found]
        found |= {heir.pk for heir in heirs}
        frontier.extend(heirs)
    return found


def _led_by(unit: Unit | None, then: Served, letter: str) -> Named:
    return _named(unit, then, f"TC-12.3{letter}", f"điểm {letter} khoản 3 Điều 12", f"art. 12(3)({letter})")


def _named(unit: Unit | None, then: Served, code: str, vi: str, en: str) -> Named:
    return Named(
        then.body,
        unit,
        code,
        f"Luật Tố cáo 25/2018/QH14, {vi}",
        f"Law on Denunciations 25/2018/QH14, {en}",
        outside="" if unit else "Cơ quan cấp trên trực tiếp",
        outside_en="" if unit else "The body directly above",
    )
