"""Telephones with a SIM that carry our texts, each a gateway by its own name: they fetch what they are to send.

An app on the telephone (SMSsync, or one that speaks its contract) asks for messages and says which it has taken; the
door is `feedback.sms.gateway`. Nothing is ever sent to a telephone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Self

from django.conf import settings
from django.utils.crypto import constant_time_compare

from messaging.gateways.base import Accepted, ChannelDown, Outgoing


@dataclass(frozen=True)
class SimPhone:
    """One telephone: the name of the gateway, the own number of its SIM, and the secret by which it is known."""

    name: str
    number: str
    secret: str = field(repr=False)
    is_pulled: ClassVar[bool] = True
    can_find: ClassVar[bool] = False

    def __call__(self) -> Self:
        """Set up by being named in the settings."""
        return self

    @property
    def numbers(self) -> frozenset[str]:
        """The number of the SIM."""
        return frozenset({self.number})

    def send(self, message: Outgoing) -> Accepted:
        """It cannot be reached; it asks."""
        raise ChannelDown("asks-by-itself")

    def find(self, message: Outgoing) -> Sequence[str]:
        """It tells what it has taken and cannot be asked."""
        return ()


class Phones(Mapping[str, SimPhone]):
    """The telephones that the settings name now, by their names."""

    def __getitem__(self, name: str) -> SimPhone:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> dict[str, SimPhone]:
        return {name: SimPhone(name, number, secret) for name, number, secret in settings.SMS_SIM_GATEWAYS}


def phone_with(secret: str) -> SimPhone | None:
    """The telephone that shows this secret; it takes as long for every secret of a length."""
    found, shown = None, secret.encode(errors="replace")  # half a letter can be shown, too
    for name, number, own in settings.SMS_SIM_GATEWAYS:
        if constant_time_compare(shown, own):
            found = SimPhone(name, number, own)
    return found
