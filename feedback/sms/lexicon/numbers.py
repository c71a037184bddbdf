"""Numbers in texts: codes of cases, scores, and the digits that answer a prompt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cases.codes import LENGTH, read_code
from feedback.sms.lexicon.reading import Text

_NAMING = (
    r"[\W_]*(?:(?:ma so|ma|so|phan anh|pa|don|vu|viec|cho|cua|khoi|toi|dien thoai|kien nghi|khieu nai)"
    r"[\W_]*){0,8}"
)
# The letter O is typed for the digit; nobody groups by letters.
_DIGITS = rf"(?:[0-9]|o(?=[0-9]))(?:[ .\-]?[0-9]|o){{{LENGTH - 1}}}"
_SPOKEN_DIGITS = {
    "khong": "0",
    "mot": "1",
    "hai": "2",
    "ba": "3",
    "bon": "4",
    "tu": "4",
    "nam": "5",
    "lam": "5",
    "sau": "6",
    "bay": "7",
    "tam": "8",
    "chin": "9",
}
_SPOKEN_DIGIT = rf"(?:{'|'.join(_SPOKEN_DIGITS)})(?![a-z])"
_SPOKEN = rf"{_SPOKEN_DIGIT}(?:[ ,.\-]{{1,2}}{_SPOKEN_DIGIT}){{{LENGTH - 1}}}"
_OUT_OF = r"(?:\s*(?:/\s*(?P<out_of>[0-9]+)|[*⭐★]|(?:sao|diem)(?![a-z])))"
_SCORE_WORDS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5}

_CODE = re.compile(rf"{_NAMING}(?P<typed>{_DIGITS}|{_SPOKEN})(?![0-9]{{2}})")
_CODE_INSIDE = re.compile(rf"(?<![0-9a-z.,/\-])(?:pa[\W_]{{0,2}})?(?P<typed>{_DIGITS})(?![ .\-/]?[0-9])")
_NUMBER = re.compile(rf"{_NAMING}(?P<typed>[0-9](?:[ .\-]?[0-9])*)")
_DIGIT_AND_CODE = re.compile(
    rf"[\W_]*(?:(?:so|nhan|chon|bam)[\W_]*)?(?P<digit>[1-5])(?P<gap>[\W_]*)"
    rf"(?:(?:pa|ma so|ma|cho)[\W_]*)*(?P<typed>{_DIGITS})(?![0-9])"
)
_CODE_AND_DIGIT = re.compile(rf"{_NAMING}(?P<typed>{_DIGITS})[\W_]*(?P<digit>[1-5])[\W_]*")
# A day with its year, or a sum of money, has as many digits as a code.
_DAY_OR_SUM = re.compile(r"[0-3]?[0-9]([ .\-])[01]?[0-9]\1(?:19|20)[0-9]{2}|[0-9]{1,3}(?:\.[0-9]{3})+")
_SCORE = re.compile(
    rf"[\W_]*(?P<score>[0-9]+|(?:{'|'.join(_SCORE_WORDS)})(?![a-z]))(?P<sure>(?P<scale>{_OUT_OF})|(?=[\W_]*$))?"
)
_ONLY_SCORE = re.compile(rf"[\W_]*(?P<score>[0-9]{{1,2}}|{'|'.join(_SCORE_WORDS)}){_OUT_OF}?[\W_]*")
_FRACTION = re.compile(r"[\W_]*[0-9]+[.,][0-9]+(?:\s*(?:sao|diem))?[\W_]*")
_STARS = re.compile("(?:[*⭐★🌟]\ufe0f?\\s*){1,5}")
_ANSWER = re.compile(rf"[\W_]*(?P<digit>[1-5])[\ufe0f\u20e3]*{_OUT_OF}?(?=$|[\s,.:;!)\-](?!\s*[0-9]))")
# "2 ngày nay mất nước" begins with a number that counts something, not with an answer.
_COUNTED = re.compile(
    r"(?:bao|cai|cay|chiec|con (?:bo|trau|lon|ga|vit|cho|meo|de|ngua|duong|muong|song|suoi|dao)|dem|doan|em|gia dinh"
    r"|gio|hom|ho|khoi|lan|met|nam|ngan|nghin|ngay|ngoi|nguoi|nha|phut|thang|thon|thung|tieng|to|trieu|tuan|ty|vu|xa|xe|xom)"
    r"(?![a-z])"
)


def code_in_front(said: Text) -> tuple[str, Text]:
    """The code as it was typed, right or wrong, and what follows: "123456715" is a code and the digit 5."""
    found = _CODE.match(said.plain)
    if not found or _DAY_OR_SUM.fullmatch(found["typed"]):
        return "", said
    typed = digits_of(found["typed"])
    if valid_code(typed) or not said.plain[found.end() :][:1].isdecimal():
        return typed, said.after(found.end())
    return "", said


def digits_of(typed: str) -> str:
    """What was typed as digits, those that were spoken or are letters put right."""
    if typed[:1].isdecimal() or typed[:2].endswith(tuple("0123456789")):
        return typed.replace("o", "0")
    return "".join(_SPOKEN_DIGITS[word] for word in re.findall("[a-z]+", typed))


def valid_code(typed: str) -> str:
    """The code that these digits are; empty where they are none. A longer number is somebody's telephone."""
    code = read_code(typed)
    return code if code and len(code) == LENGTH else ""


