"""Opening units, and recording other names and successions."""

from __future__ import annotations

from datetime import date

from organization.actors import Actor
from organization.models import Tier, Unit, UnitAlias, UnitSuccession
from organization.services.entry import enter


def open_unit(
    code: str,
    *,
    name: str,
    tier: Tier,
    valid_from: date,
    valid_to: date | None = None,
    parent: Unit | None = None,
    name_en: str = "",
    is_remote: bool = False,
    by: Actor,
    because: str,
) -> Unit:
    """Enter a unit; raises `OrganizationError` when the code is taken or the unit above does not exist then."""
    unit = Unit(
        code=code,
        name=name,
        name_en=name_en,
        is_remote=is_remote,
        tier=tier,
        parent=parent,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return enter(unit, by=by, because=because)


def add_alias(unit: Unit, *, name: str, by: Actor, because: str) -> UnitAlias:
    """Record another name of the unit; raises `OrganizationError` when it is known already."""
    return enter(UnitAlias(unit=unit, name=name), by=by, because=because)


def record_succession(
    old: Unit, *, new: Unit, on: date, legal_basis: str, by: Actor, because: str
) -> UnitSuccession:
    """Record that `new` took over from `old` on a day; raises `OrganizationError` when `new` did not exist then."""
    return enter(UnitSuccession(old=old, new=new, on=on, legal_basis=legal_basis), by=by, because=because)
