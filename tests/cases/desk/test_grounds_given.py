"""Not taking, suspending and ending a case: on the coded grounds of its track, with words that the citizen reads."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from cases.errors import MoveRefused
from cases.grounds import Ground, Purpose, find, for_track
from cases.models import Case
from cases.services import handling, outcome
from cases.vocabulary import Kind, Outcome, State
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_accepted_case
from tests.factories.desk import Desk
from tests.factories.organization import Cast, acting

WHY = "Theo biên bản kiểm tra."


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def own_words(ground: Ground, case: Case) -> str:
    """The text of a ground as the citizen of this case reads it."""
    with translation.override(case.language):
        return str(ground.text) % {"earlier": "…"}


def said(case: Case, kind: str) -> str:
    return case.statements.get(kind=kind).body


def test_a_complaint_is_refused_on_one_of_the_grounds_of_complaints_with_their_law(
    head: Desk, cast: Cast
) -> None:
    text = head.open_move(a_case(cast.commune, kind=Kind.COMPLAINT), "refuse")
    offered = [*for_track(Purpose.NON_ACCEPTANCE, "complaint"), *for_track(Purpose.NOT_ELIGIBLE, "complaint")]
    shown = re.findall(r'name="ground" value="(\w+)"', head.html)
    assert shown == [ground.code for ground in offered]
    assert "No legal capacity and no lawful representative Law on Complaints 02/2011/QH13, art. 11(3)" in text
    assert "Not eligible for processing: Circular 05/2021/TT-TTCP" in text
    assert "Code of the earlier case" not in text


def test_the_text_of_each_ground_stands_on_the_page(head: Desk, cast: Cast) -> None:
    case = a_case(cast.commune)
    text = head.open_move(case, "refuse")
    assert "The text of each ground" in text
    for ground in for_track(Purpose.NON_ACCEPTANCE, "feedback"):
        assert own_words(ground, case) in text


@pytest.mark.parametrize("written", ["Việc này thuộc xã bên.", ""])
def test_the_citizen_reads_the_words_of_the_officer_or_else_those_of_the_ground(
    head: Desk, cast: Cast, written: str
) -> None:
    case = a_case(cast.commune)
    head.move(case, "refuse", ground="unclear", text=written, because=WHY)
    assert (now(case).state, now(case).outcome) == (State.CLOSED, Outcome.NOT_ACCEPTED)
    ground = find("unclear")
    assert ground
    assert said(case, "refusal") == (written or own_words(ground, case))
    assert "Not accepted: Content is not clear enough to act on" in head.text
    assert "Ground Content is not clear enough to act on" in head.text


def test_the_text_about_an_earlier_case_names_it(head: Desk, cast: Cast) -> None:
    case, earlier = a_case(cast.commune), a_case(cast.commune)
    refused = head.move(case, "refuse", ground="settled_before", because=WHY)
    assert "Name the earlier case, or write the text to the citizen yourself." in refused
    assert now(case).state == State.RECEIVED
    head.move(case, "refuse", ground="settled_before", earlier=earlier.code, because=WHY)
    assert earlier.shown_code in said(case, "refusal")


@pytest.mark.parametrize("code", ["internal_act", "denunciation_form", "no_object", "nonsense", ""])
def test_a_ground_of_another_track_or_purpose_is_refused(head: Desk, cast: Cast, code: str) -> None:
    case = a_case(cast.commune)
    head.move(case, "refuse", ground=code, text="Lý do.", because=WHY)
    assert now(case).state == State.RECEIVED
    with pytest.raises(MoveRefused):
        outcome.refuse(case, ground=code, text="…", by=acting(cast.head), because=BECAUSE, at=MONDAY)


def test_the_head_suspends_on_a_ground_says_why_to_the_citizen_and_resumes(head: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    head.move(case, "suspend", ground="expert", text="Chờ giám định mẫu nước.", because=WHY)
    assert (now(case).state, now(case).ground) == (State.SUSPENDED, "expert")
    assert "Suspended: Waiting for an expert opinion" in head.text
    assert said(case, "suspension") == "Chờ giám định mẫu nước."
    assert "The term then ends on 26/10/2026." in head.open_move(case, "resume")
    head.move(case, "resume", because=WHY)
    assert now(case).state == State.IN_PROGRESS


def test_a_complaint_does_not_wait_for_an_expert(head: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer, kind=Kind.COMPLAINT)
    assert 'value="expert"' not in (head.open_move(case, "suspend") and head.html)
    with pytest.raises(MoveRefused, match="not a ground that the law gives"):
        handling.suspend(case, ground="expert", by=acting(cast.head), because=BECAUSE, at=MONDAY)
    assert now(case).state == State.ACCEPTED


def test_the_head_ends_a_case_without_decision_and_the_citizen_is_told_why(head: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    head.move(case, "terminate", ground="no_object", because=WHY)
    assert (now(case).outcome, now(case).ground) == (Outcome.TERMINATED, "no_object")
    assert said(case, "termination")
    assert "Ended without decision: Nothing left to decide" in head.text


def test_the_court_as_an_end_is_not_the_court_as_a_refusal(head: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer, kind=Kind.COMPLAINT)
    head.move(case, "terminate", ground="court", because=WHY)
    assert "Ground Taken or decided by a court" in head.text
    assert "Ended without decision: Taken or decided by a court" in head.text


def test_a_withdrawn_denunciation_ends_only_after_a_look_whether_it_has_to_go_on(
    head: Desk, cast: Cast
) -> None:
    case = an_accepted_case(cast.officer, kind=Kind.DENUNCIATION, channel="desk")
    text = head.move(case, "terminate", ground="full_withdrawal", because=WHY)
    assert "Confirm that you have looked into it, or let the denunciation go on." in text
    with pytest.raises(MoveRefused, match="goes on in spite of its withdrawal"):
        outcome.terminate(case, ground="full_withdrawal", by=acting(cast.head), because=BECAUSE, at=MONDAY)
    assert now(case).state == State.ACCEPTED
    head.move(case, "terminate", ground="full_withdrawal", no_signs="on", because=WHY)
    assert now(case).outcome == Outcome.TERMINATED
    assert case.events.get(kind="terminate").detail == {"ground": "full_withdrawal", "no_signs": True}


def test_a_withdrawn_complaint_ends_without_that_question(head: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer, kind=Kind.COMPLAINT)
    assert "no_signs" not in (head.open_move(case, "terminate") and head.html)
    head.move(case, "terminate", ground="full_withdrawal", because=WHY)
    assert case.events.get(kind="terminate").detail == {"ground": "full_withdrawal"}