def codes_inside(said: Text) -> Iterator[tuple[str, int, int]]:
    """The valid codes anywhere in a text, and where each begins and ends."""
    for found in _CODE_INSIDE.finditer(said.plain):
        if (code := valid_code(digits_of(found["typed"]))) and not _DAY_OR_SUM.fullmatch(found["typed"]):
            yield code, found.start(), found.end()


def digit_and_code(said: Text) -> tuple[int, str, Text] | None:
    """The digit of an answer with its code, in either order, and what follows; a wrong code only where nothing does."""
    before = _DIGIT_AND_CODE.match(said.plain)
    if before and valid_code(digits_of(before["typed"])):
        return int(before["digit"]), digits_of(before["typed"]), said.after(before.end())
    behind = _CODE_AND_DIGIT.fullmatch(said.plain)
    if behind and valid_code(digits_of(behind["typed"])):
        return int(behind["digit"]), digits_of(behind["typed"]), Text("", "")
    if before and before["gap"] and before.end() == len(said.plain):
        return int(before["digit"]), digits_of(before["typed"]), Text("", "")
    return None


def number_in_front(said: Text) -> str:
    """The digits that a text begins with, as typed."""
    found = _NUMBER.match(said.plain)
    return found["typed"] if found else ""


def number_alone(said: Text) -> str:
    """The digits of a text that has nothing else but a word like "mã số"; nothing for a day or a sum of money."""
    found = _CODE.fullmatch(said.plain) or _NUMBER.match(said.plain)
    if not found or _DAY_OR_SUM.fullmatch(found["typed"]) or said.plain[found.end() :].strip(" :;,.-–—/_\n"):
        return ""
    return digits_of(found["typed"])


def is_like_a_code(number: str) -> bool:
    """Whether so many digits are a code with a mistake in it, rather than a year or a telephone number."""
    return abs(sum(digit.isdecimal() for digit in number) - LENGTH) <= 1


def score_in_front(said: Text, *, surely: bool = False, scaled: bool = False) -> tuple[int | None, Text]:
    """The score from 1 to 5, and what follows.

    `surely`: a number before other words is none unless it says so; `scaled`: none ever is ("5 sao", "4/5" are).
    """
    found = _SCORE.match(said.plain)
    if not found or (found["sure"] is None and (surely or found["score"] in _SCORE_WORDS)):
        return None, said
    if scaled and found["scale"] is None:
        return None, said
    score = _SCORE_WORDS.get(found["score"]) or int(found["score"][:3])
    rest = said.after(found.end())
    if found["out_of"] not in (None, "5") or not 1 <= score <= 5 or counts(rest):
        return None, said
    return score, rest


def is_number(said: Text) -> bool:
    """Whether the text is a number and nothing else: "5", "4/5", "năm sao", "10"."""
    return _ONLY_SCORE.fullmatch(said.plain) is not None


def is_fraction(said: Text) -> bool:
    """Whether the text is a number between two scores: "4,5"."""
    return _FRACTION.fullmatch(said.plain) is not None


def lone_digit(said: Text) -> int | None:
    """The digit that is the whole text."""
    found = _ONLY_SCORE.fullmatch(said.plain)
    score = found["score"] if found else ""
    return int(score) if len(score) == 1 and score.isascii() else None


def stars_alone(said: Text) -> int | None:
    """How many stars a text of nothing but stars has, five at most."""
    return sum(said.plain.count(star) for star in "*⭐★🌟") if _STARS.fullmatch(said.plain) else None


def answer_in_front(said: Text) -> tuple[int | None, Text]:
    """The digit that answers a prompt, and the words after it; None for a number that counts or measures."""
    found = _ANSWER.match(said.plain)
    if not found or found["out_of"] not in (None, "5"):
        return None, said
    rest = said.after(found.end())
    return (None, said) if counts(rest) else (int(found["digit"]), rest)


def counts(rest: Text) -> bool:
    """Whether a number before these words counts or measures something."""
    return _COUNTED.match(rest.plain) is not None
