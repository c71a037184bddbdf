"""The inbox: who finds which cases in it, in which order, and how they find the others."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.services import escalation, handling, outcome
from cases.vocabulary import Kind
from organization.models import Role
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_accepted_case, an_answered_case, moment
from tests.factories.desk import Desk
from tests.factories.organization import Cast, a_member, acting, an_officer
from tests.fakes.clock import Clock


def test_the_case_that_falls_due_first_is_on_top(officer: Desk, cast: Cast) -> None:
    late = a_case(cast.commune, at=moment("2026-10-02 09:00"))
    early = a_case(cast.commune, at=moment("2026-09-28 09:00"))
    middle = a_case(cast.commune, at=moment("2026-09-30 09:00"))
    officer.inbox(view="unit")
    assert officer.listed() == [early.code, middle.code, late.code]


def test_an_officer_begins_with_their_own_cases_reception_with_the_unassigned_and_a_head_with_the_units(
    officer: Desk, reception: Desk, head: Desk, cast: Cast
) -> None:
    own = an_accepted_case(cast.officer)
    new = a_case(cast.commune)
    officer.inbox()
    assert officer.listed() == [own.code]
    reception.inbox()
    assert reception.listed() == [new.code]
    head.inbox()
    assert set(head.listed()) == {own.code, new.code}


def test_every_list_says_how_many_cases_it_holds(officer: Desk, cast: Cast) -> None:
    an_accepted_case(cast.officer)
    a_case(cast.commune)
    a_case(cast.commune, at=moment("2026-09-01 09:00"))
    text = officer.inbox()
    for words in ("Mine 1", "My unit 3", "Unassigned 2", "Late 1"):
        assert words in text


def test_a_row_tells_what_it_is_where_it_stands_and_how_much_time_is_left(officer: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer, place="Sau chợ Giát", at=moment("2026-10-01 09:00"))
    text = officer.inbox()
    assert "Rác chất đống trước cổng chợ đã ba ngày." in text
    for words in (case.shown_code, "Feedback", "Environment", "Sau chợ Giát", "Accepted", "Trần Văn Việc"):
        assert words in text
    assert "13 working days left" in text


def test_what_is_due_today_or_late_says_so(officer: Desk, cast: Cast, clock: Clock) -> None:
    an_accepted_case(cast.officer, at=MONDAY)
    clock.now = moment("2026-10-26 10:00")
    officer.sign_in()
    assert "due today" in officer.inbox()
    clock.now = moment("2026-10-29 10:00")
    officer.sign_in()
    assert "3 working days late" in officer.inbox()
    assert 'class="tone tone-late due"' in officer.html


def test_a_list_does_not_fail_in_a_year_whose_calendar_is_not_entered(
    officer: Desk, cast: Cast, clock: Clock
) -> None:
    an_accepted_case(cast.officer, at=moment("2027-11-10 08:00"))
    clock.now = moment("2028-01-05 08:00")
    officer.sign_in()
    assert "days late" in officer.inbox()


def test_an_answered_case_says_that_the_citizen_may_object(officer: Desk, cast: Cast) -> None:
    an_answered_case(cast.officer)
    assert "the citizen may object: 7 days left" in officer.inbox()


def test_a_case_that_waits_for_the_citizen_says_that_its_clock_stands_still(
    officer: Desk, cast: Cast
) -> None:
    case = an_accepted_case(cast.officer)
    handling.ask(case, question="Ở đâu?", by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    assert "the clock stands still" in officer.inbox()


def test_a_case_under_review_says_so(province: Desk, cast: Cast) -> None:
    case = an_answered_case(cast.officer)
    outcome.dispute(case, by=acting(cast.officer), at=MONDAY)
    province.inbox(view="mine")
    assert province.listed() == [case.code]
    assert "Review" in province.text


@pytest.mark.parametrize("words", ["rac chat dong", "RÁC chợ", "cho giat", "Chợ Giát"])
def test_words_are_found_with_or_without_accents(officer: Desk, cast: Cast, words: str) -> None:
    case = a_case(cast.commune, place="Sau chợ Giát")
    a_case(cast.commune, text="Đèn đường hỏng.")
    officer.inbox(view="unit", q=words)
    assert officer.listed() == [case.code]


def test_a_case_is_found_by_the_summary_that_it_was_given(officer: Desk, cast: Cast) -> None:
    case = a_case(cast.commune)
    officer.move(case, "reclassify", kind="feedback", summary="Vệ sinh môi trường", because=BECAUSE)
    officer.inbox(view="unit", q="ve sinh")
    assert officer.listed() == [case.code]
    assert "Vệ sinh môi trường" in officer.text


def test_a_code_is_found_in_whichever_list_its_case_is(officer: Desk, cast: Cast) -> None:
    case = an_answered_case(cast.officer)
    outcome.confirm(case, by=acting(cast.officer), at=MONDAY)
    for written in (case.code, case.shown_code, f"PA {case.code}"):
        officer.inbox(view="mine", q=written)
        assert officer.listed() == [case.code]


def test_a_code_out_of_reach_is_not_found(officer: Desk, cast: Cast) -> None:
    elsewhere = a_case(cast.neighbour)
    officer.inbox(view="unit", q=elsewhere.code)
    assert officer.listed() == []
    assert "Nothing fits" in officer.text


def test_a_list_is_narrowed_by_kind_category_and_state(officer: Desk, cast: Cast) -> None:
    a_case(cast.commune)
    petition = a_case(cast.commune, kind=Kind.PETITION, category="roads")
    accepted = an_accepted_case(cast.officer, category="land")
    for query, expected in (
        ({"kind": "petition"}, petition),
        ({"category": "roads"}, petition),
        ({"state": "accepted"}, accepted),
    ):
        officer.inbox(view="unit", **query)
        assert officer.listed() == [expected.code]


def test_an_address_with_nonsense_in_it_shows_the_whole_list(officer: Desk, cast: Cast) -> None:
    case = a_case(cast.commune)
    officer.inbox(view="unit", kind="spam", category="nowhere", state="lost", page="²")
    assert officer.listed() == [case.code]
    officer.inbox(view="nonsense", q="\0")
    assert officer.status == 200


def test_a_long_list_comes_a_page_at_a_time(officer: Desk, cast: Cast) -> None:
    for number in range(26):
        a_case(cast.commune, phone="", at=moment(f"2026-10-05 08:{number:02}"))
    officer.inbox(view="unit", q="rac")
    first = officer.listed()
    assert len(first) == 25
    assert "Cases 1–25" in officer.text
    assert "view=unit&amp;q=rac&amp;page=2" in officer.html
    officer.inbox(view="unit", q="rac", page="2")
    assert len(officer.listed()) == 1
    assert not set(first) & set(officer.listed())


def test_the_number_of_queries_does_not_grow_with_the_cases(officer: Desk, cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            officer.inbox(view="unit")
        return len(counted)

    for _ in range(2):
        an_accepted_case(cast.officer, phone="")
    queries()
    few = queries()
    for _ in range(18):
        an_accepted_case(cast.officer, phone="", kind=Kind.PETITION, category="roads")
    assert len(officer.listed()) == 2
    assert queries() == few
    assert len(officer.listed()) == 20


@pytest.mark.parametrize(
    ("view", "title", "way_out"),
    [
        ("mine", "Nothing is assigned to you", "Show unassigned cases"),
        ("unit", "Your unit has no open case", "Enter a matter"),
        ("unassigned", "Every open case has somebody", "Show the cases of my unit"),
        ("late", "Nothing is late", "Show the cases of my unit"),
        ("below", "The units below have no open case", "Show the cases of my unit"),
        ("closed", "No case of your unit is closed yet", "Show the cases of my unit"),
    ],
)
def test_an_empty_list_says_why_and_what_to_do(officer: Desk, view: str, title: str, way_out: str) -> None:
    text = officer.inbox(view=view)
    assert title in text
    assert way_out in text


def test_an_upper_level_sees_what_lies_below_and_with_whom(province: Desk, cast: Cast) -> None:
    case = a_case(cast.commune)
    assert "Units below 1" in province.inbox()
    province.inbox(view="below")
    assert province.listed() == [case.code]
    assert cast.commune.name in province.text


def test_a_closed_case_leaves_the_open_lists(officer: Desk, cast: Cast) -> None:
    case = an_answered_case(cast.officer)
    outcome.confirm(case, by=acting(cast.officer), at=MONDAY)
    officer.inbox(view="unit")
    assert officer.listed() == []
    officer.inbox(view="closed")
    assert officer.listed() == [case.code]
    assert "Settled" in officer.text


def test_a_case_that_was_sent_up_is_gone_from_the_list(officer: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    escalation.escalate(case, ground="beyond_tier", by=acting(cast.head), because=BECAUSE, at=MONDAY)
    officer.inbox(view="unit")
    assert officer.listed() == []


def test_a_case_about_an_officer_is_in_no_list_of_theirs_and_of_none_who_work_under_them(
    officer: Desk, head: Desk, province: Desk, cast: Cast
) -> None:
    about_the_head = a_case(cast.commune, about=cast.head.officer)
    about_the_officer = a_case(cast.commune, about=cast.officer.officer)
    for desk in (officer, head):
        desk.inbox(view="unit")
        assert about_the_head.code not in desk.listed()
    officer.inbox(view="unit")
    assert about_the_officer.code not in officer.listed()
    head.inbox(view="unit")
    assert about_the_officer.code in head.listed()
    province.inbox(view="unit")
    assert about_the_head.code in province.listed()


def test_a_stranger_is_asked_to_sign_in(cast: Cast) -> None:
    stranger = Desk()
    stranger.inbox()
    assert stranger.path == "/accounts/login/?next=/desk/"


def test_an_inspector_lands_at_the_inspection(cast: Cast, clock: Clock) -> None:
    inspector = Desk("inspector")
    inspector.inbox()
    assert inspector.path.startswith("/inspection/")


def test_an_administrator_lands_in_the_administration(cast: Cast, clock: Clock) -> None:
    account = a_member(cast.top, Role.ADMINISTRATOR, "Lý Thị Quản", username="admin").officer.user
    assert account is not None
    account.is_staff = True
    account.save()
    admin = Desk("admin")
    admin.inbox()
    assert admin.path == "/admin/"


def test_an_account_without_a_post_is_told_why_it_has_no_desk(cast: Cast, clock: Clock) -> None:
    an_officer("Bùi Văn Nghỉ", username="former")
    desk = Desk("former")
    text = desk.inbox()
    assert desk.status == 403
    assert "your account holds no post today" in text


def test_an_inspector_is_told_why_a_case_page_is_closed_to_them(cast: Cast, clock: Clock) -> None:
    inspector = Desk("inspector")
    text = inspector.look_at(a_case(cast.commune))
    assert inspector.status == 403
    assert "Inspector" in text
