"""Reclassifying and extending: the circumstances that a term rests on, and what follows from them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.models import Case
from cases.services import handling
from cases.vocabulary import Kind, Track
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_accepted_case
from tests.factories.desk import Desk
from tests.factories.organization import LONG_AGO, Cast, a_post, a_posting, acting

WHY = "Theo biên bản kiểm tra."


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_kind_and_track_are_one_choice_grouped_by_kind(officer: Desk, cast: Cast) -> None:
    case = a_case(cast.commune, kind=Kind.COMPLAINT)
    officer.open_move(case, "reclassify")
    assert '<option value="complaint" selected>Complaint · First complaint</option>' in officer.html
    assert '<optgroup label="Complaint">' in officer.html
    officer.move(case, "reclassify", kind="complaint/discipline", because=WHY)
    assert (now(case).kind, now(case).track) == (Kind.COMPLAINT, Track.DISCIPLINE)
    assert (
        "Reclassified: from First complaint to First complaint against a disciplinary decision"
        in officer.text
    )
    officer.open_move(case, "reclassify")
    assert '<option value="complaint/discipline" selected>' in officer.html


@pytest.mark.parametrize("made_up", ["feedback/complaint", "denunciation", "complaint/nonsense", ""])
def test_a_track_that_the_kind_does_not_go_is_refused(officer: Desk, cast: Cast, made_up: str) -> None:
    case = a_case(cast.commune)
    officer.move(case, "reclassify", kind=made_up, because=WHY)
    assert "Please check what you have written" in officer.text
    assert now(case).version == case.version


def test_the_form_says_what_each_circumstance_makes_of_the_term(officer: Desk, cast: Cast) -> None:
    text = officer.open_move(an_accepted_case(cast.officer, kind=Kind.COMPLAINT), "reclassify")
    assert "As it is now, rule C2 gives 30 calendar days: the term ends on 04/11/2026." in text
    assert "Complex: it would end on 19/11/2026 (45 calendar days)." in text
    assert "Remote area, Complex: it would end on 04/12/2026 (60 calendar days)." in text


def test_circumstances_are_recorded_and_give_the_term_its_length_at_once(officer: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer, kind=Kind.COMPLAINT)
    officer.move(case, "reclassify", kind="complaint", remote="on", complexity=["many_people"], because=WHY)
    assert (now(case).remote, now(case).complexity) == (True, ["many_people"])
    term = now(case).terms.get(ended_at=None, main=True)
    assert (term.length, term.started_at) == (60, MONDAY)
    text = officer.open_move(case, "reclassify")
    assert "Without any of these: it would end on 04/11/2026 (30 calendar days)." in text
    assert 'name="remote" aria-describedby="id_remote_helptext" id="id_remote" checked' in officer.html
    officer.move(case, "reclassify", kind="complaint", because=WHY)
    assert (now(case).remote, now(case).complexity) == (False, [])
    assert "Reclassified: not in a remote area; no longer complex" in officer.text


def test_the_post_at_the_time_of_the_act_is_asked_for_once_where_there_were_several(
    head: Desk, cast: Cast
) -> None:
    accused = cast.colleague.officer
    earlier = a_posting(
        a_post(cast.neighbour, "Kế toán"), accused, starts_on=LONG_AGO, ends_on=date(2021, 12, 31)
    )
    case = a_case(cast.commune)
    fields = {"kind": "feedback", "about": accused.staff_code, "because": WHY}
    text = head.move(case, "reclassify", **fields)
    assert "This officer has held several posts." in text
    assert "Kế toán, Xã Bến Nước, from 01/01/2020 to 31/12/2021" in text
    assert now(case).about is None
    head.send_move(case, "reclassify", **fields, about_posting=earlier.pk, seen=case.version)
    assert (now(case).about, now(case).about_posting) == (accused, earlier)
    assert "Post at the time of the act Kế toán, Xã Bến Nước" in head.look_at(case)


def test_that_post_may_stay_open_and_is_one_of_that_officer(head: Desk, cast: Cast) -> None:
    accused = cast.colleague.officer
    a_posting(a_post(cast.neighbour, "Kế toán"), accused, starts_on=LONG_AGO, ends_on=date(2021, 12, 31))
    case = a_case(cast.commune)
    fields = {"kind": "feedback", "about": accused.staff_code, "because": WHY, "seen": case.version}
    text = head.send_move(case, "reclassify", **fields, about_posting=cast.head.pk)
    assert "Select a valid choice" in text
    head.send_move(case, "reclassify", **fields, about_posting="")
    assert (now(case).about, now(case).about_posting) == (accused, None)


def test_a_term_that_only_circumstances_let_extend_says_what_is_missing(head: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer, kind=Kind.DENUNCIATION, channel="desk")
    text = head.open_move(case, "extend")
    assert "Rule D4 can be extended only when the matter is complex: record what makes it so first." in text
    assert f'href="/desk/cases/{case.code}/move/reclassify/"' in head.html
    assert 'name="days"' not in head.html
    head.send_move(case, "extend", days="30", because=WHY, seen=case.version)
    assert "Rule D4 can be extended only" in head.text
    assert now(case).version == case.version


def test_each_circumstance_lets_the_head_extend_once_more(head: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer, kind=Kind.DENUNCIATION, channel="desk")
    kept = {"kind": "denunciation", "because": WHY}
    head.move(case, "reclassify", **kept, complexity=["many_people"])
    assert "It may be extended 1 more time, by at most 30 calendar days." in head.open_move(case, "extend")
    head.move(case, "extend", days="30", because=WHY)
    text = head.open_move(case, "extend")
    assert "Rule D4 allows 1 extension under these circumstances, and it has been used." in text
    assert "Once more is possible only when the matter is very complex" in text
    head.move(case, "reclassify", **kept, complexity=["many_people", "several_bodies"])
    head.move(case, "extend", days="30", because=WHY)
    assert now(case).terms.get(ended_at=None, main=True).length == 90


def test_a_term_that_the_law_itself_makes_longer_is_not_extended_by_decision(head: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer, kind=Kind.COMPLAINT)
    text = head.open_move(case, "extend")
    assert "Rule C2 is not extended by decision" in text
    assert "Record the circumstances" in text


def test_accepting_tells_the_term_under_the_circumstances_and_the_duties_that_begin(
    officer: Desk, head: Desk, cast: Cast
) -> None:
    case = a_case(cast.commune, kind=Kind.COMPLAINT)
    handling.reclassify(
        case,
        kind=Kind.COMPLAINT,
        category=None,
        about=None,
        summary="",
        complexity=["many_people"],
        by=acting(cast.officer),
        because=BECAUSE,
        at=MONDAY,
    )
    text = officer.open_move(case, "accept")
    assert "It must then be settled by 19/11/2026: 45 calendar days (Complex), rule C2." in text
    text = officer.open_move(a_case(cast.commune, kind=Kind.DENUNCIATION, channel="desk"), "accept")
    assert "Telling of the acceptance and of what is denounced by 12/10/2026: 5 working days, rule D3" in text


def test_the_reason_of_an_extension_is_said_to_reach_the_citizen_unless_the_matter_is_secret(
    head: Desk, cast: Cast
) -> None:
    assert "The citizen reads it on the page of their case." in head.open_move(
        an_accepted_case(cast.officer), "extend"
    )
    secret = an_accepted_case(cast.officer, kind=Kind.TIP, at=MONDAY - timedelta(days=1))
    assert "It is not sent to the citizen." in head.open_move(secret, "extend")
