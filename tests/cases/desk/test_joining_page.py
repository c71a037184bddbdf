"""What an officer is pointed to: the same matter in other cases, and the answer that was given before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cases.errors import MoveRefused
from cases.models import Case
from cases.models.statement import StatementKind
from cases.services import merging, outcome
from cases.services.earlier import answer_with_earlier
from cases.vocabulary import Kind
from messaging.models import OutboundMessage
from organization.actors import Actor, Channel
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_answered_case
from tests.factories.desk import Desk
from tests.factories.organization import Cast, acting
from tests.fakes.clock import Clock

WORDS = "Cống trước nhà văn hóa thôn 3 bị tắc, nước tràn ra đường."
NEIGHBOUR = "+84987654321"
WHY = "đã giải quyết"
CITIZEN = Actor.citizen(Channel.WEB)


def settled_and_sent_again(cast: Cast, **more: Any) -> tuple[Case, Case]:
    earlier = an_answered_case(cast.officer, text=WORDS, **more)
    outcome.confirm(earlier, by=CITIZEN, at=MONDAY)
    again = a_case(cast.commune, text=WORDS, at=MONDAY + timedelta(hours=1), **more)
    return earlier, again


@pytest.fixture
def _an_hour_later(clock: Clock) -> None:
    clock.pass_by(hours=2)


def test_a_likely_case_is_one_click_from_being_joined(officer: Desk, cast: Cast) -> None:
    other = a_case(cast.commune, text=WORDS)
    case = a_case(cast.commune, text=WORDS, phone=NEIGHBOUR)
    assert "Perhaps the same matter" in officer.look_at(case)
    officer.open(f"/desk/cases/{case.code}/move/merge/", into=other.code)
    assert officer.hidden("into") == other.code
    assert "Perhaps the same matter" not in officer.look_at(a_case(cast.commune, text="Điện thoại hỏng ạ."))


def test_a_case_that_others_follow_says_how_many_and_names_them_in_its_record(
    officer: Desk, cast: Cast
) -> None:
    case, other = a_case(cast.commune), a_case(cast.commune, phone=NEIGHBOUR)
    merging.merge(other, into=case, by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    text = officer.look_at(case)
    assert "Cases that follow it 1" in text
    assert f"Another person with the same matter: {other.shown_code}" in text


def test_the_receipt_of_what_was_sent_before_says_so_and_shows_the_clock_that_runs(
    reception: Desk, cast: Cast
) -> None:
    first = a_case(cast.commune, text=WORDS)
    text = reception.enter(text=WORDS, phone="0912345678", name="Người Dân Mẫu", source="on_paper")
    second = Case.objects.get(merged_into=first)
    assert second.shown_code in text
    assert f"It is joined to case {first.shown_code}" in text
    assert "First reply by" in text


@pytest.mark.usefixtures("_an_hour_later")
def test_what_was_settled_before_is_answered_with_the_answer_of_then(head: Desk, cast: Cast) -> None:
    earlier, again = settled_and_sent_again(cast)
    text = head.look_at(again)
    assert "Settled before" in text
    assert earlier.shown_code in text
    page = f"/desk/cases/{again.code}/earlier/"
    assert "Đã dọn sạch sáng nay." in head.open(page)
    head.send(page, seen=head.hidden("seen"), because=WHY)
    again.refresh_from_db()
    assert (again.outcome, again.ground) == ("not_accepted", "settled_before")
    told = again.statements.get(kind=StatementKind.REFUSAL).body
    for words in (earlier.shown_code, "Đã dọn sạch sáng nay."):
        assert words in told
    assert OutboundMessage.objects.filter(template="refused").exists()


@pytest.mark.usefixtures("_an_hour_later")
def test_an_officer_is_told_of_the_earlier_case_but_does_not_refuse(officer: Desk, cast: Cast) -> None:
    _earlier, again = settled_and_sent_again(cast)
    assert "Settled before" in officer.look_at(again)
    assert "/earlier/" not in officer.html
    officer.open(f"/desk/cases/{again.code}/earlier/")
    assert officer.status == 403


@pytest.mark.usefixtures("_an_hour_later")
def test_other_words_another_person_or_a_complaint_are_not_settled_before(head: Desk, cast: Cast) -> None:
    settled_and_sent_again(cast)
    new = a_case(cast.commune, text=f"{WORDS} Hôm qua nước vào nhà tôi.")
    neighbours = a_case(cast.commune, text=WORDS, phone=NEIGHBOUR)
    _earlier, complaint = settled_and_sent_again(cast, kind=Kind.COMPLAINT)
    for case in (new, neighbours, complaint):
        assert "Settled before" not in head.look_at(case)
        head.open(f"/desk/cases/{case.code}/earlier/")
        assert head.status == 404


def test_nobody_is_given_the_answer_to_another_person(cast: Cast) -> None:
    earlier, _again = settled_and_sent_again(cast)
    neighbours = a_case(cast.commune, text=WORDS, phone=NEIGHBOUR)
    with pytest.raises(MoveRefused):
        answer_with_earlier(neighbours, earlier=earlier, by=acting(cast.head), because=WHY, at=MONDAY)
