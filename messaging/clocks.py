"""A clock that goes on from a moment given: sending takes time, and a claim must bear the moment it was made."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta


def running(at: datetime) -> Callable[[], datetime]:
    """A clock that shows `at` now."""
    started = time.monotonic()
    return lambda: at + timedelta(seconds=time.monotonic() - started)
