"""The words of text messages: how they are read without accents, and the patterns that meanings are made of.

Patterns look at the plain form of a text, which is as long as the text itself: what follows a match is cut from both
at the same place, so that the words on record keep their accents.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from cases.codes import LENGTH, read_code
from organization.names import fold

TYPO = 6  # letters make a keyword long enough to be known with one mistake in it

# Control characters, and marks that nobody sees or that turn the text around. Lines and tabs stay.
_UNREADABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]+"
)
_EDGE = " \t\r\n:;,.-–—/"
_WORD = re.compile(r"[^\W\d_]+")

_NAMING = r"[\W_]*(?:(?:ma so|ma|so|phan anh|pa|don)[\W_]*)?"
_DIGITS = rf"[0-9](?:[ .\-]?[0-9]){{{LENGTH - 1}}}"
_OUT_OF = r"(?:\s*(?:/\s*(?P<out_of>[0-9]+)|\*|(?:sao|diem)(?![a-z])))"
_SCORE_WORDS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5}

_KEYWORD = re.compile(r"[\W_]*(?P<one>[^\W\d_]+)(?:[\s.\-]*(?P<two>[^\W\d_]+))?")
_ANONYMOUS = re.compile(r"[\W_]*(?:an ?danh|giau ?ten)(?![a-z])")
_CODE = re.compile(rf"{_NAMING}(?P<typed>{_DIGITS})(?![0-9]{{2}})")
_NUMBER = re.compile(rf"{_NAMING}(?P<typed>[0-9](?:[ .\-]?[0-9])*)")
_DIGIT_AND_CODE = re.compile(
    rf"[\W_]*(?P<digit>[1-5])(?P<gap>[\W_]*)(?:pa[\W_]*)?(?P<typed>{_DIGITS})(?![0-9])"
)
_CODE_AND_DIGIT = re.compile(rf"{_NAMING}(?P<typed>{_DIGITS})[\W_]*(?P<digit>[1-5])[\W_]*")
_SCORE = re.compile(
    rf"[\W_]*(?P<score>[0-9]+|(?:{'|'.join(_SCORE_WORDS)})(?![a-z]))(?P<sure>{_OUT_OF}|(?=\W*$))?"
)
_ONLY_SCORE = re.compile(rf"(?P<score>[0-9]{{1,2}}|{'|'.join(_SCORE_WORDS)}){_OUT_OF}?\W*")
_ANSWER = re.compile(rf"[\W_]*(?P<digit>[1-5]){_OUT_OF}?(?=$|[\s,.:;!)\-](?!\s*[0-9]))")
_NOT_DONE = re.compile(r"[\W_]*(?:(?P<yet>chua)|(?:khong|ko|k) (?:dong y|xong|duoc))(?![a-z])")
_YET = frozenset({"chua", "chưa"})  # and neither chùa nor chữa nor chứa
_COURTESY = re.compile(
    r"[\W_]*(?:(?:a|ah|bo|cac|cam|can|chi|co|da|dong|duoc|nhe|nhieu|ok|on|rat|roi|tot|vang|xong|y)(?![a-z])[\W_]*)*"
)
_DONE = re.compile(r"(?:xong|dong y)(?![a-z])")
# "2 ngày nay mất nước" begins with a number that counts something, not with an answer.
_COUNTED = re.compile(
    r"(?:bao|cai|cay|chiec|dem|doan|em|gio|hom|khoi|lan|met|nam|ngan|nghin|ngay|ngoi|nguoi|nha|phut|thang|thon|thung|to"
    r"|trieu|tuan|ty|vu|xa|xe|xom)(?![a-z])"
)


@dataclass(frozen=True)
class Text:
    """A text as it was typed, and letter by letter in small plain letters."""

    words: str
    plain: str

    @property
    def count(self) -> int:
        """How many words of letters it has."""
        return sum(1 for _ in _WORD.finditer(self.plain))

    def after(self, end: int) -> Text:
        """What follows the first `end` characters, without the signs in between."""
        start = len(self.words) - len(self.words[end:].lstrip(_EDGE))
        return Text(self.words[start:], self.plain[start:])


@dataclass(frozen=True)
class Found:
    """A keyword by its name in the list, and what follows it."""

    name: str
    rest: Text


def read(text: str) -> Text:
    """The text in composed letters (NFC), lines kept, without what no person can read and no database keeps."""
    words = _UNREADABLE.sub(" ", unicodedata.normalize("NFC", text)).strip()
    return Text(words, "".join(map(_plain, words)))


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    """One character for one character: what has no plain form of its own length is no letter of a keyword."""
    if letter.isspace():
        return " "
    folded = fold(letter)
    return folded if len(folded) == 1 else "_"


def keyword(said: Text, names: Collection[str], words_of_their_own: Collection[str]) -> Found | None:
    """The keyword in front, written as one word or as two, one mistake allowed in a long one."""
    found = _KEYWORD.match(said.plain)
    if not found:
        return None
    one, two = found["one"], found["two"]
    written = [(one + two, found.end("two"))] if two else []
    if written and written[0][0] in words_of_their_own:
        return None
    written.append((one, found.end("one")))
    for typed, end in written:
        if typed in names:
            return Found(typed, said.after(end))
    for typed, end in written:
        for name in names:
            if len(name) >= TYPO and _one_mistake(typed, name):
                return Found(name, said.after(end))
    return None


def _one_mistake(typed: str, name: str) -> bool:
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


def after_anonymous(said: Text) -> Text | None:
    """What follows the wish to stay unnamed ("ẩn danh"); None where it is not said."""
    found = _ANONYMOUS.match(said.plain)
    return said.after(found.end()) if found else None


def code_in_front(said: Text) -> tuple[str, Text]:
    """The code as it was typed, right or wrong, and what follows: "123456715" is a code and the digit 5."""
    found = _CODE.match(said.plain)
    if found and (read_code(found["typed"]) or not said.plain[found.end() :][:1].isdecimal()):
        return found["typed"], said.after(found.end())
    return "", said


def digit_and_code(said: Text) -> tuple[int, str, Text] | None:
    """The digit of an answer with its code, in either order, and what follows; a wrong code only where nothing does."""
    before = _DIGIT_AND_CODE.match(said.plain)
    if before and read_code(before["typed"]):
        return int(before["digit"]), before["typed"], said.after(before.end())
    behind = _CODE_AND_DIGIT.fullmatch(said.plain)
    if behind and read_code(behind["typed"]):
        return int(behind["digit"]), behind["typed"], Text("", "")
    if before and before["gap"] and before.end() == len(said.plain):
        return int(before["digit"]), before["typed"], Text("", "")
    return None


def number_in_front(said: Text) -> str:
    """The digits that a text begins with, as typed."""
    found = _NUMBER.match(said.plain)
    return found["typed"] if found else ""


def number_alone(said: Text) -> str:
    """The digits of a text that has nothing else but a word like "mã số"."""
    found = _NUMBER.match(said.plain)
    return found["typed"] if found and not said.plain[found.end() :].strip(_EDGE + "_") else ""


def is_like_a_code(number: str) -> bool:
    """Whether so many digits are a code with a mistake in it, rather than a year or a telephone number."""
    return abs(sum(digit.isdecimal() for digit in number) - LENGTH) <= 1


def score_in_front(said: Text, *, surely: bool = False) -> tuple[int | None, Text]:
    """The score from 1 to 5, and what follows. `surely`: a number alone is none unless it says so ("5 sao", "4/5")."""
    found = _SCORE.match(said.plain)
    if not found or (found["sure"] is None and (surely or found["score"] in _SCORE_WORDS)):
        return None, said
    score = _SCORE_WORDS.get(found["score"]) or int(found["score"][:3])
    if found["out_of"] not in (None, "5") or not 1 <= score <= 5:
        return None, said
    return score, said.after(found.end())


def is_number(said: Text) -> bool:
    """Whether the text is a number and nothing else: "5", "4/5", "năm sao", "10"."""
    return _ONLY_SCORE.fullmatch(said.plain) is not None


def lone_digit(said: Text) -> int | None:
    """The digit that is the whole text."""
    found = _ONLY_SCORE.fullmatch(said.plain)
    return int(found["score"]) if found and len(found["score"]) == 1 else None


def answer_in_front(said: Text) -> tuple[int | None, Text]:
    """The digit that answers a prompt, and the words after it; None for a number that counts or measures."""
    found = _ANSWER.match(said.plain)
    if not found or found["out_of"] not in (None, "5"):
        return None, said
    rest = said.after(found.end())
    return (None, said) if _COUNTED.match(rest.plain) else (int(found["digit"]), rest)


def is_courtesy(said: Text) -> bool:
    """Whether the text is empty or only polite: "cảm ơn", "đã xong rồi"."""
    return _COURTESY.fullmatch(said.plain) is not None


def says_done(said: Text) -> bool:
    """Whether the text says, in few words, that it is solved: "đã xong rồi", "đồng ý"."""
    return is_courtesy(said) and _DONE.search(said.plain) is not None


def says_not_done(said: Text) -> bool:
    """Whether the text begins by saying that it is not solved: "chưa", "không đồng ý"."""
    found = _NOT_DONE.match(said.plain)
    if not found or found["yet"] is None:
        return found is not None
    return said.words[slice(*found.span("yet"))].lower() in _YET
