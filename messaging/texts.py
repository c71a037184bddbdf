"""The words we send: a catalogue of every template, and how one is filled for SMS and for e-mail.

The words themselves are files, one a template and language: `templates/sms/<language>/<name>.txt` and
`templates/email/<language>/<name>.txt` (subject, empty line, letter). An SMS is registered with the operator before
it may be sent, so it never grows: brand first, one GSM-7 segment with every slot at its longest, no address of a page
and no telephone number (Twilio's rules for Viet Nam). An e-mail never says what a case is about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType

from django.conf import settings
from django.db.models import IntegerChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging.segments import SINGLE, cut, plain, weigh

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
LANGUAGES = ("vi", "en")
UNIT_LENGTH = 24
TYPED_LENGTH = 12
# A code is grouped by four. Twelve digits leave room for longer codes than today's eight.
CODE_DIGITS = 12
MOST_COUNTED = 99


class Priority(IntegerChoices):
    """Which message leaves first when several wait; the lower number."""

    REPLY = 1, _("Reply to a person who has just written")
    NOTICE = 5, _("News about a case")
    REMINDER = 8, _("Reminder, owed to nobody")


class Slot(StrEnum):
    """The blanks of a template, each with its own form and greatest length."""

    CODE = "code"
    EARLIER = "earlier"  # the code of another case
    TYPED = "typed"  # a code as the citizen typed it
    DATE = "date"
    UNIT = "unit"
    STATUS = "status"  # given as a state or outcome of a case, written as words
    SCORE = "score"
    OLD = "old"  # the score that it had before
    COUNT = "count"  # of questions, or of cases
    QUESTION = "question"  # takes what the template leaves free


class UnknownTemplate(LookupError):
    """No template of that name is in the catalogue."""


class WrongSlots(ValueError):
    """The slots given are not those of the template, or one has a value it cannot take."""


@dataclass(frozen=True)
class Template:
    """One message: what it must be given, how soon it leaves, and whether it exists as an SMS and as a letter.

    `neutral` names what is sent instead where nothing may show the kind of a case or whom it is about (Law on
    Denunciations 25/2018, art. 8 and 56).
    """

    name: str
    slots: tuple[Slot, ...]
    priority: Priority
    by_sms: bool
    by_email: bool
    neutral: str


def _reply(name: str, *slots: Slot, neutral: str = "") -> Template:
    return Template(name, slots, Priority.REPLY, by_sms=True, by_email=False, neutral=neutral or name)


def _notice(name: str, *slots: Slot, neutral: str = "") -> Template:
    return Template(name, slots, Priority.NOTICE, by_sms=True, by_email=True, neutral=neutral or name)


def _reminder(name: str, *slots: Slot, neutral: str) -> Template:
    return Template(name, slots, Priority.REMINDER, by_sms=True, by_email=True, neutral=neutral)


def _officer(name: str, *slots: Slot) -> Template:
    return Template(name, slots, Priority.NOTICE, by_sms=False, by_email=True, neutral=name)


CATALOGUE: Mapping[str, Template] = MappingProxyType(
    {
        template.name: template
        for template in (
            # Answers to what a person has just texted.
            _reply("added", Slot.CODE, Slot.DATE),
            _reply("bad_code", Slot.TYPED),
            _reply("cancel_late", Slot.CODE),
            _reply("cancel_many", Slot.CODE, Slot.COUNT),
            _reply("confirm_no", Slot.CODE),
            _reply("confirm_yes", Slot.CODE),
            _reply("digit", Slot.CODE),
            _reply("dup", Slot.CODE),
            _reply("empty_pa"),
            _reply("expired", Slot.CODE),
            _reply("filed_anon_ask", Slot.CODE, neutral="filed_ask"),
            _reply("filed_ask", Slot.CODE),
            _reply("filed_out", Slot.CODE, Slot.DATE),
            _reply("forget_ask", Slot.CODE),
            _reply("forgotten", Slot.CODE),
            _reply("help"),
            _reply("limit"),
            _reply("mms"),
            _reply("no_case"),
            _reply("optin"),
            _reply("optout"),
            _reply("place_ok", Slot.CODE, Slot.UNIT, Slot.DATE, neutral="neutral_filed"),
            _reply("rate_bad", Slot.CODE),
            _reply("rate_ok", Slot.CODE, Slot.SCORE),
            _reply("rate_twice", Slot.CODE, Slot.OLD, Slot.SCORE),
            _reply("reply_many", Slot.CODE, Slot.COUNT),
            _reply("reply_ok", Slot.CODE),
            _reply("status", Slot.CODE, Slot.STATUS, Slot.DATE, Slot.UNIT, neutral="status_other"),
            _reply("status_other", Slot.CODE, Slot.STATUS, Slot.DATE),
            _reply("say_many", Slot.CODE, Slot.COUNT),
            _reply("too_long", Slot.CODE),
            _reply("trial"),
            _reply("unknown"),
            # What happens to a case, also as a letter.
            _notice("accepted", Slot.CODE, Slot.UNIT, Slot.DATE, neutral="neutral_update"),
            _notice("closed", Slot.CODE, neutral="neutral_closed"),
            _notice("confirm", Slot.CODE, Slot.UNIT, Slot.DATE, neutral="neutral_update"),
            _notice("escalated", Slot.CODE, Slot.UNIT, neutral="neutral_update"),
            _notice("extended", Slot.CODE, Slot.UNIT, Slot.DATE, neutral="neutral_update"),
            _notice("filed", Slot.CODE, Slot.DATE, neutral="neutral_filed"),
            _notice("filed_anon", Slot.CODE, Slot.DATE, neutral="neutral_filed"),
            _notice("joined", Slot.CODE, Slot.EARLIER, neutral="neutral_filed"),
            _notice("neutral_closed", Slot.CODE),
            _notice("neutral_filed", Slot.CODE),
            _notice("neutral_question", Slot.CODE),
            _notice("neutral_update", Slot.CODE),
            _notice("question", Slot.CODE, Slot.QUESTION, neutral="neutral_question"),
            _notice("rate_ask", Slot.CODE, Slot.UNIT, neutral="neutral_closed"),
            _notice("refused", Slot.CODE, Slot.UNIT, neutral="neutral_closed"),
            _notice("reopened", Slot.CODE, Slot.UNIT, neutral="neutral_update"),
            _notice("transferred", Slot.CODE, Slot.UNIT, neutral="neutral_update"),
            _notice("update", Slot.CODE, Slot.STATUS, Slot.UNIT, neutral="neutral_update"),
            _notice("withdrawn_ok", Slot.CODE, neutral="neutral_closed"),
            # What was told before and not answered.
            _reminder("remind_confirm", Slot.CODE, Slot.UNIT, Slot.DATE, neutral="neutral_update"),
            _reminder("remind_question", Slot.CODE, Slot.QUESTION, neutral="neutral_question"),
            # What an officer is told, at the office's address.
            _officer("officer_assigned", Slot.CODE, Slot.UNIT, Slot.DATE),
            _officer("officer_alarm", Slot.CODE, Slot.UNIT, Slot.DATE),
            _officer("officer_duty", Slot.CODE, Slot.UNIT, Slot.DATE),
            _officer("officer_late", Slot.CODE, Slot.UNIT, Slot.DATE),
            _officer("officer_reminder", Slot.CODE, Slot.UNIT, Slot.DATE),
        )
    }
)

# States and outcomes of a case, as words of a message: Vietnamese, English.
STATUS_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "received": ("mới nhận", "received"),
        "accepted": ("đã nhận giải quyết", "accepted"),
        "in_progress": ("đang giải quyết", "being settled"),
        "awaiting_citizen": ("chờ bạn trả lời", "waiting for you"),
        "suspended": ("tạm dừng", "on hold"),
        "answer_given": ("đã có câu trả lời", "answered"),
        "answered": ("đã trả lời, chờ bạn xác nhận", "answered, please confirm"),
        "closed": ("đã đóng", "closed"),
        "settled": ("đã giải quyết xong", "settled"),
        "not_accepted": ("không được nhận giải quyết", "not accepted"),
        "forwarded": ("đã chuyển cơ quan khác", "sent to another body"),
        "withdrawn": ("đã rút", "withdrawn"),
        "terminated": ("đã dừng giải quyết", "ended undecided"),
        "merged": ("đã gộp với việc khác", "joined to another case"),
    }
)

_SHORT_DATE = re.compile(r"[0-3]\d/[01]\d|-")
LINKS = re.compile(
    r"(?i)\b(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|info|me|ly|gl)\b\S*"
)
PHONES = re.compile(r"(?<!\d)(?:\+?84|0|1[89]00)(?:[ .-]?\d){4,10}(?!\d)")


@dataclass(frozen=True)
class Letter:
    """An e-mail: plain text, lines as written in its file."""

    subject: str
    body: str


def template_named(name: str) -> Template:
    """The template of that name; raises `UnknownTemplate`."""
    try:
        return CATALOGUE[name]
    except KeyError:
        raise UnknownTemplate(name) from None


def neutral(name: str, slots: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """What to send instead of a template about a case whose kind and target stay secret, with the slots it takes."""
    instead = template_named(template_named(name).neutral)
    return instead.name, {slot: slots[slot] for slot in instead.slots}


def render(
    template: str, language: str, slots: Mapping[str, object], *, words: str = "", brand: str = ""
) -> str:
    """The SMS: one line of GSM-7 that fits one segment.

    `slots` are exactly those of the template: a code as digits; a date, or one as `dd/mm` with `-` for none; a unit's
    name; a state; a score; a question. `words` are those of an administrator, in place of the file's; `brand` is
    another name in front than the one that is set.
    Raises `UnknownTemplate` or `WrongSlots`. A language we do not write is answered in Vietnamese.
    """
    words, filled = _filled(template, language, slots, words, brand)
    if Slot.QUESTION in filled:
        room = SINGLE - weigh(words.format_map(filled | {Slot.QUESTION: ""})).units
        filled[Slot.QUESTION] = cut(filled[Slot.QUESTION], room)
    return words.format_map(filled)


def units_without_question(
    template: str, language: str, slots: Mapping[str, object], *, words: str = "", brand: str = ""
) -> int:
    """How many units the SMS takes before anything is asked in it; raises as `render` does."""
    words, filled = _filled(template, language, slots, words, brand)
    return weigh(words.format_map(filled | {Slot.QUESTION: ""})).units


def _filled(
    template: str, language: str, slots: Mapping[str, object], words: str, brand: str
) -> tuple[str, dict[str, str]]:
    """The words of an SMS, and every blank in them as it is sent; the question still whole."""
    chosen = template_named(template)
    if not chosen.by_sms:
        raise UnknownTemplate(f"{template} is not sent by SMS")
    language = language if language in LANGUAGES else "vi"
    filled = {str(slot): plain(text) for slot, text in _texts(chosen, language, slots, "%d/%m").items()}
    filled["brand"] = brand or settings.SMS_BRAND
    if Slot.UNIT in filled:
        filled[Slot.UNIT] = cut(filled[Slot.UNIT], UNIT_LENGTH)
    if Slot.QUESTION in filled:
        filled[Slot.QUESTION] = _without_contacts(filled[Slot.QUESTION])
    return words or words_of("sms", language, template), filled


def render_letter(template: str, language: str, slots: Mapping[str, object]) -> Letter:
    """The e-mail of the same event, with the page of its case for its reader; raises as `render` does."""
    chosen = template_named(template)
    if not chosen.by_email:
        raise UnknownTemplate(f"{template} is not sent by e-mail")
    language = language if language in LANGUAGES else "vi"
    filled: dict[str, str] = {
        str(slot): text for slot, text in _texts(chosen, language, slots, "%d/%m/%Y").items()
    }
    filled["track"] = f"{settings.PUBLIC_BASE_URL}/track/{slots[Slot.CODE]}/"
    filled["desk"] = f"{settings.PUBLIC_BASE_URL}/desk/cases/{slots[Slot.CODE]}/"
    subject, _blank, body = words_of("email", language, template).format_map(filled).partition("\n\n")
    return Letter(subject.strip(), body.strip() + "\n")


def placeholders(medium: str, language: str, template: str) -> set[str]:
    """The names in braces that a template's file uses; `medium` is sms or email."""
    return {
        name
        for _text, name, _spec, _conversion in Formatter().parse(words_of(medium, language, template))
        if name
    }


