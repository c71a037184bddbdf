"""What a text without a keyword says to the open prompt; None where it does not look like an answer to it."""

from __future__ import annotations

import re

from feedback.sms.lexicon import manners, numbers, optouts, replies
from feedback.sms.lexicon.reading import Text
from feedback.sms.lexicon.spelling import spelled_out
from feedback.sms.meaning import Intent, Meaning, Prompt

_LONG = 6  # words that name no place first and say what is wrong are another report
_CHOOSING = re.compile(r"[\W_]*(?:(?:so|nhan|chon|bam|phim|tra loi)[\W_]+)+(?=[0-9])")
_SCORING = re.compile(
    r"[\W_]*(?:(?:a|cham|cho|danh gia|diem|duoc|em|minh|muc|so|thi|toi|tui|xin)(?![a-z])[\W_]*){1,8}"
)
_CHOSEN = {"mot": 1, "hai": 2}
_PLACE_FIRST = re.compile(
    r"[\W_]*(?:o|tai|ngay|gan|truoc|sau|canh|ben|doi dien|dau|cuoi|giua|tren|duoi|trong|ngoai|thon|xom|khoi|to|xa"
    r"|phuong|thi tran|ngo|so nha|khu|doan|[0-9])(?![a-z])"
)
_WRONG = re.compile(
    r"(?<![a-z])(?:bi|hong|hu|mat (?:dien|nuoc|trom|cap)|ngap|rac|o nhiem|hoi thoi|thu tien|doi tien|chua"
    r"|khong (?:ai|co|duoc)|nguy hiem|on ao|danh bac|lan chiem"
    r"|sat lo|sap|gay|vo|dut|cham|qua|xuong cap|o ga|tac|chet)(?![a-z])"
)


def to_prompt(said: Text, prompt: Prompt | None) -> Meaning | None:
    """What the text says to the prompt."""
    match prompt:
        case Prompt.QUESTION if said.words:
            return Meaning(Intent.ANSWER, text=said.words)
        case Prompt.CONFIRM:
            return _yes_or_no(said)
        case Prompt.RATING:
            return _how_good(said)
        case Prompt.PLACE:
            return _where(said)
        case _:
            return None


def _yes_or_no(said: Text) -> Meaning | None:
    if optouts.may_answer(said, Prompt.CONFIRM):
        return None
    spoken = spelled_out(said)
    chosen = _CHOOSING.match(said.plain)
    digit, rest = numbers.answer_in_front(said.after(chosen.end()) if chosen else said)
    digit = digit or _CHOSEN.get(spoken.removesuffix(" a"))
    if digit in (1, 2):
        return _chosen(digit, said, rest if rest is not said else Text("", ""))
    if replies.says_unsolved(spoken):
        return Meaning(Intent.DISPUTE, text=said.words)
    return Meaning(Intent.CONFIRM) if replies.says_solved(spoken) else None


def _chosen(digit: int, said: Text, rest: Text) -> Meaning | None:
    """The digit, where the words after it do not say the other thing."""
    spoken = spelled_out(rest)
    if digit == 2 and not (rest.words and replies.says_solved(spoken)):
        return Meaning(Intent.DISPUTE, text=rest.words)
    if digit == 1 and (manners.is_courtesy(rest) or replies.agrees(spoken)):
        return Meaning(Intent.CONFIRM)
    return Meaning(Intent.UNKNOWN, text=said.words)


def _how_good(said: Text) -> Meaning | None:
    if numbers.is_fraction(said):
        return Meaning(Intent.RATE)
    spoken = spelled_out(said)
    scoring = _SCORING.match(said.plain)
    for text in (said, said.after(scoring.end())) if scoring else (said,):
        if numbers.is_number(text) or numbers.is_number(Text(spoken, spoken)):
            score, _after = numbers.score_in_front(Text(spoken, spoken) if text is said else text)
            return Meaning(Intent.RATE, score=score)
        score, rest = numbers.score_in_front(text, surely=True)
        if score is None:
            score, rest = numbers.answer_in_front(text)
        if score:
            return Meaning(Intent.RATE, score=score, text=rest.words)
    if score := numbers.stars_alone(said) or replies.verdict(spoken):
        return Meaning(Intent.RATE, score=score)
    return Meaning(Intent.RATE) if replies.is_between(spoken) else None


def _where(said: Text) -> Meaning | None:
    if not any(map(str.isalnum, said.words)) or manners.is_thanks(said):
        return None
    tells = said.count >= _LONG and _WRONG.search(spelled_out(said)) and not _PLACE_FIRST.match(said.plain)
    return None if tells else Meaning(Intent.ANSWER, text=said.words)
