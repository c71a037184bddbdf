"""Where it happened: the unit that a text names, by its name of today or by a former one, and the words that name it.

The accents that a text does have must be those of the name ("ăn hoa" is not An Hòa). Communes go before districts and
the province, since a text that names both means the nearer one; a name that says its sort ("xã", "p.") goes before one
that does not; then what comes first. The name of a person ("ông Văn Hải") or of a hamlet ("xóm Tân Thắng") names no
commune. Three queries, and what it takes to find the heir of a unit that has ended.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum

from django.db.models import F

from feedback.sms.lexicon.hamlets import Hamlet, Token, hamlets, is_beside, tokens
from feedback.sms.lexicon.spelling import Word
from organization.models import Tier, Unit, UnitAlias
from organization.selectors import current_unit

# Hamlets and departments are not looked up: names like "thôn 1" repeat in every commune.
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
# After these a name of one word is known, too: "ngã tư Giát".
_LANDMARKS = frozenset({("nga", "tu"), ("nga", "ba"), ("ben", "xe"), ("cho",), ("ga",)})
_TITLES = tuple(map(Word.of, ("ông", "bà", "anh", "chị", "cô", "chú", "Nguyễn", "Phạm")))
_ONE_WORD = 4  # letters of a name after a landmark, and two more of one that was two words
_SHARED = 3  # names that begin with one word, and people shorten it: "Q. Thạch"


class _Sort(IntEnum):
    """Whether the text says what sort of unit it names."""

    SAID = 0
    UNSAID = 1


@dataclass(frozen=True, slots=True)
class PlaceNamed:
    """Where a text says that it happened: the unit of the day, where it names one, and its words for the place."""

    unit: Unit | None
    phrase: str


@dataclass(frozen=True, slots=True)
class _Name:
    """A name of a unit without the word for its sort, as one of the ways to write it."""

    unit_id: int
    tier: Tier
    words: tuple[Word, ...]
    is_former: bool
    is_glued: bool = False

    def is_written_as(self, said: Sequence[Token]) -> bool:
        return all(one.word.may_be(other) for one, other in zip(said, self.words, strict=True))


@dataclass(frozen=True, slots=True, order=True)
class _Mention:
    """A name in the text, from one word up to another; the smallest is the one that is meant."""

    tier: int
    sort: _Sort
    position: int
    is_former: bool
    unit_id: int
    start: int
    end: int


def place_named_in(text: str, on: date) -> PlaceNamed | None:
    """The place that the text names, its words as they were typed (in NFC); None when it names none.

    A hamlet without a commune is a place of no unit. Of a hamlet and a commune that stand side by side both are the
    words for it, else the hamlet.
    """
    written = unicodedata.normalize("NFC", text)
    words = tokens(written)
    if not words:
        return None
    names = _names(on)
    found = list(hamlets(written, words, names))
    meant = min(_mentions(words, found, names), default=None)
    unit = _unit_of(meant, on) if meant else None
    if meant is None or unit is None:
        return PlaceNamed(None, _written(written, words, found[0].first, found[0].end)) if found else None
    near = next((each for each in found if _are_beside(written, words, each, meant)), None)
    if near:
        span = min(near.first, meant.start), max(near.end, meant.end)
    elif found:
        span = found[0].first, found[0].end
    else:
        span = meant.start, meant.end
    return PlaceNamed(unit, _written(written, words, *span))


def _unit_of(meant: _Mention, on: date) -> Unit | None:
    unit = current_unit(Unit.objects.select_related("parent").get(pk=meant.unit_id), on)
    return unit if unit.exists_on(on) else None


def _written(text: str, words: Sequence[Token], first: int, end: int) -> str:
    return text[words[first].start : words[end - 1].end]


def _are_beside(text: str, words: Sequence[Token], hamlet: Hamlet, meant: _Mention) -> bool:
    """Whether nothing stands between the hamlet and the commune, or one is in the other."""
    if hamlet.end <= meant.start:
        return hamlet.end == meant.start and is_beside(text, words[hamlet.end - 1], words[meant.start])
    if meant.end <= hamlet.first:
        return meant.end == hamlet.first and is_beside(text, words[meant.end - 1], words[hamlet.first])
    return True


def _names(on: date) -> dict[tuple[str, ...], list[_Name]]:
    """Every name by which a unit is or was called, by its plain words."""
    known = Unit.objects.filter(tier__in=_NEAREST_FIRST, valid_from__lte=on)
    aliases = UnitAlias.objects.filter(unit__in=known).annotate(tier=F("unit__tier"))
    rows = [(*row, False) for row in known.values_list("pk", "name", "tier", "valid_to")]
    rows += [(*row, None, True) for row in aliases.values_list("unit_id", "name", "tier")]
    written = []
    for pk, name, tier, valid_to, is_alias in rows:
        words = tuple(Word.of(word) for word in unicodedata.normalize("NFC", name).split())
        plain = tuple(word.plain for word in words)
        start = next((size for size in (2, 1) if plain[:size] in _SORTS and len(plain) > size), 0)
        is_former = is_alias or (valid_to is not None and valid_to < on)
        written.append(_Name(pk, Tier(tier), words[start:], is_former))
    return _by_spelling(written)


def _by_spelling(written: Sequence[_Name]) -> dict[tuple[str, ...], list[_Name]]:
    """The names by their words, by these in one ("quynhdien"), and with a first word that many share shortened."""
    shared = Counter(
        first for first, *_more in {tuple(word.plain for word in name.words) for name in written}
    )
    names: dict[tuple[str, ...], list[_Name]] = defaultdict(list)
    for name in written:
        spellings = [name]
        if len(name.words) > 1:
            spellings.append(replace(name, words=(_in_one(name.words),), is_glued=True))
            if shared[name.words[0].plain] >= _SHARED:
                letter = Word.of(name.words[0].plain[0])
                spellings.append(replace(name, words=(letter, *name.words[1:])))
        for spelling in spellings:
            names[tuple(word.plain for word in spelling.words)].append(spelling)
    return names


def _in_one(words: Sequence[Word]) -> Word:
    accents: Counter[str] = Counter()
    for word in words:
        accents.update(word.accents)
    return Word("".join(word.plain for word in words), accents)


def _mentions(
    words: Sequence[Token], found: Sequence[Hamlet], names: dict[tuple[str, ...], list[_Name]]
) -> Iterator[_Mention]:
    """The names in a text, the longest at each place; one short word alone is a name only after its sort."""
    plain = tuple(token.plain for token in words)
    of_hamlets = {each.name for each in found if not plain[each.name][:1].isdecimal()}
    longest, start, last = max(map(len, names), default=0), 0, -1
    while start < len(words):
        tier, before = _sort_before(plain, start)
        if start in of_hamlets or (tier is None and start != last and _is_person(words, start)):
            start += 1
            continue
        for size in range(min(longest, len(words) - start), 0, -1):
            end = start + size
            mentions = [
                _Mention(
                    _NEAREST_FIRST.index(name.tier),
                    _Sort.UNSAID if tier is None else _Sort.SAID,
                    start,
                    name.is_former,
                    name.unit_id,
                    start - before,
                    end,
                )
                for name in names.get(plain[start:end], ())
                if tier in (None, name.tier)
                and (tier or size > 1 or _says_enough(plain, start, name))
                and name.is_written_as(words[start:end])
            ]
            if mentions:
                yield from mentions
                start, last = end - 1, end
                break
        start += 1


def _says_enough(plain: tuple[str, ...], start: int, name: _Name) -> bool:
    """Whether one word is a name without its sort: two written in one, or after a landmark that bears it."""
    letters = len(name.words[0].plain)
    if name.is_glued:
        return letters >= _ONE_WORD + 2
    before = {plain[max(start - 2, 0) : start], plain[max(start - 1, 0) : start]}
    return letters >= _ONE_WORD and not _LANDMARKS.isdisjoint(before)


def _is_person(words: Sequence[Token], start: int) -> bool:
    """Whether the word before a name makes it a person's: "chị Quỳnh Anh"; not the end of "địa chỉ"."""
    if start == 0 or (start > 1 and words[start - 2].plain == "dia"):
        return False
    return any(words[start - 1].word.may_be(title) for title in _TITLES)


def _sort_before(plain: tuple[str, ...], start: int) -> tuple[Tier | None, int]:
    """The tier that the words before a name speak of, and how many words they are."""
    for size in (2, 1):
        if start >= size and (tier := _SORTS.get(plain[start - size : start])):
            return tier, size
    return None, 0
