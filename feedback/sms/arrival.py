"""The one way in for texts: whichever door a text comes to, it is kept here first and a worker is woken afterwards."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from feedback.sms import tasks
from messaging import inbox
from messaging.port import InboundSms


def keep(text: InboundSms, *, at: datetime) -> bool:
    """Keep a text and wake a worker once that is committed; whether it was new. A repeat changes nothing.

    Raises what the database raises where it cannot keep it: then whoever brought it must come again.
    """
    with transaction.atomic():
        message, is_new = inbox.keep(text, at=at)
        if is_new:
            # A broker that is away must not fail what is kept: the sweep takes it.
            transaction.on_commit(lambda: tasks.wake(message.pk), robust=True)
    return is_new
