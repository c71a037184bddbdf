"""An open case follows its unit when that one ends: by its place where several took over, never down again."""

from __future__ import annotations

from datetime import datetime

import pytest
from pytest_django import Settings

from accountability.record import record_of
from cases import reasons
from cases.models import Case, CaseEvent, Category
from cases.reorganised import summary, tables
from cases.services import escalation, handling, outcome
from cases.services import reorganising as module
from cases.services.reorganising import Report, reorganise
from cases.services.sweeping import sweep_cases
from cases.vocabulary import Kind, State
from organization.actors import Actor, Channel
from organization.errors import PlanRefused
from organization.history import attributed
from organization.models import Posting, Reorganisation, Role, Tier, Unit
from tests.factories.cases import BECAUSE, a_case, an_accepted_case, an_answered_case, moment
from tests.factories.organization import Cast, a_member, a_unit, acting, somebody
from tests.factories.reorganisation import HEADING, a_plan, new_unit

FILED, MORNING = moment("2025-06-20 09:00"), moment("2025-07-01 07:30")
MERGED = ("merge,A,N,Xã Mới,,,P,yes", "merge,B,N")
SPLIT = ("split,A,N,Xã Bắc,,commune,P,yes,,", "split,A,M,Xã Nam,,commune,P,,A-2,Chợ Giát|Đồi Thông")


@pytest.fixture(autouse=True)
def _short_codes(cast: Cast) -> None:
    """The province is P, its communes A and B; A has two hamlets."""
    for unit, code in ((cast.top, "P"), (cast.commune, "A"), (cast.neighbour, "B")):
        unit.code = code
        with attributed(somebody(), "short codes"):
            unit.save()
    for number in (1, 2):
        a_unit(f"Thôn {number}", code=f"A-{number}", tier=Tier.HAMLET, parent=cast.commune)


def carried_out(*rows: str, at: datetime = MORNING, dry_run: bool = False) -> Report:
    plan = a_plan(*rows)
    return reorganise(plan, table=HEADING, by=somebody(), because="resolution", at=at, dry_run=dry_run)


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_the_ledger_tells_once_from_which_unit_to_which_and_agrees_with_the_history(cast: Cast) -> None:
    case = an_accepted_case(cast.officer, at=FILED)
    carried_out(*MERGED)
    event = CaseEvent.objects.get(case=case, kind="reorganise")
    assert (event.from_unit, event.to_unit) == (cast.commune, new_unit("N"))
    assert (event.from_state, event.to_state, event.reason) == ("accepted", "accepted", "resolution")
    assert event.detail["why_here"] == reasons.TOOK_OVER
    assert record_of(again(case)).disagreements == ()
    assert event.once == f"reorganise:{a_plan(*MERGED).digest[:16]}:{case.pk}:{case.version}"


def test_a_clock_that_runs_behind_others_enters_nothing_before_the_last_move(cast: Cast) -> None:
    ahead = moment("2025-07-01 07:31")
    case = an_accepted_case(cast.officer, at=ahead)
    carried_out(*MERGED, at=MORNING)
    assert [event.at for event in case.events.filter(kind="reorganise")] == [ahead]
    assert again(case).moved_at == ahead


def test_the_first_unit_and_the_units_of_terms_stay_as_they_were(cast: Cast) -> None:
    case = an_accepted_case(cast.officer, at=FILED)
    carried_out(*MERGED)
    assert again(case).first_unit == cast.commune
    assert {term.unit for term in case.terms.all()} == {cast.commune}


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("Thôn 2, sau nhà văn hóa", "M"),
        ("thon 2", "M"),
        ("Gần chợ Giát", "M"),
        ("Thôn 1", "N"),
        ("Thôn 20", "N"),
        ("", "N"),
        ("Thôn 1 hay Thôn 2", "N"),
        ("đồi thông, Xã Gốc Đa", "M"),
    ],
)
def test_of_a_split_unit_a_case_goes_by_its_place_else_to_the_principal(
    cast: Cast, place: str, code: str
) -> None:
    case = a_case(cast.commune, at=FILED, place=place)
    carried_out(*SPLIT)
    assert again(case).unit == new_unit(code)


