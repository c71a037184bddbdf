"""Stretches of whole days, both ends included; an open end is None. Units, posts and postings all have one."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

VALIDITY = ("valid_from", "valid_to")
SERVICE = ("starts_on", "ends_on")
Period = tuple[date, date | None]


def covering(on: date, fields: tuple[str, str], prefix: str = "") -> Q:
    """The rows whose period, held in `fields`, holds the day `on`; `prefix` leads to them: "post__"."""
    start, end = (prefix + field for field in fields)
    return Q(**{f"{start}__lte": on}) & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": on}))


def overlapping(period: Period, fields: tuple[str, str]) -> Q:
    """The rows whose period shares a day with `period`."""
    (first, last), (start, end) = period, fields
    begun = Q() if last is None else Q(**{f"{start}__lte": last})
    return begun & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": first}))


def outlasting(last: date, fields: tuple[str, str]) -> Q:
    """The rows whose period goes on after the day `last`."""
    return Q(**{f"{fields[1]}__isnull": True}) | Q(**{f"{fields[1]}__gt": last})


def contains(outer: Period, inner: Period) -> bool:
    """Whether every day of `inner` is a day of `outer`."""
    if inner[0] < outer[0]:
        return False
    return outer[1] is None or (inner[1] is not None and inner[1] <= outer[1])
