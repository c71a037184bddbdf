"""Lists as a page shows them: headings that sort, cells that lead to the cases behind a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format

from accountability.figures import Figure
from accountability.period import Period
from accountability.tables import Column, Value

ON_A_PAGE = 25
FEW = 10


@dataclass(frozen=True)
class Cell:
    """What stands in one place: words, and where they lead; `is_nothing` where a phone may leave it out."""

    column: Column
    text: str
    url: str = ""
    note: str = ""
    tone: str = ""
    is_nothing: bool = False


@dataclass(frozen=True)
class Heading:
    """The top of a column; `sorted` is empty, "ascending" or "descending"."""

    column: Column
    url: str = ""
    sorted: str = ""


@dataclass(frozen=True)
class Grid:
    """A list ready to be shown. `page` tells where in it one is; None where all of it is shown."""

    headings: Sequence[Heading]
    rows: Sequence[Sequence[Cell]]
    page: Page[Any] | None = None


@dataclass(frozen=True)
class Order:
    """By which column a list is sorted, whether the greatest comes first, and by which columns it could be."""

    column: Column
    reverse: bool
    sortable: tuple[Column, ...]

    @classmethod
    def asked(cls, text: str, columns: Sequence[Column], *, usual: str) -> Order:
        """The order that an address asks for, "-late"; the usual one where it asks for nothing known."""
        by_name = {column.name: column for column in columns}
        if text.removeprefix("-") not in by_name:
            text = usual
        return cls(by_name[text.removeprefix("-")], text.startswith("-"), tuple(columns))

    def lines(self, lines: Iterable[Any]) -> list[Any]:
        """The lines in this order, those with nothing to compare last; between equals, the order they had."""
        keyed = [(self.column.sort_key(line), line) for line in lines]
        known = [pair for pair in keyed if pair[0] is not None]
        known.sort(key=lambda pair: pair[0], reverse=self.reverse)
        return [line for _key, line in known] + [line for key, line in keyed if key is None]

    def rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of a table in this order."""
        key = F(self.column.order)
        return rows.order_by(key.desc(nulls_last=True) if self.reverse else key.asc(nulls_last=True), "-pk")


def headings(
    columns: Sequence[Column], *, order: Order | None = None, query: QueryDict | None = None
) -> list[Heading]:
    """The headings of a page's columns, each a link that sorts by it; numbers and moments the greatest first."""
    return [_heading(column, order, query) for column in columns if column.on_page]


def cells(
    columns: Sequence[Column], line: Any, links: Mapping[str, str], notes: Mapping[str, str]
) -> list[Cell]:
    """The cells of a line; `links` and `notes` are by the names of columns."""
    return [
        _cell(column, line, links.get(column.name, ""), notes.get(column.name, ""))
        for column in columns
        if column.on_page
    ]


def page_of(lines: Any, number: str | None) -> Page[Any]:
    """One page of a list; a number that makes no sense gives the nearest page."""
    return Paginator(lines, ON_A_PAGE).get_page(number)


def cases_url(period: Period, **asked: Any) -> str:
    """The address of the list of cases that answer to a filter."""
    return reverse("inspection:cases", query={**asked, **period.as_query()})


def figure_links(tally: Any, figures: Sequence[Figure], period: Period, **whose: Any) -> dict[str, str]:
    """The list behind each figure that is not nought."""
    return {
        figure.name: cases_url(period, figure=figure.name, **whose)
        for figure in figures
        if tally.count(figure)
    }


def shown(value: Value) -> str:
    """A value as a page shows it, in local time and with the separators of the language."""
    if value is None or value == "":
        return "–"
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, float):
        return number_format(value, 1)
    return number_format(value, 0) if isinstance(value, int) else value


def _cell(column: Column, line: Any, url: str, note: str) -> Cell:
    value = column.value(line)
    tone = column.tone(line) if column.tone and value else ""
    return Cell(column, shown(value), url, note, tone, is_nothing=not value)


def _heading(column: Column, order: Order | None, query: QueryDict | None) -> Heading:
    if order is None or query is None or column not in order.sortable:
        return Heading(column)
    is_sorted = order.column is column
    greatest_first = not order.reverse if is_sorted else column.numeric or bool(column.order)
    asked = query.copy()
    asked.pop("page", None)
    asked["sort"] = f"-{column.name}" if greatest_first else column.name
    return Heading(
        column, f"?{asked.urlencode()}", ("descending" if order.reverse else "ascending") if is_sorted else ""
    )
