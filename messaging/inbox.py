"""What comes in: kept before anything else is done with it, and taken exactly once.

Whoever understands messages takes them from here in its own transaction (`hold`, act, `mark_taken`), so that a message
and what it caused are committed together or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Case, F, QuerySet, Value, When

from messaging import unreachable
from messaging.models import InboundMessage, InboundState
from organization.vault import fingerprint

MAX_ATTEMPTS = 5


def receive(
    *,
    provider: str,
    provider_id: str,
    sender: str,
    recipient: str,
    body: str,
    raw: Mapping[str, object],
    at: datetime,
    sent_at: datetime | None = None,
    reference: str = "",
    part: int = 1,
    parts: int = 1,
) -> tuple[InboundMessage, bool]:
    """Keep one message; returns its row and whether it is new. A gateway that repeats itself gets the first row.

    `raw` is everything the gateway sent, as it sent it; `sent_at` is when it says that the text was sent. A piece of a
    long text says which `part` of how many `parts` it is, under a `reference` that all its pieces bear.
    """
    message = InboundMessage(
        provider=provider,
        provider_id=provider_id,
        sender=sender,
        sender_key=fingerprint(sender),
        recipient=recipient,
        body=body,
        raw=json.dumps(raw, ensure_ascii=False, sort_keys=True),
        sent_at=sent_at,
        reference=reference,
        part=part,
        parts=parts,
        received_at=at,
    )
    # Nearly every message is new: it is written at once, in a transaction only where the caller has opened one.
    # Each of the five commands that are spared costs as much as the writing.
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            message.save(force_insert=True)
    except IntegrityError:
        return InboundMessage.objects.get(provider=provider, provider_id=provider_id), False
    return message, True


def untaken(at: datetime, *, older_than: timedelta = timedelta(seconds=30)) -> QuerySet[InboundMessage]:
    """Messages that nobody has taken though their wake-up should have been heard by now; the oldest first."""
    waiting = InboundMessage.objects.filter(state=InboundState.RECEIVED, received_at__lte=at - older_than)
    return waiting.defer("sender", "body", "raw").order_by("received_at")


def hold(pk: int) -> InboundMessage | None:
    """Lock one message in the caller's transaction; None where somebody else holds it, and for one taken or given up.

    Nobody waits for another taker: many that go through the same crowd of messages share it out among themselves.
    """
    waiting = InboundMessage.objects.select_for_update(skip_locked=True)
    return waiting.filter(pk=pk, state=InboundState.RECEIVED).first()


def mark_taken(message: InboundMessage, *, at: datetime, note: str = "", topic: str = "") -> None:
    """The message has had its effect, in this transaction. `note` says which, without a word of the citizen's.

    `topic` says what it was about, as in the outbox.
    """
    message.state = InboundState.TAKEN
    message.taken_at = at
    message.note = note
    message.topic = topic
    message.save(update_fields=["state", "taken_at", "note", "topic"])
    unreachable.has_written(message.sender_key)


def mark_failed(pk: int, *, note: str) -> None:
    """Taking it went wrong and was rolled back. It stays to be taken again, and is given up after `MAX_ATTEMPTS`.

    `note` names the error, without a word of the citizen's.
    """
    InboundMessage.objects.filter(pk=pk, state=InboundState.RECEIVED).update(
        attempts=F("attempts") + 1,
        note=note,
        state=Case(
            When(attempts__gte=MAX_ATTEMPTS - 1, then=Value(InboundState.FAILED)),
            default=Value(InboundState.RECEIVED),
        ),
    )


def forget(provider: str, provider_ids: Iterable[str]) -> int:
    """Blank the senders and texts of messages that were taken; that they came stays. How many."""
    over = InboundMessage.objects.filter(provider=provider, provider_id__in=list(provider_ids))
    return over.exclude(state=InboundState.RECEIVED).update(sender="", sender_key="", body="", raw="")
