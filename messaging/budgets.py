"""What a unit has spent on text messages this month, and what follows when its budget is used up.

Only reminders stop: what a citizen is owed by law or has just asked for leaves whatever it costs.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet, Sum
from django.utils import timezone

from messaging.models import Budget, BudgetWarning, OutboundMessage
from messaging.texts import Priority
from organization.models import Unit

CODE = "over-budget"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Standing:
    """How a unit stands with its budget: `spent` and `monthly` in đồng."""

    unit: Unit
    spent: int
    monthly: int
    warn_at: int

    @property
    def percent(self) -> int:
        """How much of the budget is used; 100 of nothing."""
        return 100 if not self.monthly else self.spent * 100 // self.monthly

    @property
    def is_near(self) -> bool:
        """Whether it is time to warn."""
        return self.percent >= self.warn_at


def month_of(at: datetime) -> tuple[datetime, datetime]:
    """The first moment of the month of `at` in Viet Nam, and that of the next."""
    first = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return first, (first + timedelta(days=32)).replace(day=1)


def paid_in_month_of(at: datetime) -> QuerySet[OutboundMessage]:
    """The text messages that units pay for in the month of `at`."""
    first, following = month_of(at)
    return OutboundMessage.objects.filter(segments__gt=0, sent_at__gte=first, sent_at__lt=following)


def spent(unit_ids: Collection[int], *, at: datetime) -> Mapping[int, int]:
    """What each of the units has spent in the month of `at`, in đồng, in one query; none for those that spent none."""
    rows = paid_in_month_of(at).filter(unit__in=unit_ids).order_by()
    return dict(rows.values_list("unit").annotate(total=Sum("cost")).values_list("unit", "total"))


def may_send(unit_id: int | None, priority: int, at: datetime) -> bool:
    """Whether a message may leave at the unit's expense: always, but for a reminder beyond the budget."""
    if priority < Priority.REMINDER or unit_id is None:
        return True
    budget = Budget.objects.filter(unit=unit_id).first()
    return budget is None or spent([unit_id], at=at).get(unit_id, 0) < budget.monthly


def standings(*, at: datetime) -> list[Standing]:
    """Every unit that has a budget, the nearest to its end first; two queries."""
    budgets = list(Budget.objects.select_related("unit"))
    used = spent([budget.unit_id for budget in budgets], at=at)
    found = [
        Standing(budget.unit, used.get(budget.unit_id, 0), budget.monthly, budget.warn_at)
        for budget in budgets
    ]
    return sorted(found, key=lambda each: (-each.percent, each.unit.name))


def to_warn_of(*, at: datetime) -> list[Standing]:
    """Those whose budget is nearly or wholly used."""
    return [each for each in standings(at=at) if each.is_near]


def warn(*, at: datetime) -> int:
    """Say in the log, once a month for each threshold, whose budget is nearly or wholly used; how many were said."""
    month, said = month_of(at)[0].date(), 0
    for each in to_warn_of(at=at):
        reached = [percent for percent in (each.warn_at, 100) if each.percent >= percent]
        for percent in dict.fromkeys(reached):
            _row, is_new = BudgetWarning.objects.get_or_create(
                unit=each.unit, month=month, percent=percent, defaults={"at": at}
            )
            if is_new:
                log.warning("unit %s has spent %s %% of its budget for messages", each.unit.pk, percent)
                said += 1
    return said
