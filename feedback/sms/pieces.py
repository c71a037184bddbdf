"""Long texts that come in pieces without saying so: which text goes on another one, by the clock and by its length.

Most gateways join the pieces of a text and hand over whole ones, and pieces that bear a reference were joined before
they are read. Some modems and telephones do neither: a piece of theirs is as long as one message can be, and the next
one follows at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from messaging.models import InboundMessage, InboundState
from messaging.segments import Encoding, weigh

# The gateways through which pieces can come: a modem, and an application on a telephone.
OF_PIECES = frozenset({"gammu", "smssync"})
# One piece of a long text has 153 letters of the GSM alphabet or 67 others, less where a letter is not to be split.
FULL = {Encoding.GSM7: 150, Encoding.UCS2: 65}
AT_ONCE = timedelta(seconds=120)
ALTOGETHER = timedelta(minutes=5)
MOST = 8
# How the note on a text begins that was not answered.
SILENT = "silent: "
# What the first piece can have been: its words stand in a case.
BEGINNINGS = frozenset({"too_long", "filed_out", "joined", "dup", "reply_ok", "place_ok", "confirm_no"})
APPENDED = "added"


@dataclass(frozen=True)
class Begun:
    """What a text goes on: the topic of the case where its beginning stands, or until when that is held."""

    topic: str = ""
    held_until: datetime | None = None


def looks_cut(message: InboundMessage) -> bool:
    """Whether more of this text is likely to come: it is one message, and full."""
    if message.provider not in OF_PIECES or message.reference:
        return False
    weight = weigh(message.body)
    return weight.segments == 1 and weight.units >= FULL[weight.encoding]


def begun(message: InboundMessage) -> Begun | None:
    """What this text goes on, by the same way from the same number; None where it begins something itself."""
    if message.provider not in OF_PIECES or message.reference:
        return None
    before = InboundMessage.objects.filter(
        sender_key=message.sender_key,
        provider=message.provider,
        recipient=message.recipient,
        state__in=(InboundState.TAKEN, InboundState.HELD),
        received_at__gt=message.received_at - ALTOGETHER,
        received_at__lte=message.received_at,
    ).exclude(pk=message.pk)
    later, number = message, 1
    last: InboundMessage | None = None
    for piece in before.order_by("-received_at", "-pk")[:MOST]:
        number += 1
        if number > MOST or later.received_at - piece.received_at > AT_ONCE or not looks_cut(piece):
            return None
        last = last or piece
        note = piece.note.removeprefix(SILENT)
        if piece.state == InboundState.HELD:
            return Begun(held_until=piece.held_until)
        if note in BEGINNINGS and last.topic:
            return Begun(topic=last.topic)
        if note != APPENDED:
            return None
        later = piece
    return None
