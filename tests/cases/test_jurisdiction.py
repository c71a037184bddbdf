"""Whom the law names: each row of the ladders before and after the districts ended, and those who moved since."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest
from django.utils import translation

from cases import routing
from cases.ladder import Route
from cases.routing import Matter
from cases.vocabulary import Kind, Track
from organization import services
from organization.models import Kinship, Officer, Post, Posting, Role, Tier, Unit
from tests.factories.cases import a_case, moment, reference_data
from tests.factories.organization import SETTING_UP, a_posting, a_unit, an_officer, somebody

pytestmark = pytest.mark.django_db
BEFORE, BETWEEN, AFTER = date(2025, 6, 2), date(2025, 9, 1), date(2026, 10, 5)
LAST_DAY, FIRST_DAY = date(2025, 6, 30), date(2025, 7, 1)


@dataclass
class State:
    """A province as it was before the districts ended and as it is since, each body with a head, a deputy, staff."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[tuple[str, str], Posting] = field(default_factory=dict)

    def add(
        self,
        name: str,
        tier: Tier,
        above: str = "",
        *,
        since: date = date(2020, 1, 1),
        ends: date | None = None,
    ) -> None:
        parent = self.units[above] if above else None
        unit = a_unit(name, code=name, tier=tier, parent=parent, valid_from=since, valid_to=ends)
        self.units[name] = unit
        for rank in ("head", "deputy", "staff"):
            post = a_ranked_post(unit, rank, ends=ends)
            self.people[name, rank] = a_posting(post, starts_on=since, ends_on=ends)

    def who(self, body: str, rank: str) -> Officer:
        return self.people[body, rank].officer


def a_ranked_post(unit: Unit, rank: str, *, ends: date | None = None) -> Post:
    return services.open_post(
        unit,
        title=f"{rank} {unit.code}",
        role=Role.OFFICER if rank == "staff" else Role.HEAD,
        is_head=rank == "head",
        is_deputy=rank == "deputy",
        valid_from=unit.valid_from,
        valid_to=ends,
        by=somebody(),
        because=SETTING_UP,
    )


@pytest.fixture
def state(db: None) -> State:
    reference_data()
    state = State()
    state.add("province", Tier.PROVINCE)
    state.add("so", Tier.DEPARTMENT, "province")
    state.add("chi_cuc", Tier.DEPARTMENT, "so")
    state.add("district", Tier.DISTRICT, "province", ends=LAST_DAY)
    state.add("phong_huyen", Tier.DEPARTMENT, "district", ends=LAST_DAY)
    state.add("old_commune", Tier.COMMUNE, "district", ends=LAST_DAY)
    state.add("commune", Tier.COMMUNE, "province", since=FIRST_DAY)
    state.add("phong_xa", Tier.DEPARTMENT, "commune", since=FIRST_DAY)
    state.add("neighbour", Tier.COMMUNE, "province", since=FIRST_DAY)
    for old in ("old_commune", "district"):
        succeed(state, old, "commune")
    succeed(state, "district", "neighbour")
    return state


def succeed(state: State, old: str, new: str) -> None:
    services.record_succession(
        state.units[old],
        new=state.units[new],
        on=FIRST_DAY,
        legal_basis="Nghị quyết",
        by=somebody(),
        because=SETTING_UP,
    )


def start(
    state: State, track: Track, body: str, rank: str, on: date, *, then: Posting | None = None
) -> Route:
    return routing.start(Matter(track, None, state.units[body], state.who(body, rank), then), on=on)


