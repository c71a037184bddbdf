"""An opt-out is never guessed: only the exact words alone, and none of them where it may answer what was asked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.sms.grammar import Intent, Prompt, parse

pytestmark = pytest.mark.once

STOPS = [
    "DUNG",
    "dung",
    "Dừng",
    "DỪNG.",
    "TU CHOI",
    "từ chối!",
    "Tuchoi",
    "STOP",
    " stop ",
    "ＳＴＯＰ",
    "Stop all",
    "unsubscribe",
]
STOPS += ["QUIT", "end", "Cancel", "optout", "revoke"]


@pytest.mark.parametrize("text", STOPS)
def test_the_exact_words_stop_messages(text: str) -> None:
    assert parse(text).intent == Intent.STOP


@pytest.mark.parametrize("text", ["TIEP", "tiếp", "Tiếp tục", "START", "unstop"])
def test_the_exact_words_start_them_again(text: str) -> None:
    assert parse(text).intent == Intent.START


@pytest.mark.parametrize(
    "text",
    [
        *("Đúng", "đừng", "Dũng", "dùng", "dựng", "đụng", "dưng", "Tiệp", "tư chôi"),
        *("dungg", "stpo", "stopp", "tu choii", "tu coi", "dun", "d ung", "unsubscrib"),
        *("dung lai", "dung nhan tin", "stop it", "please stop", "toi tu choi", "thoi dung", "dung dung"),
        *(
            "Dừng xe trước cổng trường",
            "dung xe truoc cong",
            "Từ chối tiếp dân là sao",
            "STOP bien bao bi do",
        ),
    ],
)
@pytest.mark.parametrize("prompt", [None, *Prompt])
def test_nothing_else_does(text: str, prompt: Prompt | None) -> None:
    assert parse(text, prompt).intent not in {Intent.STOP, Intent.START}


@pytest.mark.parametrize(
    ("prompt", "text", "intent"),
    [
        # "Đúng" without its accents answers a question; what it says to a confirmation is asked again.
        (Prompt.QUESTION, "dung", Intent.ANSWER),
        (Prompt.QUESTION, "tu choi", Intent.ANSWER),
        (Prompt.CONFIRM, "dung", Intent.UNKNOWN),
        (Prompt.CONFIRM, "DUNG.", Intent.UNKNOWN),
        (Prompt.CONFIRM, "từ chối", Intent.UNKNOWN),
        (Prompt.CONFIRM, "đúng", Intent.CONFIRM),
        (Prompt.CONFIRM, "dung roi", Intent.CONFIRM),
        # Nothing there is answered by it, or it can mean nothing else.
        (Prompt.RATING, "dung", Intent.STOP),
        (Prompt.PLACE, "dung", Intent.STOP),
        (Prompt.CONFIRM, "dừng", Intent.STOP),
        (Prompt.QUESTION, "Dừng", Intent.STOP),
        (Prompt.QUESTION, "STOP", Intent.STOP),
        (Prompt.CONFIRM, "stop", Intent.STOP),
    ],
)
def test_what_was_asked_decides_what_a_word_of_two_meanings_says(
    prompt: Prompt, text: str, intent: Intent
) -> None:
    assert parse(text, prompt).intent == intent


@settings(max_examples=300, deadline=None, derandomize=True)
@given(before=st.text(min_size=1, max_size=5), after=st.text(max_size=5), word=st.sampled_from(STOPS))
def test_any_letter_or_digit_beside_the_word_makes_it_another_text(
    before: str, after: str, word: str
) -> None:
    letters = sum(map(str.isalnum, before + after))
    if parse(before + word + after).intent == Intent.STOP:
        assert not letters


@pytest.mark.parametrize(
    "text",
    [
        "Đừng nhắn tin cho tôi nữa",
        "dung nhan tin nua",
        "Xin dừng gửi tin nhắn cho số này",
        "toi khong muon nhan tin nua",
        "ngung nhan tin di",
    ],
)
@pytest.mark.parametrize("prompt", [None, *Prompt])
def test_who_asks_for_it_in_a_sentence_is_told_the_word(text: str, prompt: Prompt | None) -> None:
    assert parse(text, prompt).intent == Intent.HELP


@pytest.mark.parametrize(
    "text", ["Dừng nhắn tin lừa đảo bán đất cho dân", "Khong nhan tin cho dan biet lich cat dien o xom 5"]
)
def test_a_matter_that_begins_like_it_is_a_matter(text: str) -> None:
    assert parse(text).intent == Intent.FILE
