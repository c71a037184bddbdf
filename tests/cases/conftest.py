"""The cast and the rules, for every test about cases."""

from __future__ import annotations

import pytest

from tests.factories.cast import the_cast
from tests.factories.organization import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """A province, two communes, their people, the calendar, the categories and the rules."""
    return the_cast()
