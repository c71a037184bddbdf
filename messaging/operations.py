"""How the sending and receiving of messages goes, in figures: what waits, what passes, what fails, what it costs.

Every figure comes from an index and from a window of time or up to `MANY` rows, so that looking is cheap however much
was ever sent; a count that reached `MANY` means "at least so many". The number of statements is constant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncHour
from django.utils import timezone

from messaging import budgets, gateways
from messaging.failures import Explanation, explain
from messaging.gateways.base import GatewayFailure
from messaging.models import (
    AttemptOutcome,
    Budget,
    DeliveryAttempt,
    GatewayPause,
    GatewayState,
    InboundMessage,
    InboundState,
    OutboundMessage,
    OutboundState,
)
from messaging.texts import Priority
from organization.models import Unit

MANY = 10_000
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
HOURS = 24
UNITS = 200


@dataclass(frozen=True)
class Queue:
    """What waits in one place; `since` is when the oldest should have gone on, and `is_late` if that is long ago."""

    name: str
    count: int
    since: datetime | None = None
    is_late: bool = False

    @property
    def is_more(self) -> bool:
        """Whether there is more than was counted."""
        return self.count >= MANY


@dataclass
class Passed:
    """What passed one gateway in the last hour and the last day."""

    gateway: str
    sent_hour: int = 0
    sent_day: int = 0
    refused_hour: int = 0
    refused_day: int = 0
    received_hour: int = 0
    received_day: int = 0


@dataclass(frozen=True)
class HourOfDay:
    """What went out and came in during one hour."""

    starts_at: datetime
    sent: int
    received: int


@dataclass
class Failure:
    """One code: how many messages failed for good by it lately, and how many tries met it."""

    code: str
    explained: Explanation
    messages: int = 0
    tries: int = 0
    gateways: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Spent:
    """What one unit spent in a month, in đồng, beside its budget. `percent` is None without a budget."""

    unit: Unit
    messages: int
    segments: int
    cost: int
    budget: int | None
    percent: int | None
    is_warned: bool


@dataclass(frozen=True)
class GatewayStanding:
    """One gateway: whether messages leave by it now, and if not, why and since when.

    `price` is in đồng a segment, `rate` in messages a second; None where there is none. What `is_pulled` fetches its
    messages by itself.
    """

    name: str
    is_usual: bool
    is_set_up: bool
    problem: str
    pause: GatewayPause | None
    paused_by: str
    paused_because: str
    down_until: datetime | None
    down_code: str
    price: int | None
    rate: float | None
    is_pulled: bool

    @property
    def is_working(self) -> bool:
        """Whether messages leave by it."""
        return self.is_set_up and self.pause is None and self.down_until is None


def waiting(*, at: datetime) -> list[Queue]:
    """What waits to be sent, one queue a priority: only what is due now."""
    found = []
    for priority in Priority:
        due = OutboundMessage.objects.filter(
            state=OutboundState.PENDING, priority=priority, next_attempt_at__lte=at
        )
        found.append(
            _queue(str(priority.label), due, "next_attempt_at", at=at, late_after=timedelta(minutes=5))
        )
    return found


def unfinished(*, at: datetime) -> dict[str, Queue]:
    """Everything else that is not done: put off, on its way, in doubt, held, unread, and given up of the last day."""
    pending = OutboundMessage.objects.filter(state=OutboundState.PENDING, next_attempt_at__gt=at)
    sending = OutboundMessage.objects.filter(state=OutboundState.SENDING)
    held = InboundMessage.objects.filter(state=InboundState.HELD)
    unread = InboundMessage.objects.filter(state=InboundState.RECEIVED)
    given_up = InboundMessage.objects.filter(state=InboundState.FAILED, received_at__gt=at - DAY)
    return {
        "later": _queue("later", pending, "next_attempt_at", at=at),
        "sending": _queue("sending", sending, "next_attempt_at", at=at),
        "doubt": _queue(
            "doubt",
            sending.filter(Q(looks__gt=0) | Q(next_attempt_at__lte=at)),
            "next_attempt_at",
            at=at,
            late_after=timedelta(minutes=15),
        ),
        "unread": _queue("unread", unread, "received_at", at=at, late_after=timedelta(minutes=5)),
        "held": _queue("held", held, "held_until", at=at),
        "given_up": _queue("given_up", given_up, "received_at", at=at),
    }


def _queue(
    name: str, rows: QuerySet[Any], column: str, *, at: datetime, late_after: timedelta | None = None
) -> Queue:
    """One queue, counted up to `MANY`; the oldest by `column`. Two statements."""
    count = rows.order_by()[:MANY].count()
    oldest = rows.order_by(column).values_list(column, flat=True).first()
    is_late = late_after is not None and oldest is not None and at - oldest > late_after
    return Queue(name, count, oldest, is_late)


def throughput(*, at: datetime) -> list[Passed]:
    """What passed each gateway; the busiest first."""
    lately, hour_ago = at - DAY, at - HOUR
    passed: defaultdict[str, Passed] = defaultdict(lambda: Passed(""))
    tries = DeliveryAttempt.objects.filter(at__gt=lately, at__lte=at).values_list("gateway", "outcome")
    for name, outcome, day, hour in tries.order_by().annotate(
        day=Count("pk"), hour=Count("pk", filter=Q(at__gt=hour_ago))
    ):
        each = passed[name]
        if outcome == AttemptOutcome.ACCEPTED:
            each.sent_day, each.sent_hour = each.sent_day + day, each.sent_hour + hour
        else:
            each.refused_day, each.refused_hour = each.refused_day + day, each.refused_hour + hour
    texts = InboundMessage.objects.filter(received_at__gt=lately, received_at__lte=at)
    for name, day, hour in (
        texts.order_by()
        .values_list("provider")
        .annotate(day=Count("pk"), hour=Count("pk", filter=Q(received_at__gt=hour_ago)))
    ):
        passed[name].received_day, passed[name].received_hour = day, hour
    for name, each in passed.items():
        each.gateway = name
    return sorted(passed.values(), key=lambda each: (-each.sent_day - each.received_day, each.gateway))


def by_the_hour(*, at: datetime) -> list[HourOfDay]:
    """The last 24 hours, the one that runs included, oldest first."""
    now = timezone.localtime(at).replace(minute=0, second=0, microsecond=0)
    hours = [now - HOUR * back for back in range(HOURS - 1, -1, -1)]
    sent = _hourly(
        DeliveryAttempt.objects.filter(at__gte=hours[0], at__lte=at, outcome=AttemptOutcome.ACCEPTED), "at"
    )
    received = _hourly(
        InboundMessage.objects.filter(received_at__gte=hours[0], received_at__lte=at), "received_at"
    )
    return [HourOfDay(hour, sent.get(hour, 0), received.get(hour, 0)) for hour in hours]


def _hourly(rows: QuerySet[Any], column: str) -> dict[datetime, int]:
    counted = rows.order_by().annotate(hour=TruncHour(column)).values_list("hour").annotate(count=Count("pk"))
    return dict(counted)


def failed(*, at: datetime) -> list[Failure]:
    """What failed in the last day, by code: what needs one of us first, then the commonest first."""
    found: dict[str, Failure] = {}
    given_up = OutboundMessage.objects.filter(failed_at__gt=at - DAY, failed_at__lte=at)
    for code, gateway, count in (
        given_up.order_by().values_list("failed_code", "provider").annotate(count=Count("pk"))
    ):
        each = _failure(found, code, gateway)
        each.messages += count
    tries = DeliveryAttempt.objects.filter(at__gt=at - DAY, at__lte=at).exclude(
        outcome=AttemptOutcome.ACCEPTED
    )
    for code, gateway, count in tries.order_by().values_list("code", "gateway").annotate(count=Count("pk")):
        each = _failure(found, code, gateway)
        each.tries += count
    return sorted(
        found.values(), key=lambda each: (not each.explained.is_ours, -each.messages, -each.tries, each.code)
    )


def _failure(found: dict[str, Failure], code: str, gateway: str) -> Failure:
    each = found.setdefault(code, Failure(code, explain(code)))
    if gateway:
        each.gateways.add(gateway)
    return each


def spent(month: datetime) -> list[Spent]:
    """What each unit spent in the month that begins then, the greatest first; units that spent or have a budget.

    Each unit's month is found by itself: months that are over are not read. Two statements.
    """
    paid = budgets.paid_in_month_of(month).order_by()
    concerned = Q(Exists(paid.filter(unit=OuterRef("pk")))) | Q(message_budget__isnull=False)
    units = list(Unit.objects.filter(concerned).select_related("message_budget"))
    sums = paid.filter(unit__in=units).values_list("unit")
    totals = {
        unit_id: (messages, segments, cost)
        for unit_id, messages, segments, cost in sums.annotate(Count("pk"), Sum("segments"), Sum("cost"))
    }
    found = [_spent(unit, *totals.get(unit.pk, (0, 0, 0))) for unit in units]
    return sorted(found, key=lambda each: (-each.cost, -each.messages, each.unit.name, each.unit.pk))[:UNITS]


def _spent(unit: Unit, messages: int, segments: int, cost: int) -> Spent:
    budget: Budget | None = getattr(unit, "message_budget", None)
    stands = budgets.Standing(unit, cost, budget.monthly, budget.warn_at) if budget else None
    return Spent(
        unit=unit,
        messages=messages,
        segments=segments,
        cost=cost,
        budget=stands.monthly if stands else None,
        percent=stands.percent if stands and stands.monthly else None,
        is_warned=stands is not None and stands.is_near,
    )


def standings(*, at: datetime) -> list[GatewayStanding]:
    """Every gateway there is, those that are used first, in their order of preference."""
    states = {state.name: state for state in GatewayState.objects.all()}
    open_pauses = {each.gateway: each for each in GatewayPause.objects.filter(ended_at=None)}
    begun = {
        row.id: row
        for row in GatewayPause.history.filter(
            id__in=[each.pk for each in open_pauses.values()], history_type="+"
        )
    }
    usual = usual_gateways()
    return [
        _standing(name, usual, states.get(name), open_pauses.get(name), begun, at=at)
        for name in names_of_gateways()
    ]


def _standing(
    name: str,
    usual: Iterable[str],
    state: GatewayState | None,
    pause: GatewayPause | None,
    begun: dict[int, Any],
    *,
    at: datetime,
) -> GatewayStanding:
    problem = _what_is_missing(name)
    row = begun.get(pause.pk) if pause else None
    is_down = state is not None and state.down_until is not None and state.down_until > at
    return GatewayStanding(
        name=name,
        is_usual=name in usual,
        is_set_up=not problem,
        problem=problem,
        pause=pause,
        paused_by=", ".join(filter(None, (row.actor_name, row.actor_post))) if row else "",
        paused_because=row.history_change_reason if row else "",
        down_until=state.down_until if state and is_down else None,
        down_code=state.down_code if state and is_down else "",
        price=settings.SMS_PRICES.get(name),
        rate=settings.SMS_RATES.get(name),
        is_pulled=gateways.is_pulled(name),
    )


def _what_is_missing(name: str) -> str:
    """The code of why a gateway cannot be used at all; empty where it can."""
    try:
        gateways.gateway(name)
    except GatewayFailure as failure:
        return failure.code
    return ""


def names_of_gateways() -> list[str]:
    """Every gateway there is, those that are used first, in their order of preference."""
    usual = usual_gateways()
    return [*usual, *(name for name in gateways.GATEWAYS if name not in usual)]


def usual_gateways() -> list[str]:
    """The gateways that carry messages, in their order of preference; letters go by the last."""
    return [name for channel in ("sms", "email") for name in gateways.names_for(channel)]
