"""The pass of the clock over all cases whose time has come: oldest first, each exactly once, none stops the others."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from cases import lifecycle
from cases.models import Case
from cases.services.escalation import sweep_late
from cases.services.outcome import close_unanswered
from cases.vocabulary import NextAction
from organization.actors import Actor

CLOCK = Actor.system("clock")
BATCH = 200

log = logging.getLogger(__name__)


def sweep_cases(*, at: datetime) -> Counter[str]:
    """Do what is due at `at` and count it by kind. Any number of sweepers may run at once.

    Costs with what is due, not with what is open. A case that fails is left for the next sweep and counted as failed.
    """
    counts: Counter[str] = Counter(reminded=0, escalated=0, late_at_top=0, closed=0, failed=0)
    last: tuple[datetime, int] | None = None
    while batch := _due(at, after=last):
        for when, pk in batch:
            last = (when, pk)
            try:
                done = _look_at(pk, at=at)
            except Exception:
                log.exception("sweep: case %s failed", pk)
                done = "failed"
            if done:
                counts[done] += 1
    return counts


def _due(at: datetime, *, after: tuple[datetime, int] | None) -> list[tuple[datetime, int]]:
    """The next due cases in order of their time, from where the last batch ended."""
    due = Case.objects.filter(next_action_at__lte=at)
    if after:
        when, pk = after
        due = due.filter(Q(next_action_at__gt=when) | Q(next_action_at=when, pk__gt=pk))
    rows = due.order_by("next_action_at", "pk").values_list("next_action_at", "pk")[:BATCH]
    return [(when, pk) for when, pk in rows if when]


def _look_at(pk: int, *, at: datetime) -> str | None:
    """Lock one case, look again whether it is due, and act; None when somebody else has it or was faster."""
    with transaction.atomic():
        case = (
            Case.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(pk=pk, next_action_at__lte=at)
            .first()
        )
        if case is None:
            return None
        with lifecycle.opened(case) as fresh:
            if fresh.next_action == NextAction.CLOSE:
                close_unanswered(fresh, by=CLOCK, at=at)
                return "closed"
            return sweep_late(fresh, by=CLOCK, at=at)
