"""`manage.py explain_term` tells a term in words and in JSON, from the same code that runs the cases."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from cases import clocks
from cases.services import handling
from cases.vocabulary import Kind
from organization.history import attributed
from organization.models import CalendarDay
from tests.factories.cases import BECAUSE, MONDAY, a_case, reference_data
from tests.factories.organization import a_cast, acting, somebody

pytestmark = pytest.mark.django_db


CODES = [
    *(f"C{number}" for number in range(10)),
    "K1",
    *(f"D{number}" for number in range(1, 10)),
    *("R1", "R2", "R3"),
    *("P1", "P2", "P3", "P4"),
]


@pytest.fixture(autouse=True)
def _rules() -> None:
    reference_data()


def explained(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("explain_term", *arguments, "--json", stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("explain_term", *arguments, stdout=out)
    return out.getvalue()


def test_it_names_rule_basis_start_due_and_every_day() -> None:
    answer = explained("C1", "--start", "2026-08-20T08:00")
    assert answer["rule"] == "C1"
    assert "Điều 27" in answer["basis"]
    assert answer["start"] == "2026-08-20T08:00:00+07:00"
    assert answer["due"] == "2026-08-29T00:00:00+07:00"
    assert (answer["unit"], answer["length"]) == ("working", 7)
    made_up = next(day for day in answer["days"] if day["date"] == "2026-08-22")
    assert made_up["counted"]
    assert "31/08/2026" in made_up["why"]
    assert sum(day["counted"] for day in answer["days"]) == 7


@pytest.mark.parametrize(
    ("rule", "modifiers", "length"),
    [
        ("C2", [], 30),
        ("C2", ["remote"], 45),
        ("C2", ["complex"], 45),
        ("C2", ["remote", "complex"], 60),
        ("C7", ["remote", "complex"], 70),
        ("D1", ["several_places"], 10),
        ("D4", [], 30),
        ("D4", ["complex"], 60),
        ("D4", ["very_complex"], 90),
        ("R1", ["remote"], 10),
    ],
)
def test_a_circumstance_gives_the_length_that_the_law_allows_for_it(
    rule: str, modifiers: list[str], length: int
) -> None:
    flags = [part for modifier in modifiers for part in ("--modifier", modifier)]
    assert explained(rule, "--start", "2026-10-05T08:00", *flags)["length"] == length


def test_a_code_is_found_however_its_letters_are_written() -> None:
    assert explained("c2", "--start", "2026-10-05")["rule"] == "C2"
    assert explained("C5B", "--start", "2026-10-05")["rule"] == "C5b"


def test_the_version_of_the_rule_that_held_on_the_day_is_the_one_explained() -> None:
    assert explained("C1", "--start", "2026-06-30")["unit"] == "calendar"
    assert explained("C1", "--start", "2026-07-01")["unit"] == "working"


def test_a_provisional_holiday_can_be_left_out() -> None:
    assert explained("C1", "--start", "2026-11-20")["last_day"] == "2026-12-02"
    assert explained("C1", "--start", "2026-11-20", "--confirmed-only")["last_day"] == "2026-12-01"


def test_a_term_counted_back_ends_before_its_event_and_never_on_a_day_off() -> None:
    assert explained("C3", "--start", "2026-09-03")["last_day"] == "2026-08-28"


def test_it_can_be_looked_at_from_another_moment() -> None:
    assert explained("C1", "--start", "2026-08-20", "--at", "2026-08-28T23:59")["late"] is False
    assert explained("C1", "--start", "2026-08-20", "--at", "2026-08-29T00:00")["late"] is True


@pytest.mark.parametrize(
    ("rule", "at", "words"),
    [
        ("C1", "2026-08-26T08:00", "2 working days left"),
        ("C1", "2026-08-28T23:59", "due today"),
        ("C1", "2026-08-29T00:00", "the term is over"),
        ("C1", "2026-09-04T08:00", "2 working days late"),
        ("C2", "2026-09-20T08:00", "1 day left"),
    ],
)
def test_what_is_left_or_how_late_it_is_is_told_in_words(rule: str, at: str, words: str) -> None:
    with translation.override("en"):
        last = told(rule, "--start", "2026-08-20T08:00", "--at", at).splitlines()[-1]
    assert last == f"  {at.replace('T', ' ')}: {words}"


def test_a_rule_that_nobody_checked_against_the_law_says_so_by_itself_and_in_the_list() -> None:
    with translation.override("en"):
        unchecked, checked = told("P2", "--start", "2026-08-20"), told("C2", "--start", "2026-08-20")
        listed = told("--list").splitlines()
    assert unchecked.splitlines()[0].endswith(" · to be confirmed")
    assert "to be confirmed" not in checked
    marked = {line.split()[0] for line in listed if " · to be confirmed" in line}
    assert {"P2", "P3", "R3b"} <= marked
    assert not marked & {"C1", "C2", "D4", "R1"}


def test_the_list_names_every_code_and_every_circumstance() -> None:
    listed = told("--list")
    for code in CODES:
        assert f"\n{code} " in f"\n{listed}", code
    for modifier in ("remote", "complex", "very_complex", "several_places"):
        assert modifier in listed


def test_the_words_say_the_same_as_the_json() -> None:
    words = told("C2", "--start", "2026-01-19T08:00")
    assert "→ 2026-02-23 24:00" in words
    assert "Tết" in words


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["X9", "--start", "2026-10-05"], "X9"),
        (["C2", "--start", "tomorrow"], "tomorrow"),
        (["C2"], "Name a rule and its start"),
        (["C2", "--start", "1999-01-01"], "1999"),
        (["C2", "--start", "2027-12-20"], "2028"),
        (["C2", "--start", "2026-10-05", "--extension-days", "10"], "C2"),
        (
            ["D4", "--start", "2026-10-05", "--modifier", "complex", "--extension-days", "31"],
            "30",
        ),
    ],
)
def test_bad_input_gets_a_clear_answer(arguments: list[str], problem: str) -> None:
    with pytest.raises(CommandError, match=problem):
        told(*arguments)


@pytest.mark.parametrize(
    ("circumstance", "days", "allowed"),
    [
        ("complex", "31", "allows 1 extension of at most 30 days under these"),
        ("very_complex", "61", "allows 2 extensions of at most 30 days each under these"),
        ("remote", "1", "allows no extension under these"),
    ],
)
def test_an_extension_past_the_law_is_told_how_often_and_how_far_it_may_go(
    circumstance: str, days: str, allowed: str
) -> None:
    asked = ["D4", "--start", "2026-10-05", "--modifier", circumstance, "--extension-days", days]
    with translation.override("en"), pytest.raises(CommandError, match=allowed):
        told(*asked)


def test_it_answers_what_a_running_clock_says() -> None:
    cast = a_cast()
    case = a_case(cast.commune, kind=Kind.COMPLAINT)
    handling.reclassify(
        case,
        kind=Kind.COMPLAINT,
        category=case.category,
        about=None,
        summary="",
        remote=True,
        complexity=["many_people"],
        by=acting(cast.head),
        because=BECAUSE,
        at=MONDAY,
    )
    handling.accept(case, by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    clock = clocks.read(case, at=MONDAY)
    assert clock
    answer = explained("C2", "--start", MONDAY.isoformat(), "--modifier", "remote", "--modifier", "complex")
    assert [day["why"] for day in answer["days"]] == [day.why for day in clock.days]
    assert answer["last_day"] == str(clock.last_day)


def test_a_day_entered_in_the_administration_counts_at_once() -> None:
    with attributed(somebody(), BECAUSE):
        CalendarDay.objects.create(date="2026-10-08", is_working=False, name="Nghỉ bão", source="Công điện")
    answer = explained("C1", "--start", "2026-10-05")
    assert answer["last_day"] == "2026-10-15"
