"""The clock as the citizen reads it: one paragraph, in words, and nothing that the code alone must not show."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.models import Case
from cases.services import handling, outcome
from cases.vocabulary import Kind, Track
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_accepted_case, an_answered_case
from tests.factories.citizen import Citizen
from tests.factories.organization import Cast, acting
from tests.feedback.conftest import Clock

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LAST_FOUR = "5678"


@pytest.fixture
def citizen(cast: Cast, clock: Clock) -> Citizen:
    return Citizen()


def made_hard(case: Case, cast: Cast, *criteria: str, remote: bool = False) -> None:
    handling.reclassify(
        case,
        kind=Kind(case.kind),
        category=None,
        about=None,
        summary="",
        remote=remote,
        complexity=criteria,
        by=acting(cast.officer),
        because=BECAUSE,
        at=MONDAY,
    )


def test_it_says_until_when_counted_from_what_and_by_which_law(citizen: Citizen, cast: Cast) -> None:
    page = citizen.follow(an_accepted_case(cast.officer, kind=Kind.COMPLAINT))
    assert (
        "It is to be settled by Wednesday 4 November 2026. That is 30 days from 05/10/2026, when it was accepted,"
        " under rule C2, Law on Complaints 02/2011/QH13, art. 28."
    ) in page


def test_it_says_why_the_law_gives_longer(citizen: Citizen, cast: Cast) -> None:
    case = an_accepted_case(cast.officer, kind=Kind.COMPLAINT)
    made_hard(case, cast, "many_people", remote=True)
    assert (
        "The law gives that instead of 30 days because it lies in a remote area and the matter is complex."
        in citizen.follow(case)
    )


def test_who_opened_the_case_reads_why_it_was_made_longer_and_others_only_that_it_was(
    citizen: Citizen, cast: Cast
) -> None:
    case = an_accepted_case(cast.officer)
    handling.extend(case, days=5, by=acting(cast.head), because="Phải chờ đo đạc.", at=MONDAY)
    page = citizen.follow(case)
    assert "It was made 5 working days longer by a decision of 05/10/2026." in page
    assert "đo đạc" not in page
    page = citizen.unlock(case, LAST_FOUR)
    assert "It was made 5 working days longer on 05/10/2026, for this reason: “Phải chờ đo đạc”." in page


def test_in_a_secret_matter_not_even_who_opened_it_reads_the_words_of_the_officer(
    citizen: Citizen, cast: Cast
) -> None:
    case = an_accepted_case(cast.officer, kind=Kind.TIP)
    handling.extend(case, days=5, by=acting(cast.head), because="Chờ làm rõ ông Giáp.", at=MONDAY)
    assert "longer" not in citizen.follow(case)
    page = citizen.unlock(case, LAST_FOUR)
    assert "It was made 5 working days longer by a decision of 05/10/2026." in page
    assert "ông Giáp" not in page


@pytest.mark.parametrize(
    ("ground", "now", "then"),
    [
        (
            "other_body",
            "while we wait for what another body finds",
            "while we waited for what another body finds",
        ),
        (
            "force_majeure",
            "while something beyond your power keeps you from taking part",
            "while something beyond your power kept you from taking part",
        ),
    ],
)
def test_it_says_how_long_and_why_the_clock_stood_still(
    citizen: Citizen, cast: Cast, clock: Clock, ground: str, now: str, then: str
) -> None:
    case = an_accepted_case(cast.officer, kind=Kind.COMPLAINT)
    head = acting(cast.head)
    handling.suspend(case, ground=ground, by=head, because=BECAUSE, at=MONDAY + DAY)
    clock.pass_by(days=3)
    page = citizen.follow(case)
    assert f"The clock stands still {now}, so no last day is set." in page
    assert "If it went on today, the last day would be Friday 6 November 2026." in page
    assert "It is to be settled by" not in page
    handling.resume(case, by=head, because=BECAUSE, at=MONDAY + 5 * DAY)
    clock.pass_by(days=3)
    page = citizen.follow(case)
    assert f"The clock stood still for 4 days {then}." in page
    assert "It is to be settled by Monday 9 November 2026." in page


def test_a_question_that_stops_the_clock_is_named(citizen: Citizen, cast: Cast, clock: Clock) -> None:
    case = an_accepted_case(cast.officer)
    handling.ask(case, question="Ở đâu?", by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    assert "The clock stands still while we wait for your reply, so no last day is set." in citizen.follow(
        case
    )


def test_when_the_day_has_passed_it_says_so(citizen: Citizen, cast: Cast, clock: Clock) -> None:
    case = an_accepted_case(cast.officer)
    clock.pass_by(days=30)
    assert "It should have been settled by Monday 26 October 2026." in citizen.follow(case)


def test_a_review_is_counted_from_what_the_citizen_said(citizen: Citizen, cast: Cast) -> None:
    case = an_answered_case(cast.officer)
    outcome.dispute(case, text="Chưa dọn.", by=acting(cast.officer), at=MONDAY)
    page = citizen.follow(case)
    assert "The level above is to decide by" in page
    assert "when you said that it is not solved, under rule V1" in page


def test_the_citizen_reads_why_it_stands_still_and_why_it_ended(citizen: Citizen, cast: Cast) -> None:
    case, head = an_accepted_case(cast.officer), acting(cast.head)
    handling.suspend(
        case, ground="expert", text="Chờ giám định mẫu nước.", by=head, because=BECAUSE, at=MONDAY
    )
    assert "Chờ giám định" not in citizen.follow(case)
    page = citizen.unlock(case, LAST_FOUR)
    assert "Why it stands still Chờ giám định mẫu nước." in page
    handling.resume(case, by=head, because=BECAUSE, at=MONDAY)
    outcome.terminate(case, ground="no_object", text="Ao đã lấp.", by=head, because=BECAUSE, at=MONDAY)
    page = citizen.follow(case)
    assert "Why it ended Ao đã lấp." in page
    assert BECAUSE not in page


def test_the_last_instance_shows_the_way_to_court_and_offers_no_further_level(
    citizen: Citizen, cast: Cast
) -> None:
    first = an_answered_case(cast.officer, kind=Kind.COMPLAINT)
    assert "administrative court" not in citizen.unlock(first, LAST_FOUR)
    assert "No, it is not solved" in citizen.text
    second = an_answered_case(cast.officer, kind=Kind.COMPLAINT, track=Track.COMPLAINT_SECOND)
    page = citizen.unlock(second, LAST_FOUR)
    assert "you can bring the matter before the administrative court (Law on Complaints" in page
    assert "No, it is not solved" not in page
    assert "the next level up looks at your case again" not in page


def test_nothing_of_the_clock_is_told_of_a_secret_matter_to_who_only_has_the_code(
    citizen: Citizen, cast: Cast
) -> None:
    page = citizen.follow(a_case(cast.commune, kind=Kind.DENUNCIATION, channel="desk"))
    for hidden in ("rule D1", "Denunciations", "first reply"):
        assert hidden not in page
