"""Where it happened: the unit that a text names, with or without accents, by its name of today or by a former one.

The accents that a text does have must be those of the name ("ăn hoa" is not An Hòa). Communes go before districts and
the province, since a text that names both means the nearer one; a name that says its sort ("xã", "p.") goes before one
that does not; then what comes first. Three queries, and what it takes to find the heir of a unit that has ended.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from django.db.models import F

from organization.models import Tier, Unit, UnitAlias
from organization.names import fold
from organization.selectors import current_unit

# Hamlets and departments are not looked for: names like "thôn 1" repeat in every commune.
_NEAREST_FIRST = (Tier.COMMUNE, Tier.DISTRICT, Tier.PROVINCE)
_SORTS = {
    ("xa",): Tier.COMMUNE,
    ("x",): Tier.COMMUNE,
    ("phuong",): Tier.COMMUNE,
    ("p",): Tier.COMMUNE,
    ("thi", "tran"): Tier.COMMUNE,
    ("tt",): Tier.COMMUNE,
    ("huyen",): Tier.DISTRICT,
    ("h",): Tier.DISTRICT,
    ("thi", "xa"): Tier.DISTRICT,
    ("tx",): Tier.DISTRICT,
    ("thanh", "pho"): Tier.DISTRICT,
    ("tp",): Tier.DISTRICT,
    ("tinh",): Tier.PROVINCE,
}
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class PlaceNamed:
    """Where a text says that it happened: the unit of the day, where it names one, and its words for the place."""

    unit: Unit | None
    phrase: str


class _Sort(IntEnum):
    """Whether the text says what sort of unit it names."""

    SAID = 0
    UNSAID = 1


@dataclass(frozen=True, slots=True)
class _Word:
    """One word in small plain letters, and the accents it was written with."""

    plain: str
    accents: Counter[str]

    @classmethod
    def of(cls, written: str) -> _Word:
        letters = unicodedata.normalize("NFD", written.lower().replace("đ", "d\u0335"))
        return cls(fold(written), Counter(letter for letter in letters if unicodedata.combining(letter)))


@dataclass(frozen=True, slots=True)
class _Name:
    """A name of a unit without the word for its sort."""

    unit_id: int
    tier: Tier
    words: tuple[_Word, ...]
    is_former: bool

    def is_written_as(self, said: tuple[_Word, ...]) -> bool:
        return all(one.accents <= other.accents for one, other in zip(said, self.words, strict=True))


@dataclass(frozen=True, slots=True, order=True)
class _Mention:
    """A name in the text; the smallest is the one that is meant."""

    tier: int
    sort: _Sort
    position: int
    is_former: bool
    unit_id: int


def unit_named_in(text: str, on: date) -> Unit | None:
    """The unit of the day that the text names, or that took the place of the one it names; None when it names none."""
    words = _words(text)
    meant = min(_mentions(words, _names(on)), default=None) if words else None
    if meant is None:
        return None
    unit = current_unit(Unit.objects.select_related("parent").get(pk=meant.unit_id), on)
    return unit if unit.exists_on(on) else None


def place_named_in(text: str, on: date) -> PlaceNamed | None:
    """The unit that the text names, as `unit_named_in` finds it, and the phrase that names it."""
    unit = unit_named_in(text, on)
    return PlaceNamed(unit, unit.name) if unit else None


def _words(text: str) -> tuple[_Word, ...]:
    return tuple(_Word.of(written) for written in _WORD.findall(unicodedata.normalize("NFC", text)))


def _names(on: date) -> dict[tuple[str, ...], list[_Name]]:
    """Every name by which a unit is or was called, by its plain words."""
    known = Unit.objects.filter(tier__in=_NEAREST_FIRST, valid_from__lte=on)
    aliases = UnitAlias.objects.filter(unit__in=known).annotate(tier=F("unit__tier"))
    rows = [(*row, False) for row in known.values_list("pk", "name", "tier", "valid_to")]
    rows += [(*row, None, True) for row in aliases.values_list("unit_id", "name", "tier")]
    names: dict[tuple[str, ...], list[_Name]] = defaultdict(list)
    for pk, written, tier, valid_to, is_alias in rows:
        words = _words(written)
        plain = tuple(word.plain for word in words)
        start = next((size for size in (2, 1) if plain[:size] in _SORTS and len(plain) > size), 0)
        is_former = is_alias or (valid_to is not None and valid_to < on)
        names[plain[start:]].append(_Name(pk, Tier(tier), words[start:], is_former))
    return names


def _mentions(words: tuple[_Word, ...], names: dict[tuple[str, ...], list[_Name]]) -> Iterator[_Mention]:
    """The names in a text, the longest at each place; one word alone is a name only after the word for its sort."""
    plain = tuple(word.plain for word in words)
    longest, start = max(map(len, names), default=0), 0
    while start < len(words):
        said = _sort_before(plain, start)
        for size in range(min(longest, len(words) - start), 1 if said is None else 0, -1):
            end = start + size
            found = [
                _Mention(
                    _NEAREST_FIRST.index(name.tier),
                    _Sort.UNSAID if said is None else _Sort.SAID,
                    start,
                    name.is_former,
                    name.unit_id,
                )
                for name in names.get(plain[start:end], ())
                if said in (None, name.tier) and name.is_written_as(words[start:end])
            ]
            if found:
                yield from found
                start = end - 1
                break
        start += 1


def _sort_before(plain: tuple[str, ...], start: int) -> Tier | None:
    """The tier that the word before a name speaks of."""
    return _SORTS.get(plain[max(start - 2, 0) : start]) or _SORTS.get(plain[max(start - 1, 0) : start])
