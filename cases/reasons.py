"""Reasons the system gives by itself. Stored as written here, shown in the reader's language.

An officer's reason is free text and shown as it was typed: `shown` leaves what it does not know alone.
"""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

FILED = gettext_noop("The citizen filed it.")
IN_PERSON = gettext_noop("Written down at the counter for the person.")
ON_PAPER = gettext_noop("Entered from a letter.")
BY_PHONE = gettext_noop("Written down on the telephone for the person.")
SENT_BEFORE = gettext_noop("The same person sent the same matter before.")
REPLIED = gettext_noop("The citizen replied.")
PLACE_TOLD = gettext_noop("The citizen said where it happened.")
PLACE_LEFT_OPEN = gettext_noop("The citizen leaves open where it happened.")
PLACE_NAMED = gettext_noop("The place was told before anybody took it up.")
NUMBER_FORGOTTEN = gettext_noop("The citizen wants the telephone number to be deleted.")
NUMBER_NOT_NEEDED = gettext_noop("The number of an unnamed citizen is not needed any more.")
CONFIRMED = gettext_noop("The citizen says it is solved.")
DISPUTED = gettext_noop("The citizen says it is not solved.")
RATED = gettext_noop("The citizen rated the service.")
WITHDRAWN = gettext_noop("The citizen withdrew it.")
LATE = gettext_noop("The term has passed without an answer.")
LATE_AT_TOP = gettext_noop("The term has passed, and there is no higher level.")
HALF_TIME = gettext_noop("Half of the term has passed.")
DUE_SOON = gettext_noop("Four fifths of the term have passed.")
NOT_CONFIRMED = gettext_noop("The citizen did not object within the time given.")
NOT_PROCESSED = gettext_noop("Nobody processed it within the time in which every matter must be processed.")
DUTY_LATE = gettext_noop("The office did not do it in time.")
CALENDAR_CHANGED = gettext_noop("The calendar, a rule or the way of counting changed.")
POOR_RATING = gettext_noop("A poor rating opens a review one level up.")
RECUSED_AT_TOP = gettext_noop("The head is in conflict of interest, and there is no higher level.")
IN_CONFLICT = gettext_noop("The unit or its officer is the one complained about, or works under that person.")
LAW_NAMES_ABOVE = gettext_noop("The law gives it to the level above.")
REVIEW_AT_TOP = gettext_noop("There is no higher level: the review stays with this unit.")
NOT_DELIVERED = gettext_noop("A text message to the citizen could not be delivered.")
CALL_UNDONE = gettext_noop("The call was marked as made by mistake.")
NOTED = gettext_noop("An internal note was added.")
REMOVED = gettext_noop("The keeping time is over.")

LOWEST_UNIT = gettext_noop("the lowest unit with the power to settle it")
NEXT_UNIT = gettext_noop("the next level up")
HIGHEST_UNIT = gettext_noop(
    "the highest unit here, as the law names a body outside; it is to be forwarded there"
)
NO_UNIT_HERE = gettext_noop(
    "every unit here is in conflict of interest; it is to be forwarded to the body above"
)
NAMED_BY_LAW = gettext_noop("the unit that the law names")
ABOVE_THE_NAMED = gettext_noop("the next unit above the one that the law names, which may not take it")
NAMED_ANOTHER = gettext_noop("the law gives it to another unit")
LACKS_POWER = gettext_noop("this level does not have the power to settle it")
HEAD_IN_CONFLICT = gettext_noop("its head is the person complained about, or works under that person")
HEAD_IS_KIN = gettext_noop("its head is family of the person complained about")
HEAD_RECUSED = gettext_noop("its head declared a conflict of interest")
HEAD_VACANT = gettext_noop("the post of its head is vacant, so nobody has it yet")
STAND_IN_IN_CONFLICT = gettext_noop(
    "who stands in for its head is in conflict of interest, so nobody has it until the head is back"
)

TOOK_OVER = gettext_noop("it took over from the unit that ended")
TOOK_THE_PLACE = gettext_noop("it took over the place where it happened")
TOOK_THE_FIRST = gettext_noop("it took over from the unit where the case began")
TOOK_THE_REST = gettext_noop("it takes what no place leads elsewhere")
NOT_BELOW = gettext_noop("a case that went up does not come down again by a reorganisation")


def shown(reason: str) -> str:
    """A stored reason in the reader's language."""
    return gettext(reason) if reason else ""
