"""Who does not want to be texted: from the word to stop until the word to go on, whoever told us.

What is kept is a fingerprint of the number, so that it stays in force after the number itself is forgotten.
"""

from __future__ import annotations

from datetime import datetime

from messaging.models import OptOut, OptOutSource
from organization.vault import fingerprint


def opt_out(number: str, *, source: OptOutSource, at: datetime) -> bool:
    """Text this number no more, E.164; whether that is new. Of several at once one is kept."""
    _row, is_new = OptOut.objects.get_or_create(
        number_key=fingerprint(number), ended_at=None, defaults={"source": source, "at": at}
    )
    return is_new


def opt_in(number: str, *, at: datetime) -> bool:
    """Text this number again; whether it was out."""
    out = OptOut.objects.filter(number_key=fingerprint(number), ended_at=None)
    return out.update(ended_at=at) > 0


def is_out(number: str) -> bool:
    """Whether this number is not to be texted."""
    return OptOut.objects.filter(number_key=fingerprint(number), ended_at=None).exists()
