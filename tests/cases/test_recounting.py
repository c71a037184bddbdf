"""When the calendar, a rule or the way of counting changes, every open term is counted anew, on record, and once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from cases import clocks
from cases.deadlines import last_day_of
from cases.models import Case, CaseEvent, CountingPolicy, Recount, TermRule
from cases.services import handling
from cases.services.recounting import begun, fingerprint, recount
from cases.vocabulary import Kind
from config.sweeping import sweep
from organization.history import attributed
from organization.models import CalendarDay
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_accepted_case, moment
from tests.factories.organization import Cast, acting, somebody

LATER = moment("2026-10-06 09:00")


def a_day_off(day: str) -> None:
    with attributed(somebody(), "Công văn giả định"):
        CalendarDay.objects.create(date=day, is_working=False, name="Nghỉ thêm", source="Công văn giả định")


@pytest.fixture
def settled(cast: Cast) -> Cast:
    """Everybody, with nothing left to count."""
    recount(at=MONDAY)
    return cast


def test_a_new_holiday_moves_the_open_terms_that_it_touches_and_no_others(settled: Cast) -> None:
    touched = a_case(settled.commune)
    due_before = a_case(settled.commune, kind=Kind.COMPLAINT)
    a_day_off("2026-10-15")
    assert recount(at=LATER)["terms_recounted"] == 1
    touched.refresh_from_db()
    due_before.refresh_from_db()
    assert touched.due_at
    assert due_before.due_at
    assert last_day_of(touched.due_at) == date(2026, 10, 20)
    assert last_day_of(due_before.due_at) == date(2026, 10, 14)


def test_each_change_is_on_record_with_the_old_and_the_new_due_moment(settled: Cast) -> None:
    case = a_case(settled.commune)
    before = case.due_at
    a_day_off("2026-10-15")
    recount(at=LATER)
    case.refresh_from_db()
    event = CaseEvent.objects.get(case=case, kind="recount")
    assert before
    assert case.due_at
    moments = {name: datetime.fromisoformat(event.detail[name]) for name in ("old", "new")}
    assert moments == {"old": before, "new": case.due_at}
    assert event.actor_name == "recount"
    assert case.history.latest().due_at == case.due_at
    assert case.terms.get(main=True).history.latest().due_at == case.due_at
    assert [row.version for row in case.history.order_by("history_id")] == list(range(1, case.version + 1))


def test_the_clock_that_people_read_tells_the_same_day_as_the_record(settled: Cast) -> None:
    case = a_case(settled.commune)
    a_day_off("2026-10-15")
    recount(at=LATER)
    case.refresh_from_db()
    clock = clocks.read(case, at=LATER)
    assert clock
    assert clock.due == case.due_at
    assert [day.counted for day in clock.days if day.date == date(2026, 10, 15)] == [False]


def test_a_clock_that_was_set_back_counts_anew_and_enters_nothing_before_the_last_move(settled: Cast) -> None:
    case = a_case(settled.commune)
    received = case.moved_at
    a_day_off("2026-10-15")
    assert recount(at=MONDAY - timedelta(days=1))["terms_recounted"] == 1
    case.refresh_from_db()
    assert case.events.get(kind="recount").at == case.moved_at == received


def test_a_second_pass_over_the_same_calendar_does_nothing(settled: Cast) -> None:
    a_case(settled.commune)
    a_day_off("2026-10-15")
    recount(at=LATER)
    assert recount(at=LATER)["terms_recounted"] == 0
    assert CaseEvent.objects.filter(kind="recount").count() == 1


def test_a_pass_that_died_is_gone_on_with_where_it_stood(settled: Cast) -> None:
    first, second = a_case(settled.commune), a_case(settled.commune)
    a_day_off("2026-10-15")
    lane = begun(at=LATER)[first.pk % 2]
    Recount.objects.filter(pk=lane.pk).update(last_term=first.terms.latest("pk").pk)
    assert recount(at=LATER)["terms_recounted"] == 1
    assert all(lane.finished_at for lane in begun(at=LATER))
    assert CaseEvent.objects.get(kind="recount").case == second


def test_the_progress_of_a_pass_can_be_watched(settled: Cast) -> None:
    for _ in range(3):
        a_case(settled.commune)
    a_day_off("2026-10-15")
    recount(at=LATER)
    lanes = Recount.objects.filter(fingerprint=fingerprint())
    assert sum(lane.total for lane in lanes) == sum(lane.done for lane in lanes) == 6
    assert [sum(lane.changed for lane in lanes), sum(lane.failed for lane in lanes)] == [3, 0]


def test_the_sweep_counts_anew_before_anything_falls_due(settled: Cast) -> None:
    case = a_case(settled.commune)
    assert case.due_at
    a_day_off("2026-10-19")
    counts = sweep(at=case.due_at + timedelta(minutes=1))
    assert (counts["terms_recounted"], counts["escalated"]) == (1, 0)
    case.refresh_from_db()
    assert case.unit == settled.commune


def test_a_term_that_stands_still_is_counted_when_it_goes_on(settled: Cast) -> None:
    case = an_accepted_case(settled.officer)
    head = acting(settled.head)
    ground = "other_body"
    handling.suspend(case, ground=ground, by=head, because=BECAUSE, at=MONDAY)
    a_day_off("2026-10-15")
    recount(at=LATER)
    paused = Case.objects.get(pk=case.pk)
    assert paused.due_at is None
    handling.resume(case, by=head, because=BECAUSE, at=LATER)
    assert case.due_at
    # Fifteen working days after 5 October, the day it stood still for, without the new holiday.
    assert last_day_of(case.due_at) == date(2026, 10, 27)


def test_a_case_that_is_late_already_is_not_sent_up_a_second_time_by_a_new_calendar(settled: Cast) -> None:
    case = a_case(settled.commune)
    assert case.due_at
    sweep(at=case.due_at)
    a_day_off("2026-10-15")
    sweep(at=case.due_at + timedelta(days=1, minutes=1))
    assert CaseEvent.objects.filter(case=case, kind="escalate").count() == 1


def test_a_corrected_rule_moves_the_terms_that_run_under_it(settled: Cast) -> None:
    case = a_case(settled.commune)
    rule = TermRule.objects.get(code="R1")
    rule.length = 12
    with attributed(somebody(), "Nhập sai, sửa lại"):
        rule.save()
    recount(at=LATER)
    case.refresh_from_db()
    assert case.due_at
    assert last_day_of(case.due_at) == date(2026, 10, 21)


def test_another_way_of_counting_holds_for_the_terms_that_start_from_its_day(settled: Cast) -> None:
    before, after = a_case(settled.commune), a_case(settled.commune, at=MONDAY + timedelta(days=7))
    with attributed(somebody(), "Hướng dẫn mới"):
        CountingPolicy.objects.create(civil_code=False, legal_basis="Hướng dẫn mới", valid_from="2026-10-12")
    recount(at=MONDAY + timedelta(days=8))
    before.refresh_from_db()
    after.refresh_from_db()
    assert before.due_at
    assert after.due_at
    assert last_day_of(before.due_at) == date(2026, 10, 19)
    # The day of the event is the first of the ten.
    assert last_day_of(after.due_at) == date(2026, 10, 23)


def test_a_year_that_is_gone_from_the_calendar_is_counted_as_not_countable_and_nothing_is_guessed(
    settled: Cast,
) -> None:
    case = a_case(settled.commune, kind=Kind.COMPLAINT, at=moment("2027-11-10 08:00"))
    due = case.due_at
    with attributed(somebody(), "Xóa nhầm"):
        for day in CalendarDay.objects.filter(date__year=2027):
            day.delete()
    counts = recount(at=moment("2027-11-11 08:00"))
    assert counts["terms_not_countable"] > 0
    case.refresh_from_db()
    assert case.due_at == due
