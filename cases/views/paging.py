"""Long lists a page at a time, without counting all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

PAGE = 25
LAST = 400  # beyond ten thousand rows one searches

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page, and whether there is one before and after it."""

    rows: list[Row]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        """Whether an earlier page exists."""
        return self.number > 1

    @property
    def previous(self) -> int:
        """The number of the page before."""
        return self.number - 1

    @property
    def next(self) -> int:
        """The number of the page after."""
        return self.number + 1

    @property
    def first(self) -> int:
        """The place of its first row in the whole list."""
        return (self.number - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """The place of its last row in the whole list."""
        return self.first + len(self.rows) - 1


def page_of(rows: QuerySet[Row], asked: str) -> Page[Row]:
    """The page that the address asks for; the first where it asks for none that makes sense."""
    number = min(int(asked), LAST) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    number = max(number, 1)
    start = (number - 1) * PAGE
    found = list(rows[start : start + PAGE + 1])
    return Page(found[:PAGE], number, len(found) > PAGE)
