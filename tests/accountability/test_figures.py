"""Each figure is charged to who had the case at the time, and to nobody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accountability.figures import (
    ANSWERED,
    CLIMBED,
    DISPUTED,
    LATE,
    OFFICER_FIGURES,
    ON_TIME,
    OPEN,
    RECEIVED,
    TAKEN,
    UNIT_FIGURES,
    Figure,
)
from accountability.jurisdiction import Jurisdiction
from accountability.period import Period
from accountability.tallies import By, Tally, tally, tally_all
from cases.models import Case
from cases.services import escalation, handling, outcome
from cases.services.sweeping import sweep_cases
from organization.actors import Actor, Channel
from organization.models import Posting, Unit
from organization.services import end_posting
from tests.factories.cases import (
    BECAUSE,
    MONDAY,
    a_case,
    an_accepted_case,
    an_answered_case,
    moment,
)
from tests.factories.organization import Cast, a_post, a_posting, acting, somebody

CITIZEN = Actor.citizen(Channel.WEB)
FIRST_REPLY_DUE = moment("2026-10-20 00:00")
SETTLEMENT_DUE = moment("2026-10-27 00:00")  # fifteen working days after Monday 5 October
HOUR = timedelta(hours=1)


def of_unit(jurisdiction: Jurisdiction, period: Period, unit: Unit) -> Tally:
    return tally(UNIT_FIGURES, jurisdiction, period, By.UNIT).get(unit.pk) or Tally()


def of_posting(jurisdiction: Jurisdiction, period: Period, posting: Posting) -> Tally:
    return tally(OFFICER_FIGURES, jurisdiction, period, By.POSTING).get(posting.pk) or Tally()


def answered(case: Case, by: Posting, days: int) -> Case:
    return outcome.answer(
        case, text="Đã xong.", by=acting(by), because=BECAUSE, at=MONDAY + timedelta(days=days)
    )


def test_a_case_is_received_where_it_was_filed_and_where_it_was_moved(
    cast: Cast, jurisdiction: Jurisdiction, period: Period
) -> None:
    case = an_accepted_case(cast.officer)
    escalation.transfer(case, to=cast.neighbour, by=acting(cast.officer), because=BECAUSE, at=MONDAY + HOUR)
    assert of_unit(jurisdiction, period, cast.commune).count(RECEIVED) == 1
    assert of_unit(jurisdiction, period, cast.neighbour).count(RECEIVED) == 1
    assert of_unit(jurisdiction, period, cast.top).count(RECEIVED) == 0
    assert tally_all(UNIT_FIGURES, jurisdiction, period).count(RECEIVED) == 1


def test_a_note_or_a_reminder_does_not_count_as_a_case_received(
    cast: Cast, jurisdiction: Jurisdiction, period: Period
) -> None:
    case = a_case(cast.commune, at=moment("2025-12-30 08:00"))
    handling.note(case, text="Đã gọi điện.", by=acting(cast.officer), at=moment("2026-01-05 08:00"))
    assert of_unit(jurisdiction, period, cast.commune).count(RECEIVED) == 0


def test_a_case_is_taken_on_once_however_often_it_comes_back_to_the_same_hands(
    cast: Cast, jurisdiction: Jurisdiction, period: Period
) -> None:
    case = an_accepted_case(cast.officer)
    for number, to in enumerate((cast.colleague, cast.officer, cast.colleague), start=1):
        at = MONDAY + number * HOUR
        handling.assign(case, to=to, by=acting(cast.head), because=BECAUSE, at=at)
    assert of_posting(jurisdiction, period, cast.officer).count(TAKEN) == 1
    assert of_posting(jurisdiction, period, cast.colleague).count(TAKEN) == 1
    assert (
        of_posting(jurisdiction, Period(date(2026, 11, 1), date(2026, 11, 30)), cast.officer).count(TAKEN)
        == 0
    )


def test_a_missed_term_is_charged_to_who_had_the_case_when_it_ran_out_and_not_to_who_got_it(
    cast: Cast, jurisdiction: Jurisdiction, period: Period
) -> None:
    case = an_accepted_case(cast.officer)
    handling.assign(case, to=cast.colleague, by=acting(cast.head), because=BECAUSE, at=SETTLEMENT_DUE - HOUR)
    sweep_cases(at=SETTLEMENT_DUE + HOUR)
    case.refresh_from_db()
    assert case.unit == cast.top
    assert of_posting(jurisdiction, period, cast.colleague).count(LATE) == 1
    assert of_posting(jurisdiction, period, cast.officer).count(LATE) == 0
    assert of_posting(jurisdiction, period, cast.province).count(LATE) == 0
    assert of_unit(jurisdiction, period, cast.commune).count(LATE) == 1
    assert of_unit(jurisdiction, period, cast.top).count(LATE) == 0


def test_climbing_when_late_is_charged_to_the_level_and_the_hands_that_it_left(
    cast: Cast, jurisdiction: Jurisdiction, period: Period
) -> None:
    an_accepted_case(cast.officer)
    sweep_cases(at=SETTLEMENT_DUE + HOUR)
    assert of_unit(jurisdiction, period, cast.commune).count(CLIMBED) == 1
    assert of_posting(jurisdiction, period, cast.officer).count(CLIMBED) == 1
    assert of_unit(jurisdiction, period, cast.top).count(CLIMBED) == 0


def test_going_up_for_another_reason_than_being_late_is_not_counted(
    cast: Cast, jurisdiction: Jurisdiction, period: Period
) -> None:
    case = an_accepted_case(cast.officer)
    escalation.escalate(case, ground="beyond_tier", by=acting(cast.head), because=BECAUSE, at=MONDAY + HOUR)
    outcome.dispute(an_answered_case(cast.officer), by=CITIZEN, at=MONDAY + HOUR)
    assert tally_all(UNIT_FIGURES, jurisdiction, period).count(CLIMBED) == 0


def test_a_case_in_nobodys_hands_is_charged_to_the_unit_alone(
    cast: Cast, jurisdiction: Jurisdiction, period: Period
) -> None:
    a_case(cast.commune)
    sweep_cases(at=FIRST_REPLY_DUE + HOUR)
    assert of_unit(jurisdiction, period, cast.commune).count(LATE) == 1
    assert not any(
        each.count(LATE) for each in tally(OFFICER_FIGURES, jurisdiction, period, By.POSTING).values()
    )


def test_an_officer_who_moved_leaves_what_happened_with_the_post_of_that_time(
    cast: Cast, jurisdiction: Jurisdiction, period: Period
) -> None:
    case = an_accepted_case(cast.officer)
    answered(case, cast.officer, 2)
    end_posting(cast.officer, ends_on=date(2026, 10, 31), by=somebody(), because=BECAUSE)
    new = a_posting(a_post(cast.neighbour), cast.officer.officer, starts_on=date(2026, 11, 1))
    assert of_posting(jurisdiction, period, cast.officer).count(ANSWERED) == 1
    assert of_posting(jurisdiction, period, new).count(ANSWERED) == 0


def test_an_answer_in_time_is_on_time_and_one_after_the_term_is_late(
    cast: Cast, jurisdiction: Jurisdiction, period: Period
) -> None:
    answered(an_accepted_case(cast.officer), cast.officer, 3)
    answered(an_accepted_case(cast.officer), cast.officer, 30)
    figures = of_posting(jurisdiction, period, cast.officer)
    assert (figures.count(ANSWERED), figures.count(ON_TIME), figures.count(LATE)) == (2, 1, 1)


def test_days_on_which_the_clock_stood_still_are_not_late(
    cast: Cast, jurisdiction: Jurisdiction, period: Period
) -> None:
    ended, waiting = an_accepted_case(cast.officer), an_accepted_case(cast.officer)
    for case in (ended, waiting):
        handling.suspend(
            case,
            ground="expert",
            by=acting(cast.head),
            because=BECAUSE,
            at=MONDAY + timedelta(days=1),
        )
    outcome.terminate(
        ended,
        ground="no_object",
        by=acting(cast.head),
        because=BECAUSE,
        at=SETTLEMENT_DUE + timedelta(days=5),
    )
    assert of_unit(jurisdiction, period, cast.commune).count(LATE) == 0


def test_a_clock_stopped_after_the_term_ran_out_does_not_make_up_for_it(
    cast: Cast, jurisdiction: Jurisdiction, period: Period
) -> None:
    case = an_accepted_case(cast.officer)
    handling.suspend(case, ground="expert", by=acting(cast.head), because=BECAUSE, at=SETTLEMENT_DUE + HOUR)
    assert of_unit(jurisdiction, period, cast.commune).count(LATE) == 1


def test_a_citizen_who_takes_long_to_confirm_makes_nobody_late(
    cast: Cast, jurisdiction: Jurisdiction, period: Period
) -> None:
    an_answered_case(cast.officer)
    sweep_cases(at=MONDAY + timedelta(days=20))
    assert of_unit(jurisdiction, period, cast.commune).count(LATE) == 0


def test_a_dispute_is_charged_to_who_gave_the_answer_also_when_a_poor_rating_caused_it(
    cast: Cast, jurisdiction: Jurisdiction, period: Period
) -> None:
    outcome.dispute(an_answered_case(cast.officer), by=CITIZEN, at=MONDAY + HOUR)
    outcome.rate(an_answered_case(cast.officer), score=1, by=CITIZEN, at=MONDAY + HOUR)
    closed = outcome.confirm(an_answered_case(cast.officer), by=CITIZEN, at=MONDAY + HOUR)
    outcome.rate(closed, score=2, by=CITIZEN, at=MONDAY + 2 * HOUR)
    assert of_posting(jurisdiction, period, cast.officer).count(DISPUTED) == 3
    assert of_unit(jurisdiction, period, cast.commune).count(DISPUTED) == 3
    assert of_unit(jurisdiction, period, cast.top).count(DISPUTED) == 0


def test_a_head_who_takes_a_case_up_again_causes_no_dispute(
    cast: Cast, jurisdiction: Jurisdiction, period: Period
) -> None:
    case = outcome.confirm(an_answered_case(cast.officer), by=CITIZEN, at=MONDAY + HOUR)
    outcome.reopen(case, by=acting(cast.head), because=BECAUSE, at=MONDAY + 2 * HOUR)
    assert of_unit(jurisdiction, period, cast.commune).count(DISPUTED) == 0


def test_open_cases_are_those_that_wait_for_an_answer(
    cast: Cast, jurisdiction: Jurisdiction, period: Period
) -> None:
    an_accepted_case(cast.officer)
    an_answered_case(cast.officer)
    assert of_unit(jurisdiction, period, cast.commune).count(OPEN) == 1
    assert of_posting(jurisdiction, period, cast.officer).count(OPEN) == 1


def test_of_two_ratings_of_one_answer_the_last_counts(
    cast: Cast, jurisdiction: Jurisdiction, period: Period
) -> None:
    case = an_answered_case(cast.officer)
    outcome.rate(case, score=3, by=CITIZEN, at=MONDAY + HOUR)
    outcome.rate(case, score=5, by=CITIZEN, at=MONDAY + 2 * HOUR)
    figures = of_posting(jurisdiction, period, cast.officer)
    assert (figures.ratings, figures.mean) == (1, 5.0)


def test_the_rating_of_a_later_answer_does_not_wipe_out_that_of_an_earlier_one(
    cast: Cast, jurisdiction: Jurisdiction, period: Period
) -> None:
    case = outcome.rate(an_answered_case(cast.officer), score=1, by=CITIZEN, at=MONDAY + HOUR)
    answered(case, cast.province, 1)
    outcome.rate(case, score=5, by=CITIZEN, at=MONDAY + timedelta(days=2))
    assert of_posting(jurisdiction, period, cast.officer).mean == 1.0
    assert of_posting(jurisdiction, period, cast.province).mean == 5.0


@pytest.mark.parametrize(("number", "mean"), [(4, None), (5, 4.0)])
def test_a_mean_is_told_from_five_ratings_on(
    cast: Cast, jurisdiction: Jurisdiction, period: Period, number: int, mean: float | None
) -> None:
    for _number in range(number):
        outcome.rate(an_answered_case(cast.officer), score=4, by=CITIZEN, at=MONDAY + HOUR)
    figures = of_posting(jurisdiction, period, cast.officer)
    assert (figures.ratings, figures.fair_mean) == (number, mean)
    assert figures.too_few == (mean is None)


def test_the_median_counts_the_days_since_the_case_came_to_the_unit(
    cast: Cast, jurisdiction: Jurisdiction, period: Period
) -> None:
    for days in (2, 4, 10):
        answered(an_accepted_case(cast.officer), cast.officer, days)
    assert of_unit(jurisdiction, period, cast.commune).days == 4.0
    assert of_posting(jurisdiction, period, cast.officer).days == 4.0


@pytest.mark.parametrize("figure", [RECEIVED, TAKEN, ANSWERED, ON_TIME])
def test_what_happened_outside_the_period_is_not_counted(
    cast: Cast, jurisdiction: Jurisdiction, figure: Figure
) -> None:
    answered(an_accepted_case(cast.officer), cast.officer, 0)
    day = MONDAY.date()
    inside, before, after = (
        Period(day + timedelta(days=shift), day + timedelta(days=shift)) for shift in (0, -1, 1)
    )
    counts = [tally_all([figure], jurisdiction, each).count(figure) for each in (inside, before, after)]
    assert counts == [1, 0, 0]
