"""Hamlets as texts name them: "thôn 4", "xóm Tân Thắng", "tổ dân phố 3", with the commune that follows at once.

Found by their shape alone. A hamlet with a name has as many words as begin with capitals, or in a text without
capitals the two that such names mostly have, unless one of them is a word of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feedback.sms.lexicon.reading import vocabulary
from feedback.sms.lexicon.spelling import Word

_WORD = re.compile(r"\w+")
_NUMBERED = (
    *("thôn", "xóm", "khối", "tổ", "bản", "làng", "đội", "khu", "tdp"),
    *("tổ dân phố", "khối phố", "khu phố", "thôn số", "xóm số"),
)
_NAMED = ("thôn", "xóm")
_COMMUNES = ("xã", "x", "phường", "p", "thị trấn", "tt")
_NUMBER = re.compile(r"[0-9]{1,2}[a-z]?")
_GLUED = re.compile(r"(?:thon|xom|khoi|tdp)[0-9]{1,2}[a-z]?")
_NAME = 3  # words at most
_NO_NAME = vocabulary(
    "a ai anh ba ban bao ben bi bo boi bon cac cai cam can canh chi cho chua chung co cu cua cung da dan dang "
    "dau day de den di do doi duoc duoi duong e em gan gi giup het hoac hom hong huyen k khac khong ko la lai "
    "lam lay len ma mat may minh mo moi mong mua na nay ngap ngay nguoi nha nhieu nhu ni nuoc o ong qua ra "
    "rac rat roi sang sau so ta tac tat ten thi thon tinh to toi tren truoc truong tu tui va van vao ve vi "
    "voi vua xa xe xin xom xung yeu"
)
_NO_FIRST = _NO_NAME | vocabulary("dien nam phuong tam thang thanh mot hai bay con")
_BETWEEN = re.compile(r"[\s,.\-–/(;:]*")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text, where it stands, and whether it begins with a capital."""

    word: Word
    start: int
    end: int
    is_capital: bool

    @property
    def plain(self) -> str:
        """The word in small plain letters."""
        return self.word.plain


@dataclass(frozen=True, slots=True)
class Hamlet:
    """Where a hamlet is named: tokens from `first` up to `end`, its own name from `name` on, characters for both."""

    first: int
    name: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words of a text. Where all of it is in capitals, none of them tells a name."""
    shouts = text.isupper()
    return [
        Token(Word.of(found[0]), *found.span(), is_capital=found[0][:1].isupper() and not shouts)
        for found in _WORD.finditer(text)
    ]


def hamlets(text: str, words: Sequence[Token]) -> Iterator[Hamlet]:
    """The hamlets that a text names, in their order."""
    for first, token in enumerate(words):
        if _GLUED.fullmatch(token.plain):
            yield Hamlet(first, first, first + 1)
        elif token.plain in _FIRST_WORDS:
            name = max((first + size for size in _sorts(words, first, _SORTS_NUMBERED)), default=first)
            if first < name < len(words) and _NUMBER.fullmatch(words[name].plain):
                yield Hamlet(first, name, name + 1)
            elif any(_sorts(words, first, _SORTS_NAMED)) and (size := _name(text, words, first + 1)):
                yield Hamlet(first, first + 1, first + 1 + size)


def place_in(text: str) -> str:
    """The first hamlet that a text names, with the commune that follows it at once; empty where it names none."""
    words = tokens(text)
    hamlet = next(hamlets(text, words), None)
    if hamlet is None:
        return ""
    end = hamlet.end
    follows = max((end + size for size in _sorts(words, end, _SORTS_COMMUNE)), default=end)
    size = _name(text, words, follows) if follows > end or hamlet.name + 1 == end else 0
    if size and is_beside(text, words[end - 1], words[end]) and (follows > end or size > 1):
        end = follows + size
    return text[words[hamlet.first].start : words[end - 1].end]


def is_beside(text: str, one: Token, other: Token) -> bool:
    """Whether nothing but signs stands between two words."""
    return _BETWEEN.fullmatch(text, one.end, other.start) is not None


def _sorts(words: Sequence[Token], at: int, sorts: Sequence[Sequence[Word]]) -> Iterator[int]:
    for sort in sorts:
        said = words[at : at + len(sort)]
        if len(said) == len(sort) and all(
            one.word.may_be(name) for one, name in zip(said, sort, strict=True)
        ):
            yield len(sort)


def _name(text: str, words: Sequence[Token], at: int) -> int:
    """How many words from here on are a name."""
    said = list(words[at : at + _NAME])
    if not said or said[0].plain in _NO_FIRST or not said[0].plain.isalpha():
        return 0
    if said[0].is_capital:
        size = next((size for size, token in enumerate(said) if not token.is_capital), len(said))
    else:
        size = 2 if len(said) > 1 and said[1].plain.isalpha() and said[1].plain not in _NO_NAME else 0
        size = 0 if any(token.is_capital for token in said[:size]) else size
    for after in range(1, size):
        if text[said[after - 1].end : said[after].start] != " ":
            return after if said[0].is_capital else 0
    return size


def _as_words(sorts: Sequence[str]) -> list[list[Word]]:
    return [[Word.of(word) for word in sort.split()] for sort in sorts]


_SORTS_NUMBERED, _SORTS_NAMED, _SORTS_COMMUNE = map(_as_words, (_NUMBERED, _NAMED, _COMMUNES))
_FIRST_WORDS = frozenset(sort[0].plain for sort in _SORTS_NUMBERED)
