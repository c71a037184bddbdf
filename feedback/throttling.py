"""How often something may be tried: wrong codes, wrong PINs, filings. Counted in the database, forgotten by the sweep.

A counter is a fingerprint of what is limited: no address, telephone number or code can be read from it.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.models import Attempt
from organization.vault import fingerprint

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Limit:
    """At most `most` attempts of one party within `within`."""

    name: str
    most: int
    within: timedelta = HOUR


# Four digits of a phone are ten thousand guesses: five an hour for one case, whoever tries.
WRONG_SECRET_OF_CASE = Limit("wrong secret of case", 5)
WRONG_FROM_ADDRESS = Limit("wrong from address", 20)
# One address can be a whole village behind its mobile network.
FILED_FROM_ADDRESS = Limit("filed from address", 40)
SAID_ABOUT_CASE = Limit("said about case", 20)

DAY = timedelta(days=1)
# A day of these is a day of the calendar: its date is part of the party.
TEXTED_CASES = Limit("cases texted by number", 5, DAY)
TOLD_OF_LIMIT = Limit("told of limit by text", 1, DAY)
WRONG_CODE_BY_TEXT = Limit("wrong code by text", 3)

KEEP = DAY


class TooMany(Exception):
    """The limit is reached until `until`; `str(error)` says so to a person."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            _("There were too many attempts. Please try again after %(time)s.")
            % {"time": timezone.localtime(until).strftime("%H:%M")}
        )
        self.until = until


def spend(limit: Limit, party: str, *, at: datetime) -> Attempt:
    """Count one attempt of `party`. Raises `TooMany`, then without counting it.

    The attempt is written before the others are counted, so that many at once cannot slip through together: call it
    outside a transaction, or where the party's attempts come one after the other anyway. `give_back` what turned out to
    be none.
    """
    key = fingerprint(f"{limit.name}:{party}")
    attempt = Attempt.objects.create(key=key, at=at)
    others = Attempt.objects.filter(key=key, at__gt=at - limit.within).exclude(pk=attempt.pk)
    earlier = list(others.order_by("at", "pk").values_list("at", flat=True)[: limit.most])
    if len(earlier) < limit.most:
        return attempt
    give_back(attempt)
    raise TooMany(earlier[0] + limit.within)


def is_reached(limit: Limit, party: str, *, at: datetime) -> bool:
    """Whether `spend` would raise; nothing is counted."""
    key = fingerprint(f"{limit.name}:{party}")
    return Attempt.objects.filter(key=key, at__gt=at - limit.within).count() >= limit.most


def give_back(*attempts: Attempt) -> None:
    """Uncount attempts that are not held against anybody."""
    with transaction.atomic():
        for attempt in attempts:
            attempt.delete()


def network(address: str) -> str:
    """The party behind a network address: itself, or for IPv6 the /64 that one customer has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def forget(at: datetime) -> int:
    """Delete the attempts that no limit looks at any more; how many."""
    return Attempt.objects.filter(at__lt=at - KEEP).delete()[0]
