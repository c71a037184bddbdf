"""Units as they are on a day: by code, up and down the tree, and what became of those that ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import QuerySet

from organization.models import Tier, Unit
from organization.periods import VALIDITY, covering


def units_on(on: date) -> QuerySet[Unit]:
    """The units that exist on the day."""
    return Unit.objects.filter(covering(on, VALIDITY))


def unit_by_code(code: str, on: date) -> Unit | None:
    """The unit that bears the code on the day. Codes are reused, so the same code may mean another one later."""
    return units_on(on).filter(code=code).first()


def root_unit(on: date) -> Unit:
    """The unit above all others; raises `Unit.DoesNotExist` when none was entered."""
    return units_on(on).filter(parent=None).exclude(tier=Tier.DEPARTMENT).earliest("valid_from", "pk")


def ancestors(unit: Unit) -> list[Unit]:
    """The units above, the nearest first. Fetches those that were not selected with `unit`."""
    above: list[Unit] = []
    while unit.parent is not None:
        unit = unit.parent
        above.append(unit)
    return above


def descendants(unit: Unit) -> set[int]:
    """The ids of the units below, whether or not they still exist; one query a level."""
    below: set[int] = set()
    level = {unit.pk}
    while level:
        parts = Unit.objects.filter(parent_id__in=level).values_list("pk", flat=True)
        level = set(parts) - below
        below |= level
    return below


def within(actor_unit_id: int | None, unit: Unit) -> bool:
    """Whether `unit` is the actor's unit or lies below it."""
    return actor_unit_id is not None and any(actor_unit_id == each.pk for each in (unit, *ancestors(unit)))


def successors(unit: Unit) -> list[Unit]:
    """The units that took over from this one, directly."""
    return list(Unit.objects.filter(succeeds__old=unit).order_by("succeeds__on", "name", "pk"))


def current_unit(unit: Unit, on: date) -> Unit:
    """The unit itself while it exists, else what took its place by that day.

    Where several did, the lowest unit above all of them; where none did, the unit as it was.
    """
    return place_taken(unit, on, successors)


def place_taken(unit: Unit, on: date, heirs_of: Callable[[Unit], list[Unit]]) -> Unit:
    """As `current_unit`, by a given answer to which units took over directly."""
    if unit.exists_on(on):
        return unit
    heirs = [place_taken(heir, on, heirs_of) for heir in heirs_of(unit) if _outlives(heir, unit)]
    if not heirs:
        return unit
    shared = [heirs[0], *ancestors(heirs[0])]
    for heir in heirs[1:]:
        line = {heir.pk, *(each.pk for each in ancestors(heir))}
        shared = [each for each in shared if each.pk in line]
    return shared[0] if shared else heirs[0]


def _outlives(heir: Unit, unit: Unit) -> bool:
    """Whether the heir goes on after the unit, as an older one may, too: what leads on never leads back."""
    if heir.valid_to is None or unit.valid_to is None:
        return heir.valid_to is None and unit.valid_to is not None
    return heir.valid_to > unit.valid_to
