"""The messages of a case: what went to its citizens and what came from them, one after the other, without a number.

What officers are told by e-mail is not among them: the desk itself says it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from cases import notices
from cases.models import Case
from messaging.failures import explain
from messaging.models import InboundMessage, MessageChannel, OutboundMessage, OutboundState
from messaging.occasions import OCCASIONS

SHOWN = 50  # the latest each way
TO_OFFICERS = "officer_"

TONES = {
    OutboundState.FAILED: "late",
    OutboundState.UNDELIVERED: "late",
    OutboundState.PENDING: "neutral",
    OutboundState.SENDING: "neutral",
}


@dataclass(frozen=True)
class Sent:
    """One message in words. `label` says what it is for, `state` what became of it, `why` where that went wrong."""

    label: StrOrPromise
    at: datetime
    body: str
    state: StrOrPromise
    why: StrOrPromise
    tone: str
    by_citizen: bool


@dataclass(frozen=True)
class Exchange:
    """The messages of a case, oldest first; `is_more` where there were more than are shown."""

    messages: list[Sent]
    is_more: bool


def exchange(case: Case) -> Exchange:
    """What was sent about a case and what came in about it; two statements."""
    topic = notices.topic(case)
    out = OutboundMessage.objects.filter(topic=topic).exclude(template__startswith=TO_OFFICERS)
    # Of a letter the subject is enough: its words are those of the statements above.
    went = list(out.defer("address").order_by("-created_at")[: SHOWN + 1])
    inbound = InboundMessage.objects.filter(topic=topic).defer("sender", "raw")
    came = list(inbound.order_by("-received_at")[: SHOWN + 1])
    found = [*map(_outgoing, went[:SHOWN]), *map(_incoming, came[:SHOWN])]
    return Exchange(
        messages=sorted(found, key=lambda each: (each.at, not each.by_citizen)),
        is_more=max(len(went), len(came)) > SHOWN,
    )


def _outgoing(message: OutboundMessage) -> Sent:
    is_text = message.channel == MessageChannel.SMS
    went_wrong = message.state in {OutboundState.FAILED, OutboundState.UNDELIVERED}
    return Sent(
        label=OCCASIONS.get(message.template, message.get_channel_display()),
        at=message.created_at,
        body=message.body if is_text else message.subject,
        state=message.get_state_display(),
        why=explain(message.failed_code).meaning if went_wrong and message.failed_code else "",
        tone=TONES.get(OutboundState(message.state), "ok"),
        by_citizen=False,
    )


def _incoming(message: InboundMessage) -> Sent:
    return Sent(
        label=_("Text of the citizen"),
        at=message.received_at,
        body=message.body,
        state=message.get_state_display(),
        why="",
        tone="info",
        by_citizen=True,
    )
