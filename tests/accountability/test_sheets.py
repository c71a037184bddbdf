"""The workbooks: the rows of the pages, with real dates, no formulas, and a first sheet that says what it is."""

from __future__ import annotations

import io
import tracemalloc
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accountability.reports.workbook import Book
from accountability.tables import Column
from cases.services import handling, outcome
from organization.actors import Actor, Channel
from tests.accountability.conftest import sent
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_accepted_case, an_answered_case
from tests.factories.organization import Cast, acting

YEAR = {"from": "2026-01-01", "to": "2026-12-31"}
HOUR = timedelta(hours=1)
TEXT, NUMBER = "s", "n"


read = datetime.fromisoformat  # a spreadsheet knows no time zone


def workbook(client: Client, name: str, *arguments: object, **asked: str) -> Workbook:
    answer = client.get(reverse(f"inspection:{name}", args=arguments), {**YEAR, **asked})
    return load_workbook(io.BytesIO(sent(answer)))


def rows(book: Workbook, sheet: str) -> list[dict[str, Any]]:
    heading, *lines = book[sheet].iter_rows(values_only=True)
    return [dict(zip((str(each) for each in heading), line, strict=True)) for line in lines]


def test_the_sheet_of_units_holds_the_rows_of_the_page(inspector: Client, cast: Cast) -> None:
    an_answered_case(cast.officer)
    page = inspector.get(reverse("inspection:units"), YEAR).context["page"]
    sheet = rows(workbook(inspector, "units_sheet"), "Units")
    assert [line["Unit"] for line in sheet] == [line.unit.name for line in page]
    commune = next(line for line in sheet if line["Unit"] == cast.commune.name)
    assert (commune["Cases received"], commune["Cases answered"], commune["On time"], commune["Late"]) == (
        1,
        1,
        1,
        0,
    )
    assert (commune["Mean rating"], commune["Median days to answer"]) == (None, 0)


def test_the_sheet_of_officers_keeps_the_search_and_the_order_of_the_page(
    inspector: Client, cast: Cast
) -> None:
    sheet = rows(workbook(inspector, "officers_sheet", q="van", sort="-name"), "Officers")
    names = [line["Officer"] for line in sheet]
    assert names == ["Trần Văn Việc", "Ngô Văn Soi", "Hồ Văn Láng", "Đỗ Văn Trưởng"]
    assert sheet[0]["From"] == read("2020-01-01 00:00")
    assert sheet[0]["To"] is None


def test_the_first_sheet_says_what_it_is_who_took_it_when_and_how_things_are_counted(
    inspector: Client, cast: Cast, now: datetime
) -> None:
    book = workbook(inspector, "cases_sheet", figure="late", kind="petition")
    about = {line[0]: line[1] for line in book["About"].iter_rows(values_only=True) if len(line) > 1}
    assert book.sheetnames == ["About", "Cases"]
    assert (about["From"], about["To"]) == (read("2026-01-01 00:00"), read("2026-12-31 00:00"))
    assert (about["Which cases"], about["Kind"]) == ("Late", "Petition")
    assert about["Exported by"] == f"{cast.inspector.officer.full_name}, {acting(cast.inspector).post}"
    assert about["Exported at"] == read("2026-11-20 10:00")
    assert "ran out" in str(about["Late"])


def test_moments_are_real_dates_in_local_time_under_a_heading_that_stays(
    inspector: Client, cast: Cast
) -> None:
    an_accepted_case(cast.officer)
    book = workbook(inspector, "cases_sheet")
    sheet = book["Cases"]
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width > 10
    (line,) = rows(book, "Cases")
    assert line["Received at"] == read("2026-10-05 08:00")
    assert line["Due by"] == read("2026-10-26 23:59")


