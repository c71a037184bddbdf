"""Filling the working calendar from the `holidays` package and from the corrections with their documents."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from django.db import transaction

from organization.actors import Actor
from organization.models import CalendarDay
from organization.services.entry import enter

CORRECTIONS = Path(__file__).parent.parent / "reference" / "calendar.csv"
BY_LAW = "Bộ luật Lao động 2019, Điều 111, 112"


def fill_calendar(years: Iterable[int], *, by: Actor, because: str) -> int:
    """Enter the special days of the years that are missing; returns how many.

    A day that was entered before stays as it is: what an administrator took from an official notice outranks us.
    """
    wanted = set(years)
    days = {day.date: day for day in [*_by_rule(wanted), *_corrections(wanted)]}
    with transaction.atomic():
        known = set(CalendarDay.objects.filter(date__in=days).values_list("date", flat=True))
        missing = [days[each] for each in sorted(days.keys() - known)]
        for day in missing:
            enter(day, by=by, because=because)
    return len(missing)


def _by_rule(years: set[int]) -> Iterator[CalendarDay]:
    import holidays  # noqa: PLC0415 - as slow to load as everything else together, and needed once a year

    vietnamese = holidays.country_holidays("VN", years=years, language="vi")
    english = holidays.country_holidays("VN", years=years, language="en_US")
    for day, name in vietnamese.items():
        yield CalendarDay(date=day, is_working=False, name=name, name_en=english[day], source=BY_LAW)


def _corrections(years: set[int]) -> Iterator[CalendarDay]:
    with CORRECTIONS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day = date.fromisoformat(row["date"])
            if day.year in years:
                yield CalendarDay(
                    date=day,
                    is_working=row["is_working"] == "yes",
                    name=row["name"],
                    name_en=row["name_en"],
                    source=row["source"],
                    provisional=row["provisional"] == "yes",
                )
