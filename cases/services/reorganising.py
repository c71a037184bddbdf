"""Open cases at a reorganisation: each follows its unit, with its clock, its level and its record as they are.

First the units and people change, then every open case of a unit that ended goes to the one that took over. All of it
or nothing; a trial does all of it and takes it back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from cases import lifecycle, notices
from cases.lifecycle import Entry
from cases.models import Case, Category
from cases.succession import Following
from cases.vocabulary import EventKind, State
from organization.actors import Actor
from organization.models import Unit
from organization.selectors import Chart, unit_by_code, units_on
from organization.services import Reorganised, record_reorganisation, reorganise_units
from organization.succession import Plan

BATCH = 500
DIGEST_SHOWN = 16  # letters of it that name the plan in the ledger


@dataclass(frozen=True)
class Report:
    """What a reorganisation did, or would do: to units and people, and to cases.

    `cases` counts those that moved by former unit, new unit and state; `kept` those that stayed and got another holder.
    `waiting` cases move when the plan is carried out again on its day. `categories` have no unit of their tier left.
    """

    plan: Plan
    units: Reorganised
    cases: Counter[tuple[str, str, State]]
    kept: int
    unassigned: int
    waiting: int
    categories: tuple[str, ...]
    default_unit_ends: bool
    is_trial: bool

    @property
    def moved(self) -> int:
        """How many cases went to another unit."""
        return sum(self.cases.values())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be done now: all is as planned already, or what is left waits for its day."""
        return not self.units.written and (self.waiting > 0 or not (self.moved or self.kept))

    def counts(self) -> dict[str, int]:
        """The figures kept on record."""
        people = self.units.people
        return {
            "units_ended": len(self.units.ended),
            "units_opened": len(self.units.opened),
            "posts_opened": len(people.opened),
            "people_carried_over": len(people.carried),
            "people_without_post": len(people.without_post),
            "stand_ins": len(people.stand_ins),
            "cases_moved": self.moved,
            "cases_unassigned": self.unassigned,
        }


def reorganise(
    plan: Plan, *, table: str, by: Actor, because: str, at: datetime, dry_run: bool = False
) -> Report:
    """Carry out the plan; `table` is kept on record as it was given.

    Before its day units and people are prepared, and the cases wait for a second run. Raises `PlanRefused`.
    """
    with transaction.atomic():
        units = reorganise_units(plan, by=by, because=because)
        moving = _Moving(plan, units, by, because, at)
        has_come = timezone.localdate(at) >= plan.on
        waiting = 0 if has_come else moving.affected().count()
        if has_come or dry_run:
            moving.run()
        report = Report(
            plan=plan,
            units=units,
            cases=moving.moved,
            kept=moving.kept,
            unassigned=moving.unassigned,
            waiting=waiting,
            categories=tuple(_categories_without_unit(plan)),
            default_unit_ends=_default_unit_ends(plan),
            is_trial=dry_run,
        )
        if dry_run:
            transaction.set_rollback(True)
        elif not report.is_empty:
            record_reorganisation(plan, table=table, counts=report.counts(), by=by, because=because, at=at)
    return report


class _Moving:
    """The cases, one by one in the order of their keys and never all in memory."""

    def __init__(self, plan: Plan, units: Reorganised, by: Actor, because: str, at: datetime) -> None:
        self.units, self.by, self.because, self.at = units, by, because, at
        self.once = f"reorganise:{plan.digest[:DIGEST_SHOWN]}"
        self.following = Following(units, Chart(max(plan.on, timezone.localdate(at))))
        self.moved: Counter[tuple[str, str, State]] = Counter()
        self.kept = self.unassigned = 0

    def affected(self) -> QuerySet[Case]:
        """The open cases of the units that end, and those in hands that are no longer there."""
        theirs = Q(unit__in=self.units.inheritances) | Q(holder__in=self.units.postings)
        return Case.objects.filter(theirs).exclude(state=State.CLOSED)

    def run(self) -> None:
        """Let each follow. What comes into a unit that ends while this runs is found by running it again."""
        last = 0
        while keys := list(
            self.affected().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
        ):
            last = keys[-1]
            with lifecycle.opened_all(keys) as opened:
                # A long run must not say that it came before what others did meanwhile.
                at = lifecycle.not_before(opened.values(), at=self.at)
                cases = [case for case in opened.values() if case.is_open]
                prefetch_related_objects(cases, "recusals")
                self._follow(cases, at=at)

    def _follow(self, cases: list[Case], *, at: datetime) -> None:
        entries, told = [], []
        for case in cases:
            if (entry := self._entry(case)) is None:
                continue
            entries.append(entry)
            self.unassigned += case.holder_id is not None and entry.changes["holder"] is None
            unit: Unit | None = entry.changes.get("unit")
            if unit is None:
                self.kept += 1
                continue
            former = self.units.inheritances[case.unit_id].old.name
            self.moved[former, unit.name, State(case.state)] += 1
            if former != unit.name:
                told.append(case)
        lifecycle.enter_all(entries, by=self.by, because=self.because, at=at)
        notices.tell_citizens(told, "transferred", at=at)

    def _entry(self, case: Case) -> Entry | None:
        """Where the case goes; None where everything stays as it is."""
        route = self.following.route(case)
        holder = self.following.holder(case, route.unit.pk if route else case.unit_id)
        if route is None and case.holder_id == (holder.pk if holder else None):
            return None
        return Entry(
            case=case,
            kind=EventKind.REORGANISE,
            detail=route.as_detail() if route else {},
            # With the version it was decided on: a case that comes back to a unit that ended can follow again.
            once=f"{self.once}:{case.pk}:{case.version}",
            changes={"holder": holder} | ({"unit": route.unit} if route else {}),
        )


def _categories_without_unit(plan: Plan) -> Iterator[str]:
    """Categories offered to citizens whose cases begin at a tier that ends with this day."""
    before = set(units_on(plan.eve).values_list("tier", flat=True).order_by())
    after = set(units_on(plan.on).values_list("tier", flat=True).order_by())
    for category in Category.objects.filter(active=True, lowest_tier__in=before - after):
        yield str(category)


def _default_unit_ends(plan: Plan) -> bool:
    """Whether what names no place was sent to a unit of these that is no more, by the setting."""
    code = settings.DEFAULT_UNIT_CODE
    return code in plan.ended and unit_by_code(code, plan.on) is None
