"""The keywords that texts begin with, and how they are found: whole, glued to what follows, or with one mistake.

A keyword of one mistake or with keys of Telex or VNI in it has six letters or more, so that no ordinary short word is
taken for one. Short keywords (PA, KN …) are no words of the language: no Vietnamese word begins with their letters, so
they are known glued to the first word, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cases.vocabulary import Kind
from feedback.sms.lexicon.reading import Text
from feedback.sms.lexicon.spelling import Word, one_mistake, undone, undone_vni
from feedback.sms.meaning import Intent
from organization.names import fold

TYPO = 6  # letters make a keyword long enough to be known with one mistake in it
GLUED = 5  # and so many to be known where the words after it are glued to it

_BETWEEN = r"[\s.,/_\-]*"
_KEYWORD = re.compile(rf"[\W_]*(?P<one>[^\W\d_]+)(?:{_BETWEEN}(?P<two>[^\W\d_]+))?")
_VNI_WORD = r"[a-z]+(?:[1-9]{1,2}[a-z]+)*[1-9]{0,2}(?![a-z0-9])"
_VNI = re.compile(rf"[\W_]*(?P<one>{_VNI_WORD})(?:[\s.\-]*(?P<two>{_VNI_WORD}))?")
_AGAIN = re.compile(r"(?:[\W_]*(?:pa|kn|gy)(?![a-z0-9]))*")
# Words of other languages that begin like a short keyword.
_FOREIGN = re.compile(r"pa(?:ge|id|in|ne|no|nt|per|ra|rent|rk|rt|ss|st|te|tient|y)|kn[eio]")


@dataclass(frozen=True)
class Command:
    """What a keyword stands for.

    `short` keywords are no words of the language and are always commands; those that `needs_a_code` are ordinary
    words, commands only with a code or the name of a case after them.
    """

    intent: Intent
    kind: Kind | None = None
    anonymous: bool = False
    short: bool = False
    needs_a_code: bool = False


@dataclass(frozen=True)
class Found:
    """A keyword in front, what follows it, and whether it was written without a mistake."""

    command: Command
    rest: Text
    is_exact: bool = True


_FEEDBACK = Command(Intent.FILE, Kind.FEEDBACK)
_COMPLAINT = Command(Intent.FILE, Kind.COMPLAINT)
_PRAISE = Command(Intent.FILE, Kind.PRAISE)
_TRACK, _RATE, _ANSWER = Command(Intent.TRACK), Command(Intent.RATE), Command(Intent.ANSWER)
_LOOK, _TAKE_BACK = replace(_TRACK, needs_a_code=True), Command(Intent.WITHDRAW, needs_a_code=True)
_WITHDRAW, _FORGET, _HELP = Command(Intent.WITHDRAW), Command(Intent.FORGET), Command(Intent.HELP)
_COMMANDS = {
    "phản ánh": _FEEDBACK,
    "góp ý": _FEEDBACK,
    "kiến nghị": Command(Intent.FILE, Kind.PETITION),
    "khiếu nại": _COMPLAINT,
    # An accusation that is not a written denunciation is information; who gives it is protected without having to ask
    # (Law on Denunciations 25/2018, art. 25 and 56).
    "tố cáo": Command(Intent.FILE, Kind.TIP, anonymous=True),
    "khen": _PRAISE,
    "khen ngợi": _PRAISE,
    "tra cứu": _TRACK,
    "xem": _LOOK,
    "kiểm tra": _LOOK,
    "đánh giá": _RATE,
    "chấm": _RATE,
    "chấm điểm": _RATE,
    "trả lời": _ANSWER,
    "bổ sung": _ANSWER,
    "huỷ": _WITHDRAW,
    "huỷ bỏ": _WITHDRAW,
    "rút": _TAKE_BACK,
    "rút lại": _TAKE_BACK,
    "xoá": _FORGET,
    "hướng dẫn": _HELP,
    "trợ giúp": _HELP,
    "help": _HELP,
    "info": _HELP,
    "pa": replace(_FEEDBACK, short=True),
    "pa ẩn danh": replace(_FEEDBACK, short=True, anonymous=True),
    "gy": replace(_FEEDBACK, short=True),
    "kn": replace(_COMPLAINT, short=True),
    "tc": replace(_TRACK, short=True),
    "đg": replace(_RATE, short=True),
    "tl": replace(_ANSWER, short=True),
    "hd": replace(_HELP, short=True),
}
# "Khen thưởng" is a reward, mostly one that somebody else got.
_WORDS_OF_THEIR_OWN = frozenset({"khenthuong"})
_GLUED_SHORT = frozenset({"pa", "kn", "gy"})


def _glued(name: str) -> str:
    return fold(name).replace(" ", "")


_BY_NAME = {_glued(name): command for name, command in _COMMANDS.items()}
_ACCENTS = {_glued(name): Word.of(name.replace(" ", "")).accents for name in _COMMANDS}
_LONG = tuple(name for name in _BY_NAME if len(name) >= TYPO)
_GLUED_LONG = tuple(
    name
    for name, command in _BY_NAME.items()
    if len(name) >= GLUED and command.intent == Intent.FILE and not command.short
)


def keyword(said: Text) -> Found | None:
    """The keyword in front, written as one word or as two; None where there is none."""
    found = _KEYWORD.match(said.plain)
    if not found:
        return None
    one, two = found["one"], found["two"]
    if two and one + two in _WORDS_OF_THEIR_OWN:
        return None
    written = [(one + two, found.end("two"))] if two else []
    written.append((one, found.end("one")))
    for typed, end in written:
        if typed in _BY_NAME and _has_its_accents(typed, said.words[found.start("one") : end]):
            again = _AGAIN.match(said.plain, end) if typed in _GLUED_SHORT else None
            return Found(_BY_NAME[typed], said.after(again.end() if again else end))
    return _in_vni(said) or next(_misspelled(said, found, written), None)


def _has_its_accents(name: str, written: str) -> bool:
    """Whether a short word has no accents that make it another: "Tờ cáo…" is no "tố cáo"."""
    return len(name) >= TYPO or Word.of("".join(filter(str.isalpha, written))).accents <= _ACCENTS[name]


def _misspelled(said: Text, found: re.Match[str], written: list[tuple[str, int]]) -> Iterator[Found]:
    """The keyword that was meant, with keys of Telex in it, glued to what follows, or with one mistake."""
    one, two = found["one"], found["two"]
    telex = [(undone(one) + undone(two), found.end("two"))] if two else []
    for typed, end in [*telex, (undone(one), found.end("one"))]:
        written_so = said.words[found.start("one") : end]
        if len(typed) >= GLUED and typed in _BY_NAME and _has_its_accents(typed, written_so):
            yield Found(_BY_NAME[typed], said.after(end), is_exact=False)
    for typed, _end in written:
        for name in _GLUED_LONG:
            if typed.startswith(name) and typed != name:
                end = found.start("one") + len(name)
                if typed != one and len(name) > len(one):
                    end = found.start("two") + len(name) - len(one)
                yield Found(_BY_NAME[name], said.after(end), is_exact=False)
    short = one[:2]
    if short in _GLUED_SHORT and len(one) > len(short) and not _FOREIGN.match(one):
        yield Found(_BY_NAME[short], said.after(found.start("one") + len(short)))
    for typed, end in written:
        for name in _LONG:
            if one_mistake(typed, name):
                yield Found(_BY_NAME[name], said.after(end), is_exact=False)


def _in_vni(said: Text) -> Found | None:
    found = _VNI.match(said.plain)
    if not found or not any(map(str.isdecimal, found[0])):
        return None
    one, two = undone_vni(found["one"]), undone_vni(found["two"] or "")
    for typed, end in ((one + two, found.end("two")), (one, found.end("one"))):
        if len(typed) >= GLUED and typed in _BY_NAME:
            return Found(_BY_NAME[typed], said.after(end), is_exact=False)
    return None
