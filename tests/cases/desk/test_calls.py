"""The page of calls to make."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Call, Case
from cases.services import calling
from tests.cases.test_calling import failed
from tests.factories.cases import MONDAY, PHONE, a_case
from tests.factories.desk import Desk
from tests.factories.organization import Cast
from tests.fakes.clock import Clock

PAGE = reverse("desk:calls")


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case whose citizen could not be reached."""
    case = a_case(cast.commune)
    failed(case, "question", body="LangNghe: Can bo hoi: nha o thon may?", failed_at=MONDAY)
    calling.sweep_calls(at=MONDAY)
    return case


def test_reception_sees_whom_to_call_about_what(reception: Desk, case: Case) -> None:
    text = reception.open(PAGE)
    for words in (case.shown_code, PHONE, "Người Dân Mẫu", "An officer asks something", "nha o thon may?"):
        assert words in text
    assert "since 08:00 05/10/2026" in text


def test_the_navigation_counts_the_cases_to_call_about(reception: Desk, case: Case) -> None:
    failed(case, "accepted", failed_at=MONDAY)
    calling.sweep_calls(at=MONDAY)
    assert "Calls 1" in reception.inbox()


def test_a_call_is_put_on_record_and_taken_back_from_the_page(
    reception: Desk, case: Case, clock: Clock
) -> None:
    clock.pass_by(hours=1)
    text = reception.send(PAGE, do="done", code=case.code, result="reached", note="Hẹn chiều.")
    assert f"{case.shown_code}: the call is on record." in text
    assert "Nobody has to be called" in text
    assert "Reached and told 09:00 05/10/2026 · Lê Thị Tiếp · Hẹn chiều." in text
    assert "Citizen called: Reached and told" in reception.look_at(case)

    text = reception.send(PAGE, do="undo", code=case.code)
    assert f"{case.shown_code} is on the list again." in text
    assert PHONE in text
    assert "Citizen called: taken back" in reception.look_at(case)


def test_what_a_colleague_has_done_meanwhile_is_said(reception: Desk, case: Case) -> None:
    reception.send(PAGE, do="done", code=case.code, result="reached")
    text = reception.send(PAGE, do="done", code=case.code, result="reached")
    assert reception.status == 422
    assert "a colleague was faster" in text


@pytest.mark.parametrize("fields", [{}, {"result": "arrived"}, {"result": "reached", "note": "x" * 501}])
def test_what_is_wrong_with_the_form_is_said_and_nothing_is_done(
    reception: Desk, case: Case, fields: dict[str, str]
) -> None:
    reception.send(PAGE, do="done", code=case.code, **fields)
    assert reception.status == 422
    assert Call.objects.get().result == ""


def test_a_case_out_of_reach_is_not_there(reception: Desk, cast: Cast) -> None:
    other = a_case(cast.neighbour)
    failed(other)
    calling.sweep_calls(at=MONDAY + timedelta(hours=2))
    for do in ("done", "undo"):
        reception.send(PAGE, do=do, code=other.code, result="reached")
        assert reception.status == 404
    reception.send(PAGE, do="done", code="nonsense\x00", result="reached")
    assert reception.status == 404


def test_who_has_no_desk_has_no_list(cast: Cast, clock: Clock, case: Case) -> None:
    inspector = Desk("inspector")
    text = inspector.open(PAGE)
    assert inspector.status == 403
    assert PHONE not in text
    assert "/accounts/login/" in Desk().client.get(PAGE)["Location"]


def test_the_page_asks_as_many_questions_for_many_as_for_few(reception: Desk, cast: Cast, case: Case) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            reception.open(PAGE)
        return len(asked)

    questions()
    few = questions()
    for _each in range(4):
        failed(a_case(cast.commune), failed_at=MONDAY)
    calling.sweep_calls(at=MONDAY)
    assert questions() == few
