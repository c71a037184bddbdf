"""Whatever house, whatever case, whatever is tried: nobody in conflict ever gets it, and every climb leads above."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.errors import CaseError
from cases.models import Case
from cases.models.recusal import RecusalGround
from cases.services import escalation, handling, outcome, recusing
from cases.services.sweeping import sweep_cases
from cases.vocabulary import Kind, Track
from organization.actors import Actor, Channel
from organization.errors import OrganizationError
from organization.models import Kinship, Officer, Posting, Role, Tier, Unit
from organization.periods import SERVICE, covering
from organization.selectors import ancestors, kin_of, superiors
from organization.services import declare_kin
from tests.factories.cases import BECAUSE, MONDAY, a_case
from tests.factories.organization import (
    SETTING_UP,
    Cast,
    a_member,
    a_stand_in,
    a_unit,
    acting,
    somebody,
)

DAY = timezone.localdate(MONDAY)
WAYS = [
    (Kind.FEEDBACK, None),
    (Kind.COMPLAINT, Track.COMPLAINT),
    (Kind.COMPLAINT, Track.COMPLAINT_SECOND),
    (Kind.COMPLAINT, Track.DISCIPLINE),
    (Kind.DENUNCIATION, Track.DENUNCIATION),
    (Kind.TIP, None),
]


@dataclass
class House:
    """Units and people; `draw` gives a number from nought to the given one."""

    draw: Callable[[int], int]
    units: list[Unit]
    people: list[Posting]

    def somebody(self) -> Posting:
        return self.people[self.draw(len(self.people) - 1)]

    def touched(self, case: Case) -> Posting:
        """Whoever has the case, every other time."""
        return case.holder if case.holder and self.draw(1) else self.somebody()

    def somewhere(self) -> Unit:
        return self.units[self.draw(len(self.units) - 1)]

    def why(self, at: datetime) -> dict[str, Any]:
        return {"by": acting(self.somebody()), "because": BECAUSE, "at": at}


def a_random_house(draw: Callable[[int], int]) -> House:
    """Three levels, some headships vacant, some heads away, some officers family of one another."""
    top = a_unit("Tỉnh", tier=Tier.PROVINCE)
    communes = [a_unit(f"Xã {number}", parent=top) for number in range(2)]
    parts = [a_unit(f"Phòng {number}", tier=Tier.DEPARTMENT, parent=communes[0]) for number in range(2)]
    house = House(draw, [top, *communes, *parts], [])
    for unit in house.units:
        if draw(5):
            house.people.append(a_member(unit, Role.HEAD, "Trưởng", is_head=True))
        house.people += [a_member(unit, Role.OFFICER, "Cán bộ") for _ in range(1 + draw(1))]
    for away in house.people:
        beside = [each for each in house.people if each.post.unit_id == away.post.unit_id and each != away]
        if away.post.is_head and beside and draw(1):
            a_stand_in(away, beside[0], starts_on=DAY, ends_on=DAY + timedelta(days=400))
    for _ in range(draw(3)):
        one, other = house.somebody(), house.somebody()
        with suppress(OrganizationError):
            declare_kin(
                one.officer,
                relative=other.officer,
                kinship=Kinship.SIBLING,
                by=somebody(),
                because=SETTING_UP,
            )
    return house


TRIES: tuple[Callable[[Case, House, datetime], object], ...] = (
    lambda case, house, at: handling.accept(case, **house.why(at)),
    lambda case, house, at: handling.assign(case, to=house.somebody(), **house.why(at)),
    lambda case, house, at: escalation.escalate(case, ground="beyond_tier", **house.why(at)),
    lambda case, house, at: escalation.send_down(case, to=house.somewhere(), **house.why(at)),
    lambda case, house, at: escalation.transfer(case, to=house.somewhere(), **house.why(at)),
    lambda case, house, at: recuse(case, house.touched(case), at),
    lambda case, house, at: handling.reclassify(
        case,
        kind=Kind(case.kind),
        category=case.category,
        about=house.touched(case).officer,
        summary="",
        **house.why(at),
    ),
    lambda case, house, at: outcome.answer(case, text="Xong.", **house.why(at)),
    lambda case, house, at: outcome.dispute(case, by=Actor.citizen(Channel.WEB), at=at),
    lambda case, house, at: sweep_cases(at=at),
)


def recuse(case: Case, posting: Posting, at: datetime) -> Case:
    return recusing.declare(
        case,
        officer=posting.officer,
        ground=RecusalGround.SELF,
        by=acting(posting),
        because=BECAUSE,
        at=at,
    )


def in_conflict(officer: Officer, case: Case, at: datetime) -> bool:
    """What the law says, put together anew from single questions."""
    on = timezone.localdate(at)
    if case.recusals.filter(officer=officer).exists():
        return True
    about = case.about_id
    if about is None:
        return False
    if officer.pk in kin_of(about):
        return True
    heads = Posting.objects.filter(covering(on, SERVICE), post__unit=case.unit, post__is_head=True)
    if case.track in {"complaint", "discipline"} and heads.filter(officer_id=about).exists():
        return False
    return officer.pk == about or about in superiors(officer.pk, on)


@pytest.mark.django_db
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_no_assignment_ever_reaches_somebody_in_conflict_and_every_climb_leads_above(
    cast: Cast, data: st.DataObject
) -> None:
    house = a_random_house(lambda most: data.draw(st.integers(0, most)))
    kind, track = WAYS[house.draw(len(WAYS) - 1)]
    about = house.somebody().officer if house.draw(3) else None
    try:
        case = a_case(house.somewhere(), kind=kind, track=track, channel=Channel.DESK, about=about, phone="")
    except CaseError:
        return
    at = MONDAY
    for _ in range(8 + house.draw(8)):
        at += timedelta(days=house.draw(25))
        with suppress(CaseError):
            TRIES[house.draw(len(TRIES) - 1)](case, house, at)
        case = Case.objects.get(pk=case.pk)
        assert case.holder is None or not in_conflict(case.holder.officer, case, at)
    for event in case.events.filter(kind="escalate").select_related("from_unit", "to_unit"):
        assert event.from_unit
        assert event.to_unit in ancestors(event.from_unit)
