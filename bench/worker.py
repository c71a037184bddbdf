"""One process that does one thing, measures it and says so as JSON: `python -m bench.worker sweep|parse|…`."""

from __future__ import annotations

import json
import logging
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta

import django

from bench.texts import PARSED

PARSED_TIMES = 500


def sweep(at: datetime) -> Counter[str]:
    """The pass of the clock over the cases that are due."""
    from cases.services.sweeping import sweep_cases

    return sweep_cases(at=at)


def recount(at: datetime) -> Counter[str]:
    """Every open term, after the calendar changed."""
    from cases.services import recounting

    return recounting.recount(at=at)


def day_off(at: datetime) -> Counter[str]:
    """Enter a day off that touches nearly every open term: the next day of work after tomorrow."""
    from organization.actors import Actor
    from organization.history import attributed
    from organization.models import CalendarDay
    from organization.selectors import working_calendar

    calendar, day = working_calendar(), at.date() + timedelta(days=2)
    while not calendar.is_working(day) or _is_special(day):
        day += timedelta(days=1)
    with attributed(Actor.system("bench"), "measuring"):
        CalendarDay.objects.create(date=day, is_working=False, name="Nghỉ thêm", source="bench")
    return Counter()


def parse(at: datetime) -> Counter[str]:
    """What every text of the table means, over and over."""
    from feedback.sms.grammar import parse

    return _over_and_over(parse)


def fold(at: datetime) -> Counter[str]:
    """The same texts only without their marks."""
    from organization.names import fold

    return _over_and_over(fold)


def _over_and_over(read: Callable[[str], object]) -> Counter[str]:
    for _ in range(PARSED_TIMES):
        for text in PARSED:
            read(text)
    return Counter(texts=PARSED_TIMES * len(PARSED))


def _is_special(day: date) -> bool:
    from organization.models import CalendarDay

    return CalendarDay.objects.filter(date=day).exists()


DOES: dict[str, Callable[[datetime], Counter[str]]] = {
    "sweep": sweep,
    "recount": recount,
    "day_off": day_off,
    "parse": parse,
    "fold": fold,
}


def main(what: str) -> None:
    """Do it once; moments are seconds since the epoch, `cpu` seconds of computing, `peak` MB."""
    django.setup()
    logging.getLogger().setLevel(logging.ERROR)
    from django.utils import timezone

    at = timezone.now()
    begun, computed = time.time(), time.process_time()
    counts = DOES[what](at)
    ended, cpu = time.time(), time.process_time() - computed
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"begun": begun, "ended": ended, "cpu": cpu, "peak": peak, "counts": counts}))


if __name__ == "__main__":
    main(sys.argv[1])
