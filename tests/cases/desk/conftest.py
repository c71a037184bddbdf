"""The clock of the desk, and the officers at it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.factories.cases import MONDAY
from tests.factories.desk import Desk
from tests.factories.organization import Cast
from tests.fakes.clock import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A working Monday morning, until the test lets time pass."""
    standing = Clock(MONDAY)
    monkeypatch.setattr(timezone, "now", standing)
    return standing


@pytest.fixture
def officer(cast: Cast, clock: Clock) -> Desk:
    """The case officer of the commune."""
    return Desk("officer")


@pytest.fixture
def head(cast: Cast, clock: Clock) -> Desk:
    """The head of the commune."""
    return Desk("head")


@pytest.fixture
def reception(cast: Cast, clock: Clock) -> Desk:
    """The reception officer of the commune."""
    return Desk("reception")


@pytest.fixture
def province(cast: Cast, clock: Clock) -> Desk:
    """The head one level up."""
    return Desk("province")
