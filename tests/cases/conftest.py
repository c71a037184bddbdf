"""The cast and the rules, for every test about cases."""

from __future__ import annotations

import pytest

from tests.factories.cases import reference_data
from tests.factories.organization import Cast, a_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """A province, two communes, their people, the calendar, the categories and the rules."""
    reference_data()
    return a_cast()
