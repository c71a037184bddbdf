"""One text, one turn: who sent it, what it means to them, its effect, and one answer.

Answers leave by the number that the text came in on. None goes to a sender that cannot be a person's telephone, to our
own numbers, to words that the provider answers itself, to who opted out and asked for nothing, or to what seems to be a
robot.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import QuerySet

from cases import joining, notices, selectors
from cases.models import Case
from cases.vocabulary import Kind
from feedback.sms import pieces, prompts, stopping, twilio
from feedback.sms.effects import append, effect_of
from feedback.sms.grammar import Intent, Meaning, Prompt, parse
from feedback.sms.lexicon.reading import read
from feedback.sms.pieces import SILENT
from feedback.sms.prompts import Asked
from feedback.sms.turns import LANGUAGE, Reply, Turn
from messaging import gateways, inbox, optouts, outbox
from messaging.models import InboundMessage, InboundState, MessageChannel
from messaging.texts import Priority
from organization.names import fold

A_PERSON = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)
LATELY = timedelta(days=1)
ANSWERS = 20  # at most so many to one number lately
# The same answer so many times in a row, and one more is not given: two robots would go on for ever.
IN_A_ROW = 2
TOO_LATE = "too late to be added"  # a piece of a long text whose case takes no more: it stays in the inbox
LEADING_NOWHERE = frozenset({"unknown", "dup", "mms"})
# Keywords that stay part of the words they begin.
_BEGINNINGS = ("phan anh", "phananh", "gop y", "gopy")


@dataclass(frozen=True)
class Taken:
    """What became of a text. `note` is the name of its answer's template, after `SILENT` where it was not sent.

    `topic` is the case that it concerned. `held_until` is when it is to be taken after all. `forgets` says that its
    sender is to be blanked.
    """

    note: str
    topic: str = ""
    held_until: datetime | None = None
    forgets: bool = False


def take_part(message: InboundMessage, *, at: datetime) -> Taken:
    """Let a text have its effect and promise its answer, in the caller's transaction."""
    if reason := _nobody_to_talk_to(message, at=at):
        return Taken(SILENT + reason)
    turn = turn_of(message, at=at)
    reply = _reply_to(turn)
    is_silent = _is_silent(turn, reply)
    if not is_silent and not reply.is_promised:
        _promise(reply, message, at=at)
    return Taken(
        note=SILENT + reply.template if is_silent else reply.template,
        topic=notices.topic(reply.case) if reply.case and reply.concerns else "",
        held_until=reply.held_until,
        forgets=reply.forgets,
    )


def _nobody_to_talk_to(message: InboundMessage, *, at: datetime) -> str:
    """Why a text is only kept: no person can have sent it, or the provider has answered it."""
    if not A_PERSON.fullmatch(message.sender):
        return "not a person's number"
    if message.sender == message.recipient or gateways.owner_of(message.sender):
        return "our own number"
    if message.provider == twilio.PROVIDER and twilio.answers_itself(
        raw := json.loads(message.raw), message.body
    ):
        stopping.note_what_provider_did(message.sender, raw, message.body, at=at)
        return "answered by the provider"
    return ""


def turn_of(message: InboundMessage, *, at: datetime) -> Turn:
    """How a text is understood, coming from its phone when it came; nothing is done yet."""
    cases = selectors.cases_of_phone(message.sender)
    asked = prompts.open_prompt(cases, sent_at=message.received_at)
    asked, meaning = _understood(message, cases, asked)
    return Turn(message, cases, asked, meaning, at, is_out=optouts.is_out(message.sender))


def _understood(
    message: InboundMessage, cases: QuerySet[Case], asked: Asked | None
) -> tuple[Asked | None, Meaning]:
    """What the text means, and which open prompt it answers.

    Where something happened is asked last, and told by what answers neither another prompt nor is a command.
    """
    meaning = parse(message.body, asked.prompt if asked else None)
    unasked = parse(message.body) if asked else meaning
    is_question = asked is not None and asked.prompt == Prompt.QUESTION
    if (
        not is_question
        and meaning == unasked
        and (place := prompts.open_place(cases, sent_at=message.received_at))
    ):
        told = parse(message.body, place.prompt)
        if told != unasked or told.intent == Intent.ANSWER:
            return place, told
    return asked, meaning


def _reply_to(turn: Turn) -> Reply:
    if _is_picture_alone(turn.message):
        return Reply("mms")
    if (rest := turn.message.whole) and rest.topic:
        # They wrote one text and have had the answer to it.
        return replace(append(turn, rest.topic) or Reply(TOO_LATE), is_silent=True)
    if not _begins_something(turn) and (begun := pieces.begun(turn.message)):
        if begun.held_until:
            return Reply("limit", is_silent=True, held_until=begun.held_until)
        if added := append(turn, begun.topic):
            return added
    return effect_of(turn)


def _is_picture_alone(message: InboundMessage) -> bool:
    """Whether pictures came and no words: pictures do not reach us."""
    if message.body.strip():
        return False
    count = json.loads(message.raw).get("NumMedia", "0")
    return str(count[0] if isinstance(count, list) and count else count).strip() not in ("", "0")


def _begins_something(turn: Turn) -> bool:
    """Whether the text says by a keyword, a code or a digit what it is, and so does not go on another one."""
    meaning, words = parse(turn.message.body), read(turn.message.body).words
    if meaning.intent not in (Intent.FILE, Intent.UNKNOWN) or meaning.score is not None or meaning.anonymous:
        return True
    if meaning.text != words or meaning.kind not in (None, Kind.FEEDBACK):
        return True
    return fold(words).startswith(_BEGINNINGS)


def _is_silent(turn: Turn, reply: Reply) -> bool:
    """Whether nothing is answered; what a service has promised is promised."""
    if reply.is_silent:
        return True
    if reply.is_promised:
        return False
    if turn.is_out and reply.template not in stopping.ASKED_FOR:
        return True
    return _has_heard_enough(turn.message, reply)


def _has_heard_enough(message: InboundMessage, reply: Reply) -> bool:
    """Whether a robot seems to be at the other end."""
    taken = InboundMessage.objects.filter(
        sender_key=message.sender_key,
        state=InboundState.TAKEN,
        whole=None,
        received_at__gt=message.received_at - LATELY,
    )
    if taken.exclude(note__startswith=SILENT)[:ANSWERS].count() >= ANSWERS:
        return True
    if reply.template not in LEADING_NOWHERE:
        return False
    last = taken.order_by("-taken_at", "-pk").values_list("note", flat=True)[:IN_A_ROW]
    return [note.removeprefix(SILENT) for note in last] == [reply.template] * IN_A_ROW


def _promise(reply: Reply, message: InboundMessage, *, at: datetime) -> None:
    case = reply.case
    outbox.promise(
        channel=MessageChannel.SMS,
        to=message.sender,
        template=reply.template,
        language=case.language if case else LANGUAGE,
        slots={**({"code": case.code} if case else {}), **reply.slots},
        topic=notices.topic(case) if case else inbox.topic_of(message.pk),
        once=f"reply:{message.pk}",
        sender=message.recipient,
        unit_id=case.unit_id if case else None,
        priority=Priority.REPLY,
        secret=case is not None and (case.is_secret or joining.head_of(case).is_secret),
        fleeting=reply.forgets,
        at=at,
    )
