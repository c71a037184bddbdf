"""Names are compared without marks and case."""

from __future__ import annotations

import unicodedata

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from organization.names import fold, in_active_language, without_diacritics


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Quỳnh Lưu", "quynh luu"),
        ("  xã\tQUỲNH  LƯU\n", "xa quynh luu"),
        ("Đặng Thị Đức", "dang thi duc"),
        ("Ơi, Ưng Ằng ẵ ộ ỹ", "oi, ung ang a o y"),
        (unicodedata.normalize("NFD", "Nguyễn Hữu Đại"), "nguyen huu dai"),
        ("Ｑｕỳｎｈ", "quynh"),
        ("", ""),
    ],
)
def test_a_name_is_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_the_case_is_kept_where_only_the_marks_are_taken() -> None:
    assert without_diacritics("Ủy ban Đức Thọ") == "Uy ban Duc Tho"


@given(st.text())
def test_folding_twice_changes_nothing_and_normal_forms_are_equal(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_a_reader_of_english_gets_english_where_there_is_some() -> None:
    with translation.override("en"):
        assert in_active_language("Xã Thử", "Thử Commune") == "Thử Commune"
        assert in_active_language("Xã Thử", "") == "Xã Thử"
    with translation.override("vi"):
        assert in_active_language("Xã Thử", "Thử Commune") == "Xã Thử"
