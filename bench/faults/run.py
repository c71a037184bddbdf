"""One run: the texts are posted while workers are killed; then it is swept until nothing is open, and counted."""

from __future__ import annotations

import json
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from bench.faults.counts import Count, answered, taken
from bench.faults.plan import Plan
from bench.faults.site import Site, sweep
from bench.faults.trouble import Trouble
from bench.ground import Interrupted
from messaging.models import InboundMessage, InboundState, OutboundMessage
from messaging.outbox import OPEN_STATES
from tests.fakes.twilio_server import TwilioServer
from tools.steps import say, step

KILLS = (1 / 3, 2 / 3)  # of the texts are taken
BETWEEN_LINES = 15.0
PAUSE = 0.5
STUCK = 120.0
# Texts are left to their wake-up for half a minute; a sweep a little ahead of the clock need not wait for that.
AHEAD = timedelta(seconds=31)
# How far on the next moment lies: all that waits for a second look falls due in it.
STEP = timedelta(minutes=5)
ROUNDS = 200


@dataclass
class Run:
    """What a run works with, and when its parts were done."""

    planned: Plan
    site: Site
    twilio: TwilioServer
    trouble: Trouble
    answers: Counter[str] = field(default_factory=Counter)
    swept: Counter[str] = field(default_factory=Counter)

    def whole(self) -> list[Count]:
        """Do all of it; the counts."""
        size, posts = len(self.planned.texts), len(self.planned.texts) + self.planned.repeats
        say(
            f"{size:,} texts in {posts:,} posts: {self.planned.repeats:,} repeated,"
            f" {self.planned.late:,} after what was written later"
        )
        with step("Posting while workers take, send and are killed"):
            self._burst()
        with step("Taking what was left, until no wake-up waits"):
            sweepers = self.site.start_sweepers()
            self._take_the_rest(sweepers)
            self.site.end_workers()
        with step("Sweeping until nothing is open"):
            self._settle(sweepers)
        return [
            Count("posts answered by 200", self.answers["200"], posts),
            *taken(self.planned),
            *answered(self.twilio.accepted()),
        ]

    def _burst(self) -> None:
        """Post everything, and kill the workers each time when so many texts are taken."""
        posters, kills = self.site.post(), [int(len(self.planned.texts) * part) for part in KILLS]
        watch = _Watch()
        while kills or any(poster.poll() is None for poster in posters):
            so_far = _taken()
            if kills and so_far >= kills[0]:
                kills.pop(0)
                self.site.kill_workers()
                say(
                    f"  {so_far:,} texts are taken, {self.site.waiting():,} wake-ups wait: the workers are killed"
                )
            watch.look(so_far, self._standing)
            time.sleep(PAUSE)
        for poster in posters:
            said, _ = poster.communicate()
            if poster.returncode:
                raise Interrupted("posting")
            self.answers.update(json.loads(said))

    def _take_the_rest(self, sweepers: Sequence[subprocess.Popen[str]]) -> None:
        watch = _Watch()
        while self.site.waiting():
            watch.look(_taken() + len(self.twilio.messages), self._standing)
            time.sleep(PAUSE)
        while InboundMessage.objects.filter(state=InboundState.RECEIVED).exists():
            watch.look(_taken() + len(self.twilio.messages), self._standing)
            self.swept += sweep(sweepers, timezone.now() + AHEAD)

    def _settle(self, sweepers: Sequence[subprocess.Popen[str]]) -> None:
        """Go from moment to moment at which something is due; no request is on its way when a round ends."""
        ahead = timezone.now() + AHEAD
        for number in range(1, ROUNDS):
            still = OutboundMessage.objects.filter(state__in=OPEN_STATES)
            due: datetime | None = still.aggregate(due=Min("next_attempt_at"))["due"]
            if due is None:
                say(f"  {number - 1} rounds, to {ahead - timezone.now()} from now")
                return
            ahead = max(due, ahead) + STEP
            begun = time.monotonic()
            self.swept += sweep(sweepers, ahead)
            ahead += timedelta(seconds=time.monotonic() - begun)
        say(f"  {ROUNDS} rounds are not enough")

    def _standing(self) -> str:
        arrived = len(self.twilio.messages)
        return f"{_taken():,} taken, {arrived:,} replies arrived, {self.site.waiting():,} wake-ups wait"


class _Watch:
    """Says every now and then how it stands; raises `Interrupted` when nothing has moved for long."""

    def __init__(self) -> None:
        self.said = self.moved = time.monotonic()
        self.progress = -1

    def look(self, progress: int, standing: Callable[[], str]) -> None:
        now = time.monotonic()
        if progress != self.progress:
            self.progress, self.moved = progress, now
        if now - self.said >= BETWEEN_LINES:
            self.said = now
            say(f"  {standing()}")
        if now - self.moved > STUCK:
            raise Interrupted("the work (nothing has moved for two minutes)")


def _taken() -> int:
    return InboundMessage.objects.filter(state=InboundState.TAKEN).count()
