"""A dispute or a poor rating has a consequence: a review one level up, and the case does not count as settled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases import clocks
from cases.errors import MoveRefused
from cases.models import CaseRating
from cases.services import handling, outcome
from cases.vocabulary import Outcome, Review, Stage, State
from organization.actors import Actor, Channel
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_answered_case
from tests.factories.organization import Cast, acting

CITIZEN = Actor.citizen(Channel.WEB)
LATER = MONDAY + timedelta(hours=3)


def test_a_dispute_takes_the_case_one_level_up_under_a_review_term(cast: Cast) -> None:
    case = outcome.dispute(an_answered_case(cast.officer), text="Vẫn còn rác.", by=CITIZEN, at=LATER)
    clock = clocks.read(case, at=LATER)
    assert (case.unit, case.holder, case.state) == (cast.top, cast.province, State.ACCEPTED)
    assert case.review == Review.DISPUTE
    assert clock
    assert clock.stage == Stage.REVIEW
    assert case.statements.filter(kind="dispute").get().body == "Vẫn còn rác."


@pytest.mark.parametrize("score", [1, 2])
def test_a_poor_rating_opens_a_review_one_level_up(cast: Cast, score: int) -> None:
    case = outcome.rate(an_answered_case(cast.officer), score=score, by=CITIZEN, at=LATER)
    assert (case.unit, case.review, case.outcome) == (cast.top, Review.POOR_RATING, Outcome.NONE)


@pytest.mark.parametrize("score", [3, 4, 5])
def test_a_fair_rating_leaves_the_case_where_it_is(cast: Cast, score: int) -> None:
    case = outcome.rate(an_answered_case(cast.officer), score=score, by=CITIZEN, at=LATER)
    assert (case.unit, case.state) == (cast.commune, State.ANSWERED)


def test_a_closed_case_that_is_rated_poorly_is_opened_again_and_no_longer_settled(cast: Cast) -> None:
    case = outcome.confirm(an_answered_case(cast.officer), by=CITIZEN, at=LATER)
    assert (case.state, case.outcome) == (State.CLOSED, Outcome.SETTLED)
    outcome.rate(case, score=1, by=CITIZEN, at=LATER + timedelta(days=2))
    assert (case.state, case.outcome, case.closed_at, case.unit) == (State.ACCEPTED, "", None, cast.top)


def test_a_second_poor_rating_during_the_review_does_not_climb_again(cast: Cast) -> None:
    case = outcome.rate(an_answered_case(cast.officer), score=1, by=CITIZEN, at=LATER)
    with pytest.raises(MoveRefused):
        outcome.rate(case, score=1, by=CITIZEN, at=LATER)
    assert case.unit == cast.top
    assert CaseRating.objects.filter(case=case).count() == 1


def test_a_closed_case_can_be_disputed_for_thirty_days_and_not_longer(cast: Cast) -> None:
    early, late = (outcome.confirm(an_answered_case(cast.officer), by=CITIZEN, at=LATER) for _ in range(2))
    outcome.dispute(early, text="Lại hỏng.", by=CITIZEN, at=LATER + timedelta(days=29))
    assert (early.unit, early.review, early.outcome) == (cast.top, Review.DISPUTE, Outcome.NONE)
    with pytest.raises(MoveRefused):
        outcome.dispute(late, by=CITIZEN, at=LATER + timedelta(days=30))


def test_an_answer_to_a_review_that_is_rated_poorly_is_reviewed_again(cast: Cast) -> None:
    case = outcome.dispute(an_answered_case(cast.officer), by=CITIZEN, at=LATER)
    province = acting(cast.province)
    outcome.answer(case, text="Đã xem lại.", by=province, because=BECAUSE, at=LATER)
    outcome.rate(case, score=1, by=CITIZEN, at=LATER)
    assert (case.state, case.review) == (State.ACCEPTED, Review.POOR_RATING)


def test_the_review_ends_with_an_answer_that_the_citizen_confirms(cast: Cast) -> None:
    case = outcome.dispute(an_answered_case(cast.officer), by=CITIZEN, at=LATER)
    province = acting(cast.province)
    handling.start(case, by=province, because=BECAUSE, at=LATER)
    outcome.answer(case, text="Tỉnh đã kiểm tra lại.", by=province, because=BECAUSE, at=LATER)
    outcome.confirm(case, by=CITIZEN, at=LATER)
    assert (case.state, case.outcome, case.review) == (State.CLOSED, Outcome.SETTLED, Review.NONE)


def test_at_the_top_a_review_stays_with_the_unit_and_the_ledger_says_so(cast: Cast) -> None:
    case = outcome.dispute(an_answered_case(cast.province), by=CITIZEN, at=LATER)
    assert (case.unit, case.holder, case.review) == (cast.top, None, Review.DISPUTE)
    assert case.events.latest("id").kind == "at_top"


def test_a_rating_is_charged_to_the_unit_and_officer_who_answered(cast: Cast) -> None:
    case = outcome.rate(an_answered_case(cast.officer), score=1, by=CITIZEN, at=LATER)
    rating = CaseRating.objects.get(case=case)
    assert (rating.unit, rating.posting) == (cast.commune, cast.officer)


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_score_outside_the_scale_is_refused(cast: Cast, score: int) -> None:
    with pytest.raises(MoveRefused):
        outcome.rate(an_answered_case(cast.officer), score=score, by=CITIZEN, at=LATER)


def test_a_case_that_was_not_answered_cannot_be_confirmed_disputed_or_rated(cast: Cast) -> None:
    case = a_case(cast.commune)
    with pytest.raises(MoveRefused):
        outcome.confirm(case, by=CITIZEN, at=LATER)
    with pytest.raises(MoveRefused):
        outcome.dispute(case, by=CITIZEN, at=LATER)
    with pytest.raises(MoveRefused):
        outcome.rate(case, score=5, by=CITIZEN, at=LATER)
