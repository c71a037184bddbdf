"""How words are spelled on a telephone: keys of Telex and VNI that stayed in, shorthand, dialect, and mistakes.

Everything here works on plain letters, except that a word whose accents say another word is not taken for shorthand:
"nỏ" is "không" in Nghệ An, and "nó" is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from feedback.sms.lexicon.reading import Text
from organization.names import fold

_SYLLABLE = re.compile(r"([^aeiouyw0-9]*)([a-z0-9]+)")
_LONGEST = 12  # letters of a word, keys and all; longer ones would only cost time
_KEYS = re.compile(r"[sfrxjwz]")  # no Vietnamese word has one of these after its vowel
_DOUBLED = re.compile(r"([aeo])\1")
_VNI = re.compile(r"(?<![a-z0-9])[a-z]+[1-9]{1,2}[a-z]")
_TOKEN = re.compile(r"[^\W_]+")
# Hỏi and ngã sound alike in Nghệ An and are written for each other.
_TILDE, _HOOK = "\u0303", "\u0309"

# A word, and how else it is written: with the accents that it may have, or (after "=") that it must have.
_SHORTHAND = {
    "khong": "ko k kg kh hok hk khg khog k0 hông nỏ chẳng no not",
    "chua": "chưa ch chx chửa",
    "duoc": "được dc đc dk đk",
    "roi": "rồi r rui roai oi oy",
    "da": "đã dã",
    "vang": "vâng vg dạ yes yeah yep uh uk uhm um ừ ờ ừm",
    "ok": "oke okie oki okay okey",
    "xong": "xog xg song done finished fixed solved resolved",
    "gi": "gì j chi ji",
    "dau": "đâu mô",
    "vay": "vậy z zay rứa",
    "van": "vẫn vãn",
    "the nao": "ntn răng",
    "ket qua": "status result",
    "bay gio": "bjo bh bgio h",
    "thay": "=chộ",
    "lam": "mần",
    "nay": "ni",
    "dung": "đúng đg",
    "voi": "vs",
}


@dataclass(frozen=True, slots=True)
class Word:
    """One word in small plain letters, and the accents it was written with."""

    plain: str
    accents: Counter[str]

    @staticmethod
    @lru_cache(maxsize=4096)
    def of(written: str) -> Word:
        """The word as written, Telex keys taken out."""
        letters = unicodedata.normalize("NFD", written.lower().replace("đ", "d\u0335"))
        marks = (letter.replace(_TILDE, _HOOK) for letter in letters if unicodedata.combining(letter))
        return Word(undone(fold(written)), Counter(marks))

    def may_be(self, name: Word) -> bool:
        """Whether the name may be meant: the same letters, and no accent that the name has not."""
        return self.plain == name.plain and self.accents <= name.accents


def undone(plain: str) -> str:
    """A word without keys of Telex: "phanr" gives "phan", "dduwowcj" gives "duoc"."""
    found = _SYLLABLE.fullmatch(plain) if len(plain) <= _LONGEST else None
    if not found:
        return plain
    start, rest = found.groups()
    return ("d" if start == "dd" else start) + _DOUBLED.sub(r"\1", _KEYS.sub("", rest)) or plain


def undone_vni(plain: str) -> str:
    """A word without keys of VNI, also at its end: "pha3n" gives "phan", "gia1" gives "gia"."""
    start = "d" + plain[2:] if plain.startswith("d9") else plain
    return start if start.isdecimal() else re.sub("[1-9]", "", start)


def spelled_out(said: Text) -> str:
    """The words of a text one by one, each in plain letters and written out: "xog r nhé" gives "xong roi nhe"."""
    if _VNI.search(said.plain):
        return " ".join(undone_vni(found[0]) for found in _TOKEN.finditer(said.plain))
    return " ".join(
        _spelled_out(said.words[slice(*found.span())], found[0]) for found in _TOKEN.finditer(said.plain)
    )


def _spelled_out(written: str, plain: str) -> str:
    meant = _MEANT.get(plain)
    if meant is None:
        return undone(plain)
    accents = Word.of(written).accents
    fits = (full for spelling, must, full in meant if (spelling == accents if must else accents <= spelling))
    return next(fits, plain if all(must for _spelling, must, _full in meant) else f"{plain}_")


def one_mistake(typed: str, name: str) -> bool:
    """Whether one letter is missing, extra or wrong, or two neighbours changed places."""
    if abs(len(typed) - len(name)) > 1:
        return False
    start = next(
        (at for at, (a, b) in enumerate(zip(typed, name, strict=False)) if a != b), min(len(typed), len(name))
    )
    left, right = typed[start:], name[start:]
    if left[:2] == right[1::-1] and left[2:] == right[2:]:
        return True
    return left[1:] == right[1:] or left[1:] == right or left == right[1:]


def _shorthand() -> dict[str, list[tuple[Counter[str], bool, str]]]:
    meant: dict[str, list[tuple[Counter[str], bool, str]]] = {}
    for full, spellings in _SHORTHAND.items():
        for written in spellings.split():
            spelling = Word.of(written.removeprefix("="))
            must = written.startswith("=")
            meant.setdefault(fold(written.removeprefix("=")), []).append((spelling.accents, must, full))
    return meant


_MEANT = _shorthand()
