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
) -> tuple[InboundMessage, bool]:
    """Keep one message; returns its row and whether it is new. A gateway that repeats itself gets the first row.

    `raw` is everything the gateway sent, as it sent it.
    """
    message = InboundMessage(
        provider=provider,
        provider_id=provider_id,
        sender=sender,
        sender_key=fingerprint(sender),
        recipient=recipient,
        body=body,
        raw=json.dumps(raw, ensure_ascii=False, sort_keys=True),
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


def hold(pk: int, *, skip_held: bool = False) -> InboundMessage | None:
    """Lock one message in the caller's transaction; a second taker waits and gets None, as for one given up.

    With `skip_held` the second taker gets None at once: many that go through a crowd of messages share it out.
    """
    waiting = InboundMessage.objects.select_for_update(skip_locked=skip_held)
    return waiting.filter(pk=pk, state=InboundState.RECEIVED).first()


def mark_taken(message: InboundMessage, *, at: datetime, note: str = "") -> None:
    """The message has had its effect, in this transaction. `note` says which, without a word of the citizen's."""
    message.state = InboundState.TAKEN
    message.taken_at = at
    message.note = note
    message.save(update_fields=["state", "taken_at", "note"])


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
