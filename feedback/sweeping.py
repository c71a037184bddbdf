"""What time triggers at the doors: forgetting what need not be known any more."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from feedback import retention, throttling
from feedback.web import uploads


def sweep(*, at: datetime) -> Counter[str]:
    """Do what is due at `at`; a count of each."""
    return Counter(
        attempts_forgotten=throttling.forget(at),
        files_forgotten=uploads.forget(at),
        cases_removed=retention.sweep(at),
    )
