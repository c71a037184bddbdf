"""What a text says by itself, whatever was asked: by its keyword, by the code in it, or as a question of its own."""

from __future__ import annotations

import re
from dataclasses import replace

from cases.vocabulary import Kind
from feedback.sms import matters
from feedback.sms.lexicon import manners, numbers, replies
from feedback.sms.lexicon.keywords import Found, keyword
from feedback.sms.lexicon.reading import Text
from feedback.sms.lexicon.spelling import spelled_out
from feedback.sms.matters import SENTENCE
from feedback.sms.meaning import Intent, Meaning, Prompt

_BY_DIGIT = {1: Intent.CONFIRM, 2: Intent.DISPUTE}
_ASKED_FOR_WORDS = (Prompt.QUESTION, Prompt.PLACE)
_CASE = r"(?:phan anh|don|khieu nai|kien nghi|to cao|gop y|y kien|tin nhan|tin)(?![a-z])"
_A_CASE = re.compile(rf"[\W_]*(?:(?:lai|bo|cai|cac|ma)[\W_]+)*{_CASE}")
_OWN = re.compile(
    rf"[\W_]*(?:(?:{_CASE}|(?:a|bo|cai|cho|cua|di|em|giup|gui|hom|lai|ma|minh|nay|nhe|qua|so|toi|truoc|viec|vu|vua)"
    r"(?![a-z]))[\W_]*)*"
)
_REASON = re.compile(r"(?:vi|do|nham|da|khong can|hai nha|hai ben)(?![a-z])")
_NUMBER_OF_MINE = re.compile(
    r"[\W_]*(?:(?:so|dien thoai|dt|sdt|cua|toi|em|minh|giup|di|nhe|a)(?![a-z])[\W_]*)*"
)


def by_code(said: Text, prompt: Prompt | None) -> Meaning | None:
    """A code, or a code with the digit of an answer before or after it: "2 12345671"."""
    typed, after = numbers.code_in_front(said)
    if numbers.valid_code(typed):
        score, comment = numbers.score_in_front(after, scaled=True)
        if score:
            return _about(typed, Meaning(Intent.RATE, score=score, text=comment.words))
    if digit_and_code := numbers.digit_and_code(said):
        digit, typed, rest = digit_and_code
        intent = _BY_DIGIT.get(digit, Intent.RATE)
        if intent == Intent.CONFIRM and not (manners.is_courtesy(rest) or replies.agrees(spelled_out(rest))):
            return None
        if intent == Intent.DISPUTE and rest.words and replies.says_solved(spelled_out(rest)):
            # It says both: whoever asked a question reads it, and nothing else is done.
            return Meaning(Intent.ANSWER if prompt == Prompt.QUESTION else Intent.UNKNOWN, text=said.words)
        score = digit if intent == Intent.RATE else None
        return _about(typed, Meaning(intent, score=score, text=rest.words if score or digit > 1 else ""))
    number = numbers.number_alone(said)
    if code := numbers.valid_code(number):
        return Meaning(Intent.TRACK, code=code)
    if prompt in _ASKED_FOR_WORDS or not numbers.is_like_a_code(number):
        return None
    return Meaning(Intent.TRACK, wrong_code=number)


def by_keyword(said: Text, prompt: Prompt | None) -> Meaning | None:
    """What the keyword in front says, with what follows it; None where there is none, or it is a word of a sentence."""
    if said.plain and not said.plain.strip("? \n"):
        return Meaning(Intent.HELP)
    if unnamed := manners.after_anonymous(said):
        return matters.unnamed(_keyword_in_front(unnamed, prompt) or matters.sentence(unnamed))
    if meaning := _keyword_in_front(said, prompt):
        return meaning
    if (opened := manners.after_opening(said)) and (unnamed := manners.after_anonymous(opened)):
        return matters.unnamed(_keyword_in_front(unnamed, prompt) or matters.sentence(unnamed))
    return None


def _keyword_in_front(said: Text, prompt: Prompt | None) -> Meaning | None:
    """What the keyword says, in front or after a greeting or the words for who speaks."""
    if found := keyword(said):
        return _done(found, said, prompt)
    opened = manners.after_opening(said)
    found = keyword(opened) if opened else None
    if found is None or (prompt == Prompt.QUESTION and found.command.kind not in (None, Kind.TIP)):
        return None  # "Tôi gửi phản ánh hôm qua" answers a question
    return _done(found, said, prompt)


def in_words(said: Text) -> Meaning | None:
    """What a sentence says of the case whose code is in it, or asks of the sender's own, or of texting with us."""
    if meaning := _of_a_code(said):
        return meaning
    spoken = spelled_out(said)
    if replies.asks_how_it_stands(spoken):
        return Meaning(Intent.TRACK)
    is_about_texting = replies.asks_for_help(spoken) or replies.asks_for_silence(spoken)
    return Meaning(Intent.HELP) if is_about_texting else None


def _done(found: Found, said: Text, prompt: Prompt | None) -> Meaning | None:
    command, rest = found.command, found.rest
    match command.intent:
        case Intent.FILE:
            return _file(found, said, prompt)
        case Intent.TRACK:
            return _track(found, said)
        case Intent.RATE:
            return _rate(rest, short=command.short)
        case Intent.ANSWER:
            return _answer(found, said, prompt)
        case Intent.WITHDRAW:
            return _withdraw(found, said, prompt)
        case Intent.FORGET:
            return _forget(rest)
        case _:
            asks = manners.is_thanks(rest) or replies.is_about_use(spelled_out(rest))
            return Meaning(Intent.HELP) if asks else None


