"""When a message may leave: not before it is due, news not in the night, and nothing after it is of no use.

Nothing is rewritten for it: what may not leave now is not seen by those who claim, and is there when the time comes.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from messaging.models import MessageChannel, OutboundState
from messaging.texts import Priority


def is_quiet(at: datetime) -> bool:
    """Whether people sleep at `at`, by `settings.SMS_QUIET_HOURS`."""
    if settings.SMS_QUIET_HOURS is None:
        return False
    since, until = settings.SMS_QUIET_HOURS
    now = timezone.localtime(at).time()
    return since <= now < until if since <= until else now >= since or now < until


def may_leave(at: datetime) -> Q:
    """The messages that do not wait for the morning: letters, and replies to somebody who has just written."""
    return Q(channel=MessageChannel.EMAIL) | Q(priority__lte=Priority.REPLY) if is_quiet(at) else Q()


def due(at: datetime) -> Q:
    """The messages that are to be sent at `at`."""
    return Q(state=OutboundState.PENDING, next_attempt_at__lte=at) & may_leave(at)


def expires_at(channel: str, *, priority: int, at: datetime) -> datetime | None:
    """When a text promised at `at` is of no use any more; letters stay of use."""
    if channel == MessageChannel.EMAIL:
        return None
    lengths: dict[str, timedelta] = settings.SMS_VALIDITY
    if priority <= Priority.REPLY:
        return at + lengths["reply"]
    return at + lengths["notice" if priority < Priority.REMINDER else "reminder"]
