"""What one inspector may read: the units under them, whoever served there, and the cases that were ever there.

A case stays under the eyes of those in whose units it once was: what happened there is charged there. Cases about the
inspector, their family or anybody they work under, and those with which they declared a conflict of interest, are not
theirs to read (Decree 31/2019, art. 5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cases import conflict
from cases.models import Case, CaseEvent
from organization.actors import Actor
from organization.models import Officer, Posting, Unit
from organization.permissions import reach


@dataclass(frozen=True)
class Jurisdiction:
    """The reach of one inspector at one moment. `closed_to` are the officers whose cases they may not read, by id."""

    actor: Actor
    at: datetime
    unit_ids: frozenset[int]
    closed_to: frozenset[int]

    @classmethod
    def of(cls, actor: Actor, *, at: datetime) -> Jurisdiction:
        """What `actor` may read at that moment; a handful of queries, whatever the size of the house."""
        hidden: set[int] = set()
        if actor.officer_id is not None:
            hidden = conflict.closed_to(actor.officer_id, timezone.localdate(at))
        return cls(actor, at, frozenset(reach(actor)), frozenset(hidden))

    def cases(self) -> QuerySet[Case]:
        """The cases that are, or ever were, in a unit under the inspector, less those closed to them."""
        was_there = CaseEvent.objects.filter(case=OuterRef("pk"), to_unit_id__in=self.unit_ids)
        cases = Case.objects.filter(Q(unit_id__in=self.unit_ids) | Exists(was_there))
        if self.actor.officer_id is not None:
            cases = cases.exclude(recusals__officer_id=self.actor.officer_id)
        return cases.exclude(about_id__in=self.closed_to)

    def units(self) -> QuerySet[Unit]:
        """The units under the inspector, those that have ended too."""
        return Unit.objects.filter(pk__in=self.unit_ids)

    def postings(self) -> QuerySet[Posting]:
        """Every posting there ever was in these units, with its officer and post."""
        postings = Posting.objects.filter(post__unit_id__in=self.unit_ids)
        return postings.select_related("officer", "post__unit")

    def officers(self) -> QuerySet[Officer]:
        """Whoever served in these units at any time."""
        return Officer.objects.filter(pk__in=self.postings().values("officer_id"))
