"""Promises to send: written in the transaction of what they tell about, kept by delivery after it commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from messaging import tasks, texts
from messaging.models import MessageChannel, OutboundMessage, OutboundState

AGAIN = "again:"
OPEN_STATES = (OutboundState.PENDING, OutboundState.SENDING)


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
    priority: texts.Priority | None = None,
    secret: bool = False,
) -> OutboundMessage:
    """Write down one message to send; it leaves after the caller's transaction commits, and only if it does.

    `topic` says what it is about (`case:<pk>`); `sender` is the own number it must leave by, empty for the usual one.
    A second promise under the same `once` returns the first row and sends nothing more. `secret` puts the template's
    neutral version in its place. Raises `texts.UnknownTemplate` and `texts.WrongSlots`.
    """
    if secret:
        template, slots = texts.neutral(template, slots)
    values: dict[str, Any] = {
        "channel": channel,
        "address": to,
        "template": template,
        "language": language,
        "topic": topic,
        "sender": sender,
        "priority": texts.template_named(template).priority if priority is None else priority,
        "created_at": at,
        "next_attempt_at": at,
    }
    if channel == MessageChannel.EMAIL:
        letter = texts.render_letter(template, language, slots)
        values |= {"subject": letter.subject, "body": letter.body}
    else:
        values["body"] = texts.render(template, language, slots)
    if once is None:
        message, created = OutboundMessage.objects.create(**values), True
    else:
        # Two that race for one key meet at its unique index: one writes the row, the other reads it.
        message, created = OutboundMessage.objects.get_or_create(once=once, defaults=values)
    if created:
        # A broker that is away must not fail what has been committed: the sweep finds the row.
        transaction.on_commit(lambda: tasks.wake(message.pk), robust=True)
    return message


def promise_again(message: OutboundMessage, *, after: timedelta, at: datetime) -> None:
    """Promise the text of a message that was not delivered once more, later; a repeat is never repeated.

    The first row keeps its final state. However often this is asked, there is one repeat.
    """
    if message.once and message.once.startswith(AGAIN):
        return
    same = ("channel", "address", "subject", "body", "template", "language", "topic", "sender", "priority")
    values = {name: getattr(message, name) for name in same}
    OutboundMessage.objects.get_or_create(
        once=f"{AGAIN}{message.pk}", defaults=values | {"created_at": at, "next_attempt_at": at + after}
    )


def take_back_repeat(message: OutboundMessage) -> None:
    """Cancel the repeat of a message that was delivered after all, unless it is on its way."""
    OutboundMessage.objects.filter(once=f"{AGAIN}{message.pk}", state=OutboundState.PENDING).update(
        state=OutboundState.FAILED, failed_code="not-needed", next_attempt_at=None
    )


def forget(topic: str) -> int:
    """Blank the addresses and texts of every finished message about `topic`; that they were sent stays. How many."""
    over = OutboundMessage.objects.filter(topic=topic).exclude(state__in=OPEN_STATES)
    return over.update(address="", subject="", body="")
