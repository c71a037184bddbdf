"""What a unit may still spend on text messages this month. Only reminders are ever stopped."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Sum
from django.utils import timezone

from messaging.models import Budget, OutboundMessage
from messaging.texts import Priority

CODE = "over-budget"


def may_send(unit_id: int | None, priority: int, at: datetime) -> bool:
    """Whether the unit's budget lets a message of this priority leave; a unit without one has no limit."""
    if priority < Priority.REMINDER or unit_id is None:
        return True
    budget = Budget.objects.filter(unit_id=unit_id).first()
    if budget is None:
        return True
    first = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    paid = OutboundMessage.objects.filter(unit_id=unit_id, segments__gt=0, sent_at__gte=first)
    return int(paid.aggregate(total=Sum("cost"))["total"] or 0) < budget.monthly
