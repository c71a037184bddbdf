"""Promises to send: written in the transaction of what they tell about, kept by delivery after it commits.

A text to somebody who does not want to be texted is written down as kept back, so that it is seen that it was due.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from messaging import gateways, leaving, optouts, tasks, texts, wordings
from messaging.gateways.standing import Standing, standing
from messaging.models import MessageChannel, OutboundMessage, OutboundState
from messaging.segments import weigh

AGAIN = "again:"
OPEN_STATES = (OutboundState.PENDING, OutboundState.SENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One message to send.

    `topic` says what it is about (`case:<pk>`); `sender` is the own number it must leave by, empty for the usual one;
    `unit_id` is the unit that pays. Of several under the same `once` the first holds. `secret` puts the template's
    neutral version in its place. `fleeting` lets its address and text go as soon as it is over.
    """

    channel: MessageChannel
    to: str
    template: str
    language: str
    slots: Mapping[str, object]
    topic: str
    at: datetime
    once: str | None = None
    sender: str = ""
    unit_id: int | None = None
    priority: texts.Priority | None = None
    secret: bool = False
    fleeting: bool = False


def promise(
    *,
    channel: MessageChannel,
    to: str,
    template: str,
    language: str,
    slots: Mapping[str, object],
    topic: str,
    at: datetime,
    once: str | None = None,
    sender: str = "",
    unit_id: int | None = None,
    priority: texts.Priority | None = None,
    secret: bool = False,
    fleeting: bool = False,
) -> OutboundMessage:
    """Write down one message to send; it leaves after the caller's transaction commits, and only if it does.

    The parameters are those of `Promise`. A second promise under the same `once` returns the first row and sends
    nothing more. Raises `texts.UnknownTemplate` and `texts.WrongSlots`.
    """
    return make(
        Promise(
            channel=channel,
            to=to,
            template=template,
            language=language,
            slots=slots,
            topic=topic,
            at=at,
            once=once,
            sender=sender,
            unit_id=unit_id,
            priority=priority,
            secret=secret,
            fleeting=fleeting,
        )
    )


def make(promise: Promise) -> OutboundMessage:
    """Write down one message to send, as `promise` does."""
    [message] = _written([promise])
    [kept] = _insert([message])
    if kept is message and message.state == OutboundState.PENDING:
        # A broker that is away must not fail what has been committed: the sweep finds the row.
        transaction.on_commit(lambda: tasks.wake(message.pk), robust=True)
    return kept


def promise_all(promises: Sequence[Promise]) -> list[OutboundMessage]:
    """Write down many messages at once; their rows in the same order. Raises as `promise` does, before any is written.

    Nobody is woken. A hundred thousand wake-ups would stand in the broker's queue before that of a person who has just
    written and waits for a reply; the sweep comes every 15 seconds and takes the urgent and the oldest first.
    """
    return _insert(_written(promises))


def _written(promises: Sequence[Promise]) -> list[OutboundMessage]:
    """The rows of promises, with their texts; not yet in the database. Four queries, however many."""
    if not promises:
        return []
    stands = standing(at=max(promise.at for promise in promises))
    filled = [(promise, *_said(promise)) for promise in promises]
    words = wordings.reworded((template, promise.language) for promise, template, _slots in filled)
    rows = [
        _row(promise, template, slots, words.get((template, promise.language), ""), stands)
        for promise, template, slots in filled
    ]
    out = optouts.out_since(row.address for row in rows if row.channel == MessageChannel.SMS)
    for row in rows:
        if optouts.silences(out.get(row.address), priority=row.priority, promised_at=row.created_at):
            row.state, row.failed_code = OutboundState.FAILED, optouts.CODE
            row.failed_at, row.next_attempt_at = row.created_at, None
    return rows


def _said(promise: Promise) -> tuple[str, Mapping[str, object]]:
    """The template and slots that are sent: neutral ones where the case is secret."""
    return (
        texts.neutral(promise.template, promise.slots)
        if promise.secret
        else (promise.template, promise.slots)
    )


