"""Phones that exist only here, in development: they text us by the door that every gateway uses, and read our answers.

A phone is known by a small number; its telephone number is invented. It keeps nothing: its conversation is read from
the inbox and the outbox.
"""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from cases import notices, selectors
from cases.codes import show_code
from feedback.sms import conversation, prompts, tasks
from feedback.sms.pieces import SILENT
from feedback.sms.prompts import Asked
from messaging import inbox
from messaging.gateways.simulator import OWN_NUMBER, SimulatorGateway
from messaging.models import InboundMessage, InboundState, OutboundMessage
from organization.vault import fingerprint

OFFERED = range(1, 10)  # the phones one may choose from
LAST = 9999
SHOWN = 30  # texts each way
CASES = 30
LONGEST = 1600  # characters; more, no gateway hands over

Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class Bubble:
    """One text as it stands on the screen of a phone. `under` says what became of it."""

    is_mine: bool
    body: str
    at: datetime
    under: str


def number_of(phone: int) -> str:
    """The telephone number of a phone, in E.164."""
    return f"+8490000{phone:04}"


def unused_phone() -> int:
    """A phone that has not texted yet, as far as a few draws find one."""
    phone = LAST
    for phone in random.sample(range(OFFERED.stop, LAST), 20):
        if not InboundMessage.objects.filter(sender_key=fingerprint(number_of(phone))).exists():
            break
    return phone


def text(phone: int, words: str, *, at: datetime) -> Facts:
    """Send a text from a phone and have it taken at once; returns how it was understood."""
    number = number_of(phone)
    understood = _in_words(number, words, at)
    message, _is_new = inbox.receive(
        provider=SimulatorGateway.name,
        provider_id=uuid.uuid4().hex,
        sender=number,
        recipient=OWN_NUMBER,
        body=words,
        raw={"from": number, "text": words},
        at=at,
    )
    tasks.take(message.pk, at=at)
    return understood


def conversation_of(phone: int, *, since: datetime | None = None) -> list[Bubble]:
    """What a phone sent and got, oldest first; only what is later than `since`."""
    number = number_of(phone)
    sent = InboundMessage.objects.filter(sender_key=fingerprint(number))
    sent = sent.filter(received_at__gt=since) if since else sent
    texts = list(sent.order_by("-received_at", "-pk")[:SHOWN])
    cases = list(selectors.cases_of_phone(number)[:CASES])
    about = Q(once__in=[f"reply:{each.pk}" for each in texts]) | Q(
        topic__in=[
            *(notices.topic(case) for case in cases),
            *(inbox.topic_of(each.pk) for each in texts),
            *(each.topic for each in texts if each.topic),
        ]
    )
    got = OutboundMessage.objects.filter(about)
    got = got.filter(created_at__gt=since) if since else got
    answers = [each for each in got.order_by("-created_at")[: 2 * SHOWN] if each.address == number]
    bubbles = [Bubble(is_mine=True, body=each.body, at=each.received_at, under=_fate(each)) for each in texts]
    bubbles += [
        Bubble(
            is_mine=False,
            body=each.body,
            at=each.created_at,
            under=f"{each.template} · {each.get_state_display()}",
        )
        for each in answers
    ]
    return sorted(bubbles, key=lambda each: (each.at, not each.is_mine))[-2 * SHOWN :]


def asked_now(phone: int, *, at: datetime) -> str:
    """What the phone is asked and has not answered, in words; empty where nothing is open."""
    cases = selectors.cases_of_phone(number_of(phone))
    return _prompt_in_words(prompts.open_prompt(cases, sent_at=at) or prompts.open_place(cases, sent_at=at))


def _fate(message: InboundMessage) -> str:
    """What became of a text, where that is not plain from an answer."""
    if message.state != InboundState.TAKEN:
        return f"{message.get_state_display()} {message.note}".strip()
    if message.note.startswith(SILENT):
        return _("No answer: %(why)s") % {"why": message.note.removeprefix(SILENT)}
    return ""


def _prompt_in_words(asked: Asked | None) -> str:
    return f"{asked.prompt} · {show_code(asked.case.code)}" if asked else ""


def _in_words(number: str, words: str, at: datetime) -> Facts:
    """What a text means by the names that `manage.py sms_parse` gives its parts; what is empty is left out."""
    turn = conversation.turn_of(InboundMessage(sender=number, body=words, received_at=at), at=at)
    meaning = turn.meaning
    parts = {
        "asked": _prompt_in_words(turn.asked),
        "intent": str(meaning.intent),
        "kind": str(meaning.kind or ""),
        "code": meaning.code,
        "wrong code": meaning.wrong_code,
        "score": "" if meaning.score is None else str(meaning.score),
        "anonymous": "true" if meaning.anonymous else "",
        "place": meaning.place,
        "text": meaning.text,
    }
    return [(name, value) for name, value in parts.items() if value]
