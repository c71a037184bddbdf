"""The law as data: the rows that a new installation starts with hold together, on every day they are for."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "cases" / "reference"
TRACKS = {
    "feedback",
    "rule_feedback",
    "complaint",
    "complaint_second",
    "discipline",
    "discipline_second",
    "denunciation",
    "denunciation_further",
    "tip",
}
MAIN = {"acceptance", "settlement", "review", "confirmation", "rung"}
STAGES = MAIN | {"processing", "duty", "limit"}
STARTS = {
    "receipt",
    "acceptance",
    "answer",
    "decision_received",
    "knowing",
    "expiry",
    "result",
    "request",
    "session",
    "not_competent",
}
SETTLERS = {"own_unit", "unit_above", "commune", "district", "province", "department", "outside"}
POSTS = {"head", "deputy", "staff", "unit"}
TWO_TIERS = date(2025, 7, 1)


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TERMS = rows("term_rules.csv")
LADDER = rows("jurisdictions.csv")


def in_force(row: dict[str, str], on: date) -> bool:
    until = date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max
    return date.fromisoformat(row["valid_from"]) <= on <= until


def edges(table: list[dict[str, str]], first: date) -> Iterator[date]:
    """The days on which something may change: each first day, and the day after each last one."""
    found = {date.fromisoformat(row["valid_from"]) for row in table}
    found |= {date.fromisoformat(row["valid_to"]) + timedelta(days=1) for row in table if row["valid_to"]}
    yield from sorted(day for day in found | {first} if day >= first)


def term(code: str, on: str) -> dict[str, str]:
    (found,) = [row for row in TERMS if row["code"] == code and in_force(row, date.fromisoformat(on))]
    return found


def test_every_term_has_the_shape_agreed_and_fits_its_columns() -> None:
    for row in TERMS:
        assert set(row["tracks"].split()) <= TRACKS, row["code"]
        assert row["tracks"], row["code"]
        assert row["stage"] in STAGES, row["code"]
        assert row["starts_with"] in STARTS, row["code"]
        assert row["unit"] in {"working", "calendar"}, row["code"]
        assert int(row["length"]) > 0, row["code"]
        assert {row["before"], row["waits_for_citizen"], row["confirmed"]} <= {"yes", "no"}, row["code"]
        assert re.fullmatch(r"([a-z_+]+=\d+( |$))*", row["lengths"]), row["code"]
        assert re.fullmatch(r"([a-z_]+=\d+x\d+( |$))*", row["extensions"]), row["code"]
        assert len(row["code"]) <= 10
        assert max(len(row["name"]), len(row["name_en"])) <= 160
        assert max(len(row["legal_basis"]), len(row["legal_basis_en"])) <= 300


@pytest.mark.parametrize("table", [TERMS, LADDER], ids=["terms", "ladder"])
def test_a_code_has_one_row_for_each_time_and_its_times_do_not_overlap(table: list[dict[str, str]]) -> None:
    for code in {row["code"] for row in table}:
        times = sorted((row["valid_from"], row["valid_to"] or "9999") for row in table if row["code"] == code)
        for (_start, end), (next_start, _next_end) in pairwise(times):
            assert end < next_start, code


@pytest.mark.parametrize("table", [TERMS, LADDER], ids=["terms", "ladder"])
def test_what_is_not_confirmed_says_so_to_the_reader_in_both_languages(table: list[dict[str, str]]) -> None:
    for row in table:
        if row["confirmed"] == "yes":
            assert "(cần xác nhận)" not in row["legal_basis"], row["code"]
            assert "(to be confirmed)" not in row["legal_basis_en"], row["code"]
        elif row["code"] != "R1":  # its article is certain; the copy it was read in is not official
            assert "(cần xác nhận)" in row["legal_basis"], row["code"]
            assert "(to be confirmed)" in row["legal_basis_en"], row["code"]


@pytest.mark.parametrize("track", sorted(TRACKS))
def test_every_track_has_one_main_term_for_each_stage_on_every_day(track: str) -> None:
    for day in edges(TERMS, date(2019, 1, 1)):
        for stage in MAIN:
            found = [
                row["code"]
                for row in TERMS
                if row["stage"] == stage and track in row["tracks"].split() and in_force(row, day)
            ]
            assert len(found) == 1, f"{track} {stage} {day}: {found}"


@pytest.mark.parametrize("track", sorted(TRACKS))
def test_what_lies_unprocessed_for_45_days_rings_on_every_track(track: str) -> None:
    found = [row for row in TERMS if row["stage"] == "processing" and track in row["tracks"].split()]

    assert [(row["length"], row["unit"], row["starts_with"]) for row in found] == [
        ("45", "calendar", "receipt")
    ]


@pytest.mark.parametrize("code", ["C1", "C6", "K1a"])
def test_acceptance_went_from_ten_days_to_seven_working_days_on_1_july_2026(code: str) -> None:
    before, after = term(code, "2026-06-30"), term(code, "2026-07-01")

    assert (before["length"], before["unit"]) == ("10", "calendar")
    assert (after["length"], after["unit"]) == ("7", "working")


@pytest.mark.parametrize(
    ("code", "length", "lengths", "extensions"),
    [
        ("C2", "30", "complex=45 remote=45 remote+complex=60", ""),
        ("C5", "30", "remote=45", ""),
        ("C7", "45", "complex=60 remote=60 remote+complex=70", ""),
        ("K1", "30", "complex=45", ""),
        ("D1", "7", "several_places=10", ""),
        ("D4", "30", "", "complex=1x30 very_complex=2x30"),
    ],
)
def test_the_longer_lengths_are_those_of_the_law(
    code: str, length: str, lengths: str, extensions: str
) -> None:
    rule = term(code, "2026-11-23")

    assert (rule["length"], rule["lengths"], rule["extensions"]) == (length, lengths, extensions)


def test_only_notices_before_a_session_are_counted_back() -> None:
    assert {row["code"] for row in TERMS if row["before"] == "yes"} == {"C3", "R2"}
    assert {row["code"] for row in TERMS if row["starts_with"] == "session"} == {"C3", "R2"}


def test_every_officer_has_one_settler_on_every_day_and_no_district_after_it_was_abolished() -> None:
    for day in edges(LADDER, date(2019, 1, 1)):
        standing = {
            level
            for level in {row["level"] for row in LADDER}
            if ("district" not in level if day >= TWO_TIERS else level != "commune_department")
        }
        for track in {row["tracks"] for row in LADDER}:
            for level in {row["level"] for row in LADDER}:
                for post in POSTS:
                    found = [
                        row["settled_by"]
                        for row in LADDER
                        if (row["tracks"], row["level"]) == (track, level)
                        and row["post"] in {post, "any"}
                        and in_force(row, day)
                    ]
                    assert len(found) == (level in standing), f"{track} {level} {post} {day}: {found}"
                    assert day < TWO_TIERS or "district" not in found


def test_a_settler_outside_the_system_has_a_name_and_only_such_a_one() -> None:
    for row in LADDER:
        assert row["settled_by"] in SETTLERS
        assert row["post"] in POSTS | {"any"}
        assert bool(row["outside_body"]) == bool(row["outside_body_en"]) == (row["settled_by"] == "outside")


@pytest.mark.parametrize(
    ("track", "level", "post", "on", "expected"),
    [
        ("complaint", "commune", "head", "2026-11-23", "own_unit"),
        ("complaint", "commune_department", "head", "2026-11-23", "commune"),
        ("complaint_second", "commune", "staff", "2025-06-30", "district"),
        ("complaint_second", "commune", "staff", "2025-07-01", "province"),
        ("complaint_second", "department_part", "head", "2026-11-23", "department"),
        ("denunciation", "commune", "staff", "2026-11-23", "own_unit"),
        ("denunciation", "commune", "deputy", "2025-06-30", "district"),
        ("denunciation", "commune", "deputy", "2026-11-23", "province"),
        ("denunciation", "commune_department", "head", "2026-11-23", "commune"),
        ("denunciation_further", "commune", "head", "2026-11-23", "outside"),
        ("discipline_second", "province", "head", "2026-11-23", "outside"),
    ],
)
def test_the_ladder_is_that_of_the_law(track: str, level: str, post: str, on: str, expected: str) -> None:
    found = [
        row["settled_by"]
        for row in LADDER
        if (row["tracks"], row["level"]) == (track, level)
        and row["post"] in {post, "any"}
        and in_force(row, date.fromisoformat(on))
    ]

    assert found == [expected]
