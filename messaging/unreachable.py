"""Numbers that a gateway called no telephone: nothing is spent on them until they write, or half a year has gone by."""

from __future__ import annotations

from datetime import datetime, timedelta

from messaging.models import UnreachableNumber
from organization.vault import fingerprint

CODE = "unreachable-number"
# After so long a number may have been given to somebody.
REMEMBERED = timedelta(days=180)


def mark(number: str, *, code: str, at: datetime) -> None:
    """A gateway says, by this code, that no text can arrive at the number."""
    UnreachableNumber.objects.update_or_create(
        number_key=fingerprint(number), defaults={"code": code, "at": at}
    )


def is_unreachable(number: str, *, at: datetime) -> bool:
    """Whether a text to the number would be sent for nothing."""
    return UnreachableNumber.objects.filter(number_key=fingerprint(number), at__gt=at - REMEMBERED).exists()


def has_written(number_key: str) -> None:
    """A text came from the number of this fingerprint: it is reachable after all."""
    UnreachableNumber.objects.filter(number_key=number_key).delete()
