"""Long texts that come in pieces: each piece is kept as it came, and all of them are taken together as one text.

The piece that came first stands for the text, and the others point to it as their `whole`. They may come in any order,
late or more than once. A text is taken when all of it is there, or some minutes after the last piece came; a piece that
comes after that is taken by itself, still pointing to what it belongs to.

Whoever locks rows here locks the one that stands for the text first.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from messaging.models import InboundMessage, InboundState

# So long after the last piece the rest is not waited for any more.
PATIENCE = timedelta(minutes=5)
# A telephone counts its long texts from 0 to 255 and begins again: later the same reference is another text.
REACH = timedelta(hours=1)
REPEATED = "repeated piece"
WITH_WHOLE = "taken with its whole"


def place(piece: InboundMessage) -> None:
    """Let a piece that has just been kept point to its text, in the transaction that keeps it.

    The text is one of the same sender, over the same number of ours, with the same reference, in which this part is
    missing. A part that is there already with the same words is a repeat and is taken as read.
    """
    alike = InboundMessage.objects.filter(
        provider=piece.provider,
        sender_key=piece.sender_key,
        recipient=piece.recipient,
        reference=piece.reference,
        parts=piece.parts,
        whole=None,
        received_at__gt=piece.received_at - REACH,
    )
    for head in alike.exclude(pk=piece.pk).order_by("-received_at", "-pk").select_for_update():
        bodies = {head.part: head.body} | dict(head.pieces.values_list("part", "body"))
        if piece.part not in bodies:
            piece.whole = head
        elif bodies[piece.part] == piece.body:
            piece.whole = head
            piece.state, piece.taken_at = InboundState.TAKEN, piece.received_at
            piece.note = REPEATED
        else:
            continue
        piece.save(update_fields=["whole", "state", "taken_at", "note"])
        return


def gather(head: InboundMessage, *, at: datetime) -> InboundMessage | None:
    """The locked row that stands for a text, with the words of all pieces as its own; None while some are waited for.

    What is in its row stays as it came: only the object is changed, and `mark_taken` saves no words.
    """
    pieces = _in_order(head)
    last = max(piece.received_at for piece in pieces)
    if len(pieces) < head.parts and at < last + PATIENCE:
        return None
    head.body = "".join(piece.body for piece in pieces)
    head.raw = json.dumps({"pieces": [json.loads(piece.raw) for piece in pieces]}, ensure_ascii=False)
    return head


def words(head: InboundMessage) -> str:
    """What the text says that a row stands for: as much of it as has come; of a text in one piece, its own words."""
    return "".join(piece.body for piece in _in_order(head))


def mark_taken(head: InboundMessage, *, at: datetime, topic: str) -> None:
    """The pieces have had their effect with the locked row that stands for them."""
    _waiting(head).update(state=InboundState.TAKEN, taken_at=at, note=WITH_WHOLE, topic=topic)


def give_up(head_pk: int) -> None:
    """The pieces are given up together with the row that stands for them."""
    pieces = InboundMessage.objects.filter(whole=head_pk, state=InboundState.RECEIVED)
    pieces.filter(whole__state=InboundState.FAILED).update(state=InboundState.FAILED)


def ready(waiting: QuerySet[InboundMessage], *, at: datetime) -> QuerySet[InboundMessage]:
    """Of messages that wait, those that may be taken: no piece of a text that waits, no text that waits for pieces."""
    pieces = InboundMessage.objects.filter(whole=OuterRef("pk"), state=InboundState.RECEIVED).order_by()
    came = pieces.values("whole").annotate(number=Count("pk")).values("number")
    is_whole = Q(missing=1) | ~Q(late=True) & Q(received_at__lte=at - PATIENCE)
    return waiting.annotate(
        missing=F("parts") - Subquery(came),
        late=Exists(pieces.filter(received_at__gt=at - PATIENCE)),
    ).filter(Q(parts=1) | Q(whole__state=InboundState.TAKEN) | Q(whole=None) & is_whole)


def _in_order(head: InboundMessage) -> list[InboundMessage]:
    if head.parts == 1:
        return [head]
    return sorted([head, *head.pieces.exclude(note=REPEATED)], key=lambda piece: piece.part)


def _waiting(head: InboundMessage) -> QuerySet[InboundMessage]:
    return InboundMessage.objects.filter(whole=head, state=InboundState.RECEIVED)
