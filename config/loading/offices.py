"""The offices where invented cases are handled: the units and officers that are there, and who is above whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random

from django.utils import timezone

from organization.actors import Actor, Channel, actor_of
from organization.models import CalendarDay, Posting, Role, Tier, Unit
from organization.selectors import Chart, postings_on, units_on

SHORTEST_PAST = 120  # days in which the officers must have served


class NoOffices(Exception):
    """Nobody is there to handle a case."""


@dataclass(frozen=True, eq=False)
class Clerk:
    """An officer in a post, and how a record names both."""

    posting: Posting
    actor: Actor

    @property
    def pk(self) -> int:
        return self.posting.pk


@dataclass(frozen=True, eq=False)
class Office:
    """A unit with the people who take cases in it. `above` is where its late cases go."""

    unit: Unit
    head: Clerk
    reception: Clerk
    officers: tuple[Clerk, ...]
    above: Office | None

    def somebody(self, rng: Random) -> Clerk:
        """One of its case officers; the head where it has none."""
        return rng.choice(self.officers) if self.officers else self.head


class Offices:
    """The offices of today, by unit, over the `chart` of the day. Raises `NoOffices`.

    Cases begin in the `communes`, or at the top where a commune has no power to settle them. `since` is the first
    moment at which all could handle a case.
    """

    def __init__(self, now: datetime) -> None:
        on = timezone.localdate(now)
        self.chart = Chart(on)
        self._clerks: dict[int, Clerk] = {}
        self._staff: dict[int, list[Clerk]] = {}
        for posting in postings_on(on).order_by("pk"):
            self._staff.setdefault(posting.post.unit_id, []).append(self.clerk(posting))
        self._known: dict[int, Office | None] = {}
        communes = units_on(on).filter(tier=Tier.COMMUNE).order_by("code").values_list("pk", flat=True)
        found = [self.of(pk) for pk in communes]
        self.communes = [office for office in found if office and office.above]
        if not self.communes:
            raise NoOffices("no commune has a head with a head above: load_demo brings some in")
        people = [clerk.posting for office in self.communes for clerk in (office.head, *office.officers)]
        since = max(*(posting.starts_on for posting in people), _first_known_day(on))
        if (on - since).days < SHORTEST_PAST:
            raise NoOffices(
                f"the officers serve only since {since}: they need a past of {SHORTEST_PAST} days"
            )
        self.since = timezone.make_aware(datetime.combine(since, time(7)))

    def of(self, unit_id: int) -> Office | None:
        """The office of a unit; None where nobody heads it, or nobody heads one above it."""
        if unit_id not in self._known:
            self._known[unit_id] = self._office(self.chart.unit(unit_id))
        return self._known[unit_id]

    def clerk(self, posting: Posting) -> Clerk:
        """The officer of a posting."""
        if posting.pk not in self._clerks:
            self._clerks[posting.pk] = Clerk(posting, actor_of(posting, channel=Channel.DESK))
        return self._clerks[posting.pk]

    def _office(self, unit: Unit) -> Office | None:
        head, higher = self.chart.head(unit.pk), self.chart.above(unit)
        above = self.of(higher[0].pk) if higher else None
        if head is None or (higher and above is None):
            return None
        staff = self._staff.get(unit.pk, [])
        reception = [clerk for clerk in staff if clerk.posting.post.role == Role.RECEPTION]
        officers = [clerk for clerk in staff if clerk.posting.post.role == Role.OFFICER]
        first = self.clerk(head)
        return Office(unit, first, reception[0] if reception else first, tuple(officers), above)


def _first_known_day(on: date) -> date:
    """The first day of the years without a gap, up to this one, whose calendar was entered."""
    entered = {day.year for day in CalendarDay.objects.values_list("date", flat=True)}
    year = on.year
    while year - 1 in entered:
        year -= 1
    return date(year, 1, 1)
