"""One text, one turn: who sent it, what it means to them, its effect, and one answer.

Answers leave by the number that the text came in on. None goes to a sender that cannot be a person's telephone, to our
own numbers, to words that the provider answers itself, or to what seems to be a robot.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta

from django.conf import settings

from cases import joining, notices, selectors
from feedback.sms import late_pieces, prompts, twilio
from feedback.sms.effects import LANGUAGE, Reply, Turn, effect_of
from feedback.sms.grammar import parse
from messaging import outbox
from messaging.models import InboundMessage, InboundState, MessageChannel

A_PERSON = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)
LATELY = timedelta(days=1)
ANSWERS = 20  # at most so many to one number lately
UNKNOWNS = 2  # in a row, and one more is not answered: two robots would go on for ever
SILENT = "silent: "  # how the note on a text begins that was not answered


def take_part(message: InboundMessage, *, at: datetime) -> str:
    """Let a text have its effect and promise its answer, in the caller's transaction; returns a note on both.

    The note is the name of the answer's template, after `SILENT` where it was not sent.
    """
    if reason := _nobody_to_talk_to(message):
        return SILENT + reason
    if what := late_pieces.add(message, at=at):
        return SILENT + what
    cases = selectors.cases_of_phone(message.sender)
    asked = prompts.open_prompt(cases, sent_at=message.received_at)
    meaning = parse(message.body, asked.prompt if asked else None)
    reply = effect_of(Turn(message, cases, asked, meaning, at))
    if reply.is_promised:
        return reply.template
    if _has_heard_enough(message, reply):
        return SILENT + reply.template
    _promise(reply, message, at=at)
    return reply.template


def _nobody_to_talk_to(message: InboundMessage) -> str:
    """Why a text is only kept: no person can have sent it, or the provider has answered it."""
    if not A_PERSON.fullmatch(message.sender):
        return "not a person's number"
    if message.sender in {settings.TWILIO_FROM, message.recipient}:
        return "our own number"
    if message.provider == twilio.PROVIDER and twilio.answers_itself(json.loads(message.raw), message.body):
        return "answered by the provider"
    return ""


def _has_heard_enough(message: InboundMessage, reply: Reply) -> bool:
    """Whether a robot seems to be at the other end."""
    taken = InboundMessage.objects.filter(
        sender_key=message.sender_key,
        state=InboundState.TAKEN,
        whole=None,
        received_at__gt=message.received_at - LATELY,
    )
    notes = list(taken.order_by("-taken_at", "-pk").values_list("note", flat=True))
    if sum(not note.startswith(SILENT) for note in notes) >= ANSWERS:
        return True
    last = [note.removeprefix(SILENT) for note in notes[:UNKNOWNS]]
    return reply.template == "unknown" and last == ["unknown"] * UNKNOWNS


def _promise(reply: Reply, message: InboundMessage, *, at: datetime) -> None:
    case = reply.case
    outbox.promise(
        channel=MessageChannel.SMS,
        to=message.sender,
        template=reply.template,
        language=case.language if case else LANGUAGE,
        slots={**({"code": case.code} if case else {}), **reply.slots},
        topic=notices.topic(case) if case else f"inbound:{message.pk}",
        once=f"reply:{message.pk}",
        sender=message.recipient,
        secret=case is not None and (case.is_secret or joining.head_of(case).is_secret),
        at=at,
    )
