"""`make faults`: run it, print the counts, and exit by 1 where one is off."""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
from collections.abc import Sequence
from typing import TYPE_CHECKING

import django

from bench.faults.plan import plan
from bench.faults.trouble import Trouble
from bench.ground import Interrupted, ground
from bench.surroundings import left_empty, surroundings
from tests.fakes.twilio_server import Fault, TwilioServer
from tools.companions import broker, postgres
from tools.steps import say, step

if TYPE_CHECKING:
    from bench.faults.counts import Count

NAME = "faults_lang_nghe"


def main() -> int:
    """0 when every count is right."""
    database, queue = postgres(), broker()
    if why_not := database.why_not or queue.why_not:
        say(f"Nothing was run: {why_not}.")
        return 1
    size = int(os.environ.get("FAULTS_TEXTS") or 20_000)
    seed = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(10**6))
    trouble = Trouble(seed)
    # Ended from outside it still ends its programs and drops its database.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        with (
            ground(database.where, NAME) as place,
            TwilioServer() as twilio,
            tempfile.TemporaryDirectory() as folder,
        ):
            place.env |= surroundings(twilio, queue=queue.where, folder=folder)
            place.env |= {"FAULTS_TEXTS": str(size), "FAULTS_SEED": str(seed)}
            with step("Entering units, calendar and rules"):
                place.manage("load_reference")
            os.environ.update(place.env)
            django.setup()
            twilio.fail_by(trouble.draw, look=trouble.look_fails)
            # Known once Django is set up.
            from bench.faults.run import Run
            from bench.faults.site import Site

            with left_empty(queue.where, place.env["BENCH_PREFIX"]) as redis, Site(place.env, redis) as site:
                counts = Run(plan(size, seed=seed), site, twilio, trouble).whole()
            from django.db import connections

            connections.close_all()
    except Interrupted as what:
        say(f"The run broke off: {what} failed.")
        return 1
    return told(trouble, counts, seed=seed)


def told(trouble: Trouble, counts: Sequence[Count], *, seed: int) -> int:
    """Print what the gateway did and the counts; 0 when each is right."""
    failed = trouble.dealt.total()
    say(
        f"\nThe gateway failed {failed:,} of {trouble.asked:,} requests to send,"
        f" and {trouble.looks[True]:,} of {trouble.looks.total():,} to look:"
    )
    for fault, times in sorted(trouble.dealt.items(), key=lambda pair: -pair[1]):
        name = fault.name.lower().replace("_", " ") if isinstance(fault, Fault) else f"refused by {fault}"
        say(f"  {times:>7,}  {name}")
    say("\n          counted     wanted")
    for count in counts:
        say(f"{'ok ' if count.is_right else 'OFF'} {count.counted:>13,} {count.wanted:>10,}  {count.what}")
    off = sum(not count.is_right for count in counts)
    say(f"\n{off} counts are off." if off else "\nEvery text was taken once and every reply sent once.")
    say(f"FAULTS_SEED={seed} posts the same texts in the same order.")
    return 1 if off else 0


if __name__ == "__main__":
    sys.exit(main())
