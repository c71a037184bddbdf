"""Writing a workbook row by row, so that memory does not grow with the data, and nothing in it can become a formula.

The only module that knows openpyxl. Rows go to files on disk as they come; a sheet that is full goes on in another.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import count
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from accountability.tables import Column, Value

LONGEST_TEXT = 32_767  # of a cell, by the format
LAST_ROW = 1_048_576
LONGEST_TITLE = 31
NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
MOMENT, DAY = "dd/mm/yyyy hh:mm", "dd/mm/yyyy"
BOLD, HEADING = Font(bold=True), Font(bold=True, size=14)
WASH = PatternFill("solid", fgColor="E2EFEC")
WRAPPED = Alignment(wrap_text=True, vertical="top")


class Book:
    """A workbook being written: a sheet that says what it is, then sheets of rows."""

    def __init__(self, title: str, notes: Iterable[tuple[str, Value]]) -> None:
        self._book = Workbook(write_only=True)
        sheet = self._book.create_sheet(_("About"))
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 100
        sheet.append([_cell(sheet, title, font=HEADING)])
        sheet.append([])
        for name, value in notes:
            sheet.append(
                [_cell(sheet, name, font=BOLD, alignment=WRAPPED), _cell(sheet, value, alignment=WRAPPED)]
            )

    def add(
        self, title: str, columns: Sequence[Column], rows: Iterable[Any], *, last_row: int = LAST_ROW
    ) -> None:
        """Write a sheet with a heading that stays in sight; `rows` are taken one by one."""
        number = count(2)
        sheet, room = self._sheet(title, columns), last_row - 1
        for row in rows:
            if room == 0:
                sheet, room = self._sheet(f"{title} {next(number)}", columns), last_row - 1
            sheet.append([_cell(sheet, column.value(row)) for column in columns])
            room -= 1

    def saved(self) -> IO[bytes]:
        """The finished workbook, in a file that goes away when it is closed; read it from its start."""
        file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
        self._book.save(file)
        file.seek(0)
        return file

    def _sheet(self, title: str, columns: Sequence[Column]) -> Any:
        sheet = self._book.create_sheet(title.translate(NOT_IN_TITLES)[:LONGEST_TITLE])
        sheet.freeze_panes = "A2"
        for number, column in enumerate(columns, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = column.width
        sheet.append(
            [_cell(sheet, str(column.header), font=BOLD, fill=WASH, alignment=WRAPPED) for column in columns]
        )
        return sheet


def _cell(sheet: Any, value: Value, **style: Any) -> Any:
    """A cell of the value's own type: text stays text whatever it begins with, moments are in local time."""
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=_plain(value))
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    elif isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value=timezone.make_naive(value).replace(microsecond=0))
        cell.number_format = MOMENT
    else:
        cell = WriteOnlyCell(sheet, value=value)  # type: ignore[arg-type]  # the stubs forget plain dates
        if isinstance(value, date):
            cell.number_format = DAY
    for name, setting in style.items():
        setattr(cell, name, setting)
    return cell


def _plain(text: str) -> str:
    """Text without the control characters that the format forbids, cut with "…" where it is too long for a cell."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
