"""The numbers that are ours, by whichever gateway: a text from one of them is an echo of our own."""

from __future__ import annotations

from django.conf import settings

from messaging import gateways


def all_of_them() -> frozenset[str]:
    """Every number that a gateway says it has, and the one that is set for Twilio; empty strings are none."""
    of_gateways = (getattr(gateway, "numbers", ()) for gateway in gateways.GATEWAYS.values())
    return frozenset({settings.TWILIO_FROM, *(number for numbers in of_gateways for number in numbers)}) - {
        ""
    }
