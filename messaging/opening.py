"""A claimed message opened for its gateway, and the last question: whether its reader may be texted.

The question is asked here, after the claim and before the sending, because only the open row knows the number: an
opt-out that came while the message was on its way still stops it.
"""

from __future__ import annotations

from datetime import datetime

from messaging import claims, gateways, optouts, unreachable
from messaging.gateways.base import Outgoing
from messaging.models import MessageChannel, OutboundMessage


def opened(message: OutboundMessage, *, at: datetime) -> Outgoing:
    """What a gateway is given. Raises `organization.vault.SealBroken` where no key opens the row."""
    message.refresh_from_db(fields=claims.SEALED)
    # Another gateway's number is none that this one could send from.
    is_foreign = gateways.owner_of(message.sender) not in {"", message.provider}
    return Outgoing(
        id=message.pk,
        to=message.address,
        sender="" if is_foreign else message.sender,
        subject=message.subject,
        body=message.body,
        template=message.template,
        promised_at=message.created_at,
        claimed_at=message.claimed_at or at,
        at=at,
        expires_at=message.expires_at,
    )


def kept_back(message: OutboundMessage, *, at: datetime) -> str:
    """Why an opened text may not leave after all: the code under which it fails; empty where it may."""
    if message.channel != MessageChannel.SMS:
        return ""
    since = optouts.out_since([message.address]).get(message.address)
    if optouts.silences(since, priority=message.priority, promised_at=message.created_at):
        return optouts.CODE
    return unreachable.CODE if unreachable.is_unreachable(message.address, at=at) else ""
