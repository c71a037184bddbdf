"""Carrying out a reorganisation: units end on the eve and begin on the day, and what belongs to them follows.

All of it or nothing. What is done already is recognised and left alone, so that a plan may be carried out again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from organization.actors import Actor
from organization.errors import OrganizationError, PlanRefused, Problem
from organization.history import attributed
from organization.models import Post, Posting, Reorganisation, Unit, UnitAlias, UnitSuccession
from organization.periods import VALIDITY, covering
from organization.selectors.search import spelled
from organization.selectors.succession import Fate, Layout, Opening, lay_out
from organization.selectors.units import ancestors, descendants
from organization.services.carrying_over import People, carry_over
from organization.services.together import Together
from organization.succession import Action, Plan


@dataclass(frozen=True)
class Inheritance:
    """What follows one former unit. `places` are plain words for a place, with the unit that takes what is there."""

    old: Unit
    main: Unit
    heirs: tuple[Unit, ...]
    places: tuple[tuple[str, Unit], ...]


@dataclass(frozen=True)
class Reorganised:
    """What was done to units and people, in words, and the way from what was to what is for those above.

    `written` counts the rows; none means that everything was as planned already. `postings` leads from a former
    posting to the one that follows it, or to None.
    """

    written: int
    ended: tuple[Unit, ...]
    opened: tuple[Unit, ...]
    without_head: tuple[Unit, ...]
    people: People
    inheritances: Mapping[int, Inheritance]
    postings: Mapping[int, Posting | None]


def reorganise_units(plan: Plan, *, by: Actor, because: str) -> Reorganised:
    """Carry out the plan. Raises `PlanRefused` with every row that does not fit; then nothing is written."""
    with transaction.atomic(), attributed(by, because):
        list(Unit.objects.select_for_update().filter(code__in=plan.by_old).order_by("pk"))
        return _Reorganising(lay_out(plan)).run()


def record_reorganisation(
    plan: Plan, *, table: str, counts: dict[str, int], by: Actor, because: str, at: datetime
) -> Reorganisation:
    """Keep the table that was carried out, as it was given, and what was done by it."""
    row = Reorganisation(
        on=plan.on,
        legal_basis=plan.legal_basis,
        digest=plan.digest,
        table=table,
        counts=counts,
        applied_at=at,
    )
    with attributed(by, because, at=at):
        row.save()
    return row


class _Reorganising:
    def __init__(self, layout: Layout) -> None:
        self.layout, self.plan = layout, layout.plan
        self.together = Together()
        self.units: dict[str, Unit] = {}
        self.opened: list[Unit] = []
        self.unclear: list[str] = []

    def run(self) -> Reorganised:
        for opening in self.layout.openings.values():
            self._open(opening)
        for part, above in self.layout.not_begun:
            part.parent = self.units[above.code]
            self.together.save(part, "parent")
        try:
            people = carry_over(self.layout, self.units, self.together)
            ended = self._end()
            self._successions()
            self._names()
            self.together.check()
        except OrganizationError as error:
            raise PlanRefused([Problem(0, message) for message in error.messages]) from error
        people.by_hand[:0] = self.unclear
        return Reorganised(
            written=self.together.count,
            ended=ended,
            opened=tuple(self.opened),
            without_head=tuple(self._without_head()),
            people=people,
            inheritances={pk: self._inheritance(fate) for pk, fate in self.layout.fates.items()},
            postings=people.postings,
        )

    def _open(self, opening: Opening) -> None:
        """The unit of the day, opened after the one above it."""
        if opening.unit is not None:
            self.units[opening.code] = opening.unit
            return
        unit = Unit(
            code=opening.code,
            name=opening.name,
            name_en=opening.name_en,
            tier=opening.tier,
            is_remote=self._is_remote(opening),
            parent=self.units[opening.above.code] if opening.above else None,
            valid_from=self.plan.on,
        )
        self.units[opening.code] = self.together.save(unit)
        self.opened.append(unit)

    def _is_remote(self, opening: Opening) -> bool:
        """Remote where all that it takes over was; where only some of it was, somebody must say so."""
        former = {fate.old.is_remote for fate in self.layout.fates.values() if fate.main is opening}
        if len(former) > 1:
            self.unclear.append(_("Say whether %(unit)s is a remote area.") % {"unit": opening.name})
        return former == {True}

    def _end(self) -> tuple[Unit, ...]:
        going = [fate.old for fate in self.layout.fates.values() if not fate.stays]
        ended = [unit for unit in going if unit.valid_to is None or unit.valid_to > self.plan.eve]
        for unit in ended:
            self.together.end(unit, "valid_to", self.plan.eve)
        return tuple(ended)

    def _successions(self) -> None:
        known = set(UnitSuccession.objects.filter(old__in=self.layout.fates).values_list("old_id", "new_id"))
        for fate in self.layout.fates.values():
            for new in self._heirs(fate):
                if (fate.old.pk, new.pk) not in known and new.pk != fate.old.pk:
                    row = UnitSuccession(
                        old=fate.old, new=new, on=self.plan.on, legal_basis=self.plan.legal_basis
                    )
                    self.together.save(row)

    def _heirs(self, fate: Fate) -> list[Unit]:
        """Who is recorded to take over. The unit above needs no record where others take over, too."""
        units = [self.units[opening.code] for _link, opening in fate.heirs] or [self.units[fate.main.code]]
        above = {unit.pk for unit in ancestors(fate.old)}
        return [unit for unit in units if unit.pk not in above] or units

    def _names(self) -> None:
        """A unit that took over the whole of another is known by its names, too."""
        for fate in self.layout.fates.values():
            new = self.units[fate.main.code]
            whole = all(link.action in {Action.MERGE, Action.RENAME} for link, _opening in fate.heirs)
            if not whole or not (fate.heirs or new.code == fate.old.code):
                continue
            known = {spelled(name)[1] for name in [new.name, *new.aliases.values_list("name", flat=True)]}
            for name in [fate.old.name, *fate.old.aliases.values_list("name", flat=True)]:
                if (bare := spelled(name)[1]) not in known:
                    known.add(bare)
                    self.together.save(UnitAlias(unit=new, name=name))

    def _without_head(self) -> Iterator[Unit]:
        """Units whose former units had a head, and which have none on the day."""
        led = set(
            Post.objects.filter(unit__in=self.layout.fates, is_head=True).values_list("unit_id", flat=True)
        )
        codes = {fate.main.code for pk, fate in self.layout.fates.items() if pk in led}
        units = {self.units[code].pk: self.units[code] for code in codes}
        heads = Post.objects.filter(covering(self.plan.on, VALIDITY), unit__in=units, is_head=True)
        for pk in units.keys() - set(heads.values_list("unit_id", flat=True)):
            yield units[pk]

    def _inheritance(self, fate: Fate) -> Inheritance:
        heirs = tuple(self.units[opening.code] for _link, opening in fate.heirs)
        main = self.units[fate.main.code]
        places = dict(self._places(fate)) if len(heirs) > 1 else {}
        return Inheritance(fate.old, main, heirs or (main,), tuple(places.items()))

    def _places(self, fate: Fate) -> Iterator[tuple[str, Unit]]:
        """The words by which a place tells the heir: those given, the parts, and the units below that go there.

        A word that leads to two heirs, or that names the former unit itself, tells nothing.
        """
        found: dict[str, set[str]] = {}
        for word, code in self._words(fate):
            found.setdefault(word, set()).add(code)
        for word, codes in found.items():
            if len(codes) == 1 and word not in spelled(fate.old.name):
                yield word, self.units[codes.pop()]

    def _words(self, fate: Fate) -> Iterator[tuple[str, str]]:
        for link, opening in fate.heirs:
            for place in link.places:
                yield spelled(place)[0], opening.code
        below = Unit.objects.filter(covering(self.plan.eve, VALIDITY), pk__in=descendants(fate.old))
        for unit in below.select_related("parent__parent__parent").prefetch_related("aliases"):
            if code := self._heir_of_what_is_below(fate, unit):
                for name in [unit.name, *(alias.name for alias in unit.aliases.all())]:
                    for word in spelled(name):
                        yield word, code

    def _heir_of_what_is_below(self, fate: Fate, unit: Unit) -> str | None:
        """Which heir of `fate` takes over there: by the row of the unit itself or of the nearest above it."""
        heirs = {opening.code for _link, opening in fate.heirs}
        given = {part: opening.code for link, opening in fate.heirs for part in link.parts}
        each: Unit | None = unit
        while each is not None and each.pk != fate.old.pk:
            if each.code in given:
                return given[each.code]
            own = self.layout.fates.get(each.pk)
            if own and own.heirs:
                return own.main.code if own.main.code in heirs else None
            each = each.parent
        return fate.main.code
