"""What a text message means: a pure function of its words and of what the phone was asked last.

Accents, case and spacing do not matter: many phones have no Vietnamese keyboard. Short keywords (PA, TC, DG …) are
commands wherever they come first. Keywords that are also ordinary words are commands only in their own shape ("đánh
giá" before a score, "huỷ" alone or before a code), because "Đánh giá học sinh không công bằng" is a complaint; and
they stay part of the words on record. A sentence without a keyword is a report. Nothing here opts a person out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from cases.codes import read_code
from cases.vocabulary import Kind
from feedback.sms import lexicon
from feedback.sms.lexicon import Text

SENTENCE = 4  # so many words are a report without a keyword


class Intent(StrEnum):
    """What the citizen wants."""

    FILE = "file"
    TRACK = "track"
    RATE = "rate"
    ANSWER = "answer"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    WITHDRAW = "withdraw"
    HELP = "help"
    STOP = "stop"
    START = "start"
    FORGET = "forget"
    UNKNOWN = "unknown"


class Prompt(StrEnum):
    """What a phone was asked last and has not answered yet."""

    QUESTION = "question"
    CONFIRM = "confirm"
    RATING = "rating"
    PLACE = "place"


@dataclass(frozen=True)
class Meaning:
    """What a text says. What it does not say is empty.

    `code` is a valid one; `wrong_code` is what was typed in its place. `score` is 1 to 5 for a rating, and any digit
    for a lone digit that nothing asked for (`UNKNOWN`). `text` keeps the accents and lines it came with. `place` is
    the part of it that names where it happened, as it was typed.
    """

    intent: Intent
    code: str = ""
    wrong_code: str = ""
    score: int | None = None
    text: str = ""
    anonymous: bool = False
    kind: Kind | None = None
    place: str = ""


@dataclass(frozen=True)
class _Command:
    """What a keyword stands for. `short` keywords are no words of the language and are always commands."""

    intent: Intent
    kind: Kind | None = None
    anonymous: bool = False
    short: bool = False


_FEEDBACK = _Command(Intent.FILE, Kind.FEEDBACK)
_COMPLAINT = _Command(Intent.FILE, Kind.COMPLAINT)
_PRAISE = _Command(Intent.FILE, Kind.PRAISE)
_TRACK, _RATE, _ANSWER = _Command(Intent.TRACK), _Command(Intent.RATE), _Command(Intent.ANSWER)
_HELP = _Command(Intent.HELP)
_COMMANDS = {
    "phananh": _FEEDBACK,
    "gopy": _FEEDBACK,
    "kiennghi": _Command(Intent.FILE, Kind.PETITION),
    "khieunai": _COMPLAINT,
    # An accusation that is not a written denunciation is information; who gives it is protected without having to ask
    # (Law on Denunciations 25/2018, art. 25 and 56).
    "tocao": _Command(Intent.FILE, Kind.TIP, anonymous=True),
    "khen": _PRAISE,
    "khenngoi": _PRAISE,
    "tracuu": _TRACK,
    "danhgia": _RATE,
    "traloi": _ANSWER,
    "huy": _Command(Intent.WITHDRAW),
    "dung": _Command(Intent.STOP),
    "tuchoi": _Command(Intent.STOP),
    "tiep": _Command(Intent.START),
    "xoa": _Command(Intent.FORGET),
    "huongdan": _HELP,
    "trogiup": _HELP,
    "help": _HELP,
    "pa": replace(_FEEDBACK, short=True),
    "paandanh": replace(_FEEDBACK, short=True, anonymous=True),
    "gy": replace(_FEEDBACK, short=True),
    "kn": replace(_COMPLAINT, short=True),
    "tc": replace(_TRACK, short=True),
    "dg": replace(_RATE, short=True),
    "tl": replace(_ANSWER, short=True),
    "hd": replace(_HELP, short=True),
}
# "Khen thưởng" is a reward, mostly one that somebody else got.
_WORDS_OF_THEIR_OWN = frozenset({"khenthuong"})
_BY_DIGIT = {1: Intent.CONFIRM, 2: Intent.DISPUTE}


def parse(text: str, open_prompt: Prompt | None = None) -> Meaning:
    """The meaning of a text, given what its phone was asked last. Every text has one."""
    said = lexicon.read(text)
    return (
        _code_alone(said, open_prompt)
        or _command(said, open_prompt)
        or _reaction(said, open_prompt)
        or _sentence(said)
        or Meaning(Intent.UNKNOWN, score=lexicon.lone_digit(said), text=said.words)
    )


def _code_alone(said: Text, prompt: Prompt | None) -> Meaning | None:
    """A code, or a code with the digit of an answer before or after it: "2 12345671"."""
    if digit_and_code := lexicon.digit_and_code(said):
        digit, typed, rest = digit_and_code
        intent = _BY_DIGIT.get(digit, Intent.RATE)
        if intent == Intent.CONFIRM and not lexicon.is_courtesy(rest):
            return None
        score = digit if intent == Intent.RATE else None
        return _about(typed, Meaning(intent, score=score, text=rest.words))
    number = lexicon.number_alone(said)
    if code := read_code(number):
        return Meaning(Intent.TRACK, code=code)
    if prompt == Prompt.QUESTION or not lexicon.is_like_a_code(number):
        return None
    return Meaning(Intent.TRACK, wrong_code=number)


def _command(said: Text, prompt: Prompt | None) -> Meaning | None:
    """What the keyword in front says, with what follows it; None where there is none, or it is a word of a sentence."""
    if said.plain.strip() == "?":
        return Meaning(Intent.HELP)
    if unnamed := lexicon.after_anonymous(said):
        meaning = _command(unnamed, prompt) or _sentence(unnamed)
        return replace(meaning, anonymous=True) if meaning and meaning.intent == Intent.FILE else None
    found = lexicon.keyword(said, _COMMANDS, _WORDS_OF_THEIR_OWN)
    if found is None:
        return None
    command, rest = _COMMANDS[found.name], found.rest
    match command.intent:
        case Intent.FILE:
            return _file(command, said, rest)
        case Intent.TRACK:
            return _track(rest)
        case Intent.RATE:
            return _rate(rest, short=command.short)
        case Intent.ANSWER:
            return _answer(rest, is_command=command.short or prompt == Prompt.QUESTION)
        case Intent.WITHDRAW:
            return _withdraw(rest, is_asked=prompt == Prompt.QUESTION)
        case Intent.FORGET:
            code, _after = lexicon.code_in_front(rest)
            return _about(code, Meaning(Intent.FORGET)) if code or not rest.words else None
        case intent:
            return Meaning(intent) if not rest.words else None


def _file(command: _Command, said: Text, rest: Text) -> Meaning:
    unnamed = lexicon.after_anonymous(rest)
    body = unnamed or rest
    text = body.words if command.short or not body.words else said.words
    return Meaning(
        Intent.FILE, text=text, anonymous=command.anonymous or unnamed is not None, kind=command.kind
    )


def _track(rest: Text) -> Meaning | None:
    code, _after = lexicon.code_in_front(rest)
    if code:
        return _about(code, Meaning(Intent.TRACK))
    if number := lexicon.number_in_front(rest):
        return Meaning(Intent.TRACK, wrong_code=number)
    return Meaning(Intent.TRACK) if rest.count < SENTENCE else None


def _rate(rest: Text, *, short: bool) -> Meaning | None:
    code, after = lexicon.code_in_front(rest)
    score, after = lexicon.score_in_front(after, surely=not short and not code)
    if not code:
        code, after = lexicon.code_in_front(after)
    if not short and not code and score is None and rest.words:
        return None
    return _about(code, Meaning(Intent.RATE, score=score, text=after.words))


def _answer(rest: Text, *, is_command: bool) -> Meaning | None:
    code, after = lexicon.code_in_front(rest)
    if code or is_command:
        return _about(code, Meaning(Intent.ANSWER, text=after.words))
    return None


def _withdraw(rest: Text, *, is_asked: bool) -> Meaning | None:
    code, after = lexicon.code_in_front(rest)
    if code or not (rest.words or is_asked):  # asked who they are, people answer "Huy"
        return _about(code, Meaning(Intent.WITHDRAW, text=after.words))
    return None


def _reaction(said: Text, prompt: Prompt | None) -> Meaning | None:
    """What a text without a keyword says to the open prompt; None where it does not look like an answer to it."""
    match prompt:
        case Prompt.QUESTION | Prompt.PLACE if said.words:
            return Meaning(Intent.ANSWER, text=said.words)
        case Prompt.CONFIRM:
            return _yes_or_no(said)
        case Prompt.RATING:
            return _how_good(said)
        case _:
            return None


def _yes_or_no(said: Text) -> Meaning | None:
    digit, rest = lexicon.answer_in_front(said)
    if (digit == 1 and lexicon.is_courtesy(rest)) or lexicon.says_done(said):
        return Meaning(Intent.CONFIRM)
    if digit == 2:
        return Meaning(Intent.DISPUTE, text=rest.words)
    return Meaning(Intent.DISPUTE, text=said.words) if lexicon.says_not_done(said) else None


def _how_good(said: Text) -> Meaning | None:
    if lexicon.is_number(said):
        score, _after = lexicon.score_in_front(said)
        return Meaning(Intent.RATE, score=score)
    digit, rest = lexicon.answer_in_front(said)
    return Meaning(Intent.RATE, score=digit, text=rest.words) if digit else None


def _sentence(said: Text) -> Meaning | None:
    if said.count < SENTENCE:
        return None
    return Meaning(Intent.FILE, text=said.words, kind=Kind.FEEDBACK)


def _about(typed: str, meaning: Meaning) -> Meaning:
    """The meaning, about what was typed as a code: the valid code it is, or a wrong one."""
    code = read_code(typed)
    return replace(meaning, code=code) if code else replace(meaning, wrong_code=typed)
