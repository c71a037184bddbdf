"""The workbooks an inspector can take away. Each says first what it holds, by which filter, who took it and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accountability.figures import MEDIAN_HOW, OFFICER_FIGURES, RATED, UNIT_FIGURES, Figure
from accountability.jurisdiction import Jurisdiction
from accountability.period import Period
from accountability.record import Record
from accountability.reports.workbook import Book
from accountability.selectors import Asked, PostingLine, UnitLine
from accountability.tables import (
    CASE_COLUMNS,
    OFFICER_COLUMNS,
    RECORD_COLUMNS,
    STEP_COLUMNS,
    UNIT_COLUMNS,
    RecordLine,
    Value,
)
from cases.models import Case, CaseEvent
from cases.vocabulary import Kind, State
from organization.models import Officer

ROWS_AT_A_TIME = 500
Note = tuple[str, Value]


def units_book(jurisdiction: Jurisdiction, period: Period, lines: Iterable[UnitLine], *, query: str) -> Book:
    """The figures of the units."""
    notes = [*_span(period), *_given((_("Name"), query)), *_taken(jurisdiction), *_counted(UNIT_FIGURES)]
    book = Book(_("Units"), notes)
    book.add(_("Units"), UNIT_COLUMNS, lines)
    return book


def officers_book(
    jurisdiction: Jurisdiction, period: Period, lines: Iterable[PostingLine], *, query: str
) -> Book:
    """The figures of the officers, a line for each post."""
    notes = [*_span(period), *_given((_("Name"), query)), *_taken(jurisdiction), *_counted(OFFICER_FIGURES)]
    book = Book(_("Officers"), notes)
    book.add(_("Officers"), OFFICER_COLUMNS, lines)
    return book


def officer_book(
    jurisdiction: Jurisdiction,
    period: Period,
    officer: Officer,
    *,
    lines: Iterable[PostingLine],
    cases: QuerySet[Case],
    steps: QuerySet[CaseEvent],
) -> Book:
    """One officer: the figures by post, the cases in which they took a step, and every step."""
    notes = [
        (_("Officer"), f"{officer.full_name} ({officer.staff_code})"),
        *(*_span(period), *_taken(jurisdiction), *_counted(OFFICER_FIGURES)),
    ]
    book = Book(_("One officer"), notes)
    book.add(_("Posts"), OFFICER_COLUMNS, lines)
    book.add(_("Cases"), CASE_COLUMNS, cases.iterator(ROWS_AT_A_TIME))
    book.add(_("Steps"), STEP_COLUMNS, steps.iterator(ROWS_AT_A_TIME))
    return book


def cases_book(
    jurisdiction: Jurisdiction, asked: Asked, figure: Figure | None, cases: QuerySet[Case]
) -> Book:
    """The cases that answer to a filter."""
    notes = [
        *_span(asked.period),
        (_("Which cases"), str(figure.label) if figure else _("All that were filed")),
        *_given(
            (_("Code or words"), asked.query),
            (_("Unit"), asked.unit.localized_name if asked.unit else ""),
            (_("Officer"), str(asked.posting) if asked.posting else asked.officer),
            (_("Kind"), str(Kind(asked.kind).label) if asked.kind else ""),
            (_("State"), str(State(asked.state).label) if asked.state else ""),
        ),
        *(*_taken(jurisdiction), *_counted([figure] if figure else [])),
    ]
    book = Book(_("Cases"), notes)
    book.add(_("Cases"), CASE_COLUMNS, cases.iterator(ROWS_AT_A_TIME))
    return book


def record_book(jurisdiction: Jurisdiction, case: Case, record: Record) -> Book:
    """The complete record of one case: a line for each column that a step changed."""
    notes = [
        (_("Code"), case.shown_code),
        *_taken(jurisdiction),
        *((_("The record does not hold together"), sentence) for sentence in record.disagreements),
    ]
    book = Book(_("Complete record of a case"), notes)
    book.add(_("Record"), RECORD_COLUMNS, record_lines(record))
    return book


def record_lines(record: Record) -> Iterator[RecordLine]:
    """A line for each detail and each change of each entry; one for an entry that has neither."""
    for entry in record.entries:
        lines = [RecordLine(entry, _("Step"), label, "", words) for label, words in entry.details]
        for part in entry.altered:
            row = f"{part.row} ({part.how})" if part.how else part.row
            lines += [
                RecordLine(entry, row, change.column, change.before, change.after) for change in part.changes
            ]
        yield from lines or [RecordLine(entry)]


def _span(period: Period) -> list[Note]:
    return [(_("From"), period.first), (_("To"), period.last)]


def _given(*notes: Note) -> list[Note]:
    return [(name, value) for name, value in notes if value]


def _taken(jurisdiction: Jurisdiction) -> list[Note]:
    actor = jurisdiction.actor
    return [(_("Exported by"), f"{actor.name}, {actor.post}"), (_("Exported at"), jurisdiction.at)]


def _counted(figures: Sequence[Figure]) -> list[Note]:
    """How each figure is counted, in the words of the pages."""
    notes: list[Note] = [(str(figure.label), str(figure.how)) for figure in figures]
    if len(figures) > 1:
        notes += [(str(RATED.label), str(RATED.how)), (_("Median days to answer"), str(MEDIAN_HOW))]
    return notes
