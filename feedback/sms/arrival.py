"""The one way in for texts: whichever door a text comes to, it is kept here first and a worker is woken afterwards."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from feedback.sms import tasks
from messaging import inbox
from messaging.port import InboundSms


def keep(text: InboundSms, *, at: datetime) -> int | None:
    """Keep a text; its id where it was new, to `wake` a worker for. A repeat changes nothing.

    Raises what the database raises where it cannot keep it: then whoever brought it must come again.
    """
    message, is_new = inbox.keep(text, at=at)
    return message.pk if is_new else None


def take_in(text: InboundSms, *, at: datetime) -> bool:
    """Keep a text and wake a worker for it; whether it was new. Raises as `keep` does."""
    new_text = keep(text, at=at)
    if new_text is not None:
        wake(new_text)
    return new_text is not None


def wake(text_id: int) -> None:
    """Wake a worker for a text once it is committed. A broker that is away fails nothing: the sweep takes it."""
    transaction.on_commit(lambda: tasks.wake(text_id), robust=True)
