"""What texts can mean, and what phones can be asked: the values that the grammar gives and the conversation takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cases.vocabulary import Kind


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