EVERYBODY = ("head", "deputy", "staff")
LEADS = ("head", "deputy")
LADDERS = [
    # Complaints, from the second instance on, whoever it is.
    (Track.COMPLAINT, "old_commune", EVERYBODY, BEFORE, "old_commune"),
    (Track.COMPLAINT, "phong_huyen", EVERYBODY, BEFORE, "phong_huyen"),
    (Track.COMPLAINT, "district", EVERYBODY, BEFORE, "district"),
    (Track.COMPLAINT_SECOND, "old_commune", EVERYBODY, BEFORE, "district"),
    (Track.COMPLAINT_SECOND, "phong_huyen", EVERYBODY, BEFORE, "district"),
    (Track.COMPLAINT_SECOND, "district", EVERYBODY, BEFORE, "province"),
    (Track.COMPLAINT, "commune", EVERYBODY, BETWEEN, "commune"),
    (Track.COMPLAINT, "commune", EVERYBODY, AFTER, "commune"),
    (Track.COMPLAINT, "phong_xa", EVERYBODY, AFTER, "commune"),
    (Track.COMPLAINT_SECOND, "commune", EVERYBODY, BETWEEN, "province"),
    (Track.COMPLAINT_SECOND, "commune", EVERYBODY, AFTER, "province"),
    (Track.COMPLAINT_SECOND, "phong_xa", EVERYBODY, AFTER, "province"),
    (Track.COMPLAINT, "chi_cuc", EVERYBODY, AFTER, "chi_cuc"),
    (Track.COMPLAINT_SECOND, "chi_cuc", EVERYBODY, AFTER, "so"),
    (Track.COMPLAINT, "so", EVERYBODY, AFTER, "so"),
    (Track.COMPLAINT_SECOND, "so", EVERYBODY, AFTER, "province"),
    (Track.COMPLAINT, "province", EVERYBODY, AFTER, "province"),
    # Complaints against disciplinary decisions.
    (Track.DISCIPLINE, "commune", EVERYBODY, AFTER, "commune"),
    (Track.DISCIPLINE_SECOND, "old_commune", EVERYBODY, BEFORE, "district"),
    (Track.DISCIPLINE_SECOND, "commune", EVERYBODY, AFTER, "province"),
    (Track.DISCIPLINE_SECOND, "chi_cuc", EVERYBODY, AFTER, "so"),
    # Denunciations: heads and deputies by the superior.
    (Track.DENUNCIATION, "old_commune", LEADS, BEFORE, "district"),
    (Track.DENUNCIATION, "old_commune", ("staff",), BEFORE, "old_commune"),
    (Track.DENUNCIATION, "phong_huyen", EVERYBODY, BEFORE, "district"),
    (Track.DENUNCIATION, "district", LEADS, BEFORE, "province"),
    (Track.DENUNCIATION, "district", ("staff",), BEFORE, "district"),
    (Track.DENUNCIATION, "commune", LEADS, BETWEEN, "province"),
    (Track.DENUNCIATION, "commune", LEADS, AFTER, "province"),
    (Track.DENUNCIATION, "commune", ("staff",), AFTER, "commune"),
    (Track.DENUNCIATION, "phong_xa", EVERYBODY, AFTER, "commune"),
    (Track.DENUNCIATION, "chi_cuc", EVERYBODY, AFTER, "so"),
    (Track.DENUNCIATION, "so", LEADS, AFTER, "province"),
    (Track.DENUNCIATION, "so", ("staff",), AFTER, "so"),
    (Track.DENUNCIATION, "province", ("staff",), AFTER, "province"),
    (Track.DENUNCIATION_FURTHER, "old_commune", ("staff",), BEFORE, "district"),
    (Track.DENUNCIATION_FURTHER, "commune", ("staff",), AFTER, "province"),
    (Track.DENUNCIATION_FURTHER, "phong_xa", EVERYBODY, AFTER, "province"),
    (Track.DENUNCIATION_FURTHER, "so", ("staff",), AFTER, "province"),
    (Track.DENUNCIATION_FURTHER, "chi_cuc", EVERYBODY, AFTER, "province"),
]


