"""Keeping the promises: claim, send, record; and finding out what became of what was left half done.

1. Claim: a conditional update, committed before anything leaves (`messaging.claims`). Of many workers one gets the row.
2. Send: outside any transaction. A gateway is slow and may hang.
3. Record what the gateway said (`messaging.outcomes`). What it surely did not take goes to another gateway where that
   may help; what it may have taken goes to no other before it was looked for (`messaging.looking`).

A crash after 1 leaves the row in `sending`. To send it again could send it twice, so the gateway is asked first: what
it has is recorded; what it has not, on two looks some minutes apart, waits to be sent again. A delivery receipt that
arrives meanwhile proves the same (see `messaging.receipts`).
"""

from __future__ import annotations

import random
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from messaging import claims, gateways, leaving, optouts, unreachable
from messaging.clocks import running
from messaging.gateways import rates, standing
from messaging.gateways.base import (
    BadNumber,
    ChannelDown,
    NotHere,
    OptedOut,
    PermanentFailure,
    TemporaryFailure,
    UnknownOutcome,
)
from messaging.handing import confirm, hand_over
from messaging.looking import MAX_ATTEMPTS, look
from messaging.models import (
    AttemptOutcome,
    DeliveryAttempt,
    OptOutSource,
    OutboundMessage,
    OutboundState,
)
from messaging.opening import kept_back, opened
from messaging.outcomes import Outcome, alarm, give_up, leave_open, move, postpone, record

__all__ = ["MAX_ATTEMPTS", "Outcome", "confirm", "deliver", "hand_over", "look", "sweep"]

# Waits double from one minute to an hour: ten attempts take about four hours, as long as a notice is news.
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
# So often a gateway may put a message off before another is asked.
TIMES_PUT_OFF = 3
SWEEP_LIMIT = 200
# After so many troubles in a row a sweep leaves a gateway alone, so that one that hangs does not hold up the rest.
TROUBLES = 3
# How long one sweep waits, all in all, for gateways whose rate is used up.
PATIENCE = timedelta(seconds=8)


def deliver(message_id: uuid.UUID, *, at: datetime) -> Outcome:
    """Send one message, if it is due and nobody else has it. Failures of a gateway end in the row, not in an exception.

    A gateway that will not have it is followed by the next. Must not be called inside a transaction.
    """
    now = running(at)
    outcome = _try(message_id, now)
    for _gateway in gateways.GATEWAYS:
        if outcome != Outcome.MOVED:
            break
        outcome = _try(message_id, now)
    return outcome


def sweep(*, at: datetime, limit: int = SWEEP_LIMIT) -> Counter[str]:
    """One pass over what no worker has: what was left half done, then what is due, the urgent and the oldest first.

    Counts `unsent` (left over and now sent) and `reconciled` (half done, and its fate now known). Any number of sweeps
    and workers may run at once. Must not be called inside a transaction.
    """
    now = running(at)
    claims.expire(at=at)
    half_done = OutboundMessage.objects.filter(state=OutboundState.SENDING, next_attempt_at__lte=at)
    rows = half_done.order_by("next_attempt_at").values_list("pk", "provider", "priority")[:limit]
    looked = _each(rows, lambda pk, _gateway, _priority: look(pk, at=now()))
    due = OutboundMessage.objects.filter(leaving.due(now())).exclude(
        claims.stuck(standing.standing(at=now()))
    )
    rows = due.order_by("priority", "next_attempt_at").values_list("pk", "provider", "priority")[:limit]
    sent = _each(rows, _Turns(now).deliver)
    known = (Outcome.SENT, Outcome.PUT_BACK, Outcome.REFUSED)
    return Counter(unsent=sent[Outcome.SENT], reconciled=sum(looked[outcome] for outcome in known))


