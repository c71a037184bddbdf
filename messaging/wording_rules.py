"""What the words of an SMS must be before they are sent to anybody, and what is wrong with those that are not.

Operators in Viet Nam pass a text only with the registered name in front and without addresses of pages and telephone
numbers; one GSM-7 segment is what a text costs once. A notice names no kind of case (Law on Denunciations 25/2018,
art. 8 and 56).
"""

from __future__ import annotations

import re
from string import Formatter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from messaging import texts
from messaging.samples import longest, widest_brand
from messaging.segments import ALPHABET, SINGLE, plain, weigh
from messaging.texts import CATALOGUE, Slot, Template

START = "{brand}: "
ROOM_FOR_A_QUESTION = 60  # an officer can ask something in so many characters

# Twilio answers these by itself, and some of them stop every further message.
PROVIDERS_WORDS = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
    | {"START", "YES", "UNSTOP", "HELP", "INFO"}
)
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_KINDS = re.compile(
    r"(?i)phản ánh|phan anh|kiến nghị|kien nghi|khiếu nại|khieu nai|tố cáo|to cao|complain|denou|denun"
)


def problems_of(template: Template, language: str, words: str) -> list[str]:
    """All that is wrong with the words for a template, each with how to mend it; empty when they may be sent."""
    try:
        parts = [(text, name) for text, name, *form in Formatter().parse(words) if _is_plain(form)]
        used = {name for _text, name in parts if name is not None}
    except ValueError:
        return [_("The braces do not go in pairs: write each blank as {code}.")]
    found = [*_about_slots(template, used, words), *_about_letters("".join(text for text, _name in parts))]
    if not words.startswith(START):
        found.insert(0, _("The text must begin with %(start)s: operators pass no other.") % {"start": START})
    if names_no_kind(template) and _KINDS.search(words):
        found.append(_("This text may not say what kind of case it is about."))
    return found or _about_length(template, language, words)


def names_no_kind(template: Template) -> bool:
    """Whether it is sent about cases whose kind is nobody else's business: every notice, and every neutral text."""
    return template.by_email or any(
        each.neutral == template.name and each.name != template.name for each in CATALOGUE.values()
    )


def is_accented(words: str) -> bool:
    """Whether letters in it would make the operator count it as UCS-2, 70 characters a segment."""
    return not ALPHABET.issuperset(words)


def unaccented(words: str) -> str:
    """The same words as one line of GSM-7."""
    return plain(words)


def _is_plain(form: list[str | None]) -> bool:
    """Whether a blank is nothing but a name; `{code:>9}` and `{code!r}` are refused."""
    if any(form):
        raise ValueError
    return True


def _about_slots(template: Template, used: set[str], words: str) -> list[str]:
    wanted = {"brand", *template.slots}
    found = []
    if missing := sorted(wanted - used - {"brand"}):
        found.append(_("These blanks are missing: %(names)s.") % {"names": _named(missing)})
    if unknown := sorted(used - wanted):
        found.append(
            _("There are no such blanks here: %(names)s. There are: %(known)s.")
            % {"names": _named(unknown), "known": _named(sorted(wanted))}
        )
    if "\n" in words or "\r" in words or words != words.strip():
        found.append(_("The text must be one line, without spaces at its ends."))
    return found


def _about_letters(literal: str) -> list[str]:
    found = []
    if foreign := sorted({letter for letter in literal if letter not in ALPHABET}):
        found.append(
            _("These letters cost more than twice as much: %(letters)s. Write without accents.")
            % {"letters": " ".join(foreign[:12])}
        )
    if texts.LINKS.search(literal):
        found.append(_("No address of a page: operators block such a text."))
    if texts.PHONES.search(literal):
        found.append(_("No telephone number: operators block such a text."))
    if taken := sorted(PROVIDERS_WORDS & set(_CAPITALS.findall(literal))):
        found.append(
            _("Nobody may be told to text %(words)s: the operator's own machines answer it.")
            % {"words": ", ".join(taken)}
        )
    return found


def _about_length(template: Template, language: str, words: str) -> list[str]:
    filled = longest(template, language)
    if Slot.QUESTION in filled:
        free = SINGLE - texts.units_without_question(
            template.name, language, filled, words=words, brand=widest_brand()
        )
        if free < ROOM_FOR_A_QUESTION:
            return [
                _("Only %(free)d characters would be left for the question: leave %(wanted)d.")
                % {"free": max(free, 0), "wanted": ROOM_FOR_A_QUESTION}
            ]
        return []
    units = weigh(texts.render(template.name, language, filled, words=words, brand=widest_brand())).units
    over = units - SINGLE
    if over <= 0:
        return []
    return [
        ngettext(
            "With every blank at its longest it is %(over)d character too long for one message.",
            "With every blank at its longest it is %(over)d characters too long for one message.",
            over,
        )
        % {"over": over}
    ]


def _named(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