def test_each_rung_of_the_ladders_of_the_law(state: State) -> None:
    wrong = [
        f"{track} about the {rank} of {body} on {on}: {found.unit.code}, not {settler}"
        for track, body, ranks, on, settler in LADDERS
        for rank in ranks
        if (found := start(state, track, body, rank, on)).unit.code != settler
    ]
    assert wrong == []


def test_the_superior_is_told_which_unit_was_passed_over_and_by_which_row(state: State) -> None:
    route = start(state, Track.DENUNCIATION, "commune", "deputy", AFTER)
    detail = route.as_detail()
    assert (detail["jurisdiction"], detail["why_here"]) == ("T1-XA-P", "the unit that the law names")
    assert detail["passed_over"] == [{"unit": "commune", "why": "the law gives it to another unit"}]
    assert "Điều 12" in detail["basis"]
    with translation.override("en"):
        assert "arts. 12(1) and 13" in route.explained()


@pytest.mark.parametrize(
    ("track", "body", "rank", "outside"),
    [
        (Track.DENUNCIATION, "province", "deputy", "Thủ tướng Chính phủ"),
        (Track.DENUNCIATION, "province", "head", "Thủ tướng Chính phủ"),
        (Track.COMPLAINT_SECOND, "province", "head", "Bộ trưởng quản lý ngành, lĩnh vực"),
        (Track.DISCIPLINE_SECOND, "province", "head", "Bộ trưởng Bộ Nội vụ"),
        (Track.DENUNCIATION_FURTHER, "commune", "head", "Thủ tướng Chính phủ"),
    ],
)
def test_what_the_law_gives_to_a_body_outside_is_taken_at_the_highest_unit_and_says_where_it_belongs(
    state: State, track: Track, body: str, rank: str, outside: str
) -> None:
    route = start(state, track, body, rank, AFTER)
    assert route.unit.code == "province"
    assert route.as_detail()["outside_body"] == outside
    assert outside in route.explained()


def test_nobody_is_refused_who_denounces_the_head_at_the_very_top_and_nobody_gets_it(state: State) -> None:
    case = a_case(
        state.units["commune"],
        kind=Kind.DENUNCIATION,
        channel="desk",
        about=state.who("province", "head"),
        at=moment("2026-10-05 08:00"),
    )
    assert (case.unit, case.holder) == (state.units["province"], None)
    assert case.events.get(kind="receive").detail["outside_body"] == "Thủ tướng Chính phủ"


def test_who_settles_may_themselves_be_in_conflict_and_then_it_is_the_next_above(state: State) -> None:
    services.declare_kin(
        state.who("phong_xa", "head"),
        relative=state.who("commune", "head"),
        kinship=Kinship.SIBLING,
        by=somebody(),
        because=SETTING_UP,
    )
    route = start(state, Track.DENUNCIATION, "phong_xa", "head", AFTER)
    assert route.unit.code == "province"
    assert route.as_detail()["passed_over"][-1] == {
        "unit": "commune",
        "why": "its head is family of the person complained about",
    }


def test_where_nobody_is_named_the_lowest_unit_begins_and_a_second_instance_goes_above_it(
    state: State,
) -> None:
    def begins(track: Track) -> str:
        return routing.start(Matter(track, None, state.units["commune"]), on=AFTER).unit.code

    assert begins(Track.COMPLAINT) == begins(Track.DENUNCIATION) == "commune"
    assert begins(Track.COMPLAINT_SECOND) == begins(Track.DENUNCIATION_FURTHER) == "province"


