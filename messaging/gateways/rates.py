"""How fast messages may leave by a gateway: one clock a gateway, moved on by one conditional update for each message.

The clock (`GatewayState.free_at`) is when the gateway would be free if messages left evenly. A message leaves when the
clock is not ahead of now, and moves it on by its share of a second (GCRA). A reply may leave while the clock is a few
shares ahead: so it overtakes news that waits, and whole minutes keep to the rate.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import Coalesce, Greatest

from messaging.models import GatewayState
from messaging.texts import Priority

BURST = 5


def take_turn(gateway: str, *, priority: int, at: datetime) -> datetime | None:
    """Let one message leave now and return None; or return when the next one of its priority may.

    In the caller's transaction: if that fails, nothing left.
    """
    share = _share(gateway)
    if not share:
        return None
    free = GatewayState.objects.filter(
        Q(free_at=None) | Q(free_at__lte=at + _ahead(share, priority)), name=gateway
    )
    moved_on = ExpressionWrapper(
        Greatest(Coalesce(F("free_at"), Value(at)), Value(at)) + Value(share, output_field=DurationField()),
        output_field=DateTimeField(),
    )
    if free.update(free_at=moved_on):
        return None
    _state, is_new = GatewayState.objects.get_or_create(name=gateway)
    if is_new and free.update(free_at=moved_on):
        return None
    return next_turn(gateway, priority=priority, at=at)


def next_turn(gateway: str, *, priority: int, at: datetime) -> datetime:
    """When a message of this priority may leave next, as the clock stands: `at`, or later."""
    share = _share(gateway)
    free_at = GatewayState.objects.filter(name=gateway).values_list("free_at", flat=True).first()
    return max(free_at - _ahead(share, priority), at) if free_at and share else at


def _share(gateway: str) -> timedelta:
    """What one message takes of its gateway's time; nothing where there is no rate."""
    rate = settings.SMS_RATES.get(gateway)
    return timedelta(seconds=1 / rate) if rate else timedelta()


def _ahead(share: timedelta, priority: int) -> timedelta:
    """How far the clock may be ahead of now for a message of this priority to leave."""
    return share * (BURST - 1) if priority <= Priority.REPLY else timedelta()
