"""What a reorganisation says, and what can be wrong with it before anybody looks at the units.

A plan is a day, a legal basis and a table: one row for each former unit and each unit that takes over from it. A former
unit ends on the eve of the day. A code names the former unit on the eve and the new one on the day, so that a code may
be used again. A rename is a new unit under the old code: whatever points at the former row keeps the former name.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from organization.errors import PlanRefused, Problem
from organization.models import Tier


class Action(TextChoices):
    """What becomes of a former unit."""

    MERGE = "merge", pgettext_lazy("reorganisation", "Merged")
    SPLIT = "split", pgettext_lazy("reorganisation", "Split")
    RENAME = "rename", pgettext_lazy("reorganisation", "Renamed")
    ABOLISH = "abolish", pgettext_lazy("reorganisation", "Abolished")


@dataclass(frozen=True, slots=True)
class Link:
    """One row: what `new` takes over from `old`.

    With a `name` the plan opens `new`; without one it exists. An empty `new` is the unit above. `principal` says in a
    merger whose head leads the new unit; among several that take over, which of them takes what nothing else places.
    `parts` are codes of parts of the former unit that go this way, `places` the words by which a matter's place does.
    """

    row: int
    action: Action
    old: str
    new: str
    name: str = ""
    name_en: str = ""
    tier: Tier | None = None
    parent: str = ""
    principal: bool = False
    parts: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The whole of a reorganisation. Raises `PlanRefused` with every problem that can be seen in it alone."""

    on: date
    legal_basis: str
    links: tuple[Link, ...]

    def __post_init__(self) -> None:
        if problems := [*_problems(self)]:
            raise PlanRefused(problems)

    @property
    def eve(self) -> date:
        """The last day of the former units."""
        return self.on - timedelta(days=1)

    @property
    def digest(self) -> str:
        """The same for the same plan, whatever the order of its rows."""
        rows = sorted(str(astuple(link)[1:]) for link in self.links)
        return hashlib.sha256("\n".join([self.on.isoformat(), self.legal_basis, *rows]).encode()).hexdigest()

    @cached_property
    def by_old(self) -> Mapping[str, tuple[Link, ...]]:
        """The rows of each former unit."""
        rows = defaultdict(list)
        for link in self.links:
            rows[link.old].append(link)
        return {old: tuple(links) for old, links in rows.items()}

    @cached_property
    def opened(self) -> Mapping[str, Link]:
        """The row that describes each unit the plan opens, by its code."""
        described: dict[str, Link] = {}
        for link in self.links:
            if link.name:
                described.setdefault(link.new, link)
        return described

    def stays(self, old: str) -> bool:
        """Whether the unit only gives something away and goes on under its name."""
        return any(
            link.action == Action.SPLIT and link.new == old and not link.name for link in self.by_old[old]
        )

    @cached_property
    def ended(self) -> frozenset[str]:
        """The codes of the units that end on the eve."""
        return frozenset(old for old in self.by_old if not self.stays(old))

    def main(self, old: str) -> Link:
        """The row of the unit that takes what nothing else places."""
        links = self.by_old[old]
        return next((link for link in links if link.principal), links[0])


def _problems(plan: Plan) -> Iterator[Problem]:
    for links in plan.by_old.values():
        yield from _of_one_unit(links)
    yield from _descriptions(plan)
    yield from _heads(plan)
    yield from _heirs_that_end(plan)
    yield from _circles_of_parents(plan)


def _of_one_unit(links: tuple[Link, ...]) -> Iterator[Problem]:
    """A former unit has one fate, each heir once, and one principal heir where there are several."""
    first, seen = links[0], set()
    for link in links:
        names = {"old": link.old, "new": link.new}
        single = link.action in {Action.MERGE, Action.RENAME}
        if link.new in seen or (link is not first and (single or link.action != first.action)):
            yield Problem(link.row, _("%(old)s is named twice.") % names)
        seen.add(link.new)
        if link.action == Action.RENAME and not link.name:
            yield Problem(link.row, _("A rename gives the new name."))
        if link.action == Action.ABOLISH and link.name:
            yield Problem(
                link.row, _("What is abolished goes to a unit that exists: leave the new name empty.")
            )
        if link.new == "" and link.action != Action.ABOLISH:
            yield Problem(link.row, _("Say which unit takes over from %(old)s.") % names)
        if link.new == link.old and link.action in {Action.MERGE, Action.ABOLISH} and not link.name:
            yield Problem(link.row, _("%(old)s cannot go into itself.") % names)
    several = first.action in {Action.SPLIT, Action.ABOLISH} and len(links) > 1
    if first.action == Action.SPLIT and not several:
        yield Problem(first.row, _("A split names two units or more that take over."))
    elif several and sum(link.principal for link in links) != 1:
        text = _(
            "One of the units that take over from %(old)s is the principal: it takes what no place leads elsewhere."
        )
        yield Problem(first.row, text % {"old": first.old})
    parts = [(part, link) for link in links for part in link.parts]
    for number, (part, link) in enumerate(parts):
        if part in {other for other, _link in parts[:number]}:
            yield Problem(link.row, _("%(old)s is named twice.") % {"old": part})


def _descriptions(plan: Plan) -> Iterator[Problem]:
    for link in plan.links:
        told = plan.opened.get(link.new)
        for given in ("name", "name_en", "tier", "parent"):
            if told and getattr(link, given) and getattr(link, given) != getattr(told, given):
                yield Problem(link.row, _("%(new)s is described in two ways.") % {"new": link.new})
                break


def _heads(plan: Plan) -> Iterator[Problem]:
    heads: dict[str, str] = {}
    for link in plan.links:
        if link.principal and link.action == Action.MERGE:
            first = heads.setdefault(link.new, link.old)
            if first != link.old:
                text = _("%(new)s would have two heads: those of %(one)s and %(other)s.")
                yield Problem(link.row, text % {"new": link.new, "one": first, "other": link.old})


def _heirs_that_end(plan: Plan) -> Iterator[Problem]:
    """What takes over goes on after the day, or is opened by it."""
    for link in plan.links:
        if link.new not in plan.ended or link.new in plan.opened or link.new == link.old:
            continue
        way, codes = [link.old], link.new
        while codes in plan.by_old and codes not in way and codes not in plan.opened:
            way.append(codes)
            codes = plan.main(codes).new
        if codes == way[0]:
            text = _("These units lead in a circle: %(way)s.")
            yield Problem(link.row, text % {"way": " → ".join([*way, codes])})
        else:
            yield Problem(link.row, _("%(new)s itself ends by this plan.") % {"new": link.new})


def _circles_of_parents(plan: Plan) -> Iterator[Problem]:
    for code, link in plan.opened.items():
        above, way = link.parent, [code]
        while above in plan.opened and above not in way:
            way.append(above)
            above = plan.opened[above].parent
        if above == code:
            yield Problem(link.row, _("A unit cannot be part of itself."))
