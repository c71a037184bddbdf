"""Who says stop hears nothing more of our own accord; their cases go on, and what they ask for is answered."""

from __future__ import annotations

import pytest

from cases.models import Case
from cases.vocabulary import Outcome, State
from messaging import optouts
from messaging.models import OptOut, OptOutSource
from tests.factories.cases import an_answered_case
from tests.factories.organization import Cast
from tests.feedback.sms.conftest import Phone

THERE = "PA rác chất đống ở xã Gốc Đa"


def test_the_word_to_stop_is_answered_once_and_the_cases_go_on(phone: Phone) -> None:
    phone.texts(THERE)
    assert phone.is_told("DUNG") == "optout"
    assert optouts.is_out(phone.number)
    assert OptOut.objects.get().source == OptOutSource.TEXT
    assert phone.is_told("Từ chối") == ""
    assert phone.note == "silent: optout"
    assert Case.objects.get().state == State.RECEIVED


def test_the_word_to_go_on_turns_messages_on_again(phone: Phone) -> None:
    phone.texts("DUNG")
    assert phone.is_told("TIEP") == "optin"
    assert not optouts.is_out(phone.number)
    assert phone.is_told("DUNG") == "optout"


@pytest.mark.parametrize("words", ["Dừng xe trước cổng trường cả ngày", "DUNG gui nua", "tu choi nhan ho so"])
def test_a_stop_is_never_guessed(phone: Phone, words: str) -> None:
    phone.texts(words)
    assert not optouts.is_out(phone.number)


def test_who_opted_out_can_file_and_is_told_the_code_and_how_to_hear_of_it(phone: Phone) -> None:
    phone.texts("DUNG")
    (answer,) = phone.texts(THERE)
    assert answer.template == "filed_out"
    assert Case.objects.get().shown_code in answer.body
    assert "TIEP" in answer.body
    assert optouts.is_out(phone.number)


def test_who_opted_out_gets_what_they_ask_for_and_nothing_else(cast: Cast, phone: Phone) -> None:
    phone.texts("DUNG")
    case = an_answered_case(cast.officer)
    assert phone.is_told("TC") == "status"
    assert phone.is_told("HD") == "help"
    for words in ("xin chào", f"TL {case.code} thôn 4", "1", "5"):
        assert phone.is_told(words) == ""
    case.refresh_from_db()
    assert (case.outcome, case.ratings.get().score) == (Outcome.SETTLED, 5)
    assert case.statements.filter(kind="reply").get().body == "thôn 4"


def test_who_opted_out_and_names_no_place_is_asked_nothing(phone: Phone) -> None:
    phone.texts("DUNG")
    assert phone.is_told("PA nước máy có mùi lạ từ hôm qua") == "filed_out"
    assert "place" not in Case.objects.get().events.get(kind="receive").detail


def test_what_twilio_answers_itself_is_kept_as_opted_out_or_in(phone: Phone) -> None:
    assert phone.is_told(" Stop ") == ""
    assert OptOut.objects.get().source == OptOutSource.GATEWAY
    assert phone.is_told("HELP") == ""
    assert optouts.is_out(phone.number)
    assert phone.is_told("START") == ""
    assert not optouts.is_out(phone.number)


def test_what_twilio_says_of_a_text_goes_before_what_it_looks_like(phone: Phone) -> None:
    assert phone.is_told("thôi nhé", OptOutType="STOP") == ""
    assert optouts.is_out(phone.number)
    assert phone.is_told("stop", OptOutType="START") == ""
    assert not optouts.is_out(phone.number)


def test_another_number_is_not_touched(phone: Phone, another_phone: Phone) -> None:
    phone.texts("DUNG")
    assert another_phone.is_told(THERE) == "filed"
