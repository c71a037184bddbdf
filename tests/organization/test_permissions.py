"""How far a post reaches."""

from __future__ import annotations

import pytest

from organization.actors import Actor, Channel
from organization.models import Role, Tier
from organization.permissions import reach, reaches
from tests.factories.organization import a_cast, a_member, a_unit, acting, somebody

pytestmark = pytest.mark.django_db


def test_a_post_reaches_its_unit_and_what_is_below() -> None:
    cast = a_cast()
    hamlet = a_unit(tier=Tier.HAMLET, parent=cast.commune)
    assert reach(acting(cast.head)) == {cast.commune.pk, hamlet.pk}
    assert reach(acting(cast.inspector)) == {cast.top.pk, cast.commune.pk, cast.neighbour.pk, hamlet.pk}
    assert reach(acting(cast.reception)) == {cast.commune.pk, hamlet.pk}
    assert reaches(acting(cast.head), hamlet)
    assert not reaches(acting(cast.head), cast.neighbour)
    assert not reaches(acting(cast.head), cast.top)


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.INSPECTOR, Role.ADMINISTRATOR])
def test_reception_inspection_and_administration_in_a_department_serve_the_whole_unit(role: Role) -> None:
    cast = a_cast()
    department = a_unit("Thanh tra Thử", tier=Tier.DEPARTMENT, parent=cast.top)
    assert reaches(acting(a_member(department, role, "Ngô Văn Soi")), cast.commune)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD])
def test_the_officers_of_a_department_serve_the_department(role: Role) -> None:
    cast = a_cast()
    department = a_unit("Phòng Thử", tier=Tier.DEPARTMENT, parent=cast.commune)
    assert reach(acting(a_member(department, role, "Mai Văn Phòng"))) == {department.pk}


@pytest.mark.parametrize("actor", [somebody(), Actor.citizen(Channel.WEB)])
def test_citizens_and_the_system_reach_nothing(actor: Actor) -> None:
    assert reach(actor) == set()
    assert not reaches(actor, a_unit())
