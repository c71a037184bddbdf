"""The cast and a clock that stands on a working Monday, for every test about the doors."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories.cases import MONDAY
from tests.factories.cast import the_cast
from tests.factories.organization import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """A province, two communes, their people, the calendar, the categories and the rules."""
    return the_cast()


class Clock:
    """The time that views read; it stands still until it is moved on."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock on the wall of the house."""
    standing = Clock()
    monkeypatch.setattr(timezone, "now", standing)
    return standing
