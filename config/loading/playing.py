"""The deeds of a story, one after another, and the clock between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from config.loading import citizens, officers
from config.loading.deeds import Deed
from config.loading.lives import Life

DEEDS: Mapping[str, Callable[[Life, datetime], bool]] = {
    "accept": officers.accept,
    "answer": officers.answer,
    "ask": officers.ask,
    "assign": officers.assign,
    "confirm": citizens.confirm,
    "dispute": citizens.dispute,
    "extend": officers.extend,
    "forward": officers.forward,
    "fulfil": officers.fulfil,
    "merge": officers.merge,
    "note": officers.note,
    "rate": citizens.rate,
    "rate_poorly": citizens.rate_poorly,
    "refuse": officers.refuse,
    "reply": citizens.reply,
    "resume": officers.resume,
    "start": officers.start,
    "suspend": officers.suspend,
    "terminate": officers.terminate,
    "transfer": officers.transfer,
    "withdraw": citizens.withdraw,
}


def play(life: Life, deeds: Sequence[Deed], until: datetime) -> None:
    """Let the deeds happen in turn, up to one that has become impossible, and the clock go on to the end."""
    for deed in deeds:
        life.run_clock(deed.at)
        if not DEEDS[deed.name](life, deed.at):
            break
    life.run_clock(until)
