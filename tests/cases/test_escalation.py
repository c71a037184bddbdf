"""The clock: it reminds, sends late cases one level up, oldest first and exactly once, and never restarts by that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accountability.record import record_of
from cases import clocks, lifecycle, reasons
from cases.errors import BackInTime, MoveRefused, NoHigherUnit
from cases.models import Case, CaseEvent, Term, TermRule
from cases.services import escalation, handling
from cases.services.sweeping import sweep_cases
from cases.vocabulary import Kind, Track
from messaging.models import OutboundMessage
from organization.actors import Actor, Channel
from organization.history import attributed
from organization.models import Posting, Tier
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_accepted_case, an_answered_case, moment
from tests.factories.organization import Cast, a_unit, acting, somebody

JUST_LATE = moment("2026-10-20 00:00")  # ten working days after Monday 5 October end with Monday 19 October


def sent_up(case: Case, by: Posting) -> Case:
    """The unit says that it lacks the power."""
    return escalation.escalate(case, ground="beyond_tier", by=acting(by), because=BECAUSE, at=MONDAY)


def test_a_case_that_nobody_took_goes_one_level_up_when_its_term_has_passed(cast: Cast) -> None:
    case = a_case(cast.commune)
    sweep_cases(at=JUST_LATE - timedelta(seconds=1))
    case.refresh_from_db()
    assert case.unit == cast.commune
    assert sweep_cases(at=JUST_LATE)["escalated"] == 1
    case.refresh_from_db()
    assert (case.unit, case.holder, case.rung, case.state) == (cast.top, cast.province, 1, "received")


def test_going_up_leaves_the_clock_alone(cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    due, started = case.due_at, clocks.read(case, at=MONDAY)
    sweep_cases(at=moment("2026-11-10 08:00"))
    case.refresh_from_db()
    after = clocks.read(case, at=MONDAY)
    assert case.unit == cast.top
    assert case.due_at == due
    assert started
    assert after
    assert started.started_at == after.started_at


def test_the_holder_is_reminded_once_before_the_term_ends(cast: Cast) -> None:
    case = a_case(cast.commune)
    soon = moment("2026-10-17 08:00")
    assert sweep_cases(at=soon)["reminded"] == 1
    assert sweep_cases(at=soon + timedelta(hours=1))["reminded"] == 0
    assert CaseEvent.objects.filter(case=case, kind="remind").count() == 1


def test_the_holder_is_reminded_at_half_and_at_four_fifths_of_the_term(cast: Cast) -> None:
    case = a_case(cast.commune)
    assert case.due_at
    for share, expected in ((0.49, 0), (0.5, 1), (0.79, 1), (0.8, 2), (0.99, 2)):
        sweep_cases(at=MONDAY + (case.due_at - MONDAY) * share)
        assert CaseEvent.objects.filter(case=case, kind="remind").count() == expected, share
    assert [event.reason for event in CaseEvent.objects.filter(case=case, kind="remind")] == [
        reasons.HALF_TIME,
        reasons.DUE_SOON,
    ]


def test_a_reminder_that_was_missed_is_not_sent_after_the_later_one(cast: Cast) -> None:
    case = a_case(cast.commune)
    assert case.due_at
    sweep_cases(at=MONDAY + (case.due_at - MONDAY) * 0.9)
    assert sweep_cases(at=MONDAY + (case.due_at - MONDAY) * 0.95)["reminded"] == 0
    assert CaseEvent.objects.get(case=case, kind="remind").reason == reasons.DUE_SOON


def test_a_case_that_goes_up_and_down_more_than_twice_is_flagged(cast: Cast) -> None:
    hamlet = a_unit("Thôn Thử", tier=Tier.HAMLET, parent=cast.commune)
    case = a_case(hamlet, category="")
    at = MONDAY
    flags = []
    for step, who in (("up", cast.head), ("down", cast.province), ("up", cast.head), ("down", cast.head)):
        at += timedelta(hours=1)
        if step == "up":
            escalation.escalate(case, ground="beyond_tier", by=acting(who), because=BECAUSE, at=at)
        else:
            escalation.send_down(case, to=hamlet, by=acting(who), because=BECAUSE, at=at)
        case.refresh_from_db()
        flags.append((case.unit.name, case.turns, case.goes_to_and_fro))
    assert [flag[1] for flag in flags] == [0, 1, 2, 3]
    assert [flag[2] for flag in flags] == [False, False, False, True]


def test_a_case_sent_down_climbs_again_when_it_is_late_again(cast: Cast) -> None:
    case = a_case(cast.commune)
    sweep_cases(at=JUST_LATE)
    case.refresh_from_db()
    assert case.unit == cast.top
    after = JUST_LATE + timedelta(hours=1)
    escalation.send_down(case, to=cast.commune, by=acting(cast.province), because=BECAUSE, at=after)
    assert case.next_action_at
    assert case.next_action_at > after
    sweep_cases(at=case.next_action_at)
    case.refresh_from_db()
    assert case.unit == cast.top
    assert CaseEvent.objects.filter(case=case, kind="escalate").count() == 2


def test_a_move_cannot_be_earlier_than_the_one_before(cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    with pytest.raises(BackInTime):
        handling.start(case, by=acting(cast.officer), because=BECAUSE, at=MONDAY - timedelta(seconds=1))
    case.refresh_from_db()
    assert case.state == "accepted"


def test_a_second_sweep_at_the_same_moment_does_nothing(cast: Cast) -> None:
    a_case(cast.commune)
    sweep_cases(at=JUST_LATE)
    assert sweep_cases(at=JUST_LATE)["escalated"] == 0


def test_a_clock_that_jumps_back_and_forth_escalates_once(cast: Cast) -> None:
    case = a_case(cast.commune)
    for at in (JUST_LATE, MONDAY, JUST_LATE, JUST_LATE + timedelta(hours=1)):
        sweep_cases(at=at)
    assert CaseEvent.objects.filter(case=case, kind="escalate").count() == 1


def test_the_oldest_goes_up_first(cast: Cast) -> None:
    younger = a_case(cast.commune, at=MONDAY + timedelta(days=2))
    older = a_case(cast.commune, at=MONDAY)
    sweep_cases(at=moment("2026-11-10 08:00"))
    went_up = CaseEvent.objects.filter(kind="escalate").order_by("id").values_list("case_id", flat=True)
    assert list(went_up) == [older.pk, younger.pk]


def test_at_the_top_a_late_case_stays_and_its_head_is_reminded_again_and_again(cast: Cast) -> None:
    case = a_case(None)
    assert sweep_cases(at=JUST_LATE)["late_at_top"] == 1
    assert sweep_cases(at=moment("2026-10-28 00:00"))["late_at_top"] == 1
    case.refresh_from_db()
    assert case.unit == cast.top


def test_a_case_that_cannot_be_swept_is_counted_and_does_not_stop_the_others(cast: Cast) -> None:
    ruleless = a_case(cast.commune, kind=Kind.TIP, at=MONDAY)
    fine = a_case(cast.commune, at=MONDAY + timedelta(minutes=1))
    rule = TermRule.objects.get(code="V3")
    rule.tracks.remove(Track.TIP)
    with attributed(somebody(), BECAUSE):
        rule.save()
    counts = sweep_cases(at=JUST_LATE)
    assert (counts["failed"], counts["escalated"]) == (1, 1)
    fine.refresh_from_db()
    ruleless.refresh_from_db()
    assert (fine.unit, ruleless.unit) == (cast.top, cast.commune)


def test_an_answered_case_that_nobody_objects_to_is_closed_as_settled(cast: Cast) -> None:
    case = an_answered_case(cast.officer)
    assert sweep_cases(at=moment("2026-10-12 23:59"))["closed"] == 0
    assert sweep_cases(at=moment("2026-10-13 00:00"))["closed"] == 1
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("closed", "settled")


def test_a_case_goes_down_once_and_not_twice(cast: Cast) -> None:
    case = sent_up(a_case(cast.commune), cast.head)
    escalation.send_down(case, to=cast.commune, by=acting(cast.province), because=BECAUSE, at=MONDAY)
    assert case.unit == cast.commune
    sent_up(case, cast.head)
    with pytest.raises(MoveRefused):
        escalation.send_down(case, to=cast.commune, by=acting(cast.province), because=BECAUSE, at=MONDAY)


def test_nothing_is_above_the_top(cast: Cast) -> None:
    with pytest.raises(NoHigherUnit):
        sent_up(a_case(None), cast.province)


def test_a_suspended_case_has_no_due_moment_and_gets_its_days_back(cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    due = case.due_at
    other_body = "other_body"
    start = moment("2026-10-06 08:00")
    handling.suspend(case, ground=other_body, by=acting(cast.head), because=BECAUSE, at=start)
    assert case.due_at is None
    assert sweep_cases(at=moment("2026-12-01 08:00"))["escalated"] == 0
    handling.resume(case, by=acting(cast.head), because=BECAUSE, at=moment("2026-10-13 08:00"))
    assert due
    assert case.due_at == due + timedelta(days=7)


def test_a_reply_to_a_question_does_not_send_a_late_case_up_again(cast: Cast) -> None:
    case = an_accepted_case(cast.officer, kind=Kind.COMPLAINT)
    handling.ask(case, question="Ở đâu?", by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    late = moment("2026-11-05 08:00")
    sweep_cases(at=late)
    case.refresh_from_db()
    again = case.next_action_at
    handling.reply(case, text="Ở thôn 4.", by=Actor.citizen(Channel.SMS), at=late + timedelta(days=1))
    assert case.next_action_at == again
    assert sweep_cases(at=late + timedelta(days=1, hours=2))["escalated"] == 0


def test_a_late_case_that_was_suspended_at_the_upper_level_does_not_move_at_once_when_it_goes_on(
    cast: Cast,
) -> None:
    case = an_accepted_case(cast.officer)
    late = moment("2026-11-10 08:00")
    sweep_cases(at=late)
    case.refresh_from_db()
    other_body = "other_body"
    handling.suspend(case, ground=other_body, by=acting(cast.province), because=BECAUSE, at=late)
    handling.resume(case, by=acting(cast.province), because=BECAUSE, at=late + timedelta(hours=1))
    counts = sweep_cases(at=late + timedelta(hours=2))
    assert (counts["escalated"], counts["late_at_top"], counts["failed"]) == (0, 0, 0)


def test_a_case_that_is_late_sent_down_and_late_again_goes_up_again(cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    late = moment("2026-11-10 08:00")
    sweep_cases(at=late)
    escalation.send_down(case, to=cast.commune, by=acting(cast.province), because=BECAUSE, at=late)
    counts = sweep_cases(at=moment("2026-11-20 08:00"))
    case.refresh_from_db()
    assert (counts["escalated"], counts["failed"], case.unit) == (1, 0, cast.top)


def test_a_step_that_cannot_be_written_leaves_its_case_alone_and_the_others_of_its_batch_move(
    cast: Cast,
) -> None:
    first, taken, last = (a_case(cast.commune, at=MONDAY + timedelta(minutes=number)) for number in range(3))
    term = Term.objects.get(case=taken, main=True)
    key = f"late:{taken.pk}:{taken.rung}:{term.pk}.{term.version}"
    lifecycle.record(first, "note", by=somebody(), because=BECAUSE, at=MONDAY, once=key)
    counts = sweep_cases(at=JUST_LATE)
    assert (counts["failed"], counts["escalated"]) == (1, 2)
    units = [Case.objects.get(pk=case.pk).unit for case in (first, taken, last)]
    assert units == [cast.top, cast.commune, cast.top]
    assert OutboundMessage.objects.filter(template="escalated").count() == 2


def test_what_a_sweep_does_to_many_cases_is_on_record_as_what_it_does_to_one(cast: Cast) -> None:
    cases = [
        a_case(cast.commune),
        an_accepted_case(cast.officer),
        an_answered_case(cast.officer),
        a_case(None),
    ]
    days = ("2026-10-10", "2026-10-14", "2026-10-19", "2026-10-23", "2026-11-01", "2026-12-20")
    for day in days:
        counts = sweep_cases(at=moment(f"{day} 08:00"))
        assert counts["failed"] == 0
    kinds = set(CaseEvent.objects.values_list("kind", flat=True))
    assert {"remind", "escalate", "close"} <= kinds
    for case in cases:
        assert record_of(Case.objects.get(pk=case.pk)).disagreements == ()


def test_a_sweep_asks_no_more_of_the_database_for_many_cases_than_for_a_few(cast: Cast) -> None:
    def asked_for(many: int) -> int:
        for number in range(many):
            a_case(cast.commune, at=MONDAY + timedelta(minutes=number))
        with CaptureQueriesContext(connection) as queries:
            assert sweep_cases(at=JUST_LATE)["escalated"] == many
        return len(queries)

    assert asked_for(12) <= asked_for(3)
