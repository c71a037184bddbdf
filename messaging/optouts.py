"""Who does not want to be texted: kept by a fingerprint, asked when a message is promised and again when it leaves.

What answers a text that was sent after the opt-out still leaves: the confirmation of the opt-out itself, and a reply to
somebody who writes again though they do not want to be told of news. Nothing else does.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from messaging.models import OptOut, OptOutSource
from messaging.texts import Priority
from organization.vault import fingerprint

CODE = "opted-out"
AT_ONCE = 5000


def opt_out(number: str, *, source: OptOutSource, at: datetime) -> None:
    """From `at` on the number is not texted. One that is out already stays out since when it was."""
    OptOut.objects.get_or_create(
        number_key=fingerprint(number), ended_at=None, defaults={"source": source, "at": at}
    )


def opt_in(number: str, *, at: datetime) -> bool:
    """The number may be texted again; whether it was out."""
    return bool(OptOut.objects.filter(number_key=fingerprint(number), ended_at=None).update(ended_at=at))


def is_out(number: str) -> bool:
    """Whether the number is not to be texted."""
    return OptOut.objects.filter(number_key=fingerprint(number), ended_at=None).exists()


def out_since(numbers: Iterable[str]) -> dict[str, datetime]:
    """Since when those of the numbers that are out are; one query for some thousands of numbers, none for none."""
    by_key = {fingerprint(number): number for number in set(numbers)}
    keys, since = list(by_key), {}
    for start in range(0, len(keys), AT_ONCE):
        out = OptOut.objects.filter(number_key__in=keys[start : start + AT_ONCE], ended_at=None)
        since.update({by_key[key]: at for key, at in out.values_list("number_key", "at")})
    return since


def silences(since: datetime | None, *, priority: int, promised_at: datetime) -> bool:
    """Whether an opt-out since then keeps back a message: any but a reply that was promised at that time or later."""
    return since is not None and not (priority <= Priority.REPLY and promised_at >= since)
