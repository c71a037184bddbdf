"""What time triggers at the doors: taking the texts that were left, and forgetting what need not be known any more."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from cases.services import forgetting
from feedback import retention, throttling
from feedback.sms import tasks as sms
from feedback.web import access, uploads
from messaging import outbox


def sweep(*, at: datetime) -> Counter[str]:
    """Do what is due at `at`; a count of each."""
    counts = sms.sweep_untaken(at=at)
    counts.update(
        attempts_forgotten=throttling.forget(at),
        files_forgotten=uploads.forget(at),
        sessions_forgotten=access.forget(at),
        cases_removed=retention.sweep(at),
        numbers_forgotten=forgetting.sweep(at),
        stray_texts_forgotten=retention.forget_stray_texts(at),
        messages_blanked=outbox.blank(),
    )
    return counts
