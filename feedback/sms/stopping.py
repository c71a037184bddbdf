"""Texts that stop our messages and let them go on: those of our grammar, and those that a provider answers itself.

Who opted out is told nothing by us of our own accord. What they text still has its effect: a matter is filed, a case
goes on. Answered is only what they ask for, which is no message that they wanted to be rid of: the code of what they
file (with the word that turns messages on again, since without one nobody would tell them the answer), how a case
stands, help, and that a number was deleted. The word to stop is answered once, as everywhere; said again it is kept
and not answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from messaging import optouts
from messaging.models import OptOutSource

ASKED_FOR = frozenset(
    {
        "bad_code",
        "dup",
        "filed_out",
        "forget_ask",
        "forgotten",
        "help",
        "no_case",
        "optin",
        "optout",
        "status",
        "status_other",
    }
)

_STOP = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"})
_START = frozenset({"start", "yes", "unstop"})


def note_what_provider_did(number: str, raw: Mapping[str, Sequence[str]], text: str, *, at: datetime) -> None:
    """Keep that a number opted out or in by a text that its provider has answered; `raw` is the form as it came.

    What the provider says goes before what the text looks like: its keywords can be set.
    """
    said = next(iter(raw.get("OptOutType", ())), "").strip().lower() or text.strip().lower()
    if said in _STOP:
        optouts.opt_out(number, source=OptOutSource.GATEWAY, at=at)
    elif said in _START:
        optouts.opt_in(number, at=at)
