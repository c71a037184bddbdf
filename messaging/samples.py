"""What fills a template when it is shown or measured: the longest that each slot can take, and an example."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from django.conf import settings

from messaging.segments import plain, weigh
from messaging.texts import CODE_DIGITS, LANGUAGES, STATUS_WORDS, Slot, Template

# An operator registers a sender's name of up to eleven characters.
LONGEST_BRAND = "ElevenChars"

_LONGEST: Mapping[Slot, object] = MappingProxyType(
    {
        Slot.CODE: "1" * CODE_DIGITS,
        Slot.EARLIER: "2" * CODE_DIGITS,
        Slot.TYPED: "X" * 200,
        Slot.DATE: date(2026, 11, 25),
        Slot.UNIT: "Ủy ban nhân dân xã Quỳnh Lưu, tỉnh Nghệ An " * 3,
        Slot.SCORE: 5,
        Slot.OLD: 4,
        Slot.COUNT: 1000,
        Slot.QUESTION: "Nhà bác ở thôn nào, việc xảy ra từ bao giờ? " * 20,
    }
)
_EXAMPLE: Mapping[Slot, object] = MappingProxyType(
    {
        Slot.CODE: "12345671",
        Slot.EARLIER: "20260010",
        Slot.TYPED: "12345672",
        Slot.DATE: date(2026, 11, 25),
        Slot.UNIT: "Xã Quỳnh Lưu",
        Slot.STATUS: "in_progress",
        Slot.SCORE: 4,
        Slot.OLD: 2,
        Slot.COUNT: 2,
        Slot.QUESTION: "Nhà bác ở thôn nào?",
    }
)


def longest(template: Template, language: str) -> dict[str, object]:
    """Slots of the template, each with the value that takes most room in an SMS."""
    return {
        slot: _longest_status(language) if slot == Slot.STATUS else _LONGEST[slot] for slot in template.slots
    }


def example(template: Template) -> dict[str, object]:
    """Slots of the template, filled as on an ordinary day."""
    return {slot: _EXAMPLE[slot] for slot in template.slots}


def widest_brand() -> str:
    """The name in front at its longest: as it is set, or as long as one may be."""
    brand: str = settings.SMS_BRAND
    return max(brand, LONGEST_BRAND, key=len)


def _longest_status(language: str) -> str:
    column = LANGUAGES.index(language)
    return max(STATUS_WORDS, key=lambda state: weigh(plain(STATUS_WORDS[state][column])).units)
