"""What a gateway is to delivery: two verbs, and three ways in which they go wrong."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Outgoing:
    """A message opened for sending. `sender` is the own number it must leave by, empty for the gateway's usual one."""

    id: uuid.UUID
    to: str
    sender: str
    subject: str
    body: str
    template: str
    promised_at: datetime


@dataclass(frozen=True)
class Accepted:
    """The gateway took the message and knows it by this name from now on."""

    provider_id: str


@dataclass(frozen=True)
class Received:
    """A text that a gateway says it received for us. `raw` is what it says, by the names of its own webhook."""

    provider_id: str
    sender: str
    recipient: str
    body: str
    sent_at: datetime | None
    raw: Mapping[str, Sequence[str]]


class GatewayFailure(Exception):
    """The message is not accepted, as far as we know. Carries a code and never the gateway's words: they hold numbers.

    `alarm` asks for somebody of ours to look: the fault is in our set-up or our request.
    """

    def __init__(self, code: str, *, alarm: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.alarm = alarm


class TemporaryFailure(GatewayFailure):
    """Surely not accepted now; the same message may be accepted later."""


class ChannelDown(TemporaryFailure):
    """Nothing passes this gateway until somebody mends it: refused credentials, a suspended account, no set-up."""

    def __init__(self, code: str) -> None:
        super().__init__(code, alarm=True)


class PermanentFailure(GatewayFailure):
    """This message will never be accepted: a bad number, a person who opted out, a request that is wrong."""


class UnknownOutcome(GatewayFailure):
    """Nobody can say whether it was accepted: it must be looked for before it is sent again."""


class Gateway(Protocol):
    """A way out. Both methods talk to the network: never call them inside a transaction."""

    name: str

    def send(self, message: Outgoing) -> Accepted:
        """Hand the message over; raises `TemporaryFailure`, `PermanentFailure` or `UnknownOutcome`."""
        ...

    def find(self, message: Outgoing) -> Sequence[str]:
        """Names of the messages it has accepted that look like this one, oldest first; some may belong to twins.

        Raises `TemporaryFailure` when it cannot look now.
        """
        ...
