"""The coded grounds: closed sets with their law, their tracks and a text that a citizen can act on."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from cases import grounds, vocabulary
from cases.grounds import COMPLEXITY, GROUNDS, Ground, Purpose

COMPLAINTS = ("complaint", "complaint_second", "discipline", "discipline_second")
DENUNCIATIONS = ("denunciation", "denunciation_further")
REPORTS = ("feedback", "rule_feedback", "tip")
TRACKS = (*COMPLAINTS, *DENUNCIATIONS, *REPORTS)
THE_NINE = (
    "internal_act",
    "no_direct_effect",
    "no_capacity",
    "unlawful_representative",
    "not_signed",
    "time_bar",
    "second_decision",
    "terminated_before",
    "court",
)
EVERY = [(purpose, ground) for purpose, set_ in GROUNDS.items() for ground in set_]


def codes(found: tuple[Ground, ...]) -> tuple[str, ...]:
    return tuple(ground.code for ground in found)


def test_every_track_lies_in_exactly_one_of_the_groups_that_the_laws_speak_of() -> None:
    groups = (vocabulary.COMPLAINTS, vocabulary.DENUNCIATIONS, vocabulary.REPORTS)

    assert [set(group) for group in groups] == [set(COMPLAINTS), set(DENUNCIATIONS), set(REPORTS)]
    assert sorted(track for group in groups for track in group) == sorted(vocabulary.Track)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_code_is_unique_for_its_purpose(purpose: Purpose) -> None:
    found = codes(GROUNDS[purpose])

    assert len(set(found)) == len(found)


def test_only_the_court_is_a_ground_for_two_purposes() -> None:
    found = [ground.code for _purpose, ground in EVERY]

    assert {code for code in found if found.count(code) > 1} == {"court"}


@pytest.mark.parametrize(("purpose", "ground"), EVERY, ids=lambda value: getattr(value, "code", str(value)))
def test_each_ground_has_its_law_its_tracks_and_a_text_of_more_than_one_sentence(
    purpose: Purpose, ground: Ground
) -> None:
    with translation.override("en"):
        basis, text = str(ground.basis), str(ground.text)

    assert re.search(r"(Law|Decree|Circular).*\d+/20\d\d.*art", basis), f"{purpose}: {basis}"
    assert "{" not in basis
    assert ground.tracks
    assert ground.tracks <= set(TRACKS)
    assert len(re.findall(r"[.:](\s|$)", text)) >= 2
    assert text % {"earlier": "1234 5671"}
    assert re.fullmatch(r"[a-z_]{3,30}", ground.code)


@pytest.mark.parametrize("track", TRACKS)
@pytest.mark.parametrize("purpose", [each for each in Purpose if each != Purpose.NOT_ELIGIBLE])
def test_every_track_has_a_ground_for_every_purpose(purpose: Purpose, track: str) -> None:
    assert grounds.for_track(purpose, track)


@pytest.mark.parametrize("track", COMPLAINTS)
def test_a_complaint_is_refused_on_nine_grounds_and_no_other(track: str) -> None:
    assert codes(grounds.for_track(Purpose.NON_ACCEPTANCE, track)) == THE_NINE


def test_a_denunciation_is_refused_only_for_a_condition_that_it_does_not_meet() -> None:
    conditions = (
        "denunciation_form",
        "denouncer_capacity",
        "outside_competence",
        "no_basis",
        "after_complaint",
    )

    assert codes(grounds.for_track(Purpose.NON_ACCEPTANCE, "denunciation")) == conditions
    assert codes(grounds.for_track(Purpose.NON_ACCEPTANCE, "denunciation_further")) == (
        *conditions,
        "settled_lawfully",
    )


def test_feedback_that_was_settled_before_names_the_earlier_case() -> None:
    ground = grounds.find("settled_before")

    assert ground is not None
    with translation.override("en"):
        assert "case 1234 5671" in str(ground.text) % {"earlier": "1234 5671"}


def test_only_two_refusals_at_the_desk_need_a_notice_and_within_three_working_days() -> None:
    due = {ground.code: ground.notice_working_days for _p, ground in EVERY if ground.notice_working_days}

    assert due == {"settled_and_reviewed": 3, "answered_before": 3}


@pytest.mark.parametrize(
    ("track", "expected"),
    [
        ("complaint", ("force_majeure", "other_body")),
        ("denunciation", ("other_body", "expert")),
        ("feedback", ("force_majeure", "other_body", "expert")),
    ],
)
def test_a_clock_stops_only_where_the_law_of_that_track_lets_it(
    track: str, expected: tuple[str, ...]
) -> None:
    assert codes(grounds.for_track(Purpose.SUSPENSION, track)) == expected


@pytest.mark.parametrize(
    ("track", "expected"),
    [
        ("complaint", ("full_withdrawal", "no_successor", "no_object", "court")),
        ("denunciation", ("full_withdrawal", "court", "accused_died", "decided_in_force")),
        ("tip", ("full_withdrawal", "no_object")),
    ],
)
def test_a_case_ends_without_decision_only_where_the_law_of_that_track_lets_it(
    track: str, expected: tuple[str, ...]
) -> None:
    assert codes(grounds.for_track(Purpose.TERMINATION, track)) == expected


def test_a_track_that_does_not_exist_has_no_grounds() -> None:
    assert grounds.for_track(Purpose.NON_ACCEPTANCE, "nothing") == ()


def test_a_code_is_found_for_the_purpose_asked_and_a_strange_one_is_shown_as_it_is() -> None:
    refused, ended = grounds.find("court"), grounds.find("court", Purpose.TERMINATION)

    assert refused in GROUNDS[Purpose.NON_ACCEPTANCE]
    assert ended in GROUNDS[Purpose.TERMINATION]
    assert grounds.find("time_bar", Purpose.TERMINATION) is None
    assert grounds.find("nothing") is None
    assert grounds.label("nothing") == "nothing"
    with translation.override("en"):
        assert grounds.label("time_bar") == "Time limit has passed without good reason"


def test_seven_criteria_make_a_case_complex_each_with_its_letter_in_both_decrees() -> None:
    with translation.override("en"):
        letters = {code: re.findall(r"\((\w)\)", str(basis)) for code, (_label, basis) in COMPLEXITY.items()}

    assert letters == {
        "several_places": ["1", "a", "2", "a"],
        "several_contents": ["1", "b", "2", "b"],
        "many_people": ["1", "c", "2", "c"],
        "foreign_element": ["1", "d", "2", "d"],
        "several_bodies": ["1", "đ", "2", "đ"],
        "bodies_disagree": ["1", "e", "2", "e"],
        "contradictory_evidence": ["1", "g", "2", "g"],
    }
