"""Two officers with the same case open: one move is made, the other officer is told, and no word is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from cases.models import Case
from cases.services import escalation, handling
from cases.vocabulary import State
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_accepted_case, reference_data
from tests.factories.desk import Desk
from tests.factories.organization import Cast, a_cast, acting

STALE = "Somebody else changed this case in the meantime."
WORDS = "Đã dọn sạch lúc bảy giờ sáng nay."


def test_who_comes_second_is_told_and_keeps_what_they_typed(officer: Desk, head: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    officer.open_move(case, "answer")
    seen = officer.hidden("seen")
    head.move(case, "extend", days="3", because="Chờ đo đạc")
    text = officer.send_move(case, "answer", text=WORDS, because="Biên bản 12", seen=seen)
    assert STALE in text
    assert "What was done in the meantime Term extended: by 3 days" in text
    assert WORDS in text
    assert "Biên bản 12" in text
    assert Case.objects.get().state == State.ACCEPTED


def test_having_looked_again_the_second_officer_may_go_on(officer: Desk, head: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    officer.open_move(case, "answer")
    seen = officer.hidden("seen")
    head.move(case, "extend", days="3", because="Chờ đo đạc")
    officer.send_move(case, "answer", text=WORDS, because="Biên bản 12", seen=seen)
    officer.send_move(case, "answer", text=WORDS, because="Biên bản 12", seen=officer.hidden("seen"))
    assert Case.objects.get().state == State.ANSWERED


def test_a_note_of_a_colleague_does_not_stop_a_decision(officer: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    officer.open_move(case, "answer")
    handling.note(case, text="Đã gọi.", by=acting(cast.head), at=MONDAY)
    officer.send_move(case, "answer", text=WORDS, because="Biên bản 12", seen=officer.hidden("seen"))
    assert Case.objects.get().state == State.ANSWERED


@pytest.mark.parametrize("seen", ["", "x", "-1", "999999"])
def test_a_decision_that_rests_on_no_known_state_is_not_made(officer: Desk, cast: Cast, seen: str) -> None:
    case = a_case(cast.commune)
    assert STALE in officer.send_move(case, "accept", because=BECAUSE, seen=seen)
    assert Case.objects.get().state == State.RECEIVED


def test_when_the_case_has_left_the_desk_the_words_are_handed_back(officer: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    officer.open_move(case, "answer")
    escalation.escalate(case, ground="beyond_tier", by=acting(cast.head), because=BECAUSE, at=MONDAY)
    text = officer.send_move(case, "answer", text=WORDS, because="Biên bản 12", seen=officer.hidden("seen"))
    assert officer.status == 404
    assert "This case is not on your desk" in text
    assert WORDS in text
    assert "Biên bản 12" in text


def test_a_case_that_has_left_cannot_be_looked_at_by_typing(officer: Desk, cast: Cast) -> None:
    officer.send_move(a_case(cast.neighbour), "answer", text=" ", because="", seen="1")
    assert officer.status == 404
    assert "There is no such page" in officer.text


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_at_the_same_moment_exactly_one_is_made(transactional_db: None) -> None:
    reference_data()
    cast = a_cast()
    case = a_case(cast.commune, at=MONDAY)
    desks = [Desk("officer"), Desk("head")]
    for desk in desks:
        desk.open_move(case, "accept")
    together = Barrier(len(desks))

    def press(desk: Desk) -> str:
        together.wait()
        try:
            return desk.send_move(case, "accept", because=f"By {desk.username}.", seen=desk.hidden("seen"))
        finally:
            connection.close()

    with ThreadPoolExecutor(len(desks)) as pool:
        pages = list(pool.map(press, desks))
    assert case.events.filter(kind="accept").count() == 1
    assert sum(f"{case.shown_code}: Accepted." in page for page in pages) == 1
    told = next(page for page in pages if STALE in page)
    assert "What was done in the meantime Accepted" in told
    assert "By " in told
