"""Reasons the system gives by itself. Stored as written here, shown in the reader's language.

An officer's reason is free text and shown as it was typed: `shown` leaves what it does not know alone.
"""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _noop

FILED = _noop("The citizen filed it.")
IN_PERSON = _noop("Written down at the counter for the person.")
ON_PAPER = _noop("Entered from a letter.")
BY_PHONE = _noop("Written down on the telephone for the person.")
REPLIED = _noop("The citizen replied.")
CONFIRMED = _noop("The citizen says it is solved.")
DISPUTED = _noop("The citizen says it is not solved.")
RATED = _noop("The citizen rated the service.")
WITHDRAWN = _noop("The citizen withdrew it.")
LATE = _noop("The term has passed without an answer.")
LATE_AT_TOP = _noop("The term has passed, and there is no higher level.")
DUE_SOON = _noop("Four fifths of the term have passed.")
NOT_CONFIRMED = _noop("The citizen did not object within the time given.")
POOR_RATING = _noop("A poor rating opens a review one level up.")
IN_CONFLICT = _noop("The unit or its officer is the one complained about, or works under that person.")
REVIEW_AT_TOP = _noop("There is no higher level: the review stays with this unit.")
NOTED = _noop("An internal note was added.")
REMOVED = _noop("The keeping time is over.")

LOWEST_UNIT = _noop("the lowest unit with the power to settle it")
NEXT_UNIT = _noop("the next level up")
LACKS_POWER = _noop("this level does not have the power to settle it")
HEAD_IN_CONFLICT = _noop("its head is the person complained about, or works under that person")


def shown(reason: str) -> str:
    """A stored reason in the reader's language."""
    return gettext(reason) if reason else ""
