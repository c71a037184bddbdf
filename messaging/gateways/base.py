"""What a gateway is to delivery: two verbs, and the ways in which they go wrong."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable


@dataclass(frozen=True)
class Outgoing:
    """A message opened for sending. `sender` is the own number it must leave by, empty for the gateway's usual one.

    `claimed_at` is when this try began, the same while it is looked for; `at` is now. From `expires_at` on it is of no
    use.
    """

    id: uuid.UUID
    to: str
    sender: str
    subject: str
    body: str
    template: str
    promised_at: datetime
    claimed_at: datetime
    at: datetime
    expires_at: datetime | None


@dataclass(frozen=True)
class Accepted:
    """The gateway took the message and knows it by this name from now on; empty where a receipt will tell the name."""

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


class BadNumber(PermanentFailure):
    """No text can arrive at this number, by whatever gateway."""


class OptedOut(PermanentFailure):
    """The person told the gateway that they do not want to be texted."""


class NotHere(PermanentFailure):
    """This gateway will never carry this message; another may. The sender, the country or the operator is why."""


class UnknownOutcome(GatewayFailure):
    """Nobody can say whether it was accepted: it must be looked for before it is sent again."""


class NeverKnown(GatewayFailure):
    """It can no longer be found out whether it was accepted."""

    def __init__(self, code: str) -> None:
        super().__init__(code, alarm=True)


class Gateway(Protocol):
    """A way out. Both methods talk to the network: never call them inside a transaction.

    Said by the class, without setting one up: its own `numbers`, which may be read from the settings; whether it
    `is_pulled`, a phone that fetches what it is to send; and whether it `can_find` what it has accepted. What is in
    doubt at one that cannot is sent again by the same one and by no other.
    """

    name: str
    is_pulled: bool
    can_find: bool

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers that texts come to and replies leave by."""
        ...

    def send(self, message: Outgoing) -> Accepted:
        """Hand the message over; raises `TemporaryFailure`, `PermanentFailure` or `UnknownOutcome`."""
        ...

    def find(self, message: Outgoing) -> Sequence[str]:
        """Names of the messages it has accepted that look like this one, oldest first; some may belong to twins.

        Raises `TemporaryFailure` when it cannot look now, `NeverKnown` when it never can again.
        """
        ...


@dataclass(frozen=True)
class Report:
    """What became of an accepted message, in the words of `messaging.receipts`."""

    status: str
    error_code: str = ""


@runtime_checkable
class Reports(Protocol):
    """A gateway that can be asked what became of a message, where it has not said so by itself."""

    def report(self, provider_id: str) -> Report | None:
        """What it knows of the message of that name, None where it knows nothing; raises `TemporaryFailure`."""
        ...
