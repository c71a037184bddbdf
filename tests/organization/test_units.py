"""Units in their tree and in their time."""

from __future__ import annotations

from datetime import date

import pytest

from organization import services
from organization.errors import OrganizationError
from organization.history import attributed
from organization.models import Tier, Unit
from organization.selectors import (
    ancestors,
    current_unit,
    descendants,
    root_unit,
    successors,
    unit_by_code,
    units_on,
    within,
)
from tests.factories.organization import a_post, a_unit, somebody

pytestmark = pytest.mark.django_db
BEFORE, LAST, FIRST = date(2024, 5, 1), date(2025, 6, 30), date(2025, 7, 1)


def _succeed(old: Unit, new: Unit) -> None:
    services.record_succession(
        old, new=new, on=FIRST, legal_basis="Nghị quyết thử", by=somebody(), because="merged"
    )


def test_a_code_means_another_unit_after_it_was_reused() -> None:
    old = a_unit("Thị trấn Cũ", code="17", valid_to=LAST)
    new = a_unit("Xã Mới", code="17", valid_from=FIRST)
    assert unit_by_code("17", LAST) == old
    assert unit_by_code("17", FIRST) == new
    assert unit_by_code("18", FIRST) is None
    assert set(units_on(LAST)) == {old}


def test_a_code_cannot_name_two_units_at_a_time() -> None:
    a_unit(code="17", valid_to=FIRST)
    with pytest.raises(OrganizationError):
        a_unit(code="17", valid_from=LAST)
    assert Unit.objects.count() == 1


def test_a_unit_cannot_end_before_it_begins() -> None:
    with pytest.raises(OrganizationError):
        a_unit(valid_from=FIRST, valid_to=LAST)


def test_a_unit_cannot_outlive_the_one_above_it() -> None:
    district = a_unit(tier=Tier.DISTRICT, valid_to=LAST)
    with pytest.raises(OrganizationError):
        a_unit(parent=district)
    a_unit(parent=district, valid_to=LAST)


def test_a_unit_cannot_be_part_of_itself_by_way_of_others() -> None:
    top = a_unit(tier=Tier.PROVINCE)
    below = a_unit(parent=a_unit(parent=top))
    top.parent = below
    with pytest.raises(OrganizationError):
        top.clean()


def test_a_unit_cannot_end_while_posts_and_parts_go_on() -> None:
    unit = a_unit()
    post = a_post(unit)
    unit.valid_to = LAST
    with pytest.raises(OrganizationError):
        unit.clean()
    post.valid_to = LAST
    with attributed(somebody(), "closed"):
        post.save()
    unit.clean()
    a_unit(parent=Unit.objects.get(pk=unit.pk))
    with pytest.raises(OrganizationError):
        unit.clean()


def test_the_tree_is_read_upwards_and_downwards() -> None:
    top = a_unit("Tỉnh", tier=Tier.PROVINCE)
    commune, other = a_unit(parent=top), a_unit(parent=top)
    hamlet = a_unit(parent=commune, tier=Tier.HAMLET)
    assert ancestors(hamlet) == [commune, top]
    assert descendants(top) == {commune.pk, other.pk, hamlet.pk}
    assert descendants(hamlet) == set()
    assert root_unit(FIRST) == top
    assert within(commune.pk, hamlet)
    assert within(commune.pk, commune)
    assert not within(commune.pk, top)
    assert not within(other.pk, hamlet)
    assert not within(None, hamlet)


def test_what_ended_leads_to_what_took_its_place() -> None:
    top = a_unit("Tỉnh", tier=Tier.PROVINCE)
    district = a_unit("Huyện", tier=Tier.DISTRICT, parent=top, valid_to=LAST)
    old = a_unit("Xã Cũ", parent=district, valid_to=LAST)
    new, neighbour = (a_unit(name, parent=top, valid_from=FIRST) for name in ("Xã Mới", "Xã Bên"))
    for former, later in ((old, new), (district, new), (district, neighbour)):
        _succeed(former, later)
    assert current_unit(old, BEFORE) == old
    assert current_unit(old, FIRST) == new
    assert current_unit(new, FIRST) == new
    assert successors(district) == [neighbour, new]
    # Two took over, so only the unit above both speaks for the whole of it.
    assert current_unit(district, FIRST) == top


def test_what_ended_without_a_successor_stays_itself() -> None:
    old = a_unit(valid_to=LAST)
    assert current_unit(old, FIRST) == old


def test_a_unit_cannot_be_succeeded_by_one_that_does_not_exist_yet() -> None:
    old = a_unit(valid_to=LAST)
    late = a_unit(valid_from=date(2026, 1, 1))
    for pair in ((old, late), (old, old)):
        with pytest.raises(OrganizationError):
            _succeed(*pair)


def test_an_alias_is_known_once_however_it_is_spelled() -> None:
    unit = a_unit()
    services.add_alias(unit, name="Cầu Giát", by=somebody(), because="as people say")
    with pytest.raises(OrganizationError):
        services.add_alias(unit, name="cau  giat", by=somebody(), because="again")
    services.add_alias(a_unit(), name="Cầu Giát", by=somebody(), because="another one")
