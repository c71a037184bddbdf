"""The work in chunks, each its own transaction: any number of cases in the memory of one chunk."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache, partial
from itertools import accumulate
from multiprocessing import get_context
from random import Random

import django
from django.db import connection, transaction
from django.db.models import Max
from stdnum import damm

from cases.codes import RANDOM_DIGITS
from cases.models import Case, ForwardingLetter
from cases.vocabulary import Stage
from config.loading.book import Book
from config.loading.deeds import KINDS, due_now, from_then, spread, still_open
from config.loading.lives import Life
from config.loading.playing import play
from config.loading.rows import Harvest
from config.loading.world import World
from config.loading.writing import write

CHUNK = 1_000
CODES_EACH = 8
MOST = 10**RANDOM_DIGITS // CODES_EACH
OPEN_SHARE = 0.12  # of the cases, beside those of the past that are not over yet
WORKED_SHARE = 0.7  # of the cases that are due: the others wait for their first reply
MOMENT = timedelta(seconds=1)


@dataclass(frozen=True)
class Order:
    """What to load: `count` cases as of `now`, of which `due` are due to go up one level at that moment."""

    count: int
    seed: int
    now: datetime
    due: int = 0
    open_only: bool = False
    letters: int = 0  # the number of the last letter to a body outside


def load(order: Order, *, workers: int) -> Iterator[int]:
    """Load the cases and yield how many are written so far. Raises `NoOffices` and `YearNotEntered`."""
    starts = range(0, order.count, CHUNK)
    last = ForwardingLetter.objects.aggregate(last=Max("number"))["last"] or 0
    order = replace(order, letters=last)
    if workers == 1:
        yield from accumulate(map(partial(load_chunk, World(order.now, last), order), starts))
        return
    connection.close()
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=django.setup) as pool:
        yield from accumulate(pool.map(partial(_load_chunk_elsewhere, order), starts))


def load_chunk(world: World, order: Order, start: int) -> int:
    """Load the cases from number `start` on; the same seed, number and moment give the same lives. How many."""
    rng = Random(f"{order.seed}:{start}")  # noqa: S311 - draws invented lives, not keys
    numbers = range(start, min(start + CHUNK, order.count))
    harvest = Harvest()
    books: list[Book] = []
    with transaction.atomic():
        world.begin_chunk()
        for number, code in zip(numbers, _codes(order.seed, numbers), strict=True):
            books.append(_live(world, rng, order, number, code, books))
        for book in books:
            book.close(harvest)
        write(harvest, world.connection)
    return len(numbers)


@lru_cache(1)
def _world(now: datetime, letters: int) -> World:
    return World(now, letters)


def _load_chunk_elsewhere(order: Order, start: int) -> int:
    """In a process of its own, which reads the world once.

    It looks for garbage after each chunk, not again and again among the rows of one.
    """
    gc.disable()
    loaded = load_chunk(_world(order.now, order.letters), order, start)
    gc.collect()
    return loaded


def _live(world: World, rng: Random, order: Order, number: int, code: str, others: Sequence[Book]) -> Book:
    """One life, up to now; that of a case that is due stops before the clock acts."""
    now, kind = order.now, KINDS.draw(rng)
    filing = partial(world.filing, rng, kind, code=code, number=number)
    if spread(number, order.count, order.due):
        worked = rng.random() < WORKED_SHARE
        stage = Stage.SETTLEMENT if worked else Stage.ACCEPTANCE
        filed, deeds = due_now(rng, began=rng.choice(world.days_of_due(kind, stage)), worked=worked)
        life = Life(world, rng, filing(at=filed, below_top=True))
        play(life, deeds, filed)
        life.run_clock(life.book.watch.running.term.due_at - MOMENT)
        return life.book
    if order.open_only or rng.random() < OPEN_SHARE:
        filed, deeds = still_open(rng, now=now)
    else:
        filed, deeds = from_then(rng, since=world.offices.since, now=now)
    life = Life(world, rng, filing(at=filed), others)
    play(life, deeds, now)
    return life.book


def _codes(seed: int, numbers: range) -> list[str]:
    """Codes that no case has. Each number owns a few that no other number of this seed can get."""
    draw = Random(seed)  # noqa: S311 - draws codes of invented cases, not keys
    step, shift = draw.randrange(10**RANDOM_DIGITS // 10) * 10 + 3, draw.randrange(10**RANDOM_DIGITS)
    wanted = dict.fromkeys(numbers, "")
    for turn in range(CODES_EACH):
        for number in (number for number, code in wanted.items() if not code):
            place = ((number * CODES_EACH + turn) * step + shift) % 10**RANDOM_DIGITS
            digits = f"{place:0{RANDOM_DIGITS}d}"
            wanted[number] = digits + damm.calc_check_digit(digits)
        taken = set(Case.objects.filter(code__in=wanted.values()).values_list("code", flat=True))
        wanted = {number: "" if code in taken else code for number, code in wanted.items()}
        if all(wanted.values()):
            return [*wanted.values()]
    raise ValueError("too many cases were loaded with this seed: choose another")
