"""What else the office must do: shown with its law and its day, and put on record as done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accountability.record import record_of
from cases.errors import MoveRefused
from cases.models import Case, Term
from cases.services import duties, outcome
from cases.services.alarms import sweep_beside
from cases.vocabulary import Kind
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_accepted_case, an_answered_case
from tests.factories.desk import Desk
from tests.factories.organization import Cast, acting
from tests.fakes.clock import Clock

DAY = timedelta(days=1)
WHERE = "Văn bản số 12/UBND ngày 06/10/2026"


def the_duty(case: Case, code: str = "C4") -> Term:
    return case.terms.get(rule__code=code)


def path(case: Case, code: str = "C4") -> str:
    return f"/desk/cases/{case.code}/duties/{the_duty(case, code).pk}/"


def test_a_duty_shows_its_law_its_day_and_whether_it_is_late(officer: Desk, cast: Cast, clock: Clock) -> None:
    case = an_answered_case(cast.officer, kind=Kind.COMPLAINT)
    text = officer.look_at(case)
    assert "What else the office must do Sending the first decision on a complaint" in text
    assert "To be done by 08/10/2026 · 3 working days left" in text
    assert "Rule C4: Law on Complaints 02/2011/QH13, art. 32" in text
    assert "Counted from Decision, conclusion or answer, 08:00 05/10/2026" in text
    clock.now = MONDAY + 4 * DAY
    officer.sign_in()
    assert "To be done by 08/10/2026 · 1 working day late" in officer.look_at(case)


def test_a_duty_is_put_on_record_as_done_with_where_it_can_be_seen(
    officer: Desk, cast: Cast, clock: Clock
) -> None:
    case = an_answered_case(cast.officer, kind=Kind.COMPLAINT)
    clock.now = MONDAY + DAY
    officer.sign_in()
    officer.look_at(case)
    assert f'href="{path(case)}"' in officer.html
    officer.open(path(case))
    text = officer.send(path(case), because=WHERE)
    assert officer.path == f"/desk/cases/{case.code}/"
    assert "Done: Sending the first decision on a complaint." in text
    assert "What else the office must do" not in text
    assert "Duty done: Sending the first decision on a complaint (C4)" in text
    assert WHERE in text
    event = case.events.get(kind="fulfil")
    assert (event.detail, event.actor_name) == ({"rule": "C4"}, "Trần Văn Việc")
    assert the_duty(case).ended_at == clock.now
    assert record_of(Case.objects.get(pk=case.pk)).disagreements == ()


def test_a_duty_of_a_closed_case_is_still_to_be_done(head: Desk, cast: Cast) -> None:
    case = an_answered_case(cast.officer, kind=Kind.COMPLAINT)
    outcome.confirm(case, by=acting(cast.officer), at=MONDAY)
    head.look_at(case)
    head.send(path(case), because=WHERE)
    assert the_duty(case).ended_at is not None
    assert Case.objects.get(pk=case.pk).state == "closed"


def test_without_saying_where_it_can_be_seen_nothing_is_done(officer: Desk, cast: Cast) -> None:
    case = an_answered_case(cast.officer, kind=Kind.COMPLAINT)
    officer.open(path(case))
    assert "This field is required." in officer.send(path(case), because=" ")
    assert the_duty(case).ended_at is None


def test_who_looks_on_from_above_sees_the_duty_but_does_not_do_it(province: Desk, cast: Cast) -> None:
    case = an_answered_case(cast.officer, kind=Kind.COMPLAINT)
    assert "What else the office must do" in province.look_at(case)
    assert path(case) not in province.html
    province.send(path(case), because=WHERE)
    assert province.status == 403
    assert "Only the unit that has the case" in province.text
    assert the_duty(case).ended_at is None


def test_a_duty_that_a_colleague_has_done_is_not_done_twice(officer: Desk, cast: Cast) -> None:
    case = an_answered_case(cast.officer, kind=Kind.COMPLAINT)
    by = acting(cast.head)
    duties.fulfil(case, term_id=the_duty(case).pk, by=by, because=WHERE, at=MONDAY)
    assert "This duty is done already." in officer.send(path(case), because="Lần nữa")
    with pytest.raises(MoveRefused):
        duties.fulfil(case, term_id=the_duty(case).pk, by=by, because=BECAUSE, at=MONDAY)
    assert case.events.filter(kind="fulfil").count() == 1


def test_the_day_of_the_alarm_is_shown_without_a_button(officer: Desk, reception: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer, kind=Kind.COMPLAINT)
    assert "Alarm" not in officer.look_at(case)
    waiting = a_case(cast.commune, kind=Kind.COMPLAINT)
    text = reception.look_at(waiting)
    assert "A petition left unprocessed for 45 days Alarm, if nobody takes it up by 19/11/2026" in text
    assert "/duties/" not in reception.html
    reception.send(path(waiting, "R3"), because=WHERE)
    assert reception.status == 404


def test_a_main_clock_or_the_duty_of_another_case_cannot_be_done(officer: Desk, cast: Cast) -> None:
    case, other = an_accepted_case(cast.officer), an_answered_case(cast.officer, kind=Kind.COMPLAINT)
    main = case.terms.get(ended_at=None, main=True)
    for term in (main, the_duty(other)):
        officer.send(f"/desk/cases/{case.code}/duties/{term.pk}/", because=WHERE)
        assert officer.status == 404
        with pytest.raises(MoveRefused):
            duties.fulfil(case, term_id=term.pk, by=acting(cast.officer), because=BECAUSE, at=MONDAY)


def test_a_duty_that_became_late_is_told_in_the_record_by_the_name_of_its_rule(
    officer: Desk, cast: Cast, clock: Clock
) -> None:
    case = an_answered_case(cast.officer, kind=Kind.COMPLAINT)
    clock.now = MONDAY + 4 * DAY
    sweep_beside(at=clock.now)
    officer.sign_in()
    assert "Duty late: Sending the first decision on a complaint (C4)" in officer.look_at(case)
    record = record_of(Case.objects.get(pk=case.pk))
    assert ("Rule", "C4") in record.entries[-1].details
    assert record.disagreements == ()
