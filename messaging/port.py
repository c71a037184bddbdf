"""The one form in which a text comes in, whichever gateway brings it; and the limits that every gateway keeps to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

LONGEST_ID = 100  # a submission is named by provider and id, and its name has 120 letters
LONGEST_NUMBER = 32
LONGEST_SENDER = 200
LONGEST_REFERENCE = 120
MOST_PARTS = 255  # the network counts the parts of a text in one byte
LONGEST_TEXT = MOST_PARTS * 153

_PRINTABLE = re.compile(r"[!-~]+")


class Unfit(Exception):
    """What came in is no text that can be kept. Names the field and never repeats its value."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundSms:
    """One text, or one piece of a long one.

    `raw` is everything the gateway sent, without secrets; `sent_at` is when it says that the text was sent. A piece
    says which `part` of how many `parts` it is, counted from 1, under a `reference` that all pieces of its text bear.
    Raises `Unfit`. What the text says is never a reason: every text that a network can carry can be kept.
    """

    provider: str
    provider_id: str
    sender: str
    recipient: str
    text: str
    raw: Mapping[str, object]
    sent_at: datetime | None = None
    reference: str = ""
    part: int = 1
    parts: int = 1

    def __post_init__(self) -> None:
        if not is_name(self.provider_id, LONGEST_ID):
            raise Unfit("provider_id")
        if not 0 < len(self.sender) <= LONGEST_SENDER:
            raise Unfit("sender")
        if not is_name(self.recipient, LONGEST_NUMBER):
            raise Unfit("recipient")
        if len(self.text) > LONGEST_TEXT:
            raise Unfit("text")
        if self.reference and not is_name(self.reference, LONGEST_REFERENCE):
            raise Unfit("reference")
        if not 1 <= self.part <= self.parts <= MOST_PARTS or (self.parts > 1 and not self.reference):
            raise Unfit("part")


def is_name(text: str, longest: int) -> bool:
    """Whether the text can name something: printable ASCII without spaces, not empty and not too long."""
    return len(text) <= longest and _PRINTABLE.fullmatch(text) is not None


def whole_letters(text: str) -> str:
    """The text with halves of letters (surrogates that stand alone) replaced: they can be written down nowhere."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
