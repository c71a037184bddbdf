"""The pieces that several pages of inspection are made of: tabs, tiles, lists of units, officers and cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from accountability.figures import (
    ALARMED,
    CLIMBED,
    DISPUTED,
    LATE,
    MEDIAN_HOW,
    OFFICER_FIGURES,
    ON_TIME,
    RATED,
    RECEIVED,
    TAKEN,
    UNIT_FIGURES,
    Figure,
)
from accountability.period import Period
from accountability.reports.workbook import Book
from accountability.selectors import PostingLine, UnitLine
from accountability.tables import CASE_COLUMNS, OFFICER_COLUMNS, UNIT_COLUMNS, Column
from accountability.tallies import Tally
from accountability.views.grids import Grid, Order, cases_url, cells, figure_links, headings, page_of, shown
from cases.counts import MEANING, counted
from cases.models import Case

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def tabs(current: str, period: Period) -> list[dict[str, Any]]:
    """The four lists of inspection; the period goes along."""
    pages = {"home": _("Overview"), "units": _("Units"), "officers": _("Officers"), "cases": _("Cases")}
    return [
        {
            "label": label,
            "url": reverse(f"inspection:{name}", query=period.as_query()),
            "current": name == current,
        }
        for name, label in pages.items()
    ]


def metrics(tally: Tally, period: Period, **whose: Any) -> list[dict[str, Any]]:
    """The tiles of a tally, each leading to the cases behind it. `whose` narrows these: unit=… or posting=…"""

    def tile(figure: Figure, value: Any, note: str = "") -> dict[str, Any]:
        n = tally.count(figure)
        return {
            "label": figure.label,
            "value": shown(value),
            "note": note,
            "tone": figure.tone if figure in (LATE, DISPUTED, ALARMED) and n else "neutral",
            "url": cases_url(period, figure=figure.name, **whose) if n else "",
        }

    kept, missed = tally.count(ON_TIME), tally.count(LATE)
    judged = kept + missed
    share = _("%(share)s %%") % {"share": number_format(100 * kept / judged, 0)} if judged else None
    came = TAKEN if TAKEN.name in tally.counts else RECEIVED
    mean = _("too few") if tally.too_few else tally.fair_mean
    return [
        tile(came, tally.count(came)),
        tile(
            ON_TIME,
            share,
            _("%(kept)s on time, %(missed)s late") % {"kept": kept, "missed": missed} if judged else "",
        ),
        tile(LATE, tally.count(LATE)),
        tile(CLIMBED, tally.count(CLIMBED)),
        tile(DISPUTED, tally.count(DISPUTED)),
        *([tile(ALARMED, tally.count(ALARMED))] if tally.count(ALARMED) else []),
        tile(RATED, mean, _("mean of %(n)s, from 1 to 5") % {"n": tally.ratings} if tally.ratings else ""),
    ]


def came_in(unit_ids: Collection[int], period: Period) -> dict[str, Any]:
    """What inspection/counts.html shows: letters, matters, visits, persons and delegations, each counted apart."""
    counts = asdict(counted(unit_ids, period.start, period.end))
    return {
        "counts": [
            {"label": label, "value": number_format(counts[name], 0)}
            for name, (label, _how) in MEANING.items()
        ],
        "meaning": list(MEANING.values()),
    }


def units_grid(
    lines: Sequence[UnitLine],
    period: Period,
    *,
    order: Order | None = None,
    query: QueryDict | None = None,
    number: str | None = None,
) -> Grid:
    """Units with their figures, each number leading to the cases behind it."""
    page = page_of(lines, number)
    rows = []
    for line in page:
        links = figure_links(line.tally, (*UNIT_FIGURES, RATED), period, unit=line.unit.pk)
        links["name"] = reverse("inspection:unit", args=[line.unit.pk], query=period.as_query())
        ended = line.unit.valid_to
        note = _("until %(day)s") % {"day": date_format(ended, "SHORT_DATE_FORMAT")} if ended else ""
        rows.append(cells(UNIT_COLUMNS, line, links, {"name": note}))
    return Grid(headings(UNIT_COLUMNS, order=order, query=query), rows, page)


def officers_grid(
    lines: Sequence[PostingLine],
    period: Period,
    *,
    columns: Sequence[Column] = OFFICER_COLUMNS,
    order: Order | None = None,
    query: QueryDict | None = None,
    number: str | None = None,
) -> Grid:
    """Officers by post with their figures, each number leading to the cases behind it."""
    page = page_of(lines, number)
    rows = []
    for line in page:
        posting = line.posting
        links = figure_links(line.tally, (*OFFICER_FIGURES, RATED), period, posting=posting.pk)
        links["name"] = reverse("inspection:officer", args=[posting.officer_id], query=period.as_query())
        rows.append(cells(columns, line, links, {"post": served(posting.starts_on, posting.ends_on)}))
    return Grid(headings(columns, order=order, query=query), rows, page)


def served(first: Any, last: Any) -> str:
    """From when to when somebody held a post."""
    start = date_format(first, "SHORT_DATE_FORMAT")
    return (
        f"{start} – {date_format(last, 'SHORT_DATE_FORMAT')}" if last else _("since %(day)s") % {"day": start}
    )


def cases_grid(
    cases: QuerySet[Case] | Sequence[Case],
    *,
    order: Order | None = None,
    query: QueryDict | None = None,
    number: str | None = None,
) -> Grid:
    """Cases as a list, each leading to its complete record."""
    page = page_of(cases, number)
    rows = [
        cells(CASE_COLUMNS, case, {"code": reverse("inspection:case", args=[case.code])}, {}) for case in page
    ]
    return Grid(headings(CASE_COLUMNS, order=order, query=query), rows, page)


def definitions(figures: Iterable[Figure]) -> list[tuple[Any, Any]]:
    """What the reader is told of how figures are counted."""
    told = [(figure.label, figure.how) for figure in figures]
    return [*told, (RATED.label, RATED.how), (_("Median days to answer"), MEDIAN_HOW)]


def download(book: Book, name: str) -> FileResponse:
    """A finished workbook as a file; `name` says what it is, never whose."""
    moment = timezone.localtime().strftime("%Y%m%d-%H%M")
    return FileResponse(
        book.saved(), as_attachment=True, filename=f"lang-nghe-{name}-{moment}.xlsx", content_type=SPREADSHEET
    )
