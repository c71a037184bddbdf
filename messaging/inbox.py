"""What comes in: kept before anything else is done with it, and taken exactly once.

Whoever understands messages takes them from here in its own transaction (`hold`, act, `mark_taken`), so that a message
and what it caused are committed together or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Case, F, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from messaging import unreachable, wholes
from messaging.models import InboundMessage, InboundState
from messaging.port import InboundSms, whole_letters
from organization.turns import Line, wait_for_turn
from organization.vault import fingerprint

MAX_ATTEMPTS = 5


def topic_of(pk: int) -> str:
    """The name under which answers are kept to a message that was about nothing else."""
    return f"inbound:{pk}"


def keep(text: InboundSms, *, at: datetime) -> tuple[InboundMessage, bool]:
    """Keep one text as any gateway tells it; returns its row and whether it is new, as `receive` does."""
    return receive(
        provider=text.provider,
        provider_id=text.provider_id,
        sender=text.sender,
        recipient=text.recipient,
        body=text.text,
        raw=text.raw,
        at=at,
        sent_at=text.sent_at,
        reference=text.reference,
        part=text.part,
        parts=text.parts,
    )


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

    The parameters are those of `messaging.port.InboundSms`. A piece of a long text is placed with the others.
    """
    sender = whole_letters(sender)
    values = {
        "sender": sender,
        "sender_key": fingerprint(sender),
        "recipient": recipient,
        "body": whole_letters(body),
        "raw": whole_letters(json.dumps(raw, ensure_ascii=False, sort_keys=True)),
        "sent_at": sent_at,
        "reference": reference,
        "part": part,
        "parts": parts,
        "received_at": at,
    }
    if parts == 1:
        return _once(provider, provider_id, values)
    with transaction.atomic():
        wait_for_turn(Line.LONG_TEXT, f"{provider}:{values['sender_key']}:{reference}")
        message, is_new = _once(provider, provider_id, values)
        if is_new:
            wholes.place(message)
    return message, is_new


def untaken(at: datetime, *, older_than: timedelta = timedelta(seconds=30)) -> QuerySet[InboundMessage]:
    """Messages that nobody has taken though their wake-up should have been heard by now; the oldest first.

    Of a long text the row that stands for it, once it is to be taken.
    """
    waiting = InboundMessage.objects.filter(state=InboundState.RECEIVED, received_at__lte=at - older_than)
    return wholes.ready(waiting, at=at).defer("sender", "body", "raw").order_by("received_at")


def hold(pk: int, *, at: datetime, skip_held: bool = False) -> InboundMessage | None:
    """Lock one message in the caller's transaction; a second taker waits and gets None, as for one given up.

    With `skip_held` the second taker gets None at once: many that go through a crowd of messages share it out.
    For a piece of a long text, the row that stands for it, with the words of all; None while pieces are waited for. A
    piece that came after its text was taken is given by itself, and says by its `whole` what it belongs to.
    """
    standing_for = InboundMessage.objects.filter(pk=pk).values("whole")
    head = (
        InboundMessage.objects.select_for_update(skip_locked=skip_held)
        .filter(pk=Coalesce(Subquery(standing_for), Value(pk)))
        .first()
    )
    if head is None:
        return None
    if head.state == InboundState.RECEIVED:
        return head if head.parts == 1 else wholes.gather(head, at=at)
    if head.pk == pk or head.state != InboundState.TAKEN:
        return None
    late = InboundMessage.objects.select_for_update().filter(pk=pk, state=InboundState.RECEIVED).first()
    if late is not None:
        late.whole = head
    return late


def mark_taken(message: InboundMessage, *, at: datetime, note: str = "", topic: str = "") -> None:
    """The message has had its effect, in this transaction, and so have its pieces. `note` says which, without a word of
    the citizen's.

    `topic` says what it was about, as in the outbox.
    """
    message.state = InboundState.TAKEN
    message.taken_at = at
    message.note = note
    message.topic = topic
    message.save(update_fields=["state", "taken_at", "note", "topic"])
    if message.parts > 1 and message.whole_id is None:
        wholes.mark_taken(message, at=at, topic=topic)
    unreachable.has_written(message.sender_key)


