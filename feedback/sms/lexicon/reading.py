"""A text as it was typed and, letter by letter, in small plain letters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from organization.names import fold

# Marks that nobody sees or that turn the text around; between Latin letters also the two that other scripts need.
_UNSEEN = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+|(?<=[a-zA-ZÀ-ỹ])[\u200c\u200d]+(?=[a-zA-ZÀ-ỹ])"
)
# What no person can read and no database keeps. Lines and tabs stay.
_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_EDGE = " \t\r\n:;,.-–—/"
_WORD = re.compile(r"[^\W\d_]+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_GLUED = re.compile(r"[abcdeghiklmnopqrstuvxy]{15,}")
_VOWELS = re.compile(r"[aeiouy]+")
_LETTERS = 6  # different ones at least: "hahahaha…" is no sentence


@dataclass(frozen=True)
class Text:
    """The words as typed, and their plain form of the same length."""

    words: str
    plain: str

    @cached_property
    def count(self) -> int:
        """How many words of letters it has: syllables where spaces were left out or the script has none."""
        words = _WORD.findall(self.plain)
        count = len(words) + len(_UNSPACED.findall(self.plain)) // 2
        return count + sum(len(_VOWELS.findall(word)) - 1 for word in words if _is_glued(word))

    def cut(self, start: int, end: int) -> Text:
        """The characters from `start` to `end`."""
        return Text(self.words[start:end], self.plain[start:end])

    def after(self, end: int) -> Text:
        """What follows the first `end` characters, without the signs in between."""
        start = len(self.words) - len(self.words[end:].lstrip(_EDGE))
        return Text(self.words[start:], self.plain[start:])

    def before(self, start: int) -> Text:
        """The first `start` characters, without the signs at their end."""
        end = len(self.words[:start].rstrip(_EDGE))
        return Text(self.words[:end], self.plain[:end])


def read(text: str) -> Text:
    """The text in composed letters (NFC), lines kept, without what no person can read and no database keeps."""
    seen = _UNREADABLE.sub(" ", _UNSEEN.sub("", text))
    words = unicodedata.normalize("NFC", seen).strip()
    return Text(words, "".join(map(_plain, words)))


def vocabulary(listed: str) -> frozenset[str]:
    """The words of a list with spaces between them."""
    return frozenset(listed.split())


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    """One character for one character: what has no plain form of its own length is no letter of a keyword."""
    if letter.isspace():
        return "\n" if letter == "\n" else " "
    folded = fold(letter)
    return folded if len(folded) == 1 else "_"


def _is_glued(word: str) -> bool:
    return _GLUED.fullmatch(word) is not None and len(set(word)) >= _LETTERS
