"""Texts that the webhook never told us of: now and then what Twilio has received is compared with what we have.

It calls a webhook once or twice and then no more, so after an outage of ours this is the only way to hear of them. One
that is told after all is a repeat: it bears the same name.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Q

from feedback.sms import arrival, twilio
from messaging.gateways.base import GatewayFailure, Received
from messaging.gateways.twilio import MOST_RECEIVED, TwilioGateway
from messaging.models import GatewayState, InboundMessage

# A little less than the ten minutes of the schedule, which does not keep them to the second.
EVERY = timedelta(minutes=9, seconds=30)
# Twilio's list may show a text later than it came.
OVERLAP = timedelta(hours=1)
FIRST_LOOK = timedelta(days=1)
LONGEST = timedelta(days=7)
AT_ONCE = 200

log = logging.getLogger(__name__)


def find(*, at: datetime) -> int:
    """Keep every text that Twilio received for us and we do not have; how many. Asks only every ten minutes.

    A text counts as received when Twilio received it: from then its terms run. A gateway that is away is asked again at
    the next look, which goes back to where the last good one ended, by a week at most.
    """
    if not twilio.is_listening():
        return 0
    state = _take_turn(at)
    if state is None:
        return 0
    since = max((state.seen_until or at - FIRST_LOOK) - OVERLAP, at - LONGEST)
    kept = seen = 0
    try:
        listed = TwilioGateway().received(since=since)
        while received := list(islice(listed, AT_ONCE)):
            seen += len(received)
            kept += _keep_unknown(received, at=at)
    except GatewayFailure as failure:
        log.warning("Twilio cannot be asked for missed texts now: %s", failure.code)
    else:
        GatewayState.objects.filter(pk=state.pk).update(seen_until=at)
        if seen >= MOST_RECEIVED:
            log.error("Twilio has received more texts since %s than one look takes", since)
    if kept:
        log.warning("%s texts were found that the webhook had not told of", kept)
    return kept


def _keep_unknown(received: Sequence[Received], *, at: datetime) -> int:
    names = [text.provider_id for text in received]
    known = set(
        InboundMessage.objects.filter(provider=twilio.PROVIDER, provider_id__in=names).values_list(
            "provider_id", flat=True
        )
    )
    kept = 0
    for told in received:
        if told.provider_id in known:
            continue
        text = twilio.text_of(
            provider_id=told.provider_id,
            sender=told.sender,
            recipient=told.recipient,
            body=told.body,
            raw=told.raw,
            sent_at=told.sent_at,
        )
        if text is not None:
            kept += arrival.take_in(text, at=min(told.sent_at or at, at))
    return kept


def _take_turn(at: datetime) -> GatewayState | None:
    """The state of the gateway, where it is time to look and nobody else is looking."""
    GatewayState.objects.get_or_create(name=twilio.PROVIDER)
    due = GatewayState.objects.filter(Q(looked_at=None) | Q(looked_at__lte=at - EVERY), name=twilio.PROVIDER)
    return GatewayState.objects.get(name=twilio.PROVIDER) if due.update(looked_at=at) else None
