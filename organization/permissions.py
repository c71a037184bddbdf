"""How far a post reaches: its unit and everything below it.

The roles are `models.Role`. A case officer or head of a department acts for the department; reception, inspectors and
administrators in a department act for the whole unit that the department is part of, as a one-stop centre receives for
its commune and the provincial inspectorate inspects its province.
"""

from __future__ import annotations

from organization.actors import Actor
from organization.models import Role, Tier, Unit
from organization.selectors import descendants, within

FOR_THE_WHOLE_UNIT = {Role.RECEPTION, Role.INSPECTOR, Role.ADMINISTRATOR}


def seat(actor: Actor) -> Unit | None:
    """The unit for which the actor acts; None for citizens, the system and accounts without a post."""
    unit = Unit.objects.select_related("parent").filter(pk=actor.unit_id).first() if actor.unit_id else None
    if unit and unit.tier == Tier.DEPARTMENT and actor.role in FOR_THE_WHOLE_UNIT:
        return unit.parent or unit
    return unit


def reach(actor: Actor) -> set[int]:
    """The ids of the units whose matters are the actor's: those of `seat` and below."""
    unit = seat(actor)
    return {unit.pk, *descendants(unit)} if unit else set()


def reaches(actor: Actor, unit: Unit) -> bool:
    """Whether the matters of `unit` are the actor's."""
    own = seat(actor)
    return own is not None and within(own.pk, unit)