def test_a_unit_that_goes_on_keeps_what_is_not_of_the_part_it_gave_away(cast: Cast) -> None:
    stays = an_accepted_case(cast.officer, at=FILED)
    goes = an_accepted_case(cast.officer, at=FILED, place="Thôn 2")
    report = carried_out("split,A,A,,,,,yes", "split,A,B,,,,,,A-2")
    assert (again(stays).unit, again(stays).holder) == (cast.commune, cast.officer)
    assert (again(goes).unit, again(goes).holder) == (cast.neighbour, None)
    assert (report.moved, report.unassigned) == (1, 1)
    assert not CaseEvent.objects.filter(case=stays, kind="reorganise").exists()


def test_what_is_abolished_leaves_its_cases_to_the_unit_above(cast: Cast) -> None:
    case = a_case(cast.commune, at=FILED)
    carried_out("abolish,A")
    assert again(case).unit == cast.top


def test_a_case_that_was_sent_up_does_not_come_down(cast: Cast) -> None:
    district = a_unit("Huyện Thử", code="D", tier=Tier.DISTRICT, parent=cast.top)
    below = a_unit("Xã Dưới", code="C", parent=district)
    climbed = escalation.escalate(
        a_case(below, at=FILED), ground="beyond_tier", by=somebody(), because=BECAUSE, at=FILED
    )
    placed = a_case(district, at=FILED, place="xã Dưới")
    begun_below = escalation.transfer(
        a_case(below, at=FILED), to=district, by=somebody(), because=BECAUSE, at=FILED
    )
    carried_out("merge,C,N,Xã Mới,,commune,P", "abolish,D,P,,,,,yes", "abolish,D,N")
    assert {again(case).unit for case in (placed, begun_below)} == {new_unit("N")}
    assert (again(climbed).unit, again(climbed).rung) == (cast.top, 1)


def test_a_case_about_the_head_of_the_new_unit_goes_to_the_unit_above(cast: Cast) -> None:
    case = a_case(cast.neighbour, at=FILED, about=cast.head.officer)
    carried_out(*MERGED)
    assert again(case).unit == cast.top
    event = CaseEvent.objects.get(case=case, kind="reorganise")
    assert event.detail["passed_over"] == [{"unit": "N", "why": reasons.HEAD_IN_CONFLICT}]


def test_an_officer_complained_about_does_not_get_the_case_by_it(cast: Cast) -> None:
    case = an_accepted_case(cast.officer, at=FILED)
    with attributed(somebody(), "named later"):
        case.about = cast.officer.officer
        case.save()
    carried_out(*MERGED)
    assert (again(case).unit, again(case).holder) == (new_unit("N"), None)


def test_a_department_that_follows_keeps_the_cases_in_its_hands(cast: Cast) -> None:
    department = a_unit("Phòng Kinh tế", code="A-KT", tier=Tier.DEPARTMENT, parent=cast.commune)
    clerk = a_member(department, Role.OFFICER, "Lý Thị Phòng")
    case = handling.assign(
        a_case(cast.commune, at=FILED), to=clerk, by=acting(cast.head), because=BECAUSE, at=FILED
    )
    carried_out("rename,A-KT,,Phòng Kinh tế và Hạ tầng")
    assert again(case).unit == cast.commune
    assert again(case).holder == Posting.objects.get(continues=clerk)
    carried_out(*MERGED)
    holder = again(case).holder
    assert holder is not None
    assert (holder.officer, holder.post.unit) == (clerk.officer, new_unit("A-KT"))


def test_closed_cases_stay_and_can_still_be_disputed_one_level_up(cast: Cast) -> None:
    citizen = Actor.citizen(Channel.WEB)
    case = outcome.confirm(an_answered_case(cast.officer, at=FILED), by=citizen, at=FILED)
    carried_out(*MERGED)
    assert (again(case).state, again(case).unit) == (State.CLOSED, cast.commune)
    outcome.dispute(case, text="Chưa xong.", by=citizen, at=moment("2025-07-02 08:00"))
    assert again(case).unit == cast.top