def mark_failed(pk: int, *, note: str) -> None:
    """Taking it went wrong and was rolled back. It stays to be taken again, and is given up after `MAX_ATTEMPTS`.

    For a piece of a long text that is not taken yet, the text. `note` names the error, without a word of the citizen's.
    """
    failed = (
        InboundMessage.objects.filter(pk=pk).select_related("whole").only("parts", "whole__state").first()
    )
    if failed is not None and failed.whole is not None and failed.whole.state == InboundState.RECEIVED:
        pk = failed.whole.pk
    InboundMessage.objects.filter(pk=pk, state=InboundState.RECEIVED).update(
        attempts=F("attempts") + 1,
        note=note,
        state=Case(
            When(attempts__gte=MAX_ATTEMPTS - 1, then=Value(InboundState.FAILED)),
            default=Value(InboundState.RECEIVED),
        ),
    )
    if failed is not None and failed.parts > 1:
        wholes.give_up(pk)


def put_off(message: InboundMessage, *, until: datetime, note: str = "") -> None:
    """The message is not to be taken before `until`; it waits, and nothing of it is lost."""
    message.state, message.held_until, message.note = InboundState.HELD, until, note
    message.save(update_fields=["state", "held_until", "note"])


def release(at: datetime) -> int:
    """Let what was put off until now be taken; how many."""
    due = InboundMessage.objects.filter(state=InboundState.HELD, held_until__lte=at)
    return due.update(state=InboundState.RECEIVED, held_until=None)


def waiting_before(pk: int, *, within: timedelta) -> list[int]:
    """What the same sender sent shortly before this message and nobody has taken yet, in the order it came in."""
    message = InboundMessage.objects.filter(pk=pk).values("sender_key", "received_at").first()
    if message is None:
        return []
    came_at = message["received_at"]
    earlier = InboundMessage.objects.filter(
        sender_key=message["sender_key"],
        received_at__gte=came_at - within,
        received_at__lt=came_at,
        state=InboundState.RECEIVED,
        attempts=0,
    )
    return list(earlier.order_by("received_at", "pk").values_list("pk", flat=True))


def forget(topic: str) -> int:
    """Blank the senders and texts of messages about `topic`; that they came stays. How many."""
    return _about(topic).update(sender="", sender_key="", body="", raw="")


def forget_sender(topic: str) -> int:
    """Blank who sent the messages about `topic`; their words stay. How many."""
    return _about(topic).update(sender="", sender_key="", raw="")


def forget_stray(*, before: datetime, limit: int) -> list[int]:
    """Blank the senders and texts of messages that were about nothing and came before a moment; the ids of their rows.

    The oldest first, at most `limit`.
    """
    stray = InboundMessage.objects.filter(topic="", state=InboundState.TAKEN, received_at__lt=before)
    pks = list(stray.exclude(sender_key="").order_by("received_at").values_list("pk", flat=True)[:limit])
    InboundMessage.objects.filter(pk__in=pks).update(sender="", sender_key="", body="", raw="")
    return pks


def _about(topic: str) -> QuerySet[InboundMessage]:
    """The messages about a topic, with the pieces that were taken as parts of one."""
    return InboundMessage.objects.filter(Q(topic=topic) | Q(whole__topic=topic))


def _once(provider: str, provider_id: str, values: dict[str, Any]) -> tuple[InboundMessage, bool]:
    """Write the row, or find the one that is there.

    Nearly every message is new: it is written at once, in a transaction only where the caller has opened one. Each of
    the five commands that are spared costs as much as the writing.
    """
    message = InboundMessage(provider=provider, provider_id=provider_id, **values)
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            message.save(force_insert=True)
    except IntegrityError:
        return InboundMessage.objects.get(provider=provider, provider_id=provider_id), False
    return message, True
