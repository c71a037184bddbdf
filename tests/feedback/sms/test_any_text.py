"""Anything that a phone can send has a meaning that holds together, at once, however it is typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cases.codes import LENGTH, read_code
from feedback.sms.grammar import Intent, Meaning, Prompt, parse
from feedback.sms.lexicon.optouts import opts
from feedback.sms.lexicon.reading import read
from feedback.sms.lexicon.spelling import spelled_out
from organization.names import without_diacritics

CODE = "12345671"
PROMPTS = st.sampled_from([None, *Prompt])

# Words that mean the same with and without their accents, alone and beside each other.
PLAIN_SAFE = [
    *("PA", "kn", "góp ý", "Khiếu nại", "tố cáo", "kiến nghị", "KHEN", "ẩn danh", "xin giấu tên"),
    *("TC", "tra cứu", "đg", "đánh giá", "TL", "trả lời", "HD", "hướng dẫn", "xoá", "rút", "?"),
    *("1", "2", "5", "/5", "sao", "điểm", "năm", "chưa", "xong", "rồi", "vẫn còn", "không"),
    *("đồng ý", "cảm ơn", "Kính gửi UBND xã,", "tôi xin", "thôn 4", "mất điện", "rác", "đến đâu"),
    *(CODE, "1234 5671", "12345672", "0900000123", "20/11/2025", "nhà tôi", "ở", "ngày", "\n"),
    *(",", "."),
]
ODD = [
    *("\x00", "\u202e", "\u200b", "\u200d", "😀", "5️⃣", "⭐⭐⭐", "e\u0323\u0302", "<b>"),
    *("'; DROP TABLE cases; --", "ກຂ", "PA\u00a0", "ＰＡ", "phanr anhs", "pha3n a1nh", "dừng"),
    *("DUNG", "stop", "tiếp", "Huy", "xóm", "x.", "o", "một hai ba"),
]
TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from(PLAIN_SAFE + ODD), max_size=9).map(" ".join),
    st.lists(st.sampled_from(PLAIN_SAFE + ODD), max_size=6).map("".join),
    st.text(alphabet="0123456789oO .-/,+", max_size=40),
    st.text(alphabet="aăâdđeêioôơuưyfsrxjwz1689 ", max_size=40),
)
MANY = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    max_examples=16_000,
)

pytestmark = pytest.mark.once


def holds_together(meaning: Meaning, text: str, prompt: Prompt | None) -> bool:
    """Whether the parts of a meaning go together and come from the text."""
    intent, said = meaning.intent, read(text)
    must = [
        not meaning.code or (read_code(meaning.code) == meaning.code and len(meaning.code) == LENGTH),
        not (meaning.code and meaning.wrong_code),
        (meaning.kind is not None) == (intent == Intent.FILE),
        not meaning.anonymous or intent == Intent.FILE,
        meaning.score is None or intent == Intent.UNKNOWN or 1 <= meaning.score <= 5,
        "\x00" not in meaning.text,
        meaning.text in said.words,
        meaning.place in meaning.text,
        not meaning.place or intent in {Intent.FILE, Intent.ANSWER},
        (intent in {Intent.STOP, Intent.START}) == (opts(said, prompt) is not None),
        intent not in {Intent.CONFIRM, Intent.DISPUTE}
        or prompt == Prompt.CONFIRM
        or bool(meaning.code or meaning.wrong_code),
        intent != Intent.UNKNOWN or prompt != Prompt.QUESTION or not meaning.text,
    ]
    return all(must)


@settings(MANY)
@given(text=TEXTS, prompt=PROMPTS)
@example(text="\ud83d\udc4d", prompt=None)
@example(text="a" * 1600, prompt=None)
@example(text="212345671DG", prompt=Prompt.QUESTION)
def test_every_text_has_a_meaning_that_holds_together(text: str, prompt: Prompt | None) -> None:
    assert holds_together(parse(text, prompt), text, prompt)


@settings(MANY, max_examples=4_000)
@given(words=st.lists(st.sampled_from(PLAIN_SAFE), max_size=8), prompt=PROMPTS)
def test_a_text_means_the_same_in_capitals_and_without_accents(
    words: list[str], prompt: Prompt | None
) -> None:
    def told(text: str) -> Meaning:
        return replace(parse(text, prompt), text="", place="")

    text = " ".join(words)
    assert told(text) == told(without_diacritics(text)) == told(text.upper()) == told(text.lower())


LENGTH_OF_ALL = 20_000
LONG = [
    *("1 ", "1", "1.000.", "0900 ", "12345671 ", "một hai ba ", "5 sao ", "0o", "a", "s", "é"),
    *("aw", "pha3n ", "dd", "Đ", "\u0301", "PA ", "pa", "phan anh ", "kinh gui ", "kinh gui"),
    *("toi xin ", "cho toi ", "an danh ", "xin giau ", "TC phan anh ", "huy don ", "xoa so "),
    *("thon ", "to ", "xom tan ", "xa ", "chua ", "xong ", "da xong ", "van con ", "ba con "),
    *("cam on ", "(", "?", "⭐", "\n", "\x00", "\u200b", "😀", "https://", "lien he ngay "),
]


@pytest.mark.parametrize("piece", LONG)
@pytest.mark.parametrize("front", ["", "KN xa ", "12345671 "])
def test_a_long_text_has_a_meaning_soon(front: str, piece: str) -> None:
    """A pattern that tries every way to read a text would take for ever with one of these."""
    text = front + (piece * LENGTH_OF_ALL)[:LENGTH_OF_ALL] + " x!"
    for prompt in (None, *Prompt):
        assert holds_together(parse(text, prompt), text, prompt)


def test_of_a_very_long_report_every_word_is_kept_and_a_wish_at_its_end_is_heard() -> None:
    told = "rác chất đống ở chợ ba ngày chưa dọn, " * 200
    assert parse("PA " + told).text == told.strip()
    assert not parse("PA " + told).anonymous
    unnamed = parse(told + "tôi xin được giấu tên")
    assert (unnamed.intent, unnamed.anonymous) == (Intent.FILE, True)
    assert unnamed.text.startswith(told)


@settings(MANY, max_examples=500)
@given(text=TEXTS)
def test_writing_out_leaves_one_word_for_each(text: str) -> None:
    spoken = spelled_out(read(text))
    assert spoken == spoken.strip()
    assert "  " not in spoken


@pytest.mark.parametrize("word", ["b" * 50_000 + "ж", "ngh" * 16_000 + "9" * 9, "a" * 50_000 + "9ж"])
def test_a_word_without_an_end_is_read_as_any_other(word: str) -> None:
    assert parse(f"PA {word}").text == word
