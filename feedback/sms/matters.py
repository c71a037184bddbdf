"""Texts that report something: by a keyword that says the kind, or as a sentence without one."""

from __future__ import annotations

import re
from dataclasses import replace

from cases.vocabulary import Kind
from feedback.sms.lexicon import manners, replies
from feedback.sms.lexicon.keywords import Command
from feedback.sms.lexicon.reading import Text
from feedback.sms.lexicon.spelling import spelled_out
from feedback.sms.meaning import Intent, Meaning

SENTENCE = 4  # so many words are a report without a keyword

# KN is short for both: a request makes it a petition (kiến nghị), else it is a complaint (khiếu nại).
_REQUEST = re.compile(
    r"(?:(?:xa|ubnd|uy ban|phuong|thon|xom|tinh|cap tren|chinh quyen|cac cap|can bo|lanh dao|nha nuoc|toi|dan|em"
    r"|chung toi)[\W_]+)*(?:de nghi|kinh mong|mong|xin|nen|bo tri|dau tu|xay|lap|sua|mo (?:lop|rong)|ho tro|nang cap"
    r"|tang cuong|giam|them|quan tam|tao dieu kien|xem xet|nao vet|don dep"
    r"|lam (?:cau|duong|lai|them|san|muong))(?![a-z])"
)


def by_keyword(command: Command, said: Text, rest: Text) -> Meaning:
    """What a keyword files. A keyword that is a word of the language stays part of the words on record."""
    unnamed = manners.after_anonymous(rest)
    body = unnamed or rest
    kind = command.kind
    if command.short and kind == Kind.COMPLAINT and _REQUEST.match(body.plain):
        kind = Kind.PETITION
    text = body.words if command.short or not body.words else said.words
    anonymous = command.anonymous or unnamed is not None
    return Meaning(Intent.FILE, text=text, anonymous=anonymous, kind=kind)


def accusation(rest: Text) -> Meaning | None:
    """What follows "TC" where it is no code and too much for one: people write it for "tố cáo", too."""
    if rest.count < SENTENCE or replies.speaks_of_a_case(spelled_out(rest)):
        return None
    return Meaning(Intent.FILE, text=rest.words, anonymous=True, kind=Kind.TIP)


def sentence(said: Text) -> Meaning | None:
    """A report in so many words; None where there are too few, or where they report nothing."""
    if said.count < SENTENCE or manners.has_no_matter(said):
        return None
    return Meaning(Intent.FILE, text=said.words, kind=Kind.FEEDBACK)


def unnamed(meaning: Meaning | None) -> Meaning | None:
    """The report without a name; None where it is none."""
    return replace(meaning, anonymous=True) if meaning and meaning.intent == Intent.FILE else None
