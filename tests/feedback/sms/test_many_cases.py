"""Many cases on one phone, or many people: what is not clear is asked, and nothing happens to the wrong case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from cases.services import handling, outcome
from cases.services.sweeping import sweep_cases
from cases.vocabulary import Outcome, Review, State
from feedback.models import Submission
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_answered_case
from tests.factories.organization import Cast, acting
from tests.feedback.sms.conftest import Phone


def a_question(cast: Cast, **options: object) -> Case:
    case = a_case(cast.commune, **options)
    return handling.ask(case, question="Mấy hộ?", by=acting(cast.officer), because=BECAUSE, at=MONDAY)


def untouched(*cases: Case) -> bool:
    versions = {case.pk: case.version for case in cases}
    return versions == dict(Case.objects.filter(pk__in=versions).values_list("pk", "version"))


def test_of_two_open_questions_none_is_guessed_and_each_is_answered_by_its_code(
    cast: Cast, phone: Phone
) -> None:
    first, second = a_question(cast), a_question(cast)
    for words in ("thôn 4", "TL thôn 4", "nhà tôi ở thôn 4 cạnh trường học"):
        (answer,) = phone.texts(words)
        assert answer.template == "reply_many"
        assert "2 cau hoi" in answer.body
        assert second.shown_code in answer.body
    assert untouched(first, second)
    assert not Submission.objects.exists()

    assert phone.is_told(f"TL {first.code} thôn 4") == "reply_ok"
    assert phone.is_told("thôn 5") == "reply_ok"
    said = [case.statements.get(kind="reply").body for case in (first, second)]
    assert said == ["thôn 4", "thôn 5"]


def test_of_two_cases_to_confirm_none_is_guessed(cast: Cast, phone: Phone) -> None:
    cases = [an_answered_case(cast.officer) for _ in range(2)]
    for words in ("1", "2", "chưa xong"):
        assert phone.is_told(words) == "digit"
    assert untouched(*cases)
    assert phone.is_told(f"1 {cases[0].code}") == "confirm_yes"
    assert phone.is_told("2") == "confirm_no"
    cases[1].refresh_from_db()
    assert cases[1].review == Review.DISPUTE


def test_of_two_cases_to_rate_none_is_guessed(cast: Cast, phone: Phone) -> None:
    cases = [an_answered_case(cast.officer) for _ in range(2)]
    for case in cases:
        phone.texts(f"1 {case.code}")
    assert phone.is_told("5") == "rate_bad"
    assert phone.is_told(f"DG {cases[0].code} 5") == "rate_ok"
    assert phone.is_told("4") == "rate_ok"
    assert [case.ratings.get().score for case in cases] == [5, 4]


def test_of_several_open_cases_none_is_withdrawn_or_added_to_without_its_code(
    cast: Cast, phone: Phone
) -> None:
    first, second = a_case(cast.commune), a_case(cast.commune)
    assert "2 viec" in phone.reads("HUY")
    assert phone.is_told("TL nhà tôi ở thôn 4") == "say_many"
    assert untouched(first, second)
    assert phone.is_told(f"HUY {first.code}") == "withdrawn_ok"
    assert phone.is_told("TL nhà tôi ở thôn 4") == "reply_ok"
    assert phone.is_told("HUY") == "withdrawn_ok"


def test_what_only_asks_for_a_code_is_about_no_case(cast: Cast, phone: Phone) -> None:
    a_question(cast)
    a_question(cast)
    phone.texts("thôn 4")
    assert phone.messages[-1].topic == ""


def test_a_question_ends_after_a_week_and_its_late_answer_is_asked_for_the_code(
    cast: Cast, phone: Phone
) -> None:
    case = a_question(cast)
    late = MONDAY + timedelta(days=7)
    (answer,) = phone.texts("thôn 4", at=late)
    assert answer.template == "reply_many"
    assert case.shown_code in answer.body
    assert phone.is_told("Cầu ở xóm tôi sắp sập rồi", at=late) == "filed_ask"
    assert phone.is_told(f"TL {case.code} thôn 4", at=late) == "reply_ok"
    case.refresh_from_db()
    assert case.state == State.RECEIVED


def test_a_digit_after_the_case_closed_by_itself_is_told_that_it_is_late_and_how_to_go_on(
    cast: Cast, phone: Phone
) -> None:
    case = an_answered_case(cast.officer)
    case.refresh_from_db()
    assert case.due_at
    closed_at = case.due_at + timedelta(minutes=1)
    sweep_cases(at=closed_at)
    (answer,) = phone.texts("2", at=closed_at + timedelta(hours=1))
    assert answer.template == "expired"
    assert f"2 {case.shown_code}" in answer.body
    assert phone.is_told("5") == "digit"
    assert phone.is_told(f"2 {case.code}") == "confirm_no"
    case.refresh_from_db()
    assert (case.state, case.review) == (State.ACCEPTED, Review.DISPUTE)


def test_a_second_score_takes_the_place_of_the_first_and_says_so(cast: Cast, phone: Phone) -> None:
    case = an_answered_case(cast.officer)
    assert phone.is_told(f"DG {case.code} 5") == "rate_ok"
    answer = phone.reads(f"DG {case.code} 4")
    assert "5/5" in answer
    assert "4/5" in answer
    assert phone.is_told(f"DG {case.code} 4") == "rate_ok"
    assert list(case.ratings.values_list("score", flat=True)) == [5, 4, 4]


def test_a_score_of_a_later_answer_is_its_first(cast: Cast, phone: Phone) -> None:
    case = an_answered_case(cast.officer)
    phone.texts(f"DG {case.code} 5")
    phone.texts(f"2 {case.code}")
    case.refresh_from_db()
    outcome.answer(case, text="Đã dọn lại.", by=acting(cast.province), because=BECAUSE, at=phone.now)
    assert phone.is_told(f"DG {case.code} 4") == "rate_ok"


@pytest.mark.parametrize("words", ["HUY", "HUY {}"])
def test_what_was_told_about_wrongdoing_cannot_be_taken_back_by_text(
    cast: Cast, phone: Phone, words: str
) -> None:
    phone.texts("TO CAO can bo xa Goc Da doi tien")
    case = Case.objects.get()
    (answer,) = phone.texts(words.format(case.code))
    assert answer.template == "cancel_late"
    case.refresh_from_db()
    assert case.outcome == Outcome.NONE


def test_a_score_asked_for_by_word_while_a_place_is_asked_is_of_the_answered_case(
    cast: Cast, phone: Phone
) -> None:
    case = an_answered_case(cast.officer)
    outcome.confirm(case, by=acting(cast.officer), at=MONDAY)
    phone.texts("PA nước máy có mùi lạ từ hôm qua", at=MONDAY + timedelta(days=8))
    assert phone.is_told("DG 5") == "rate_ok"
    assert case.ratings.get().score == 5


@pytest.mark.parametrize("words", ["TC", "HD", "thôn 4", "1", "PA rác chất đống ở xã Gốc Đa"])
def test_a_text_costs_as_many_queries_with_thirty_cases_as_with_three(
    cast: Cast, phone: Phone, another_phone: Phone, words: str
) -> None:
    for number, each in ((3, phone), (30, another_phone)):
        for _ in range(number):
            a_question(cast, phone=each.number)
            an_answered_case(cast.officer, phone=each.number)
    phone.texts("HD")  # what is read once for all
    costs = []
    for each in (phone, another_phone):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            each.texts(words)
        costs.append(len(queries))
    assert costs[0] == costs[1]