@lru_cache(maxsize=256)
def words_of(medium: str, language: str, template: str) -> str:
    """The words that come with the program, slots in braces; `medium` is sms or email."""
    return (TEMPLATES / medium / language / f"{template}.txt").read_text(encoding="utf-8").strip()


def _texts(chosen: Template, language: str, slots: Mapping[str, object], day: str) -> dict[Slot, str]:
    """Every slot as text, checked against the template."""
    if set(slots) != set(chosen.slots):
        raise WrongSlots(f"{chosen.name} takes {sorted(chosen.slots)}, not {sorted(slots)}")
    return {slot: _text(slot, slots[slot], language, day) for slot in chosen.slots}


def _text(slot: Slot, value: object, language: str, day: str) -> str:
    match slot:
        case Slot.CODE | Slot.EARLIER if isinstance(value, str) and value.isdecimal() and value.isascii():
            if len(value) <= CODE_DIGITS:
                return " ".join(value[start : start + 4] for start in range(0, len(value), 4))
        case Slot.TYPED if isinstance(value, str):
            return cut(_without_contacts(plain(value)), TYPED_LENGTH)
        case Slot.DATE if isinstance(value, datetime):
            return f"{timezone.localtime(value):{day}}"
        case Slot.DATE if isinstance(value, date):
            return f"{value:{day}}"
        case Slot.DATE if isinstance(value, str) and _SHORT_DATE.fullmatch(value):
            return value
        case Slot.SCORE | Slot.OLD if isinstance(value, int) and 1 <= value <= 5:
            return str(value)
        case Slot.COUNT if isinstance(value, int) and value > 0:
            return str(min(value, MOST_COUNTED))
        case Slot.STATUS if isinstance(value, str) and value in STATUS_WORDS:
            return STATUS_WORDS[value][LANGUAGES.index(language)]
        case Slot.UNIT | Slot.QUESTION if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    # The value stays out of the message: it may be a citizen's words.
    raise WrongSlots(f"{slot} cannot be a {type(value).__name__} of this form")


def _without_contacts(text: str) -> str:
    """The text without links and telephone numbers: operators block a message that holds one."""
    return PHONES.sub("...", LINKS.sub("...", text))