def test_new_matters_of_the_former_unit_go_to_the_new_one(cast: Cast) -> None:
    carried_out(*MERGED)
    former = Unit.objects.get(pk=cast.commune.pk)
    assert a_case(former, at=MORNING).unit == new_unit("N")


def test_a_trial_leaves_nothing_behind_and_says_the_same(cast: Cast) -> None:
    a_case(cast.commune, at=FILED)
    before = (Unit.history.count(), Case.history.count(), CaseEvent.objects.count())
    tried = carried_out(*MERGED, dry_run=True)
    assert (Unit.history.count(), Case.history.count(), CaseEvent.objects.count()) == before
    assert not Reorganisation.objects.exists()
    done = carried_out(*MERGED)
    assert tables(tried) == tables(done)
    assert summary(tried) != summary(done)


def test_before_its_day_the_units_are_prepared_and_the_cases_wait(cast: Cast) -> None:
    case = an_accepted_case(cast.officer, at=FILED)
    early = carried_out(*MERGED, at=moment("2025-06-25 08:00"))
    assert (early.moved, early.waiting) == (0, 1)
    assert (again(case).unit, again(case).holder) == (cast.commune, cast.officer)
    assert carried_out(*MERGED).moved == 1
    holder = again(case).holder
    assert holder is not None
    assert (again(case).unit, holder.continues) == (new_unit("N"), cast.officer)


def test_carried_out_again_it_takes_along_only_what_came_in_meanwhile(cast: Cast) -> None:
    case = a_case(cast.commune, at=FILED)
    assert carried_out(*MERGED).moved == 1
    late = a_case(cast.commune, at=FILED)
    with attributed(somebody(), "came in while it ran"):
        late.unit = cast.commune
        late.save()
    assert (carried_out(*MERGED).moved, carried_out(*MERGED).is_empty) == (1, True)
    assert again(late).unit == new_unit("N")
    assert CaseEvent.objects.filter(case=case, kind="reorganise").count() == 1
    assert Reorganisation.objects.count() == 2


def test_what_was_carried_out_is_kept_with_its_table_and_figures(cast: Cast) -> None:
    a_case(cast.commune, at=FILED)
    carried_out(*MERGED)
    row = Reorganisation.objects.get()
    assert (row.table, row.digest, row.applied_at) == (HEADING, a_plan(*MERGED).digest, MORNING)
    assert (row.counts["units_ended"], row.counts["cases_moved"]) == (4, 1)
    assert row.history.get().history_change_reason == "resolution"


def test_a_plan_that_cannot_be_moves_no_case(cast: Cast) -> None:
    case = a_case(cast.commune, at=FILED)
    with pytest.raises(PlanRefused):
        carried_out("merge,A,N,Xã Mới,,,P", "merge,B,X")
    assert again(case).unit == cast.commune


def test_more_cases_than_are_held_at_a_time_all_follow(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    for _number in range(5):
        a_case(cast.commune, at=FILED)
    assert carried_out(*MERGED).moved == 5


def test_a_category_whose_tier_has_gone_and_a_default_unit_that_ends_are_reported(
    cast: Cast, settings: Settings
) -> None:
    settings.DEFAULT_UNIT_CODE = "D"
    a_unit("Huyện Thử", code="D", tier=Tier.DISTRICT, parent=cast.top)
    with attributed(somebody(), "a category of the district"):
        Category.objects.create(
            code="markets", name="Chợ huyện", name_en="Markets", lowest_tier=Tier.DISTRICT
        )
    report = carried_out("abolish,D")
    assert (report.categories, report.default_unit_ends) == (("Chợ huyện",), True)
    assert len(tables(report)[-1].rows) == 2


def test_the_sweep_goes_on_as_if_nothing_had_happened(cast: Cast) -> None:
    case = a_case(cast.commune, at=FILED, kind=Kind.FEEDBACK)
    carried_out(*MERGED)
    assert sweep_cases(at=moment("2025-07-04 23:59"))["escalated"] == 0
    assert sweep_cases(at=moment("2025-07-05 00:00"))["escalated"] == 1
    assert (again(case).unit, again(case).rung) == (cast.top, 1)
