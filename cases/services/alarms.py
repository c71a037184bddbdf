"""What the clock says when a term beside the main one has passed: a duty is late, or nothing was done at all.

A matter left unprocessed for 45 days is a ground for removing its officer from office (Decree 154/2026, art. 41(3)(b)):
the head and the inspectors are told at once. Each term is reported once.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from django.db import Error as DatabaseError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases import clocks, conflict, lifecycle, notices, reasons
from cases.models import Case, Term
from cases.services.escalation import head_for
from cases.vocabulary import Stage
from organization.actors import Actor
from organization.models import Posting, Role, Tier
from organization.selectors import Chart, ancestors, postings_on

CLOCK = Actor.system("clock")
BATCH = 200

log = logging.getLogger(__name__)


def sweep_beside(*, at: datetime) -> Counter[str]:
    """Report every term beside the main ones that has passed by `at`, oldest first; a count of each.

    Any number may run at once. A case that fails is left for the next sweep and counted as failed.
    """
    counts: Counter[str] = Counter(alarms=0, duties_late=0, alarms_failed=0)
    passed = Term.objects.filter(main=False, ended_at=None, reminders=0, due_at__lte=at)
    last: tuple[datetime, int] | None = None
    while True:
        due = passed
        if last:
            due = due.filter(Q(due_at__gt=last[0]) | Q(due_at=last[0], pk__gt=last[1]))
        batch = list(due.order_by("due_at", "pk").values_list("due_at", "pk", "case_id")[:BATCH])
        if not batch:
            return counts
        for when, pk, case_id in batch:
            last = (when, pk)
            try:
                done = _report(pk, case_id, at=at)
            except DatabaseError as error:
                log.error("alarms: case %s failed: %s", case_id, type(error).__name__)  # noqa: TRY400 - a traceback may quote the refused row, and a citizen's words
                done = "alarms_failed"
            except Exception:
                log.exception("alarms: case %s failed", case_id)
                done = "alarms_failed"
            if done:
                counts[done] += 1


def _report(term_id: int, case_id: int, *, at: datetime) -> str | None:
    """Lock the case, look again whether the term still runs unreported, and report it; None where it does not."""
    with transaction.atomic():
        case = Case.objects.select_for_update(skip_locked=True).filter(pk=case_id).first()
        if case is None:
            return None
        with lifecycle.opened(case) as fresh:
            term = next((each for each in clocks.beside(fresh) if each.pk == term_id), None)
            if term is None or term.reminders:
                return None
            alarm = term.stage == Stage.PROCESSING
            because = reasons.NOT_PROCESSED if alarm else reasons.DUTY_LATE
            clocks.reported(term, by=CLOCK, because=because, at=at)
            lifecycle.alarm(
                fresh,
                lifecycle.ALARM if alarm else lifecycle.DUTY_LATE,
                by=CLOCK,
                because=because,
                at=at,
                detail={"rule": term.rule.code},
                once=f"beside:{term.pk}.{term.version}",
            )
            on = timezone.localdate(at)
            head = head_for(fresh, fresh.unit, at=at)
            told = [head, *(inspectors_of(fresh, on) if alarm else [fresh.holder])]
            template = "officer_alarm" if alarm else "officer_duty"
            for posting in _each_once(told):
                notices.tell_officer(fresh, posting, template, at=at, due=term.due_at)
    return "alarms" if alarm else "duties_late"


def inspectors_of(case: Case, on: date) -> list[Posting]:
    """The inspectors of the day under whom the unit of the case lies, less those in conflict with it."""
    line = [case.unit, *ancestors(case.unit)]
    there = Q(post__unit__in=line) | Q(post__unit__tier=Tier.DEPARTMENT, post__unit__parent__in=line)
    inspectors = postings_on(on).filter(there, post__role=Role.INSPECTOR).order_by("pk")
    facts, chart = conflict.Facts.of(case), Chart(on)
    return [
        posting
        for posting in inspectors
        if not conflict.conflict_of(posting.officer_id, facts, unit_id=case.unit_id, chart=chart)
    ]


def _each_once(postings: Iterable[Posting | None]) -> list[Posting]:
    found = {posting.officer_id: posting for posting in postings if posting is not None}
    return list(found.values())
