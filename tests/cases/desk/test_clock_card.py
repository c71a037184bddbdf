"""The clock on the page of a case: all that made the due moment, and what would follow while it stands still."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases import lifecycle
from cases.models import Case
from cases.services import handling
from cases.vocabulary import Kind
from organization.history import attributed
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_accepted_case, moment
from tests.factories.desk import Desk
from tests.factories.organization import Cast, acting, somebody
from tests.fakes.clock import Clock

DAY = timedelta(days=1)


def a_hard_complaint(cast: Cast) -> Case:
    """A first complaint in a remote area that is complex, accepted on Monday 5 October."""
    case = a_case(cast.commune, kind=Kind.COMPLAINT)
    handling.reclassify(
        case,
        kind=Kind.COMPLAINT,
        category=None,
        about=None,
        summary="",
        remote=True,
        complexity=["several_bodies", "several_places"],
        by=acting(cast.officer),
        because=BECAUSE,
        at=MONDAY,
    )
    return handling.accept(case, by=acting(cast.officer), because=BECAUSE, at=MONDAY)


def test_it_names_rule_law_start_and_the_length_under_the_circumstances(officer: Desk, cast: Cast) -> None:
    text = officer.look_at(a_hard_complaint(cast))
    assert "Settle by 60 days left 23:59, Friday 4 December 2026" in text
    assert "Rule C2: Law on Complaints 02/2011/QH13, art. 28 Settling a first complaint" in text
    assert "Counted from Acceptance, 08:00 05/10/2026" in text
    assert "Length by law 60 calendar days (Remote area, Complex; otherwise 30)" in text


def test_a_rule_that_nobody_checked_against_the_law_says_so(officer: Desk, cast: Cast) -> None:
    assert "· to be confirmed" in officer.look_at(an_accepted_case(cast.officer))
    assert "· to be confirmed" not in officer.look_at(an_accepted_case(cast.officer, kind=Kind.COMPLAINT))


def test_each_extension_names_its_days_who_decided_it_and_why(officer: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    handling.extend(case, days=4, by=acting(cast.head), because="Chờ đo đạc", at=MONDAY + DAY)
    text = officer.look_at(case)
    assert "Extension 1 4 working days, by decision of Đỗ Văn Trưởng, Chủ tịch" in text
    assert "on 06/10/2026: Chờ đo đạc" in text
    assert "Length by law 15 working days" in text
    assert "Together 19 working days" in text


def test_each_pause_names_its_days_that_did_not_count(officer: Desk, cast: Cast, clock: Clock) -> None:
    case = an_accepted_case(cast.officer, kind=Kind.COMPLAINT)
    head = acting(cast.head)
    handling.suspend(case, ground="other_body", by=head, because=BECAUSE, at=MONDAY + 2 * DAY)
    handling.resume(case, by=head, because=BECAUSE, at=MONDAY + 6 * DAY)
    clock.now = MONDAY + 7 * DAY
    officer.sign_in()
    text = officer.look_at(case)
    assert "Stood still from 07/10/2026 to 11/10/2026: 4 days not counted" in text
    assert "Settle by 28 days left 23:59, Monday 9 November 2026" in text
    assert "08/10/2026 no the clock stands still" in text


def test_a_standing_clock_has_no_due_date_and_says_what_would_follow(
    officer: Desk, cast: Cast, clock: Clock
) -> None:
    case = an_accepted_case(cast.officer)
    handling.ask(case, question="Ở đâu?", by=acting(cast.officer), because=BECAUSE, at=MONDAY + DAY)
    clock.now = MONDAY + 8 * DAY
    officer.sign_in()
    text = officer.look_at(case)
    assert "the clock stands still No due date. If it went on today, it would be due on" in text
    assert "would be due on Monday 2 November 2026." in text
    assert "Stood still since 06/10/2026: 7 days not counted so far" in text
    assert "13/10/2026 yes working day" in text
    assert "14/10/2026" not in text


def test_a_clock_that_was_late_before_it_stood_still_does_not_promise_a_day(
    officer: Desk, cast: Cast, clock: Clock
) -> None:
    case = an_accepted_case(cast.officer)
    handling.suspend(
        case, ground="expert", by=acting(cast.head), because=BECAUSE, at=moment("2026-10-28 09:00")
    )
    clock.now = moment("2026-11-03 09:00")
    officer.sign_in()
    text = officer.look_at(case)
    assert "Its last day was Monday 26 October 2026, before the clock was stopped." in text


def test_the_page_tells_what_is_on_record_about_the_matter(head: Desk, cast: Cast) -> None:
    case = a_hard_complaint(cast)
    text = head.look_at(case)
    assert "Remote area yes" in text
    both = "One matter to be verified at two or more places; The responsibility of several bodies"
    assert f"What makes it complex {both}" in text
    assert f"Reclassified: in a remote area; complex: {both}" in text


@pytest.mark.parametrize(("turns", "marked"), [(2, False), (3, True)])
def test_a_case_that_went_to_and_fro_more_than_twice_is_marked_on_its_page_and_in_the_list(
    head: Desk, cast: Cast, turns: int, *, marked: bool
) -> None:
    case = an_accepted_case(cast.officer)
    case.turns = turns
    with attributed(somebody(), BECAUSE):
        case.save(update_fields=["turns"])
    assert ("Goes up and down" in head.look_at(case)) == marked
    assert ("Goes up and down" in head.inbox(view="unit")) == marked


def test_a_list_counts_the_days_of_the_main_clock_and_not_of_an_alarm(officer: Desk, cast: Cast) -> None:
    a_case(cast.commune)
    assert "10 working days left" in officer.inbox(view="unassigned")


def test_a_term_that_was_counted_anew_says_from_which_day_to_which(officer: Desk, cast: Cast) -> None:
    case = a_case(cast.commune)
    due = {"old": "2026-10-20T00:00:00+07:00", "new": "2026-10-21T00:00:00+07:00"}
    with lifecycle.opened(case) as fresh:
        lifecycle.record(fresh, "recount", by=somebody(), because=BECAUSE, at=MONDAY, detail=due)
    assert "Term counted anew: from 19/10/2026 to 20/10/2026" in officer.look_at(case)
