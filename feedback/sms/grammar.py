"""What a text message means: a pure function of its words and of what the phone was asked last.

Accents, case and spacing do not matter: many phones have no Vietnamese keyboard. Short keywords (PA, TC, DG …) are
commands wherever they come first. Keywords that are also ordinary words are commands only in their own shape ("đánh
giá" before a score, "huỷ" alone or before a code), because "Đánh giá học sinh không công bằng" is a complaint; and
they stay part of the words on record. A keyword, or a code with its words, goes before what was asked; a sentence
without a keyword is a report. An opt-out is never guessed: see `lexicon.optouts`.
"""

from __future__ import annotations

from dataclasses import replace

from feedback.sms import commands, matters, reactions
from feedback.sms.lexicon import manners, numbers, optouts
from feedback.sms.lexicon.hamlets import place_in
from feedback.sms.lexicon.reading import Text, read
from feedback.sms.meaning import Intent, Meaning, Prompt

__all__ = ["Intent", "Meaning", "Prompt", "parse"]


# Characters of a text at which anybody looks for what it means; all of it is kept.
LOOKED_AT = 2_000


def parse(text: str, open_prompt: Prompt | None = None) -> Meaning:
    """The meaning of a text, given what its phone was asked last. Every text has one.

    It costs no more than the text is long: of a very long one only the beginning is understood, and its end as far as
    somebody wishes there not to be named.
    """
    said = read(text)
    if len(said.words) <= LOOKED_AT:
        return _meaning(said, open_prompt)
    start, end = said.cut(0, LOOKED_AT), said.cut(-LOOKED_AT, len(said.words))
    meaning = _meaning(start, open_prompt)
    if not meaning.text:
        return meaning
    goes_on = start.words.endswith(meaning.text)
    whole = meaning.text + said.words[LOOKED_AT:] if goes_on else said.words
    unnamed = meaning.intent == Intent.FILE and manners.wishes_to_be_unnamed(end)
    return replace(meaning, text=whole, anonymous=meaning.anonymous or unnamed)


def _meaning(said: Text, open_prompt: Prompt | None) -> Meaning:
    if intent := optouts.opts(said, open_prompt):
        return Meaning(intent)
    meaning = (
        commands.by_code(said, open_prompt)
        or commands.by_keyword(said, open_prompt)
        or commands.in_words(said)
        or reactions.to_prompt(said, open_prompt)
        or matters.sentence(said)
        or Meaning(Intent.UNKNOWN, score=numbers.lone_digit(said), text=said.words)
    )
    match meaning.intent:
        case Intent.FILE:
            unnamed = meaning.anonymous or manners.wishes_to_be_unnamed(said)
            return replace(meaning, anonymous=unnamed, place=place_in(meaning.text))
        case Intent.ANSWER:
            return replace(meaning, place=place_in(meaning.text))
        case _:
            return meaning
