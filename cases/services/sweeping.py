"""The pass of the clock over all cases whose time has come: oldest first, each exactly once, none stops the others.

Cases are taken in batches: locked and looked at again, decided one by one, written together. A batch that cannot be
written is done again case by case, so that the one at fault is left for the next sweep and no other.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import Error as DatabaseError
from django.db.models import Q, prefetch_related_objects
from django.utils import timezone

from cases import lifecycle, notices
from cases.models import Case, Term
from cases.services.ticking import Tick, decide
from cases.terms import Counting
from messaging import outbox
from messaging.outbox import Promise
from organization.actors import Actor
from organization.bulk import save_all
from organization.history import attributed
from organization.selectors import Chart

CLOCK = Actor.system("clock")
BATCH = 500

log = logging.getLogger(__name__)


def sweep_cases(*, at: datetime) -> Counter[str]:
    """Do what is due at `at` and count it by kind. Any number of sweepers may run at once.

    Costs with what is due, not with what is open. A case that fails is left for the next sweep and counted as failed.
    """
    counts: Counter[str] = Counter(reminded=0, escalated=0, late_at_top=0, closed=0, failed=0)
    sweep = _Sweep(at)
    last: tuple[datetime, int] | None = None
    while batch := _due(at, after=last):
        last = batch[-1]
        counts.update(sweep.all_of([pk for _when, pk in batch]))
    return counts


def _due(at: datetime, *, after: tuple[datetime, int] | None) -> list[tuple[datetime, int]]:
    """The next due cases in order of their time, from where the last batch ended."""
    due = Case.objects.filter(next_action_at__lte=at)
    if after:
        when, pk = after
        due = due.filter(Q(next_action_at__gt=when) | Q(next_action_at=when, pk__gt=pk))
    rows = due.order_by("next_action_at", "pk").values_list("next_action_at", "pk")[:BATCH]
    return [(when, pk) for when, pk in rows if when]


class _Sweep:
    """One pass at a moment, with what all of its batches look up."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.chart = Chart(timezone.localdate(at))
        self.counting = Counting()

    def all_of(self, keys: Sequence[int]) -> Counter[str]:
        """Do what is due to these cases, together if possible; count it by kind."""
        try:
            return self._batch(keys)
        except Exception as error:
            if len(keys) == 1 and isinstance(error, DatabaseError):
                log.error("sweep: case %s failed: %s", keys[0], type(error).__name__)  # noqa: TRY400 - a traceback may quote the refused row, and a citizen's words
                return Counter(failed=1)
            if len(keys) == 1:
                log.exception("sweep: case %s failed", keys[0])
                return Counter(failed=1)
            log.warning("sweep: %s cases are done again one by one: %s", len(keys), type(error).__name__)
        counts: Counter[str] = Counter()
        for key in keys:
            counts.update(self.all_of([key]))
        return counts

    def _batch(self, keys: Sequence[int]) -> Counter[str]:
        """Lock the cases, look again whether they are due, and act; those that somebody else has are left alone."""
        with lifecycle.opened_all(keys, due=self.at) as opened:
            cases = [opened[key] for key in keys if key in opened]
            prefetch_related_objects(cases, "recusals", "holder__officer", "holder__post__unit")
            for case in cases:
                case.unit = self.chart.unit(case.unit_id)
            terms = {
                term.case_id: term for term in Term.objects.filter(case__in=cases, ended_at=None, main=True)
            }
            counts: Counter[str] = Counter()
            ticks = []
            for case in cases:
                try:
                    ticks.append(self._decide(case, terms.get(case.pk)))
                except Exception:
                    log.exception("sweep: case %s failed", case.pk)
                    counts["failed"] += 1
            self._write(ticks)
            counts.update(tick.done for tick in ticks)
        return counts

    def _decide(self, case: Case, term: Term | None) -> Tick:
        return decide(case, term, chart=self.chart, counting=self.counting, at=self.at)

    def _write(self, ticks: Iterable[Tick]) -> None:
        """History, ledger and promises of steps that were decided."""
        by_reason: dict[str, list[Tick]] = {}
        for tick in ticks:
            by_reason.setdefault(tick.because, []).append(tick)
        for because, alike in by_reason.items():
            if columns := alike[0].term_columns:
                with attributed(CLOCK, because, at=self.at):
                    save_all([tick.term for tick in alike], fields=columns)
            lifecycle.enter_all([tick.entry for tick in alike], by=CLOCK, because=because, at=self.at)
            self._tell(alike)

    def _tell(self, ticks: Sequence[Tick]) -> None:
        people = notices.recipients(tick.entry.case for tick in ticks if tick.message)
        told: list[Promise] = []
        for tick in ticks:
            case = tick.entry.case
            if tick.message:
                told += notices.promises(case, people[case.pk], tick.message, at=self.at)
            if letter := notices.to_officer(case, tick.told, tick.letter, at=self.at):
                told.append(letter)
        outbox.promise_all(told)