def a_mover(
    then: str, rank: str, now: str | None, rank_now: str = "staff", *, state: State
) -> tuple[Officer, Posting]:
    """An officer who served in one body until the end of August 2026 and serves in another since."""
    officer = an_officer("Lưu Văn Chuyển")
    old_post = services.open_post(
        state.units[then],
        title="Chức vụ cũ",
        role=Role.OFFICER if rank == "staff" else Role.HEAD,
        is_deputy=rank == "deputy",
        valid_from=state.units[then].valid_from,
        valid_to=state.units[then].valid_to,
        by=somebody(),
        because=SETTING_UP,
    )
    ends = min(date(2026, 8, 31), state.units[then].valid_to or date.max)
    posting = a_posting(old_post, officer, ends_on=ends)
    if now:
        post = services.open_post(
            state.units[now],
            title="Chức vụ mới",
            role=Role.OFFICER if rank_now == "staff" else Role.HEAD,
            is_deputy=rank_now == "deputy",
            valid_from=date(2026, 1, 1),
            by=somebody(),
            because=SETTING_UP,
        )
        a_posting(post, officer, starts_on=date(2026, 9, 1))
    return officer, posting


@pytest.mark.parametrize(
    ("then", "rank", "now", "rank_now", "settler", "code"),
    [
        ("commune", "deputy", "neighbour", "deputy", "province", "TC-12.3a"),
        ("chi_cuc", "deputy", "neighbour", "deputy", "so", "TC-12.3a"),
        ("neighbour", "staff", "so", "staff", "so", "TC-12.3b"),
        ("neighbour", "staff", "phong_xa", "deputy", "neighbour", "TC-12.3c"),
        ("neighbour", "staff", "commune", "deputy", "province", "TC-12.3b"),
        ("phong_xa", "staff", "chi_cuc", "deputy", "so", "TC-12.3b"),
        ("so", "staff", "commune", "staff", "so", "TC-12.3c"),
        ("commune", "deputy", "neighbour", "staff", "commune", "TC-12.3c"),
        ("commune", "staff", None, "", "commune", "TC-12.3d"),
        ("commune", "deputy", None, "", "commune", "TC-12.3d"),
        ("old_commune", "staff", "commune", "staff", "commune", "TC-12.4"),
        ("old_commune", "staff", "commune", "deputy", "province", "TC-12.4"),
        ("old_commune", "staff", None, "", "commune", "TC-12.3d"),
        ("old_commune", "deputy", "neighbour", "deputy", "province", "TC-12.3a"),
        ("phong_huyen", "staff", "neighbour", "staff", "province", "TC-12.5"),
    ],
)
def test_who_leads_when_the_one_denounced_has_moved(
    state: State, then: str, rank: str, now: str | None, rank_now: str, settler: str, code: str
) -> None:
    officer, posting = a_mover(then, rank, now, rank_now, state=state)
    matter = Matter(Track.DENUNCIATION, None, state.units["neighbour"], officer, posting)
    route = routing.start(matter, on=AFTER)
    assert (route.unit.code, route.named and route.named.code) == (settler, code)


def test_who_has_not_moved_is_settled_by_the_ordinary_row(state: State) -> None:
    posting = state.people["commune", "deputy"]
    route = start(state, Track.DENUNCIATION, "commune", "deputy", AFTER, then=posting)
    assert (route.unit.code, route.named and route.named.code) == ("province", "T1-XA-P")


def test_a_complaint_stays_with_the_body_whose_act_it_was_wherever_the_officer_went(state: State) -> None:
    officer, posting = a_mover("neighbour", "staff", "commune", state=state)
    matter = Matter(Track.COMPLAINT, None, state.units["commune"], officer, posting)
    assert routing.start(matter, on=AFTER).unit.code == "neighbour"


def test_a_further_denunciation_of_who_moved_goes_above_who_led_the_first(state: State) -> None:
    officer, posting = a_mover("so", "staff", "commune", state=state)
    matter = Matter(Track.DENUNCIATION_FURTHER, None, state.units["commune"], officer, posting)
    assert routing.start(matter, on=AFTER).unit.code == "province"


def test_a_complaint_about_a_district_today_goes_to_what_took_its_place(state: State) -> None:
    officer, posting = a_mover("district", "staff", "commune", state=state)
    matter = Matter(Track.COMPLAINT, None, state.units["commune"], officer, posting)
    assert routing.start(matter, on=AFTER).unit.code == "province"
