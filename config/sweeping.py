"""One pass of everything that time triggers, in every room of the house; on record, so that a late sweep is seen."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime, timedelta

from django.utils import timezone

from cases.models import SweepRun
from cases.services.alarms import sweep_beside
from cases.services.calling import sweep_calls
from cases.services.recounting import recount
from cases.services.reminding import sweep_reminders
from cases.services.sweeping import sweep_cases
from feedback import sweeping as feedback
from feedback.sms import gammu, missed
from messaging import budgets, delivery, trials
from organization.selectors import years_to_enter

log = logging.getLogger(__name__)

KEEP_RUNS = timedelta(days=30)


def sweep(*, at: datetime) -> Counter[str]:
    """Do what is due at `at` everywhere and return a count of each. Any number may run at once."""
    started = timezone.now()
    # Before anything falls due: by the calendar and the rules as they are now.
    counts = recount(at=at)
    counts.update(sweep_cases(at=at))
    counts.update(sweep_beside(at=at))
    counts.update(sweep_reminders(at=at))
    counts.update(gammu.read(at=at))
    counts.update(feedback.sweep(at=at))
    counts.update(delivery.sweep(at=at))
    counts.update(sweep_calls(at=at))
    trials.blank(at=at)
    counts["budget_warnings"] = budgets.warn(at=at)
    # Last: it may wait for a gateway that is slow, and what it finds is taken by a worker or by the next sweep.
    counts["texts_missed"] = missed.find(at=at)
    if missing := years_to_enter(timezone.localdate(at)):
        log.error("the working calendar is not entered for %s: terms will run into it", missing)
    counts["calendar_years_missing"] = len(missing)
    SweepRun.objects.create(started_at=started, finished_at=timezone.now(), counts=dict(counts))
    SweepRun.objects.filter(finished_at__lt=started - KEEP_RUNS).delete()
    return counts
