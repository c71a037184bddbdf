"""What happens to an invented case, drawn by chance: its kind, its door, and the deeds of officers and the citizen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

from django.utils import timezone

from cases.vocabulary import Kind
from organization.actors import Channel

One = TypeVar("One")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LONGEST_WAIT = 20.0


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that somebody does, by its name in `playing`, and when."""

    name: str
    at: datetime


class Weighted(Generic[One]):
    """Things to draw from, some more often than others."""

    def __init__(self, *pairs: tuple[float, One]) -> None:
        self._things = [thing for _weight, thing in pairs]
        self._weights = list(accumulate(weight for weight, _thing in pairs))

    def draw(self, rng: Random) -> One:
        return rng.choices(self._things, cum_weights=self._weights)[0]


KINDS = Weighted(
    (62, Kind.FEEDBACK),
    (16, Kind.PETITION),
    (9, Kind.COMPLAINT),
    (5, Kind.TIP),
    (2, Kind.DENUNCIATION),
    (6, Kind.PRAISE),
)
CHANNELS = Weighted((45, Channel.WEB), (35, Channel.SMS), (20, Channel.DESK))
SCORES = Weighted((8, 3), (32, 4), (60, 5))
POOR_SCORES = Weighted((60, 1), (40, 2))

# Each deed with the days after which it happens, on the average.
Story = tuple[tuple[str, float], ...]
TAKEN: Story = (("accept", 1.6), ("start", 0.6), ("fulfil", 0.5))
ASSIGNED: Story = (("accept", 1.2), ("assign", 0.4), ("start", 0.6), ("fulfil", 0.5))
ASKED: Story = (*TAKEN, ("ask", 1.0), ("reply", 1.2))
LONG: Story = (*ASSIGNED, ("note", 1.0), ("extend", 7.0))
STOOD: Story = (*TAKEN, ("suspend", 2.0), ("resume", 6.0))
MOVED: Story = (("transfer", 1.0), *TAKEN)
ANSWER: Story = (("answer", 5.0), ("fulfil", 0.4))
WORK: Weighted[Story] = Weighted((45, TAKEN), (25, ASSIGNED), (15, ASKED), (5, LONG), (4, STOOD), (6, MOVED))

# How cases end. After an answer nobody speaks to, the clock closes.
ENDINGS: Weighted[tuple[bool, Story]] = Weighted(
    (26, (True, (*ANSWER, ("confirm", 1.5)))),
    (12, (True, (*ANSWER, ("rate", 1.0), ("confirm", 0.1)))),
    (8, (True, (*ANSWER, ("confirm", 1.0), ("rate", 0.2)))),
    (24, (True, ANSWER)),
    (4, (True, (*ANSWER, ("dispute", 1.5), ("start", 2.0), ("answer", 4.0), ("confirm", 1.0)))),
    (3, (True, (*ANSWER, ("rate_poorly", 1.0), ("start", 1.5), ("answer", 4.0)))),
    (7, (False, (("refuse", 3.0),))),
    (4, (False, (("forward", 2.0),))),
    (4, (False, (("withdraw", 3.0),))),
    (3, (True, (("terminate", 4.0),))),
    (3, (False, (("merge", 1.5),))),
    (2, (False, (("ask", 2.0), ("withdraw", 3.0)))),
)
# Where open cases stand: what has happened, and the days since then, on the average.
OPEN: Weighted[tuple[Story, float]] = Weighted(
    (24, ((), 3.0)),
    (12, ((("accept", 1.6),), 2.0)),
    (30, (TAKEN, 5.0)),
    (8, (ASSIGNED, 4.0)),
    (9, ((*TAKEN, ("ask", 1.0)), 3.0)),
    (4, ((*TAKEN, ("suspend", 2.0)), 6.0)),
    (9, ((*TAKEN, ("answer", 5.0)), 2.0)),
    (4, ((*TAKEN, *ANSWER, ("dispute", 1.5)), 3.0)),
)
ANSWERED_AT_MOST = 4.0  # days: with a weekend before, after more the clock would close an open case
BREATH = timedelta(minutes=1)  # between two deeds


def from_then(rng: Random, *, since: datetime, now: datetime) -> tuple[datetime, list[Deed]]:
    """When a case of the past came in, and all that is done to end it; the youngest are not over yet."""
    worked, ending = ENDINGS.draw(rng)
    story = (*(WORK.draw(rng) if worked else ()), *ending)
    filed = _whole(since + (now - DAY - since) * rng.random())
    deeds, at = [], filed
    for name, days in story:
        at = office_hours(at + BREATH + _wait(rng, days) * DAY)
        deeds.append(Deed(name, at))
    return filed, [deed for deed in deeds if deed.at <= now]


def still_open(rng: Random, *, now: datetime) -> tuple[datetime, list[Deed]]:
    """When a case that is open came in, and what was done so far."""
    story, days = OPEN.draw(rng)
    since = _wait(rng, days)
    if story and story[-1][0] == "answer":
        since = min(since, ANSWERED_AT_MOST)
    at = now - since * DAY
    deeds = []
    for name, days in reversed(story):
        at = office_hours(at, back=True)
        deeds.append(Deed(name, at))
        at -= BREATH + _wait(rng, days) * DAY
    return _whole(at), deeds[::-1]


def due_now(rng: Random, *, began: date, worked: bool) -> tuple[datetime, list[Deed]]:
    """A case whose first reply, or whose settlement where it was `worked` on, is due from that day on."""
    start = _whole(timezone.make_aware(datetime.combine(began, time(8))) + 7 * HOUR * rng.random())
    if not worked:
        return start, []
    filed = _whole(start - HOUR - 70 * HOUR * rng.random())
    return filed, [Deed("accept", start), Deed("start", start + HOUR)]


def office_hours(moment: datetime, *, back: bool = False) -> datetime:
    """The next moment at which an office is open, or the last one before; holidays are not looked at."""
    local = timezone.localtime(moment)
    if local.weekday() > 4 or not 8 <= local.hour < 17:
        if back:
            local = local.replace(hour=16, minute=local.minute) - (DAY if local.hour < 8 else 0 * DAY)
            local -= max(local.weekday() - 4, 0) * DAY
        else:
            local = local.replace(hour=8, minute=local.minute) + (DAY if local.hour >= 17 else 0 * DAY)
            local += (7 - local.weekday()) * DAY if local.weekday() > 4 else 0 * DAY
    return _whole(local)


def _wait(rng: Random, days: float) -> float:
    return min(rng.expovariate(1 / days), LONGEST_WAIT)


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def spread(number: int, total: int, chosen: int) -> bool:
    """Whether this one of `total` is among the `chosen`, which are spread evenly over them."""
    return (number + 1) * chosen // total > number * chosen // total
