"""The measures, each a line of the table: what, against what, the ratio, and the bound that it should keep."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

import psycopg

from bench.ground import CLIMBERS, Ground
from tools.steps import say, step

ROUNDS = 5


@dataclass(frozen=True)
class Sizes:
    """How much is measured: open cases few and many, cases due among them, cases that go up."""

    few: int
    many: int
    due: int
    late: int


@dataclass(frozen=True)
class Recounted:
    """What counting so many terms anew took: seconds, and the peak of memory in MB."""

    seconds: float
    peak: float
    terms: int


@dataclass(frozen=True)
class Line:
    """One line of the table. `bound` says what the ratio, or the figure in its stead, should be at most."""

    what: str
    measured: str
    against: str
    ratio: float
    bound: str
    holds: bool | None


def among(few: Ground, many: Ground, sizes: Sizes) -> Line:
    """The same work among few and among many open cases, turn and turn about."""
    took: dict[int, list[float]] = {sizes.few: [], sizes.many: []}
    with step(f"Sweeping {sizes.due:,} due cases among {sizes.few:,} and among {sizes.many:,} open, in turn"):
        for _ in range(ROUNDS):
            took[sizes.few].append(sweep_seconds(few, sizes.due))
            took[sizes.many].append(sweep_seconds(many, sizes.due))
    for size, seconds_each in took.items():
        say(f"  {size:,}: " + ", ".join(f"{each:.2f} s" for each in seconds_each))
    among_few, among_many = median(took[sizes.few]), median(took[sizes.many])
    return Line(
        f"sweep of {sizes.due:,} due cases",
        f"{among_many:.2f} s among {sizes.many:,} open",
        f"{among_few:.2f} s among {sizes.few:,}",
        among_many / among_few,
        "at most 1.3",
        among_many / among_few <= 1.3,
    )


def sweep_seconds(ground: Ground, due: int) -> float:
    """How long a sweep takes that finds so many cases due."""
    ground.measure("sweep")  # whatever fell due by itself since
    if ground.make_due(due) != due:
        raise RuntimeError("too few cases are left that could go up")
    [said] = ground.measure("sweep")
    if said["counts"]["escalated"] < due:
        raise RuntimeError(f"not all went up: {said['counts']}")
    return float(said["ended"] - said["begun"])


def escalation(ground: Ground, sizes: Sizes) -> list[Line]:
    """Many late cases go up, by two sweepers at once, against one statement that only sets the columns."""
    with step(f"One bare UPDATE of {sizes.late:,} cases"), undone(ground.connection):
        bare = seconds(
            ground.connection,
            "UPDATE cases_case SET rung = rung + 1, version = version + 1, holder_id = NULL,"
            " unit_id = (SELECT parent_id FROM organization_unit u WHERE u.id = unit_id),"
            " next_action = 'escalate', next_action_at = now() + interval '5 days', moved_at = now()"
            f" WHERE id IN ({CLIMBERS})",
            [sizes.late],
        )
    ground.tidy()
    ground.measure("sweep")
    with step(f"Two sweepers send {sizes.late:,} cases up"):
        due = ground.make_due(sizes.late)
        messages = ground.count("messaging_outboundmessage")
        said = ground.measure("sweep", times=2)
    at_work = sum(each["cpu"] for each in said)
    say(f"  {at_work:.1f} s of computing in the sweepers themselves")
    took = max(each["ended"] for each in said) - min(each["begun"] for each in said)
    went_up = sum(each["counts"]["escalated"] for each in said)
    if went_up < due:
        raise RuntimeError(f"not all went up: {went_up} of {due}")
    promised = ground.count("messaging_outboundmessage") - messages
    rate = went_up / took
    return [
        Line(
            f"{went_up:,} late cases go up, {promised:,} messages",
            f"{took:.1f} s: {rate:,.0f} a second",
            f"{bare:.1f} s for one bare UPDATE",
            took / bare,
            "1,500 a second or more",
            rate >= 1500,
        )
    ]


def recount(ground: Ground) -> Recounted:
    """Count all open terms anew after a day off was entered."""
    ground.measure("recount")
    ground.measure("day_off")
    terms = ground.count("cases_term WHERE ended_at IS NULL")
    with step(f"Two programs count {terms:,} open terms anew"):
        said = ground.measure("recount", times=2)
    moved = sum(each["counts"]["terms_recounted"] for each in said)
    computing, peak = sum(each["cpu"] for each in said), max(each["peak"] for each in said)
    say(f"  {moved:,} of them fall due another day")
    say(f"  {computing:.1f} s of computing in the programs themselves, {peak:.0f} MB at most in one")
    took = max(each["ended"] for each in said) - min(each["begun"] for each in said)
    return Recounted(took, peak, terms)


def recounting(ground: Ground, fewer: Recounted) -> list[Line]:
    """Counting open terms anew, against one statement that only moves them, and against the memory for fewer."""
    done = recount(ground)
    with step("One bare UPDATE of the same terms"), undone(ground.connection):
        bare = seconds(
            ground.connection,
            "UPDATE cases_term SET due_at = due_at + interval '1 day', version = version + 1"
            " WHERE ended_at IS NULL",
        )
    per_100_000 = done.seconds / done.terms * 100_000
    return [
        Line(
            f"{done.terms:,} open terms counted anew",
            f"{done.seconds:.1f} s: {per_100_000:.1f} s for 100,000",
            f"{bare:.1f} s for one bare UPDATE",
            done.seconds / bare,
            "100,000 in 60 s",
            per_100_000 <= 60,
        ),
        Line(
            "its memory",
            f"{done.peak:.0f} MB for {done.terms:,} terms",
            f"{fewer.peak:.0f} MB for {fewer.terms:,}",
            done.peak / fewer.peak,
            "at most 1.2",
            done.peak / fewer.peak <= 1.2,
        ),
    ]


def parsing(ground: Ground) -> Line:
    """Finding out what a text means, against only taking its marks off; the texts are of every sort."""
    with step("Parsing texts of every sort"):
        [parsed], [folded] = ground.measure("parse"), ground.measure("fold")
    each = parsed["cpu"] / parsed["counts"]["texts"] * 1e6
    bare = folded["cpu"] / folded["counts"]["texts"] * 1e6
    return Line(
        "a text is parsed",
        f"{each:.0f} µs",
        f"{bare:.0f} µs to take its marks off",
        each / bare,
        "200 µs",
        each < 200,
    )


def seconds(connection: psycopg.Connection[Any], statement: str, values: Any = None) -> float:
    """How long one statement takes."""
    begun = time.perf_counter()
    connection.execute(statement, values)
    return time.perf_counter() - begun


@contextmanager
def undone(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Take back what happens inside."""
    with connection.transaction(force_rollback=True):
        yield
