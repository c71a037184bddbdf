"""The lists of units, officers and cases: every number leads to its cases, and more rows cost no more queries."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability.figures import OFFICER_FIGURES, RATED, UNIT_FIGURES
from cases.services import handling, outcome
from cases.services.alarms import sweep_beside
from cases.services.origins import Spoken
from cases.services.sweeping import sweep_cases
from cases.vocabulary import Kind
from organization.actors import Actor, Channel
from organization.models import Role
from tests.accountability.conftest import sent
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_accepted_case, an_answered_case, moment
from tests.factories.organization import Cast, a_member, acting

CITIZEN = Actor.citizen(Channel.WEB)
HOUR = timedelta(hours=1)
LATE = moment("2026-11-02 08:00")
YEAR = {"from": "2026-01-01", "to": "2026-12-31"}


@pytest.fixture
def a_busy_year(cast: Cast) -> Cast:
    """Cases of every sort in two communes."""
    for officer in (cast.officer, cast.colleague):
        outcome.dispute(an_answered_case(officer), by=CITIZEN, at=MONDAY + HOUR)
        outcome.rate(an_answered_case(officer), score=4, by=CITIZEN, at=MONDAY + HOUR)
        an_accepted_case(officer, kind=Kind.PETITION)
    a_case(cast.neighbour, text="Đèn đường thôn Đông hỏng.")
    sweep_cases(at=LATE)
    return cast


def codes(page: object) -> set[str]:
    return {case.code for case in page.context["page"].paginator.object_list}  # type: ignore[attr-defined]


def test_the_list_behind_each_figure_holds_as_many_cases_as_the_figure_says(
    inspector: Client, a_busy_year: Cast
) -> None:
    a_case(a_busy_year.neighbour, text="Không ai xem đến việc này.", at=MONDAY - timedelta(days=30))
    sweep_beside(at=LATE)
    seen = set()
    for name, figures, key in (("units", UNIT_FIGURES, "unit"), ("officers", OFFICER_FIGURES, "posting")):
        for line in inspector.get(reverse(f"inspection:{name}"), YEAR).context["page"]:
            for figure in (*figures, RATED):
                pk = line.unit.pk if key == "unit" else line.posting.pk
                behind = inspector.get(reverse("inspection:cases"), {**YEAR, "figure": figure.name, key: pk})
                assert len(codes(behind)) == line.tally.count(figure), (str(line), figure.name)
                seen |= {figure.name} if line.tally.count(figure) else set()
    assert seen == {figure.name for figure in (*UNIT_FIGURES, *OFFICER_FIGURES, RATED)}


def test_every_number_that_is_not_nought_is_a_link_to_its_cases(inspector: Client, a_busy_year: Cast) -> None:
    grid = inspector.get(reverse("inspection:units"), YEAR).context["grid"]
    row = next(row for row in grid.rows if row[0].text == a_busy_year.commune.name)
    for cell in row:
        if cell.column.figure:
            assert bool(cell.url) == (cell.text != "0")
    late = next(cell for cell in row if cell.column.name == "late")
    asked = parse_qs(urlsplit(late.url).query)
    assert asked == {
        "figure": ["late"],
        "unit": [str(a_busy_year.commune.pk)],
        "from": ["2026-01-01"],
        "to": ["2026-12-31"],
    }
    assert late.tone == "late"


@pytest.mark.parametrize(
    "name", ["home", "units", "officers", "cases", "units_sheet", "officers_sheet", "unit", "officer", "case"]
)
def test_more_units_officers_and_cases_cost_no_more_queries(inspector: Client, cast: Cast, name: str) -> None:
    first = outcome.rate(an_answered_case(cast.officer), score=1, by=CITIZEN, at=MONDAY + HOUR)
    an_accepted_case(cast.officer)
    sweep_cases(at=LATE)
    arguments: dict[str, list[Any]] = {
        "unit": [cast.commune.pk],
        "officer": [cast.officer.officer_id],
        "case": [first.code],
    }
    address = reverse(f"inspection:{name}", args=arguments.get(name, []))

    def read() -> None:
        assert sent(inspector.get(address, YEAR))

    with CaptureQueriesContext(connection) as before:
        read()
    for number in range(3):
        member = a_member(cast.neighbour, Role.OFFICER, f"Cao Văn {number}")
        outcome.rate(an_answered_case(member), score=2, by=CITIZEN, at=MONDAY + HOUR)
        outcome.rate(an_answered_case(cast.officer), score=1, by=CITIZEN, at=MONDAY + HOUR)
        an_accepted_case(cast.officer)
    handling.start(first, by=acting(cast.province), because=BECAUSE, at=LATE + HOUR)
    outcome.answer(first, text="Đã xem lại.", by=acting(cast.province), because=BECAUSE, at=LATE + 2 * HOUR)
    sweep_cases(at=LATE + 3 * HOUR)
    with CaptureQueriesContext(connection) as after:
        read()
    assert len(after) <= len(before)


def test_a_list_is_sorted_by_the_column_that_the_address_names(inspector: Client, a_busy_year: Cast) -> None:
    def late(sort: str) -> list[int]:
        page = inspector.get(reverse("inspection:units"), {**YEAR, "sort": sort})
        return [line.tally.counts.get("late", 0) for line in page.context["page"]]

    assert late("-late") == sorted(late("-late"), reverse=True)
    assert late("late") == sorted(late("late"))
    assert late("late") != late("-late")
    assert late("nonsense") == late("name")


def test_what_has_no_mean_comes_last_whichever_way_one_sorts(inspector: Client, a_busy_year: Cast) -> None:
    for _number in range(5):
        outcome.rate(an_answered_case(a_busy_year.officer), score=5, by=CITIZEN, at=MONDAY + HOUR)
    for sort in ("mean", "-mean"):
        page = inspector.get(reverse("inspection:officers"), {**YEAR, "sort": sort})
        assert page.context["page"][0].posting == a_busy_year.officer


@pytest.mark.parametrize("words", ["trần văn việc", "TRAN VAN VIEC", "van vie"])
def test_an_officer_is_found_with_or_without_accents(
    inspector: Client, a_busy_year: Cast, words: str
) -> None:
    page = inspector.get(reverse("inspection:officers"), {**YEAR, "q": words})
    assert [line.posting for line in page.context["page"]] == [a_busy_year.officer]


def test_a_unit_is_found_without_accents(inspector: Client, a_busy_year: Cast) -> None:
    page = inspector.get(reverse("inspection:units"), {**YEAR, "q": "goc da"})
    assert [line.unit for line in page.context["page"]] == [a_busy_year.commune]


def test_an_officer_has_a_line_for_each_post_held_in_the_period_and_none_for_posts_before(
    inspector: Client, cast: Cast
) -> None:
    page = inspector.get(reverse("inspection:officers"), {"from": "2019-01-01", "to": "2019-12-31"})
    assert list(page.context["page"]) == []
    assert "No officer of that name in this period" in page.content.decode()


def test_cases_are_narrowed_by_kind_state_words_code_and_officer(
    inspector: Client, a_busy_year: Cast
) -> None:
    def found(**asked: str) -> int:
        return len(codes(inspector.get(reverse("inspection:cases"), {**YEAR, **asked})))

    assert found() == 7
    assert found(kind="petition") == 2
    assert found(state="answered") == 0
    assert found(state="closed") == 2
    assert found(q="den duong thon dong") == 1
    assert found(q=a_case(a_busy_year.commune).shown_code) == 1
    assert found(officer="viec") == 3
    assert found(figure="disputed", officer="tran van viec") == 1
    assert found(figure="late", unit=str(a_busy_year.neighbour.pk)) == 1


def test_a_case_that_is_late_now_says_so_and_one_that_was_late_says_that(
    inspector: Client, cast: Cast
) -> None:
    running, over = an_accepted_case(cast.officer), an_accepted_case(cast.officer)
    outcome.answer(over, text="Đã xong.", by=acting(cast.officer), because=BECAUSE, at=LATE)
    in_time = an_answered_case(cast.officer)
    grid = inspector.get(reverse("inspection:cases"), YEAR).context["grid"]
    told = {row[0].text: next(cell.text for cell in row if cell.column.name == "late") for row in grid.rows}
    assert told == {running.shown_code: "Late now", over.shown_code: "Was late", in_time.shown_code: "–"}


@pytest.mark.parametrize(
    "asked",
    [
        {"from": "yesterday"},
        {"from": "2026-12-31", "to": "2026-01-01"},
        {"from": "0001-01-01"},
        {"to": "9999-12-31"},
        {"figure": "nonsense"},
        {"unit": "99999999999999999999"},
        {"posting": "x"},
        {"q": "a\x00b"},
        {"q": "x" * 200},
        {"page": "-1", "sort": "code; DROP TABLE"},
    ],
)
def test_an_address_that_makes_no_sense_shows_a_page_that_says_so(
    inspector: Client, a_busy_year: Cast, asked: dict[str, str]
) -> None:
    for name in ("home", "units", "officers", "cases", "cases_sheet"):
        answer = inspector.get(reverse(f"inspection:{name}"), asked)
        assert answer.status_code == 200
        assert sent(answer)
    page = inspector.get(reverse("inspection:cases"), asked)
    if "page" not in asked:
        assert page.context["form"].errors


def test_the_overview_tells_how_many_were_on_time_of_those_that_were_judged(
    inspector: Client, cast: Cast
) -> None:
    an_answered_case(cast.officer)
    an_accepted_case(cast.officer)
    sweep_cases(at=LATE)
    page = inspector.get(reverse("inspection:home"), YEAR).content.decode()
    assert "50 %" in page
    assert "1 on time, 1 late" in page
    assert "How this is counted" in page


def test_the_overview_and_the_page_of_a_unit_count_what_came_in_apart(cast: Cast, inspector: Client) -> None:
    for persons in (2, 6):
        a_case(cast.commune, channel=Channel.DESK, origin=Spoken(persons=persons))
    a_case(cast.neighbour)
    pages = {
        reverse("inspection:home"): (1, 3, 2, 8, 1),
        reverse("inspection:unit", args=[cast.commune.pk]): (0, 2, 2, 8, 1),
    }
    for path, numbers in pages.items():
        page = inspector.get(path).content.decode()
        words = " ".join(re.sub(r"<[^>]*>", " ", page).split())
        told = zip(
            ("Letters", "Matters", "Visits", "Persons received", "Large delegations"), numbers, strict=True
        )
        assert " ".join(f"{label} {number}" for label, number in told) in words
        assert "Visits of five or more persons together." in words
