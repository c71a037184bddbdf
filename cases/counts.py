"""Letters, matters, visits, persons and delegations, each counted apart (Law on Reception of Citizens 42/2013).

One letter may hold several matters, one visit may bring several persons, and several letters may be about one matter:
none of the five numbers can be computed from another.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Letter, Visit
from cases.models.origin import DELEGATION_FROM


@dataclass(frozen=True)
class Counts:
    """How much came in."""

    letters: int = 0
    matters: int = 0
    visits: int = 0
    persons: int = 0
    delegations: int = 0


# What each number is called and means, in the order in which they are shown.
MEANING: dict[str, tuple[Promise, Promise]] = {
    "letters": (
        _("Letters"),
        _("Letters that the unit received, on paper or by the form on the web. Text messages are none."),
    ),
    "matters": (
        _("Matters"),
        _("Cases that began at the unit, by whatever way, without those that were joined to another case."),
    ),
    "visits": (_("Visits"), _("Receptions of one or more persons together at the unit's desk.")),
    "persons": (_("Persons received"), _("Persons who came in these visits; who came twice counts twice.")),
    "delegations": (
        _("Large delegations"),
        _("Visits of five or more persons together. They count among the visits too."),
    ),
}


def counted(unit_ids: Collection[int], start: datetime, end: datetime) -> Counts:
    """What came in to these units together from `start` until before `end`; three queries."""
    letters = Letter.objects.filter(unit_id__in=unit_ids, received_at__gte=start, received_at__lt=end)
    matters = Case.objects.filter(
        first_unit_id__in=unit_ids, merged_into=None, received_at__gte=start, received_at__lt=end
    )
    visits = Visit.objects.filter(unit_id__in=unit_ids, at__gte=start, at__lt=end).aggregate(
        visits=Count("pk"),
        people=Sum("persons"),
        delegations=Count("pk", filter=Q(persons__gte=DELEGATION_FROM)),
    )
    return Counts(
        letters=letters.count(),
        matters=matters.count(),
        visits=visits["visits"],
        persons=visits["people"] or 0,
        delegations=visits["delegations"],
    )
