"""The cast with the rules that it works by, as most tests want it."""

from __future__ import annotations

from tests.factories.cases import reference_data
from tests.factories.once import Once
from tests.factories.organization import Cast, a_cast


def build() -> Cast:
    reference_data()
    return a_cast()


the_cast = Once(build)
