"""The page of a case: everything that its officers need, and nothing that is sealed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.attachments import clean_all
from cases.services import handling, merging, outcome
from cases.vocabulary import Kind
from tests.factories.cases import BECAUSE, MONDAY, PHONE, a_case, an_accepted_case, an_answered_case, moment
from tests.factories.desk import Desk
from tests.factories.files import a_pdf, a_photo
from tests.factories.organization import Cast, acting
from tests.fakes.clock import Clock

PERSON = "Người Dân Mẫu"


def test_it_shows_what_the_citizen_said_with_photos_and_documents(officer: Desk, cast: Cast) -> None:
    case = a_case(cast.commune, files=clean_all([a_photo("rac.jpg"), a_pdf("don.pdf")]))
    text = officer.look_at(case)
    photo, document = case.attachments.order_by("name").last(), case.attachments.order_by("name").first()
    assert photo is not None
    assert document is not None
    assert "What the citizen said" in text
    assert "Rác chất đống trước cổng chợ đã ba ngày." in text
    assert f'<img src="/desk/files/{photo.pk}/?small" alt="Photo: rac.jpg"' in officer.html
    assert f'href="/desk/files/{document.pk}/"' in officer.html


def test_the_clock_tells_its_rule_its_legal_basis_and_every_day(officer: Desk, cast: Cast) -> None:
    text = officer.look_at(a_case(cast.commune, at=moment("2026-10-01 09:00")))
    assert "First reply by 8 working days left 23:59, Thursday 15 October 2026" in text
    assert "Rule R1: Law on Reception of Citizens 42/2013/QH13, art. 28(1)" in text
    assert "01/10/2026 no the day of the event is not counted" in text
    assert "03/10/2026 no weekly rest: Saturday" in text
    assert "05/10/2026 yes working day" in text


def test_the_record_tells_who_did_what_in_which_post_when_and_why(officer: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    handling.extend(case, days=3, by=acting(cast.head), because="Chờ đo đạc", at=moment("2026-10-05 09:30"))
    text = officer.look_at(case)
    assert "Term extended: by 3 days" in text
    assert "09:30 05/10/2026 · Đỗ Văn Trưởng, Chủ tịch" in text
    assert "Chờ đo đạc" in text
    assert f"Received: {cast.commune.name}" in text
    assert "The citizen filed it." in text


def test_the_conversation_marks_what_is_internal(officer: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    handling.note(case, text="Đã gọi tổ thu gom.", by=acting(cast.head), at=MONDAY)
    text = officer.look_at(case)
    assert "Internal note Đỗ Văn Trưởng" in text
    assert "Đã gọi tổ thu gom." in text
    assert 'class="said tone-sealed"' in officer.html


def test_the_citizen_is_named_where_nothing_speaks_against_it(officer: Desk, cast: Cast) -> None:
    text = officer.look_at(a_case(cast.commune))
    assert PERSON in text
    assert PHONE in text


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"anonymous": True}, "asked that their name be withheld"),
        ({"kind": Kind.TIP}, "Who gave this information is kept secret"),
        ({"kind": Kind.DENUNCIATION, "channel": "desk"}, "Who gave this information is kept secret"),
    ],
)
def test_a_sealed_identity_is_said_to_be_sealed_and_not_shown(
    head: Desk, cast: Cast, options: dict[str, object], why: str
) -> None:
    case = a_case(cast.commune, **options)
    text = head.look_at(case)
    assert why in text
    assert "They can still be asked and answered" in text
    for told in (PERSON, PHONE, PHONE[-4:]):
        assert told not in head.html


def test_a_case_of_another_unit_does_not_exist_here(officer: Desk, cast: Cast) -> None:
    officer.look_at(a_case(cast.neighbour))
    assert officer.status == 404


def test_a_case_about_an_officer_does_not_exist_for_them_and_those_under_them(
    officer: Desk, head: Desk, province: Desk, cast: Cast
) -> None:
    case = a_case(cast.commune, about=cast.head.officer)
    officer.look_at(case)
    head.look_at(case)
    assert (officer.status, head.status) == (404, 404)
    assert "Đỗ Văn Trưởng" in province.look_at(case)


def test_a_code_that_is_none_is_not_found(officer: Desk) -> None:
    officer.open("/desk/cases/12345678/")
    assert officer.status == 404
    officer.open("/desk/cases/nonsense/")
    assert officer.status == 404


def test_only_the_moves_of_the_post_and_the_state_are_offered(
    officer: Desk, head: Desk, reception: Desk, province: Desk, cast: Cast
) -> None:
    case = a_case(cast.commune)
    offered = {}
    for name, desk in (
        ("officer", officer),
        ("head", head),
        ("reception", reception),
        ("province", province),
    ):
        desk.look_at(case)
        offered[name] = desk.offers()
    anybody = {"accept", "assign", "ask", "reclassify", "transfer", "merge", "split", "note"}
    assert offered["reception"] == anybody
    assert offered["officer"] == anybody | {"escalate"}
    assert offered["head"] == anybody | {"escalate", "refuse", "terminate"}
    assert offered["province"] == {"escalate", "note"}


def test_no_way_is_offered_that_leads_nowhere(head: Desk, province: Desk, cast: Cast) -> None:
    head.look_at(a_case(cast.commune))
    assert "escalate" in head.offers()
    assert "send_down" not in head.offers()
    province.look_at(a_case(cast.top, category="mining"))
    assert "send_down" in province.offers()
    assert "escalate" not in province.offers()


def test_an_officer_reads_the_case_of_a_colleague_and_is_told_why_it_is_not_theirs_to_move(
    officer: Desk, cast: Cast
) -> None:
    case = an_accepted_case(cast.colleague)
    text = officer.look_at(case)
    assert officer.offers() == {"note"}
    assert "in the hands of a colleague" in text


def test_joined_and_divided_cases_lead_to_each_other(officer: Desk, cast: Cast) -> None:
    case, twin = an_accepted_case(cast.officer), an_accepted_case(cast.officer)
    merging.merge(twin, into=case, by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    part = merging.split(
        case,
        text="Còn việc đèn đường.",
        kind=Kind.PETITION,
        by=acting(cast.officer),
        because=BECAUSE,
        at=MONDAY,
    ).case
    text = officer.look_at(case)
    assert f"Joined with it {twin.shown_code}" in text
    assert f"Taken out of it {part.shown_code}" in text
    officer.look_at(twin)
    assert f'<a href="/desk/cases/{case.code}/">{case.shown_code}</a>' in officer.html


def test_a_closed_case_tells_how_it_ended_and_how_it_was_rated(head: Desk, cast: Cast) -> None:
    case = an_answered_case(cast.officer)
    outcome.confirm(case, by=acting(cast.officer), at=MONDAY)
    outcome.rate(case, score=4, by=acting(cast.officer), at=MONDAY)
    text = head.look_at(case)
    assert "Outcome Settled" in text
    assert "Rating 4/5" in text
    assert head.offers() == {"reopen", "note"}


def test_the_page_costs_the_same_however_long_the_story(officer: Desk, cast: Cast, clock: Clock) -> None:
    case = an_accepted_case(cast.officer, files=clean_all([a_photo()]))

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            officer.look_at(case)
        return len(counted)

    queries()
    few = queries()
    for number in range(6):
        handling.note(
            case, text=f"Ghi chú {number}", by=acting(cast.officer), at=MONDAY, files=clean_all([a_photo()])
        )
    assert queries() == few
