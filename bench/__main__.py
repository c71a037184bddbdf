"""`make bench`: measure, and print the table; `ARGS=texts` only what texts cost, `ARGS=clock` only the clock."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from bench import measures
from bench.ground import NAME, Interrupted, ground
from bench.measures import Line, Sizes
from bench.webhook import webhook
from tools.companions import broker, postgres
from tools.steps import say

HEADINGS = ("what", "measured", "against", "ratio", "should be", "")


def main() -> int:
    """0 when everything was measured, 1 when it could not be."""
    found = postgres()
    if not found.where:
        say(f"Nothing was measured: {found.why_not}.")
        return 1
    wanted = sys.argv[1:] or ["texts", "clock"]
    lines: list[Line] = []
    try:
        if "texts" in wanted:
            lines += about_texts(found.where)
        if "clock" in wanted:
            lines += about_the_clock(found.where)
    except Interrupted as what:
        say(f"The measuring broke off: {what} failed.")
        return 1
    table(lines)
    return 0


def about_texts(server: str) -> list[Line]:
    """What it costs to keep and to parse a text."""
    queue = broker()
    with ground(server) as place:
        lines = [measures.parsing(place)]
        if queue.where:
            lines.append(webhook(place, queue.where))
        else:
            say(f"The webhook was not measured: {queue.why_not}.")
    return lines


def about_the_clock(server: str) -> list[Line]:
    """What it costs to send cases up, and to count their terms anew."""
    with ground(server, f"{NAME}_few") as small, ground(server) as large:
        many, terms = max(_wanted("BENCH_OPEN", 1_000_000), 20_000), _wanted("BENCH_TERMS", 100_000)
        sizes = Sizes(few=10_000, many=many, due=1_000, late=min(100_000, many // 4))
        small.load(sizes.few)
        fewer = measures.recount(small)
        large.load(min(terms * sizes.few // fewer.terms, sizes.many))
        lines = measures.recounting(large, fewer)
        large.load(sizes.many)
        lines.insert(0, measures.among(small, large, sizes))
        lines += measures.escalation(large, sizes)
    return lines


def table(lines: Sequence[Line]) -> None:
    """The lines under their headings, in columns."""
    verdicts = {True: "kept", False: "MISSED", None: ""}
    rows = [HEADINGS] + [
        (line.what, line.measured, line.against, f"{line.ratio:.2f}", line.bound, verdicts[line.holds])
        for line in lines
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    say("")
    for row in rows:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _wanted(name: str, usual: int) -> int:
    return int(os.environ.get(name) or usual)


if __name__ == "__main__":
    sys.exit(main())
