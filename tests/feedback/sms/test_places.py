"""Where it happened, as people write it: with or without accents, by the names of today or those before the merger."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.sms.grammar import parse
from feedback.sms.places import place_named_in
from organization.models import Tier, Unit
from organization.services import add_alias, load_reference_units
from tests.factories.organization import SETTING_UP, a_unit, somebody

TODAY = date(2026, 10, 5)
LUU, VAN, ANH, TAM, PHU, NGHE_AN = "17179", "17143", "17176", "17149", "17212", "40"


@pytest.fixture
def _district(db: None) -> None:
    """The province, the seven communes, and the former district with its 25 communes."""
    load_reference_units(by=somebody(), because=SETTING_UP)


def unit_of(text: str) -> Unit | None:
    """The unit of the place that the text names."""
    named = place_named_in(text, TODAY)
    return named.unit if named else None


def place(text: str) -> str | None:
    unit = unit_of(text)
    return unit.code if unit else None


@pytest.mark.usefixtures("_district")
def test_the_unit_that_a_text_names_is_found() -> None:
    texts = {
        # As it is called today.
        "xa Quynh Luu thu phi sai quy dinh o cho Cau Giat": LUU,
        "Đường ở xã Quỳnh Văn hỏng": VAN,
        "UBND X. QUYNH VAN cham tra giay to": VAN,
        "duong qua Quynh Anh bi ngap": ANH,
        "đường quỳnh lưu hỏng": LUU,
        "xa Quynh Van, huyen Quynh Luu, tinh Nghe An": VAN,
        "Quynh Van, Quynh Luu, Nghe An": VAN,
        "tỉnh Nghệ An chưa trả lời": NGHE_AN,
        # As it was called before.
        "cho o thi tran Cau Giat": LUU,
        "TT Cầu Giát mất nước": LUU,
        "quynh hau mat dien": LUU,
        "Rác ở Tân Sơn": TAM,
        "xa Tan Son": TAM,
        "cán bộ ở thị trấn Giát": LUU,
        # A district that is no more has no heir but the province.
        "huyện Quỳnh Lưu trước đây đã hứa": NGHE_AN,
        # Words that only look like a name.
        "chúng tôi ăn hoa quả ở đây bị đau bụng": None,
        "tôi ở An Hòa": PHU,
        "tôi ở An Hoà": PHU,
        "can bo o Giat": None,
        "Rác ở thôn 1": None,
        "": None,
        "?!": None,
    }
    assert {text: place(text) for text in texts} == texts


def named(text: str) -> tuple[str | None, str] | None:
    """The code of the unit and the words for the place."""
    place = place_named_in(text, TODAY)
    return (place.unit.code if place.unit else None, place.phrase) if place else None


@pytest.mark.usefixtures("_district")
def test_the_words_for_the_place_are_the_hamlet_and_the_commune_beside_it() -> None:
    texts = {
        "Rác ở xóm 5 Quỳnh Thạch chưa dọn": (VAN, "xóm 5 Quỳnh Thạch"),
        "rac o xom 5, xa Quynh Thach, chua don": (VAN, "xom 5, xa Quynh Thach"),
        "Quynh Thach xom 5 mat dien": (VAN, "Quynh Thach xom 5"),
        "Khối 3 thị trấn Cầu Giát mất nước": (LUU, "Khối 3 thị trấn Cầu Giát"),
        "to dan pho 3 cau giat mat nuoc": (LUU, "to dan pho 3 cau giat"),
        "thôn4 quynh yen mat nuoc": (ANH, "thôn4 quynh yen"),
        # Apart, the hamlet is the place, and the commune says whose.
        "xa Quynh Van noi la thon 4 da co nuoc": (VAN, "thon 4"),
        # Only one of them.
        "Đường ở xã Quỳnh Văn hỏng": (VAN, "xã Quỳnh Văn"),
        "ong nuoc vo o nga tu Giat": (LUU, "Giat"),
        "Rác ở thôn 1": (None, "thôn 1"),
        "Mất điện xóm 5a rồi": (None, "xóm 5a"),
        "tổ dân phố 12 mất nước": (None, "tổ dân phố 12"),
        "rac day duong": None,
        "thon toi mat dien": None,
        "to qua, doi nay, ban oi, khoi bui": None,
    }
    assert {text: named(text) for text in texts} == texts


@pytest.mark.usefixtures("_district")
def test_a_hamlet_or_a_person_that_bears_the_name_of_a_commune_is_no_commune() -> None:
    texts = {
        "xóm Tân Thắng mất điện": (None, "xóm Tân Thắng"),
        "xom tan thang mat dien": (None, "xom tan thang"),
        "xóm Tân Thắng xã Quỳnh Văn mất điện": (VAN, "xóm Tân Thắng xã Quỳnh Văn"),
        "ông Văn Hải hẹn bốn lần": None,
        "Chị Quỳnh Anh ở quầy số 2": None,
        "chi Quynh Anh o xa Quynh Van": (VAN, "xa Quynh Van"),
        "dia chi Quynh Van": (VAN, "Quynh Van"),
    }
    assert {text: named(text) for text in texts} == texts


@pytest.mark.usefixtures("_district")
def test_a_name_is_known_run_together_shortened_and_with_keys_of_telex_in_it() -> None:
    texts = {
        "quynhdien mat dien": LUU,
        "Q. Thạch mất điện": VAN,
        "q thach mat dien": VAN,
        "Quynhf Bangr mat dien": ANH,
        "xa Quỳnh Nghỉa": None,  # the list has no such name
        "xã Phú Nghỉa": PHU,  # hỏi for ngã
        "T. Son mat dien": None,  # only a first word that many names share is shortened
        "anhoa": None,
    }
    assert {text: place(text) for text in texts} == texts


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("PA rác ở thôn 4", "thôn 4"),
        ("PA rác ở thôn 4, xã Quỳnh Yên", "thôn 4, xã Quỳnh Yên"),
        ("PA Xóm 5 Quỳnh Thạch mất điện", "Xóm 5 Quỳnh Thạch"),
        ("PA xom 5 xa quynh thach mat dien", "xom 5 xa quynh thach"),
        ("PA thôn số 7 mất điện", "thôn số 7"),
        ("PA xom Dong, mat dien", "xom Dong"),
        ("PA Xóm Đông mất điện", "Xóm Đông"),
        ("PA xom tan tien mat dien", ""),
        ("PA mat dien o xom tan tien 3 ngay", "xom tan tien"),
        ("PA mat dien xom tan tien", "xom tan tien"),
        ("PA xom tan tien, mat dien", "xom tan tien"),
        ("PA hop thon thu tien khong co bien lai", ""),
        ("PA THON 4 MAT DIEN", "THON 4"),
        ("PA khoi bui day duong", ""),
        ("PA to qua, tot qua", ""),
        ("PA xã Quỳnh Văn mất điện", ""),
        ("TC", ""),
    ],
)
def test_a_hamlet_is_read_by_its_shape_without_a_list(text: str, phrase: str) -> None:
    assert parse(text).place == phrase


@pytest.mark.usefixtures("_district")
def test_a_name_that_says_its_sort_goes_before_one_that_does_not() -> None:
    assert place("can bo Quynh Tam den xa Quynh Anh thu tien") == ANH
    assert place("can bo xa Quynh Tam den Quynh Anh thu tien") == TAM
    assert place("can bo Quynh Tam den Quynh Anh thu tien") == TAM


@pytest.mark.usefixtures("_district")
def test_the_longest_name_is_meant() -> None:
    longer = a_unit("Xã Quỳnh Lưu Hạ", parent=unit_of("tỉnh Nghệ An"))
    assert place("duong o xa Quynh Luu Ha") == longer.code
    assert place("duong o xa Quynh Luu") == LUU


def test_a_unit_is_found_by_another_name_and_by_one_word_after_its_sort(db: None) -> None:
    top = a_unit("Tỉnh Thử", tier=Tier.PROVINCE)
    unit = a_unit("Phường Ba", parent=top)
    add_alias(unit, name="Đồi Cỏ May", by=somebody(), because=SETTING_UP)
    assert unit_of("rac o doi co may") == unit
    assert unit_of("rác ở phường Ba") == unit
    assert unit_of("ba ngay nay mat nuoc") is None


def test_a_unit_that_ended_without_an_heir_or_is_yet_to_come_is_not_found(db: None) -> None:
    top = a_unit("Tỉnh Thử", tier=Tier.PROVINCE)
    a_unit("Xã Bến Cũ", parent=top, valid_to=date(2025, 6, 30))
    a_unit("Xã Bến Mới", parent=top, valid_from=date(2027, 1, 1))
    assert unit_of("xã Bến Cũ và xã Bến Mới") is None


@pytest.mark.usefixtures("_district")
def test_more_units_and_longer_texts_cost_no_more_queries() -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        place("xã Quỳnh Văn")
    for number in range(30):
        a_unit(f"Xã Số {number}")
    with CaptureQueriesContext(connection) as many:
        place("Rác ở xã Quỳnh Văn, xã Số 7, xã Số 8 và xã Số 9. " * 30)
    assert len(many) == len(few) == 3
