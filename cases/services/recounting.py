"""Counting open terms anew after the calendar, a rule or the way of counting changed.

One pass over every open term, in two lanes and in chunks that are committed one by one, so that two programs can share
it, and it can be watched, stopped and gone on with. Each term that falls due another day is on record with the old and
the new due moment. A term that stands still is counted when it goes on.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Prefetch, QuerySet
from django.db.models.functions import Mod
from django.utils import timezone

from cases import clocks, lifecycle, reasons
from cases.deadlines import NeverDue, Span
from cases.lifecycle import Entry
from cases.models import CountingPolicy, Recount, Term, TermPause, TermRule
from cases.terms import Counting
from organization.actors import Actor
from organization.bulk import save_all
from organization.calendar import YearNotEntered
from organization.history import attributed
from organization.models import CalendarDay

BY = Actor.system("recount")
CHUNK = 1000
LANES = 2

log = logging.getLogger(__name__)


def fingerprint() -> str:
    """Names the state of the calendar, the rules and the way of counting: the last change of each."""
    tracked = (CalendarDay, TermRule, CountingPolicy)
    latest = (model.history.aggregate(last=Max("history_id"))["last"] or 0 for model in tracked)
    return "-".join(str(each) for each in latest)


def recount(*, at: datetime) -> Counter[str]:
    """Count every open term anew, unless that was done since the last change; what was done, by kind.

    Any number may run at once: they share the lanes, then take turns chunk by chunk. One that died is gone on with, and
    who returns has seen every lane to its end.
    """
    counts: Counter[str] = Counter(terms_recounted=0, terms_not_countable=0)
    lanes = [lane for lane in begun(at=at) if lane.finished_at is None]
    counting = Counting() if lanes else None
    for wait in (False, True):
        for lane in lanes:
            while counting is not None and (done := _chunk(lane, counting, at=at, wait=wait)) is not None:
                counts.update(done)
    return counts


def begun(*, at: datetime) -> list[Recount]:
    """The lanes of the pass for the present state of calendar and rules, begun now if nobody began them."""
    mark, lanes = fingerprint(), []
    for number in range(LANES):
        lane, created = Recount.objects.get_or_create(
            fingerprint=mark, lane=number, defaults={"started_at": at}
        )
        if created:
            lane.total = _open_terms(lane).count()
            lane.save(update_fields=["total"])
        lanes.append(lane)
    return lanes


def _open_terms(lane: Recount) -> QuerySet[Term]:
    """The open terms of a lane: all those of a case lie in the same one."""
    return Term.objects.annotate(of_lane=Mod("case_id", LANES)).filter(ended_at=None, of_lane=lane.lane)


def _chunk(run: Recount, counting: Counting, *, at: datetime, wait: bool) -> Counter[str] | None:
    """Look at the next terms of a lane; None when there are none left.

    The lock on the lane keeps others out: they wait for it, or are told None at once.
    """
    with transaction.atomic():
        locked = Recount.objects.select_for_update(skip_locked=not wait).filter(pk=run.pk).first()
        if locked is None or locked.finished_at is not None:
            return None
        run = locked
        terms = list(
            _open_terms(run)
            .filter(pk__gt=run.last_term)
            .select_related("rule")
            .prefetch_related(Prefetch("pauses", TermPause.objects.order_by("started_at")))
            .order_by("pk")[:CHUNK]
        )
        if not terms:
            run.finished_at = at
            run.save(update_fields=["finished_at"])
            return None
        moved, failed = _counted(terms, counting)
        changed = _enter(moved, run, at=at)
        run.last_term = terms[-1].pk
        Recount.objects.filter(pk=run.pk).update(
            last_term=run.last_term,
            done=F("done") + len(terms),
            changed=F("changed") + changed,
            failed=F("failed") + failed,
        )
    return Counter(terms_recounted=changed, terms_not_countable=failed)


def _counted(terms: Iterable[Term], counting: Counting) -> tuple[dict[int, datetime], int]:
    """The due moments that differ from those on record, by term, and how many terms could not be counted."""
    known: dict[Any, datetime] = {}
    moved: dict[int, datetime] = {}
    failed = 0
    for term in terms:
        pauses = [Span(pause.started_at, pause.ended_at) for pause in term.pauses.all()]
        if any(span.end is None for span in pauses):
            continue
        key = (term.rule_id, clocks.day_of(term.started_at), term.length, tuple(pauses))
        try:
            if key not in known:
                known[key] = counting.due(term.rule, start=term.started_at, length=term.length, pauses=pauses)
        except (YearNotEntered, NeverDue) as error:
            log.warning("recount: term %s: %s", term.pk, error)
            failed += 1
            continue
        if known[key] != term.due_at:
            moved[term.pk] = known[key]
    return moved, failed


def _enter(moved: dict[int, datetime], run: Recount, *, at: datetime) -> int:
    """Write the new due moments with history and ledger, after looking again under lock; how many."""
    if not moved:
        return 0
    cases = set(Term.objects.filter(pk__in=moved).values_list("case_id", flat=True))
    with lifecycle.opened_all(cases) as opened:
        # A clock that was set back must not stop the pass.
        at = lifecycle.not_before(opened.values(), at=at)
        terms = list(
            Term.objects.filter(pk__in=moved, ended_at=None)
            .exclude(pauses__ended_at=None, pauses__isnull=False)
            .select_related("rule")
            .order_by("pk")
        )
        entries: list[Entry] = []
        for term in terms:
            term.case = opened[term.case_id]
            old, term.due_at = term.due_at, moved[term.pk]
            term.version += 1
            detail = {
                "rule": term.rule.code,
                "old": timezone.localtime(old).isoformat(),
                "new": timezone.localtime(term.due_at).isoformat(),
            }
            entries.append(
                Entry(
                    case=term.case,
                    kind=lifecycle.RECOUNT,
                    detail=detail,
                    once=f"recount:{run.pk}:{term.pk}",
                    changes=clocks.recounted(term, at=at) if term.main else {},
                )
            )
        with attributed(BY, reasons.CALENDAR_CHANGED, at=at):
            save_all(terms, fields=["due_at", "version"])
        for batch in _each_case_once(entries):
            lifecycle.enter_all(batch, by=BY, because=reasons.CALENDAR_CHANGED, at=at)
    return len(terms)


def _each_case_once(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The entries in batches in which no case stands twice: a case may have several terms."""
    batches: list[list[Entry]] = []
    seen: Counter[int] = Counter()
    for entry in entries:
        number = seen[entry.case.pk]
        seen[entry.case.pk] += 1
        if number == len(batches):
            batches.append([])
        batches[number].append(entry)
    return batches
