"""Which length of a rule holds under given circumstances, and which of them it is owed to."""

from __future__ import annotations

import pytest

from cases.allowances import longest

LENGTHS = {
    "remote": 45,
    "complex": 45,
    "complex+remote": 60,
    "several_places": 30,
    "complex+very_complex": 45,
}


@pytest.mark.parametrize(
    ("given", "length", "owed_to"),
    [
        ([], 30, ()),
        (["remote"], 45, ("remote",)),
        (["remote", "complex"], 60, ("complex", "remote")),
        (["remote", "very_complex"], 60, ("complex", "remote")),
        (["several_places"], 30, ()),
        (["very_complex"], 45, ("complex",)),
    ],
)
def test_the_longest_that_fits_holds_and_is_owed_to_as_few_circumstances_as_do(
    given: list[str], length: int, owed_to: tuple[str, ...]
) -> None:
    assert longest(30, LENGTHS, given) == (length, owed_to)