def _row(
    promise: Promise, template: str, slots: Mapping[str, object], words: str, stands: Standing
) -> OutboundMessage:
    """The row of a promise, to be sent by the gateway that would carry it now."""
    if promise.channel == MessageChannel.EMAIL:
        letter = texts.render_letter(template, promise.language, slots)
        subject, body, segments = letter.subject, letter.body, 0
    else:
        subject, body = "", texts.render(template, promise.language, slots, words=words)
        segments = weigh(body).segments
    # A neutral text is as urgent as what it stands for.
    usual = texts.template_named(promise.template).priority
    priority = usual if promise.priority is None else promise.priority
    return OutboundMessage(
        channel=promise.channel,
        address=promise.to,
        subject=subject,
        body=body,
        template=template,
        language=promise.language,
        topic=promise.topic,
        sender=promise.sender,
        unit_id=promise.unit_id,
        segments=segments,
        priority=priority,
        provider=gateways.route_for(promise.channel, promise.sender, standing=stands),
        created_at=promise.at,
        next_attempt_at=promise.at,
        expires_at=leaving.expires_at(promise.channel, priority=priority, at=promise.at),
        once=promise.once,
        fleeting=promise.fleeting,
    )


def _insert(messages: Sequence[OutboundMessage]) -> list[OutboundMessage]:
    """Insert the rows; in place of one whose key is taken, the row that has it.

    Two that race for one key meet at its unique index: one writes the row, the other reads it.
    """
    OutboundMessage.objects.bulk_create([message for message in messages if message.once is None])
    keyed = {message.pk: message for message in messages if message.once is not None}
    if not keyed:
        return list(messages)
    OutboundMessage.objects.bulk_create(keyed.values(), ignore_conflicts=True)
    found = OutboundMessage.objects.filter(once__in={message.once for message in keyed.values()})
    holders = {row.once: keyed.get(row.pk, row) for row in found}
    return [message if message.once is None else holders[message.once] for message in messages]


def promise_again(
    message: OutboundMessage, *, after: timedelta, at: datetime, provider: str = ""
) -> OutboundMessage | None:
    """Promise the text of a message that was not delivered once more, later, by the same gateway or by `provider`.

    The first row keeps its final state. However often this is asked, there is one repeat, and a repeat is never
    repeated; nor is a message whose address was to be forgotten. Returns it; None where there is none.
    """
    if (message.once and message.once.startswith(AGAIN)) or message.fleeting or not message.address:
        return None
    same = (
        "channel",
        "address",
        "subject",
        "body",
        "template",
        "language",
        "topic",
        "sender",
        "unit_id",
        "segments",
        "priority",
    )
    values = {name: getattr(message, name) for name in same} | {
        "provider": provider or message.provider,
        "created_at": at,
        "next_attempt_at": at + after,
        "expires_at": leaving.expires_at(message.channel, priority=message.priority, at=at),
    }
    return OutboundMessage.objects.get_or_create(once=f"{AGAIN}{message.pk}", defaults=values)[0]


def take_back_repeat(message: OutboundMessage) -> None:
    """Cancel the repeat of a message that was delivered after all, unless it is on its way."""
    OutboundMessage.objects.filter(once=f"{AGAIN}{message.pk}", state=OutboundState.PENDING).update(
        state=OutboundState.FAILED, failed_code="not-needed", next_attempt_at=None
    )


def forget(*topics: str) -> int:
    """Blank the addresses and texts of every finished message about `topics`; that they were sent stays. How many."""
    over = OutboundMessage.objects.filter(topic__in=topics).exclude(state__in=OPEN_STATES)
    return over.update(address="", subject="", body="")


def forget_number(topic: str, *, at: datetime) -> None:
    """Take back every text about `topic` that has not left, and blank it with those that have.

    One that is just leaving is not sent a second time, and is blanked by `blank` when it is over.
    """
    texts_about = OutboundMessage.objects.filter(topic=topic, channel=MessageChannel.SMS)
    texts_about.filter(state=OutboundState.PENDING).update(
        state=OutboundState.FAILED, failed_code="forgotten", next_attempt_at=None
    )
    texts_about.filter(state__in=OPEN_STATES).update(fleeting=True, expires_at=at)
    texts_about.exclude(state__in=OPEN_STATES).update(address="", subject="", body="")


def blank() -> int:
    """Blank the fleeting messages that are over; how many."""
    over = OutboundMessage.objects.filter(fleeting=True).exclude(state__in=OPEN_STATES)
    return over.update(address="", subject="", body="", fleeting=False)
