"""Sends to the phones of the simulator: the row in the outbox is the message, and their page shows it.

In development only. Invented numbers may be somebody's: what is for them must never leave by a real gateway.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from messaging.gateways.base import Accepted, ChannelDown, Outgoing

OWN_NUMBER = "+84900000000"


class SimulatorGateway:
    """Owns one invented number; whatever is to leave by that number stays in the house."""

    name = "simulator"
    numbers = frozenset({OWN_NUMBER})
    is_pulled = False
    can_find = True

    def __init__(self) -> None:
        if settings.ENVIRONMENT != "development":
            raise ChannelDown("not-in-production")

    def send(self, message: Outgoing) -> Accepted:
        """It has arrived by being in the outbox."""
        return Accepted(f"simulator-{message.id}")

    def find(self, message: Outgoing) -> Sequence[str]:
        """What was handed over has arrived: sending cannot fail half-way."""
        return (f"simulator-{message.id}",)
