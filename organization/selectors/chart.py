"""The organization as it is on one day, looked up once: for deciding about many cases without asking again.

Each part is fetched when it is first asked for, in one query whatever the size of the house. The answers are those of
the selectors for single questions.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from organization.models import Kin, Post, Posting, StandIn, Tier, Unit, UnitSuccession
from organization.periods import SERVICE, VALIDITY, covering
from organization.selectors.chain import closure, directly_above
from organization.selectors.people import postings_on
from organization.selectors.units import ancestors, place_taken

_COLUMNS = tuple(field.attname for field in Unit._meta.concrete_fields)


@dataclass(frozen=True, slots=True)
class Held:
    """A post that an officer holds: where, and whether it heads the unit or is the deputy of its head."""

    unit_id: int
    is_head: bool
    is_deputy: bool


class Chart:
    """Units, posts, postings, stand-ins and families on the day `on`. Units and officers are asked for by id."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._units: dict[int, Unit] = {}
        self._superiors: dict[int, frozenset[int]] = {}

    def unit(self, pk: int) -> Unit:
        """The unit, ended or not, with everything above it at hand. Raises `KeyError`."""
        if pk not in self._units:
            row = self._rows[pk]
            unit = Unit.from_db(DEFAULT_DB_ALIAS, _COLUMNS, row)
            unit.parent = self.unit(unit.parent_id) if unit.parent_id else None
            self._units[pk] = unit
        return self._units[pk]

    def line(self, unit_id: int) -> list[Unit]:
        """The unit and those above it, the nearest first."""
        unit = self.unit(unit_id)
        return [unit, *ancestors(unit)]

    def unit_by_code(self, code: str) -> Unit | None:
        """The unit that bears the code on the day."""
        column = _COLUMNS.index("code")
        found = (self.unit(pk) for pk, row in self._rows.items() if row[column] == code)
        return next((unit for unit in found if unit.exists_on(self.on)), None)

    def root(self) -> Unit:
        """The unit above all others; raises `Unit.DoesNotExist` when none was entered."""
        column = _COLUMNS.index("parent_id")
        tops = [self.unit(pk) for pk, row in self._rows.items() if row[column] is None]
        living = [unit for unit in tops if unit.tier != Tier.DEPARTMENT and unit.exists_on(self.on)]
        if not living:
            raise Unit.DoesNotExist
        return min(living, key=lambda unit: (unit.valid_from, unit.pk))

    def current_unit(self, unit: Unit) -> Unit:
        """The unit itself while it exists, else what took its place."""
        return place_taken(self.unit(unit.pk), self.on, self.successors)

    def successors(self, unit: Unit) -> list[Unit]:
        """The units that took over from this one, directly."""
        heirs = [self.unit(pk) for pk in self._heirs.get(unit.pk, ())]
        return sorted(heirs, key=lambda heir: (heir.name, heir.pk))

    def above(self, unit: Unit) -> list[Unit]:
        """The units above that exist on the day, the nearest first: one that has ended stands for what took over."""
        units = {
            each.pk: each for each in (self.current_unit(each) for each in ancestors(self.unit(unit.pk)))
        }
        units.pop(unit.pk, None)
        return [each for each in units.values() if each.exists_on(self.on)]

    def head_post(self, unit_id: int) -> Post | None:
        """The post that heads the unit, whether or not anybody holds it."""
        return self._head_posts.get(unit_id)

    def appointed(self, unit_id: int) -> Posting | None:
        """Who was appointed to head the unit, present or away; None while the post is vacant."""
        return self._heads.get(unit_id)

    def head(self, unit_id: int) -> Posting | None:
        """Who heads the unit, or stands in for the head; None while the post is vacant."""
        posting = self._heads.get(unit_id)
        asked: set[int] = set()
        while posting is not None and posting.pk not in asked:
            asked.add(posting.pk)
            posting = self._present.get(posting.pk, posting)
        return posting

    def posts_of(self, officer_id: int) -> list[Held]:
        """The posts that the officer holds; a headship first, then the latest."""
        held = sorted(
            self._services.get(officer_id, ()),
            key=lambda service: (self._posts[service[0]][3], service[1], service[2]),
            reverse=True,
        )
        posts = (self._posts[post] for post, _starts_on, _pk in held)
        return [Held(unit, is_head, is_deputy) for _pk, unit, _over, is_head, is_deputy in posts]

    def superiors(self, officer_id: int) -> frozenset[int]:
        """The officers under whom this one works, however far up."""
        if officer_id not in self._superiors:
            held = [post for post, _starts_on, _pk in self._services.get(officer_id, ())]
            reached = closure(held, lambda post: self._above.get(post, set()))
            over = {officer for post in reached for officer in self._in_charge[post]}
            self._superiors[officer_id] = frozenset(over - {officer_id})
        return self._superiors[officer_id]

    def kin(self, officer_id: int) -> frozenset[int]:
        """The officers who are family of this one, whichever of the two declared it."""
        return frozenset(self._kin[officer_id]) if officer_id in self._kin else frozenset()

    @cached_property
    def _rows(self) -> dict[int, tuple[Any, ...]]:
        rows = Unit.objects.order_by("pk").values_list(*_COLUMNS)
        return {row[0]: row for row in rows}

    @cached_property
    def _heirs(self) -> dict[int, list[int]]:
        heirs: dict[int, list[int]] = defaultdict(list)
        for old, new in UnitSuccession.objects.order_by().values_list("old_id", "new_id"):
            heirs[old].append(new)
        return dict(heirs)

    @cached_property
    def _head_posts(self) -> dict[int, Post]:
        posts = Post.objects.filter(covering(self.on, VALIDITY), is_head=True)
        return {post.unit_id: post for post in posts}

    @cached_property
    def _heads(self) -> dict[int, Posting]:
        heads: dict[int, Posting] = {}
        postings = postings_on(self.on).filter(post__is_head=True).order_by("starts_on", "pk")
        for posting in postings:
            heads.setdefault(posting.post.unit_id, posting)
        return heads

    @cached_property
    def _absences(self) -> list[StandIn]:
        absences = StandIn.objects.filter(covering(self.on, SERVICE))
        return list(
            absences.select_related("posting__post", "stand_in__officer", "stand_in__post__unit").order_by(
                "-starts_on", "pk"
            )
        )

    @cached_property
    def _present(self) -> dict[int, Posting]:
        """For each posting that is away, who stands in."""
        present: dict[int, Posting] = {}
        for absence in self._absences:
            deputy = absence.stand_in
            if deputy.starts_on <= self.on and (deputy.ends_on is None or self.on <= deputy.ends_on):
                present.setdefault(absence.posting_id, deputy)
        return present

    @cached_property
    def _posts(self) -> dict[int, tuple[int, int, int | None, bool, bool]]:
        posts = Post.objects.filter(covering(self.on, VALIDITY)).order_by()
        rows = posts.values_list("pk", "unit_id", "reports_to_id", "is_head", "is_deputy")
        return {row[0]: row for row in rows}

    @cached_property
    def _services(self) -> dict[int, list[tuple[int, date, int]]]:
        """For each officer the posts held, with since when and the posting."""
        services: dict[int, list[tuple[int, date, int]]] = defaultdict(list)
        rows = Posting.objects.filter(covering(self.on, SERVICE)).order_by()
        for officer, post, starts_on, pk in rows.values_list("officer_id", "post_id", "starts_on", "pk"):
            services[officer].append((post, starts_on, pk))
        return dict(services)

    @cached_property
    def _above(self) -> dict[int, set[int]]:
        column = _COLUMNS.index("parent_id")
        parents = {pk: row[column] for pk, row in self._rows.items()}
        return directly_above(parents, [row[:4] for row in self._posts.values()])

    @cached_property
    def _in_charge(self) -> defaultdict[int, set[int]]:
        """For each post the officers who hold it or stand in for one who does."""
        officers: defaultdict[int, set[int]] = defaultdict(set)
        for officer, services in self._services.items():
            for post, _starts_on, _pk in services:
                officers[post].add(officer)
        for absence in self._absences:
            officers[absence.posting.post_id].add(absence.stand_in.officer_id)
        return officers

    @cached_property
    def _kin(self) -> dict[int, set[int]]:
        kin: dict[int, set[int]] = defaultdict(set)
        for one, other in Kin.objects.order_by().values_list("officer_id", "relative_id"):
            kin[one].add(other)
            kin[other].add(one)
        return dict(kin)
