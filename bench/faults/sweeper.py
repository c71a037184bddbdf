"""A process that sweeps when it is told to: a line names the moment, and is answered when nothing is due then.

The moments lie ahead of the clock on the wall: hours of waiting between attempts pass in a minute. Whoever names them
sees to it that nothing is on its way any more when the next one is named.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from datetime import datetime, timedelta

import django

MOST_PASSES = 5_000


def main() -> None:
    """Answer each line with the counts of the passes it took, as JSON."""
    django.setup()
    for line in sys.stdin:
        counts = sweep(datetime.fromisoformat(line.strip()))
        sys.stdout.write(json.dumps(counts) + "\n")
        sys.stdout.flush()


def sweep(begun: datetime) -> Counter[str]:
    """What the task of every quarter of a minute does, pass after pass, until nothing is due."""
    from django.db.models import Q

    from feedback import sweeping
    from messaging import delivery
    from messaging.models import InboundMessage, InboundState, OutboundMessage
    from messaging.outbox import OPEN_STATES

    counts: Counter[str] = Counter()
    started = time.monotonic()
    for _ in range(MOST_PASSES):
        at = begun + timedelta(seconds=time.monotonic() - started)
        counts.update(delivery.sweep(at=at))
        counts.update(sweeping.sweep(at=at))
        counts["passes"] += 1
        untaken = Q(state=InboundState.RECEIVED, attempts=0, received_at__lte=at - timedelta(seconds=30))
        due = Q(state__in=OPEN_STATES, next_attempt_at__lte=at)
        if not (
            InboundMessage.objects.filter(untaken).exists() or OutboundMessage.objects.filter(due).exists()
        ):
            return counts
    raise RuntimeError(f"the passes come to no end: {dict(counts)}")


if __name__ == "__main__":
    main()
