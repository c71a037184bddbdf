"""Conflict of interest: who may not hold, decide or see a case.

Never the officer it is about, nor anyone who works under that officer (Law on Denunciations 25/2018, art. 12;
Decree 31/2019, art. 5).
"""

from __future__ import annotations

from datetime import date

from cases.models import Case
from organization.models import Posting, Unit
from organization.selectors import head_of, superiors


def superiors_of(officer_id: int, on: date) -> set[int]:
    """The officer and everybody the officer works under on that day, by id."""
    return {officer_id, *superiors(officer_id, on)}


def is_conflicted(officer_id: int | None, about_id: int | None, on: date) -> bool:
    """Whether the officer is the one complained about, or works under that one."""
    if officer_id is None or about_id is None:
        return False
    return officer_id == about_id or about_id in superiors_of(officer_id, on)


def may_hold(posting: Posting, case: Case, on: date) -> bool:
    """Whether the holder of the posting may be given the case."""
    return not is_conflicted(posting.officer_id, case.about_id, on)


def unit_in_conflict(unit: Unit, about_id: int | None, on: date) -> bool:
    """Whether the unit cannot take a case about this officer: its head is the officer, or works under the officer."""
    if about_id is None:
        return False
    head = head_of(unit, on)
    return head is not None and is_conflicted(head.officer_id, about_id, on)
