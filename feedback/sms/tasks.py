"""Taking texts from the inbox: each has its effect once, together with being marked as taken, or is tried again."""

from __future__ import annotations

import logging
import traceback
from collections import Counter
from datetime import datetime, timedelta

from celery import shared_task
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.utils import timezone

from feedback.sms import conversation
from messaging import inbox
from messaging.models import InboundMessage, InboundState
from organization.turns import Line, wait_for_turn

# After so many failures, how long after it came in a text is tried again. What is wrong then is mostly with us (a rule
# or a year of the calendar that was not entered), and somebody mends it within hours rather than seconds.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (0, 2, 15, 60, 240))
AT_ONCE = 200
# A later text of the same sender waits for those that came in so shortly before it.
JUST_BEFORE = timedelta(minutes=5)

log = logging.getLogger(__name__)


@shared_task(name="feedback.sms.take", ignore_result=True)
def take_now(inbound_id: int) -> None:
    """Take one text, if nobody has."""
    take(inbound_id, at=timezone.now())


def wake(inbound_id: int) -> None:
    """Ask a worker to take a text now; raises at once where the broker is away."""
    take_now.apply_async(args=(inbound_id,), retry=False)


def take(inbound_id: int, *, at: datetime, skip_held: bool = False) -> bool:
    """Let one text have its effect, in one transaction with marking it as taken; whether it was taken here and now.

    What the same sender sent just before it is taken first, so that the order of their words is theirs. Of many takers
    one has it; with `skip_held` the others do not wait for it. A failure leaves nothing behind but its count; after the
    last one the text is given up and the log says so. Errors are named without their words, which may hold the
    citizen's.
    """
    for earlier in _just_before(inbound_id):
        _take(earlier, at=at, skip_held=skip_held)
    return _take(inbound_id, at=at, skip_held=skip_held)


def _just_before(inbound_id: int) -> list[int]:
    try:
        return inbox.waiting_before(inbound_id, within=JUST_BEFORE)
    except (OperationalError, InterfaceError):  # taking the text itself meets the same, and says so
        return []


def _take(inbound_id: int, *, at: datetime, skip_held: bool) -> bool:
    try:
        with transaction.atomic():
            message = inbox.hold(inbound_id, at=at, skip_held=skip_held)
            if message is None:
                return False
            # The second text of one sender sees what the first did.
            wait_for_turn(Line.PERSON, message.sender_key)
            _let_have_effect(message, at=at)
    except (OperationalError, InterfaceError) as error:
        log.warning("text %s waits for the database: %s", inbound_id, type(error).__name__)
        return False
    except Exception as error:  # noqa: BLE001 - whatever it was, the text stays to be tried again
        failure = _named(error)
    else:
        return True
    inbox.mark_failed(inbound_id, note=failure)
    given_up = InboundMessage.objects.filter(pk=inbound_id, state=InboundState.FAILED).exists()
    level = logging.ERROR if given_up else logging.WARNING
    log.log(level, "text %s %s: %s", inbound_id, "is given up" if given_up else "could not be taken", failure)
    return False


def _let_have_effect(message: InboundMessage, *, at: datetime) -> None:
    """Mark the text as what it became in the conversation: taken, or put off."""
    taken = conversation.take_part(message, at=at)
    if taken.held_until is not None:
        inbox.put_off(message, until=taken.held_until, note=taken.note)
        return
    inbox.mark_taken(message, at=at, note=taken.note, topic=taken.topic)
    if taken.forgets:
        inbox.forget_sender(taken.topic)


def sweep_untaken(*, at: datetime) -> Counter[str]:
    """Take what a lost wake-up, a failure or the day's limit left, the oldest first; a count of what became of it."""
    inbox.release(at)
    due = Q()
    for attempts, wait in enumerate(WAITS):
        due |= Q(attempts=attempts, received_at__lte=at - wait)
    counts = Counter(texts_taken=0, texts_failed=0)
    for inbound_id, attempts in list(inbox.untaken(at).filter(due).values_list("pk", "attempts")[:AT_ONCE]):
        if take(inbound_id, at=at, skip_held=True):
            counts["texts_taken"] += 1
        elif InboundMessage.objects.filter(pk=inbound_id, attempts__gt=attempts).exists():
            counts["texts_failed"] += 1
    return counts


def _named(error: Exception) -> str:
    """What went wrong and where, without the words of the error."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {frame.name}, line {frame.lineno}"
