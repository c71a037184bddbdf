"""Units, posts, the officers who hold them, the record of their accounts, and the days on which the state works.

All dates are inclusive: a unit valid to 30 June exists on 30 June. Whatever has ended stays, for the records
that point at it. Codes are reused by the state with another meaning: a code names a unit only on a date.
"""

from __future__ import annotations

from organization.models.accounts import AccountChange, PasswordFact
from organization.models.days import CalendarDay
from organization.models.people import Kin, Kinship, Officer, Post, Posting, Role, StandIn
from organization.models.reorganisations import Reorganisation
from organization.models.units import Tier, Unit, UnitAlias, UnitSuccession

__all__ = [
    "AccountChange",
    "CalendarDay",
    "Kin",
    "Kinship",
    "Officer",
    "PasswordFact",
    "Post",
    "Posting",
    "Reorganisation",
    "Role",
    "StandIn",
    "Tier",
    "Unit",
    "UnitAlias",
    "UnitSuccession",
]
