"""Finding a unit by what people call it: without marks, by an old name, with or without "xã" in front."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from organization.models import Unit, UnitAlias, UnitSuccession
from organization.names import fold
from organization.selectors.units import ancestors, units_on

# The word for the sort of unit, folded, and how it is written short.
_SORTS = {
    "tinh": "tinh",
    "thanh pho": "thanh pho",
    "tp": "thanh pho",
    "huyen": "huyen",
    "h": "huyen",
    "quan": "quan",
    "thi xa": "thi xa",
    "tx": "thi xa",
    "xa": "xa",
    "x": "xa",
    "phuong": "phuong",
    "p": "phuong",
    "thi tran": "thi tran",
    "tt": "thi tran",
    "dac khu": "dac khu",
    "thon": "thon",
    "xom": "xom",
    "khoi": "khoi",
    "ban": "ban",
    "to dan pho": "to dan pho",
}
_OFFICE = re.compile(r"^(ubnd|uy ban nhan dan) ")
# A number alone is no name: "thon 3" stays whole.
_SORTED = re.compile(rf"\b({'|'.join(sorted(_SORTS, key=len, reverse=True))}) (?=[a-z]+)")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
SHORTEST_PART = 3


class Match(IntEnum):
    """By which name a unit was found; the smaller, the surer."""

    NAME = 1
    FORMER = 2
    ALIAS = 3


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit that exists, by which sort of name it was found, and that name as it is written."""

    unit: Unit
    how: Match
    name: str


class _Closeness(IntEnum):
    WHOLE = 1
    MENTIONED = 2
    BEGUN = 3
    PART = 4


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A folded name: all its words, the word for its sort ("xa", "" when unsaid), and the rest."""

    words: str
    sort: str
    rest: str

    @classmethod
    def of(cls, text: str) -> _Spelling:
        plain = _OFFICE.sub("", _NOT_LETTERS.sub(" ", fold(text)).strip())
        words = _SORTED.sub(lambda sort: f"{_SORTS[sort[1]]} ", plain)
        found = _SORTED.match(words)
        return cls(words, found[1], words[found.end() :]) if found else cls(words, "", words)

    def closeness(self, name: _Spelling) -> _Closeness | None:
        """How near this text is to a name, if at all."""
        if self.rest == name.rest and (not self.sort or not name.sort or self.sort == name.sort):
            return _Closeness.WHOLE
        if f" {name.rest} " in f" {self.words} ":
            return _Closeness.MENTIONED
        if len(self.words) < SHORTEST_PART or self.words not in name.words:
            return None
        begun = name.words.startswith(self.words) or name.rest.startswith(self.words)
        return _Closeness.BEGUN if begun else _Closeness.PART

    def weight(self, name: _Spelling) -> int:
        """How much of this text the name explains."""
        return len(name.words if f" {name.words} " in f" {self.words} " else name.rest)


@dataclass(frozen=True, slots=True)
class _Named:
    unit_id: int
    name: str
    how: Match
    closeness: _Closeness
    weight: int


def spelled(text: str) -> tuple[str, str]:
    """A name or a text in plain words, and without the word for its sort in front: ("xa quynh luu", "quynh luu")."""
    spelling = _Spelling.of(text)
    return spelling.words, spelling.rest


def find_units(text: str, on: date) -> list[FoundUnit]:
    """The units of the day that `text` may mean; empty when it names none. Five queries.

    A text that is a whole name gives the units of that name; else a text that mentions names gives the unit best
    described ("thon 1, xa Quynh Luu" is the hamlet); else a part of a name gives every unit that has it. The name of
    a unit that has ended leads to what took its place, unless a unit that exists bears it too.
    """
    asked = _Spelling.of(text)
    near = list(_near(asked)) if asked.rest else []
    if not near:
        return []
    closest = min(named.closeness for named in near)
    near = [named for named in near if named.closeness == closest]
    found = _existing(near, on)
    if closest is _Closeness.MENTIONED:
        found = _best_described(found)
    surest = min((each.how for each, _ in found), default=None)
    units = [each for each, _ in found if each.how == surest]
    return sorted(units, key=lambda each: (each.unit.name, each.unit.pk))


def _near(asked: _Spelling) -> Iterator[_Named]:
    names = [(*row, Match.NAME) for row in Unit.objects.values_list("pk", "name")]
    names += [(*row, Match.ALIAS) for row in UnitAlias.objects.values_list("unit_id", "name")]
    for pk, name, how in names:
        spelling = _Spelling.of(name)
        if closeness := asked.closeness(spelling):
            yield _Named(pk, name, how, closeness, asked.weight(spelling))


def _existing(near: list[_Named], on: date) -> list[tuple[FoundUnit, int]]:
    """The named units with their weights, those that ended replaced by their successors; each unit once."""
    heirs: dict[int, list[int]] = defaultdict(list)
    for old, new in UnitSuccession.objects.values_list("old_id", "new_id"):
        heirs[old].append(new)
    living = units_on(on).select_related("parent__parent__parent").in_bulk()
    found: dict[int, tuple[FoundUnit, int]] = {}
    for named in sorted(near, key=lambda named: (named.how, -named.weight)):
        how, reached = named.how, {named.unit_id}
        if named.unit_id not in living:
            how, reached = max(how, Match.FORMER), _living_heirs(named.unit_id, heirs, living)
        for pk in reached:
            kept = found.get(pk)
            if kept is None or (how, -named.weight) < (kept[0].how, -kept[1]):
                found[pk] = FoundUnit(living[pk], how, named.name), named.weight
    return list(found.values())


def _living_heirs(ended: int, heirs: dict[int, list[int]], living: Container[int]) -> set[int]:
    asked, reached, frontier = {ended}, set(), [ended]
    while frontier:
        for heir in heirs[frontier.pop()]:
            if heir in living:
                reached.add(heir)
            elif heir not in asked:
                asked.add(heir)
                frontier.append(heir)
    return reached


def _best_described(found: list[tuple[FoundUnit, int]]) -> list[tuple[FoundUnit, int]]:
    """Those whose own name, with the names above it that were mentioned too, explains most of the text."""
    weights = {each.unit.pk: weight for each, weight in found}

    def described(each: FoundUnit) -> int:
        return sum(weights.get(unit.pk, 0) for unit in (each.unit, *ancestors(each.unit)))

    most = max((described(each) for each, _ in found), default=0)
    return [(each, weight) for each, weight in found if described(each) == most]
