"""The clock on the wall: it stands until a test moves it on."""

from __future__ import annotations

from datetime import datetime, timedelta


class Clock:
    """Takes the place of `django.utils.timezone.now`, which views read."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        """Let hours, minutes or days pass."""
        self.now += timedelta(**time)
