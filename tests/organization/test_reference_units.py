"""The reference units: the province, its seven communes, and the district they came from."""

from __future__ import annotations

from datetime import date

import pytest

from organization import services
from organization.models import Tier, Unit, UnitSuccession
from organization.selectors import Match, current_unit, find_units, unit_by_code, units_on
from tests.factories.organization import somebody

pytestmark = pytest.mark.django_db
NOW, THEN = date(2026, 3, 2), date(2025, 6, 30)
COMMUNES = {
    "17179": "Xã Quỳnh Lưu",
    "17143": "Xã Quỳnh Văn",
    "17176": "Xã Quỳnh Anh",
    "17149": "Xã Quỳnh Tam",
    "17212": "Xã Quỳnh Phú",
    "17152": "Xã Quỳnh Sơn",
    "17224": "Xã Quỳnh Thắng",
}

SAID = [
    ("xã Quỳnh Lưu", "Xã Quỳnh Lưu", Match.NAME),
    ("xa quynh luu", "Xã Quỳnh Lưu", Match.NAME),
    ("X. QUYNH LUU", "Xã Quỳnh Lưu", Match.NAME),
    ("Quynh Luu", "Xã Quỳnh Lưu", Match.NAME),
    ("UBND xã Quỳnh Anh", "Xã Quỳnh Anh", Match.NAME),
    ("Quynh Hau", "Xã Quỳnh Lưu", Match.FORMER),
    ("xã Quỳnh Đôi", "Xã Quỳnh Anh", Match.FORMER),
    ("tt Cau Giat", "Xã Quỳnh Lưu", Match.FORMER),
    ("xa cau giat", "Xã Quỳnh Lưu", Match.ALIAS),
    ("thi tran giat", "Xã Quỳnh Lưu", Match.ALIAS),
    ("tinh nghe an", "Tỉnh Nghệ An", Match.NAME),
    ("thôn 2", "Thôn 2", Match.NAME),
    ("thon 2, xa quynh luu, nghe an", "Thôn 2", Match.NAME),
    ("duong vao truong o quynh tan bi ngap", "Xã Quỳnh Văn", Match.FORMER),
    ("an hoa", "Xã Quỳnh Phú", Match.FORMER),
    ("quynh th", "Xã Quỳnh Thắng", Match.NAME),
]


@pytest.fixture(autouse=True)
def _loaded(db: None) -> None:
    services.load_reference_units(by=somebody(), because="reference")


def test_the_seven_communes_stand_under_the_province() -> None:
    communes = units_on(NOW).filter(tier=Tier.COMMUNE).select_related("parent")
    assert {unit.code: unit.name for unit in communes} == COMMUNES
    assert {unit.parent and unit.parent.code for unit in communes} == {"40"}


def test_the_district_and_its_twenty_five_communes_ended_with_successors() -> None:
    ended = Unit.objects.filter(valid_to=THEN)
    assert ended.filter(tier=Tier.COMMUNE).count() == 25
    assert ended.get(tier=Tier.DISTRICT).code == "421"
    assert not ended.filter(succeeded_by=None).exists()
    assert all(
        "1678/NQ-UBTVQH15" in row.legal_basis for row in UnitSuccession.objects.exclude(old__code="421")
    )


def test_loading_again_adds_nothing() -> None:
    assert services.load_reference_units(by=somebody(), because="again") == 0


def test_every_unit_has_both_names() -> None:
    assert not Unit.objects.filter(name_en="").exists()


def test_a_unit_is_found_by_what_people_call_it() -> None:
    found = {text: [(each.unit.name, each.how) for each in find_units(text, NOW)] for text, *_ in SAID}
    assert found == {text: [(name, how)] for text, name, how in SAID}


def test_the_former_district_leads_to_all_that_it_became() -> None:
    found = find_units("huyện Quỳnh Lưu", NOW)
    assert {each.unit.name for each in found} == set(COMMUNES.values())
    district = unit_by_code("421", THEN)
    assert district is not None
    assert current_unit(district, NOW) == unit_by_code("40", NOW)


def test_a_unit_is_found_as_it_was_on_the_day_asked_for() -> None:
    assert [each.unit.code for each in find_units("quynh luu", THEN)] == ["421"]
    assert [each.unit.name for each in find_units("Quynh Hau", THEN)] == ["Xã Quỳnh Hậu"]


def test_a_text_that_names_no_unit_finds_none() -> None:
    nothing = ["", "  ", "xã", "1", "x", "Hà Nội", "\x00", "?" * 10_000, "%", "(.*"]
    assert [text for text in nothing if find_units(text, NOW)] == []