class _Turns:
    """Delivers one after the other, and waits a little for a gateway that sends no faster."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._until = now() + PATIENCE

    def deliver(self, message_id: uuid.UUID, gateway: str, priority: int) -> Outcome:
        while (outcome := deliver(message_id, at=self._now())) == Outcome.TOO_EARLY:
            free_at = rates.next_turn(gateway, priority=priority, at=self._now())
            if free_at > self._until:
                break
            time.sleep(max((free_at - self._now()).total_seconds(), 0.001))
        return outcome


def _each(
    rows: Iterable[tuple[uuid.UUID, str, int]], act: Callable[[uuid.UUID, str, int], Outcome]
) -> Counter[Outcome]:
    outcomes: Counter[Outcome] = Counter()
    in_a_row: Counter[str] = Counter()
    for pk, gateway, priority in list(rows):
        if in_a_row[gateway] >= TROUBLES:
            continue
        outcome = act(pk, gateway, priority)
        outcomes[outcome] += 1
        if outcome == Outcome.TOO_EARLY:
            in_a_row[gateway] = TROUBLES
        else:
            in_a_row[gateway] = in_a_row[gateway] + 1 if outcome == Outcome.TROUBLE else 0
    return outcomes


def _try(message_id: uuid.UUID, now: Callable[[], datetime]) -> Outcome:
    """Claim the message and hand it to the gateway that it was claimed for."""
    message = claims.claim(message_id, at=now())
    if isinstance(message, Outcome):
        return message
    try:
        outgoing = opened(message, at=now())
        if code := kept_back(message, at=now()):
            return give_up(message, code, at=now(), tried=None, is_alarm=False)
        accepted = gateways.gateway(message.provider).send(outgoing)
    except ChannelDown as failure:
        standing.close(message.provider, code=failure.code, at=now())
        # The message has no part in this: the attempt does not count.
        return _elsewhere(message, failure, AttemptOutcome.POSTPONED, at=now()) or postpone(
            message,
            failure.code,
            until=now() + standing.DOWN_FOR,
            attempts=message.attempts - 1,
            at=now(),
        )
    except TemporaryFailure as failure:
        standing.note_trouble(message.provider, code=failure.code, at=now())
        return _put_off(message, failure, at=now())
    except NotHere as failure:
        if failure.alarm:
            alarm(message, failure.code)
        return _elsewhere(message, failure, AttemptOutcome.REFUSED, at=now()) or give_up(
            message, failure.code, at=now(), tried=AttemptOutcome.REFUSED, is_alarm=False
        )
    except PermanentFailure as failure:
        _remember(outgoing.to, failure, at=now())
        return give_up(message, failure.code, at=now(), tried=AttemptOutcome.REFUSED, is_alarm=failure.alarm)
    except UnknownOutcome as failure:
        standing.note_trouble(message.provider, code=failure.code, at=now())
        return leave_open(message, failure.code, at=now())
    except Exception as error:  # noqa: BLE001 - whatever broke, it may have left: it is looked for, not lost
        alarm(message, type(error).__name__)
        return leave_open(message, type(error).__name__, at=now())
    outcome = record(message, accepted.provider_id, at=now())
    standing.note_success(message.provider)
    return outcome


def _put_off(message: OutboundMessage, failure: TemporaryFailure, *, at: datetime) -> Outcome:
    """The gateway did not take it now: wait, or ask another where it has been put off often; in the end give it up."""
    put_off = DeliveryAttempt.objects.filter(message_id=message.pk, gateway=message.provider)
    often = message.attempts >= TIMES_PUT_OFF and put_off.count() + 1 >= TIMES_PUT_OFF
    if often and (moved := _elsewhere(message, failure, AttemptOutcome.POSTPONED, at=at)):
        return moved
    if message.attempts >= MAX_ATTEMPTS:
        return give_up(message, failure.code, at=at, tried=AttemptOutcome.POSTPONED, is_alarm=True)
    return postpone(
        message, failure.code, until=at + _wait(message.attempts), attempts=message.attempts, at=at
    )


def _elsewhere(
    message: OutboundMessage,
    failure: TemporaryFailure | NotHere,
    outcome: AttemptOutcome,
    *,
    at: datetime,
) -> Outcome | None:
    """Move the message to a gateway that was not tried for it; None where there is none, or where it may not move.

    What is refused here for good goes back to one that only put it off, however that one stands now.
    """
    if message.in_doubt:
        return None
    names = gateways.routes(message.channel, message.sender)
    others = [name for name in names if name != message.provider]
    if not others or message.attempts >= MAX_ATTEMPTS:
        return None
    stands = standing.standing(at=at)
    tries = DeliveryAttempt.objects.filter(message_id=message.pk).values_list("gateway", "outcome")
    tried = {gateway for gateway, _outcome in tries}
    way = next((name for name in others if name not in tried and stands.is_usable(name)), None)
    if way is None and outcome == AttemptOutcome.REFUSED:
        refused = {gateway for gateway, told in tries if told == AttemptOutcome.REFUSED}
        way = next((name for name in others if name not in refused), None)
    if way is None:
        return None
    attempts = message.attempts - isinstance(failure, ChannelDown)
    return move(message, failure.code, to=way, outcome=outcome, attempts=attempts, at=at)


def _remember(number: str, failure: PermanentFailure, *, at: datetime) -> None:
    """What a refusal says about the person's number, for the next message to it."""
    match failure:
        case OptedOut():
            optouts.opt_out(number, source=OptOutSource.GATEWAY, at=at)
        case BadNumber():
            unreachable.mark(number, code=failure.code, at=at)


def _wait(attempts: int) -> timedelta:
    """How long after so many attempts: doubled each time, with a fifth of chance so that a crowd does not return."""
    doubled: timedelta = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    return doubled * random.SystemRandom().uniform(0.8, 1.2)