def test_text_that_begins_like_a_formula_stays_text(inspector: Client, cast: Cast) -> None:
    case = a_case(cast.commune, place='=HYPERLINK("http://example.vn","x")')
    formula = "=1+1\x07\x00"
    handling.accept(case, by=acting(cast.officer), because=formula.replace("\x00", ""), at=MONDAY)
    book = workbook(inspector, "case_sheet", case.code)
    cells = [cell for row in book["Record"].iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert {'=HYPERLINK("http://example.vn","x")', "=1+1"} <= {
        cell.value for cell in cells if cell.data_type == TEXT
    }


def test_the_record_of_a_case_has_a_line_for_each_column_with_typed_values(
    inspector: Client, cast: Cast
) -> None:
    case = an_accepted_case(cast.officer)
    lines = rows(workbook(inspector, "case_sheet", case.code), "Record")
    state = next(line for line in lines if line["Column"] == "State" and line["Before"])
    assert (state["Row"], state["Before"], state["After"]) == ("Case", "Received", "Accepted")
    assert (state["Who"], state["By"], state["Why"]) == ("Trần Văn Việc", "Desk", BECAUSE)
    due = next(
        line for line in lines if line["Column"] == "Due" and line["Row"] == "Term: Settlement (added)"
    )
    assert due["After"] == read("2026-10-27 00:00")


def test_the_book_of_an_officer_holds_posts_cases_and_steps(inspector: Client, cast: Cast) -> None:
    case = an_answered_case(cast.officer)
    a_case(cast.neighbour)
    book = workbook(inspector, "officer_sheet", cast.officer.officer_id)
    assert book.sheetnames == ["About", "Posts", "Cases", "Steps"]
    assert [line["Code"] for line in rows(book, "Cases")] == [case.shown_code]
    assert [line["What"] for line in rows(book, "Steps")] == ["Answered", "Accepted"]


def test_headings_come_in_the_readers_language_and_the_name_of_the_file_names_nobody(
    inspector: Client, cast: Cast
) -> None:
    answer = inspector.get(reverse("inspection:officer_sheet", args=[cast.officer.officer_id]))
    assert answer["Content-Disposition"] == 'attachment; filename="lang-nghe-officer-20261120-1000.xlsx"'
    sent(answer)
    inspector.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
    book = workbook(inspector, "officers_sheet")
    assert book.worksheets[1]["A1"].value == "Cán bộ"


def test_the_rating_of_the_list_is_the_last_one(inspector: Client, cast: Cast) -> None:
    case = an_answered_case(cast.officer)
    for hour, score in ((1, 3), (2, 5)):
        outcome.rate(case, score=score, by=Actor.citizen(Channel.WEB), at=MONDAY + hour * HOUR)
    assert rows(workbook(inspector, "cases_sheet"), "Cases")[0]["Rating"] == 5


COLUMNS = (
    Column("number", "Number", lambda number: number),
    Column("words", "Words", lambda number: f"row {number}"),
)


def test_a_sheet_that_is_full_goes_on_in_another() -> None:
    book = Book("Test", [("Day", date(2026, 1, 1))])
    book.add("Rows", COLUMNS, range(5), last_row=3)
    with book.saved() as file:
        opened = load_workbook(file)
    assert opened.sheetnames[1:] == ["Rows", "Rows 2", "Rows 3"]
    numbers = [row[0] for sheet in opened.worksheets[1:] for row in sheet.iter_rows(2, values_only=True)]
    assert numbers == [0, 1, 2, 3, 4]
    assert all(sheet["A1"].value == "Number" for sheet in opened.worksheets[1:])


@pytest.mark.parametrize("words", ["-1", "+84912345678", "@SUM(A1)", "x" * 40_000, "a\ud7ffb\x0b"])
def test_any_text_can_be_written_and_opens_again(words: str) -> None:
    book = Book("Test", [])
    book.add("Rows", (Column("words", "Words", lambda row: row),), [words])
    with book.saved() as file:
        cell = load_workbook(file)["Rows"]["A2"]
    assert cell.data_type == TEXT
    assert len(cell.value) <= 32_767


def test_memory_does_not_grow_with_the_rows() -> None:
    def peak(number: int) -> int:
        tracemalloc.start()
        book = Book("Test", [])
        book.add("Rows", COLUMNS, range(number))
        book.saved().close()
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(4_000) < peak(400) + 200_000
