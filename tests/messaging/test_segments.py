"""Counting segments as the networks do, and making a text light."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.segments import ALPHABET, Encoding, cut, plain, weigh


@pytest.mark.parametrize(
    ("text", "encoding", "segments"),
    [
        ("", Encoding.GSM7, 1),
        ("a" * 160, Encoding.GSM7, 1),
        ("a" * 161, Encoding.GSM7, 2),
        ("a" * 306, Encoding.GSM7, 2),
        ("a" * 307, Encoding.GSM7, 3),
        ("€" * 80, Encoding.GSM7, 1),
        ("€" * 81, Encoding.GSM7, 2),
        # 153 is odd: an escape and its letter stay together, so 76 fit in a joined part.
        ("€" * 152, Encoding.GSM7, 2),
        ("€" * 153, Encoding.GSM7, 3),
        ("à" * 160, Encoding.GSM7, 1),
        ("ạ" * 70, Encoding.UCS2, 1),
        ("ạ" * 71, Encoding.UCS2, 2),
        ("🙂" * 35, Encoding.UCS2, 1),
        ("🙂" * 36, Encoding.UCS2, 2),
        ("🙂" * 67, Encoding.UCS2, 3),
        ("Rác thải chất đống trước trạm y tế xã Tân Hiệp ba ngày nay chưa ai dọn.", Encoding.UCS2, 2),
        ("Rac thai chat dong truoc tram y te xa Tan Hiep ba ngay nay chua ai don.", Encoding.GSM7, 1),
    ],
)
def test_a_text_is_counted_as_the_network_counts_it(text: str, encoding: Encoding, segments: int) -> None:
    weight = weigh(text)
    assert (weight.encoding, weight.segments) == (encoding, segments)


def test_what_is_free_is_what_the_last_segment_can_still_take() -> None:
    assert weigh("a" * 150).free == 10
    assert weigh("a" * 200).free == 153 - 47


def test_accents_go_and_typographic_signs_become_plain_ones() -> None:
    assert plain("Đường “Quỳnh Lưu” – số 5…\n\tđã  hỏng ✓") == 'Duong "Quynh Luu" - so 5... da hong'


@given(st.text(max_size=400))
def test_whatever_is_made_plain_travels_as_gsm(text: str) -> None:
    light = plain(text)
    assert ALPHABET.issuperset(light)
    assert plain(light) == light


@given(st.text(alphabet=sorted(ALPHABET), max_size=200), st.integers(min_value=2, max_value=170))
def test_a_cut_text_never_weighs_more_than_it_may(text: str, units: int) -> None:
    assert weigh(cut(text, units)).units <= units
    assert weigh(text).units > units or cut(text, units) == text