def _file(found: Found, said: Text, prompt: Prompt | None) -> Meaning | None:
    if not found.command.short or numbers.code_in_front(found.rest)[0]:
        spoken = spelled_out(said)
        if meaning := _of_a_code(said):
            return meaning
        if replies.asks_how_it_stands(spoken):
            return Meaning(Intent.TRACK)
    is_sure = found.is_exact and found.rest.words
    if prompt in _ASKED_FOR_WORDS and not (is_sure or found.command.short):
        return None  # "Phan Anh" is a person's name
    return matters.by_keyword(found.command, said, found.rest)


def _track(found: Found, said: Text) -> Meaning | None:
    rest = found.rest
    code, _after = numbers.code_in_front(rest)
    if code:
        return _about(code, Meaning(Intent.TRACK))
    number = numbers.number_in_front(rest)
    if number and (numbers.is_like_a_code(number) or rest.count < SENTENCE):
        return Meaning(Intent.TRACK, wrong_code=number)
    if found.command.needs_a_code:
        return _of_a_code(said)
    if found.command.short and (accused := matters.accusation(rest)):
        return accused
    return Meaning(Intent.TRACK) if found.command.short or rest.count < SENTENCE else None


def _rate(rest: Text, *, short: bool) -> Meaning | None:
    code, after = numbers.code_in_front(rest)
    score, after = numbers.score_in_front(after, surely=not short and not code)
    if not code:
        code, after = numbers.code_in_front(after)
    if not code and score is None and (rest.count >= SENTENCE if short else rest.words):
        return None
    return _about(code, Meaning(Intent.RATE, score=score, text=after.words))


def _answer(found: Found, said: Text, prompt: Prompt | None) -> Meaning | None:
    code, after = numbers.code_in_front(found.rest)
    is_asked = prompt in _ASKED_FOR_WORDS and found.is_exact
    if code or is_asked or (found.command.short and not _is_a_road(said, found.rest)):
        return _about(code, Meaning(Intent.ANSWER, text=after.words))
    return None


def _is_a_road(said: Text, rest: Text) -> bool:
    """Whether "TL" is part of the number of a road: "TL537"."""
    start = len(said.plain) - len(rest.plain)
    return said.plain[start - 1 : start].isalpha() and rest.plain[:1].isdecimal()


def _withdraw(found: Found, said: Text, prompt: Prompt | None) -> Meaning | None:
    code, after = numbers.code_in_front(found.rest)
    if code:
        return _about(code, Meaning(Intent.WITHDRAW, text=after.words))
    own = _OWN.match(found.rest.plain)
    after = found.rest.after(own.end()) if own else found.rest
    names_it = _A_CASE.match(found.rest.plain) is not None
    if not found.rest.words:
        # Asked who they are, people answer "Huy"; the keyword is printed in capitals.
        is_name = prompt == Prompt.QUESTION and said.words.isascii() and not said.words.isupper()
        return None if is_name or found.command.needs_a_code else Meaning(Intent.WITHDRAW)
    if (names_it and (not after.words or _REASON.match(after.plain))) or (
        not after.words and not found.command.needs_a_code
    ):
        return Meaning(Intent.WITHDRAW, text=after.words)
    return None


def _forget(rest: Text) -> Meaning | None:
    code, after = numbers.code_in_front(rest)
    if code:
        intent = Intent.WITHDRAW if _A_CASE.match(rest.plain) else Intent.FORGET
        return _about(code, Meaning(intent, text=after.words))
    return Meaning(Intent.FORGET) if _NUMBER_OF_MINE.fullmatch(rest.plain) else None


def _of_a_code(said: Text) -> Meaning | None:
    """What is said or asked of the one case whose code is somewhere in the text."""
    codes = list(numbers.codes_inside(said))
    if len(codes) != 1:
        return None
    code, start, end = codes[0]
    before, after = said.before(start), said.after(end)
    spoken = " ".join(filter(None, (spelled_out(before), spelled_out(after))))
    text = (after if after.words else before).words
    if replies.asks_about(spoken):
        return Meaning(Intent.TRACK, code=code)
    if replies.says_unsolved(spoken):
        return Meaning(Intent.DISPUTE, code=code, text=text)
    if replies.says_solved(spoken):
        return Meaning(Intent.CONFIRM, code=code)
    score, _rest = numbers.score_in_front(before, scaled=True)
    if score:
        return Meaning(Intent.RATE, code=code, score=score, text=after.words)
    is_in_front = numbers.code_in_front(said)[0] != "" and not numbers.is_a_day(code)
    return Meaning(Intent.ANSWER, code=code, text=after.words) if is_in_front and after.words else None


def _about(typed: str, meaning: Meaning) -> Meaning:
    """The meaning, about what was typed as a code: the valid code it is, or a wrong one."""
    code = numbers.valid_code(typed)
    return replace(meaning, code=code) if code else replace(meaning, wrong_code=typed)
