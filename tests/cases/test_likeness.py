"""When two texts say the same, and when a word or a number makes them two matters."""

from __future__ import annotations

import time

import pytest

from cases.likeness import says_the_same
from organization.names import without_diacritics

TOLD = (
    "Cống thoát nước trước nhà văn hóa thôn 3 bị tắc từ đầu tháng, mỗi khi mưa nước tràn ra đường, học sinh đi học"
    " phải lội qua, mùi hôi rất nặng, dân trong thôn đã báo trưởng thôn hai lần nhưng chưa có ai đến thông cống."
)


@pytest.mark.parametrize(
    "again",
    [
        TOLD,
        TOLD.upper(),
        without_diacritics(TOLD).replace(",", ""),
        f"{TOLD} Kính mong.",
    ],
)
def test_accents_case_signs_and_a_word_more_do_not_make_another_text(again: str) -> None:
    assert says_the_same(TOLD, again)


@pytest.mark.parametrize(
    "other",
    [
        TOLD.replace("thôn 3", "thôn 5"),
        f"{TOLD} Hôm qua có một cháu bé bị ngã gãy tay ngay tại đó, gia đình yêu cầu bồi thường.",
        TOLD[: len(TOLD) // 2],
        "",
    ],
)
def test_another_number_something_new_or_half_of_it_is_another_text(other: str) -> None:
    assert not says_the_same(TOLD, other)


def test_however_long_a_text_is_another_number_in_it_makes_another_matter() -> None:
    long = " ".join(
        [TOLD, *(f"Người dân ngõ {lane} cũng bị như vậy." for lane in ("một", "hai", "ba", "bốn"))]
    )
    assert says_the_same(long, long.replace("rất nặng", "nặng"))
    assert not says_the_same(long, long.replace("thôn 3", "thôn 5"))


def test_short_texts_are_the_same_only_word_by_word() -> None:
    assert says_the_same("Đèn đường hỏng.", "den duong hong")
    assert not says_the_same("Đèn đường đã hỏng từ lâu lắm rồi", "Đèn đường chưa hỏng từ lâu lắm rồi")


def test_texts_without_a_word_say_nothing_and_so_never_the_same() -> None:
    assert not says_the_same("", "")
    assert not says_the_same("!!!", "!!!")


def test_comparing_the_longest_texts_takes_a_moment() -> None:
    long = " ".join(f"tu{number % 1500}" for number in range(1600))[:10_000]
    started = time.perf_counter()
    says_the_same(long, f"{long} hết")
    assert time.perf_counter() - started < 0.5
