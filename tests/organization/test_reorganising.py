"""Units end and begin on a day; posts, people, parts and names go with them, and the past stays as it was."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from organization import services
from organization.errors import PlanRefused
from organization.history import attributed
from organization.models import Post, Posting, Role, StandIn, Tier, Unit, UnitSuccession
from organization.plan_files import read_day, read_plan
from organization.selectors import current_unit, find_units, head_of, holder, unit_by_code
from organization.services import Reorganised
from tests.factories.organization import (
    Cast,
    a_cast,
    a_member,
    a_post,
    a_posting,
    a_stand_in,
    a_unit,
    an_officer,
    somebody,
)
from tests.factories.reorganisation import BASIS, DAY, EVE, HEADING, a_plan, new_unit, the_real_plan

pytestmark = pytest.mark.django_db
BEFORE = date(2025, 6, 1)


@pytest.fixture
def cast(db: None) -> Cast:
    """A commune A and its neighbour B, with their people, under the province P."""
    cast = a_cast()
    for unit, code in ((cast.top, "P"), (cast.commune, "A"), (cast.neighbour, "B")):
        unit.code = code
        with attributed(somebody(), "short codes"):
            unit.save()
    return cast


def carried_out(*rows: str) -> Reorganised:
    return services.reorganise_units(a_plan(*rows), by=somebody(), because="resolution")


def today(unit: Unit) -> Unit:
    """What the unit is on the day."""
    return current_unit(Unit.objects.get(pk=unit.pk), DAY)


def after(posting: Posting) -> Posting:
    """The posting that follows."""
    return Posting.objects.get(continues=posting)


def refused(*rows: str, on: date = DAY) -> list[str]:
    """Every problem of a plan, in English; nothing may be written by it."""
    before = (Unit.history.count(), Posting.history.count())
    with translation.override("en"):
        with pytest.raises(PlanRefused) as refusal:
            services.reorganise_units(a_plan(*rows, on=on), by=somebody(), because="resolution")
        problems = [str(problem) for problem in refusal.value.problems]
    assert (Unit.history.count(), Posting.history.count()) == before
    return problems


MERGED = ("merge,A,N,Xã Mới,,,P,yes", "merge,B,N")


def test_a_merger_ends_both_units_on_the_eve_and_opens_one_on_the_day(cast: Cast) -> None:
    done = carried_out(*MERGED)
    new = new_unit("N")
    assert {unit.valid_to for unit in Unit.objects.filter(code__in="AB")} == {EVE}
    assert (new.name, new.tier, new.parent) == ("Xã Mới", Tier.COMMUNE, cast.top)
    assert {today(cast.commune), today(cast.neighbour)} == {new}
    assert {row.legal_basis for row in UnitSuccession.objects.all()} == {BASIS}
    assert [unit.code for unit in done.opened] == ["N"]


def test_the_head_of_the_principal_unit_leads_and_the_other_is_without_a_post(cast: Cast) -> None:
    done = carried_out(*MERGED)
    head = head_of(new_unit("N"), DAY)
    assert head is not None
    assert head.officer == cast.head.officer
    assert [move.officer for move in done.people.without_post] == ["Hồ Văn Láng"]
    assert head_of(cast.commune, EVE) == cast.head
    assert head_of(cast.commune, DAY) is None


def test_every_other_post_goes_on_with_its_holder_from_the_day(cast: Cast) -> None:
    until = date(2030, 12, 31)
    short = a_posting(a_post(cast.commune, "Công chức phụ", reports_to=cast.head.post), ends_on=until)
    carried_out(*MERGED)
    for old in (cast.reception, cast.officer, cast.colleague, short):
        old.refresh_from_db()
        new = after(old)
        assert (old.ends_on, new.starts_on, new.post.unit) == (EVE, DAY, new_unit("N"))
        assert (new.officer, new.post.role, new.post.continues) == (old.officer, old.post.role, old.post)
        assert (holder(old.post, EVE), holder(new.post, DAY)) == (old, new)
    assert after(short).ends_on == until
    assert after(short).post.reports_to == after(cast.head).post


def test_what_has_not_begun_moves_whole(cast: Cast) -> None:
    later = date(2025, 9, 1)
    future = a_posting(cast.officer.post, an_officer("Mai Sau"), starts_on=later)
    post = a_post(cast.commune, "Công chức mới", valid_from=later)
    hamlet = a_unit("Thôn Mới", tier=Tier.HAMLET, parent=cast.commune, valid_from=later)
    carried_out(*MERGED)
    for row in (future, post, hamlet):
        row.refresh_from_db()
    assert (future.post, future.starts_on) == (after(cast.officer).post, later)
    assert (post.unit, hamlet.parent) == (new_unit("N"), new_unit("N"))


def test_an_absence_over_the_day_goes_on_between_the_postings_that_follow(cast: Cast) -> None:
    a_stand_in(cast.officer, cast.colleague, starts_on=date(2025, 6, 20), ends_on=date(2025, 7, 10))
    a_stand_in(cast.head, cast.officer, starts_on=date(2025, 8, 1), ends_on=date(2025, 8, 9))
    carried_out(*MERGED)
    rows = [
        (row.posting, row.stand_in, row.starts_on, row.ends_on)
        for row in StandIn.objects.order_by("starts_on")
    ]
    officer, colleague = after(cast.officer), after(cast.colleague)
    assert rows == [
        (cast.officer, cast.colleague, date(2025, 6, 20), EVE),
        (officer, colleague, DAY, date(2025, 7, 10)),
        (after(cast.head), officer, date(2025, 8, 1), date(2025, 8, 9)),
    ]
    assert holder(officer.post, DAY) == colleague


def test_an_absence_whose_stand_in_lost_the_post_is_left_to_be_settled_by_hand(cast: Cast) -> None:
    head = Posting.objects.get(post__unit=cast.neighbour)
    deputy = a_member(cast.neighbour, Role.OFFICER, "Võ Thị Thay")
    a_stand_in(deputy, head, starts_on=BEFORE, ends_on=date(2025, 7, 10))
    done = carried_out(*MERGED)
    assert len(done.people.by_hand) == 1
    assert StandIn.objects.get().ends_on == EVE


def test_parts_go_with_their_unit_under_their_own_code_and_name(cast: Cast) -> None:
    hamlet = a_unit("Thôn 1", code="A-1", tier=Tier.HAMLET, parent=cast.commune)
    department = a_unit("Phòng Kinh tế", code="A-KT", tier=Tier.DEPARTMENT, parent=cast.commune)
    head = a_member(department, Role.HEAD, "Lý Thị Phòng", is_head=True)
    services.add_alias(hamlet, name="Xóm Đình", by=somebody(), because="as people say")
    carried_out(*MERGED)
    for old in (hamlet, department):
        old.refresh_from_db()
        assert (old.valid_to, today(old)) == (EVE, new_unit(old.code))
        assert new_unit(old.code).parent == new_unit("N")
    assert head_of(new_unit("A-KT"), DAY) == after(head)
    assert new_unit("A-1").aliases.get().name == "Xóm Đình"


def test_a_rename_is_a_new_row_under_the_old_code_so_that_the_past_keeps_the_name(cast: Cast) -> None:
    carried_out("rename,A,,Xã Đổi Tên")
    old, new = unit_by_code("A", EVE), unit_by_code("A", DAY)
    assert old is not None
    assert new is not None
    assert (old.name, new.name, new.parent, new.tier) == ("Xã Gốc Đa", "Xã Đổi Tên", cast.top, Tier.COMMUNE)
    assert after(cast.head).post.is_head
    assert str(cast.head.post) == "Chủ tịch, Xã Gốc Đa"
    assert [found.unit for found in find_units("xa goc da", DAY)] == [new]
    assert new.aliases.get().name == "Xã Gốc Đa"


def test_a_whole_unit_goes_into_one_that_exists_and_keeps_its_own_head(cast: Cast) -> None:
    done = carried_out("merge,A,B")
    assert today(cast.commune) == cast.neighbour
    assert after(cast.officer).post.unit == cast.neighbour
    assert [move.officer for move in done.people.without_post] == ["Đỗ Văn Trưởng"]
    assert not done.opened


def test_a_split_gives_each_part_its_unit_and_the_rest_to_the_principal(cast: Cast) -> None:
    first, second = (
        a_unit(f"Thôn {number}", code=f"A-{number}", tier=Tier.HAMLET, parent=cast.commune)
        for number in (1, 2)
    )
    carried_out("split,A,N,Xã Bắc,,commune,P,yes", "split,A,M,Xã Nam,,commune,P,,A-2")
    assert (new_unit("A-1").parent, new_unit("A-2").parent) == (new_unit("N"), new_unit("M"))
    assert after(cast.head).post.unit == new_unit("N")
    assert today(cast.commune) == cast.top
    assert (today(first), today(second)) == (new_unit("A-1"), new_unit("A-2"))


def test_a_unit_that_only_gives_a_part_away_goes_on(cast: Cast) -> None:
    hamlet = a_unit("Thôn 1", code="A-1", tier=Tier.HAMLET, parent=cast.commune)
    carried_out("split,A,A,,,,,yes", "split,A,B,,,,,,A-1")
    cast.commune.refresh_from_db()
    cast.officer.refresh_from_db()
    assert (cast.commune.valid_to, cast.officer.ends_on) == (None, None)
    assert new_unit("A-1").parent == cast.neighbour
    assert today(hamlet) == new_unit("A-1")


def test_what_is_abolished_goes_to_the_unit_above(cast: Cast) -> None:
    done = carried_out("abolish,A")
    assert today(cast.commune) == cast.top
    assert after(cast.officer).post.unit == cast.top
    assert [move.officer for move in done.people.without_post] == ["Đỗ Văn Trưởng"]


@pytest.mark.parametrize(
    "rows",
    [
        MERGED,
        ("rename,A,,Xã Đổi Tên",),
        ("merge,A,B",),
        ("abolish,A",),
        ("split,A,A,,,,,yes", "split,A,B,,,,,,A-1"),
    ],
)
def test_carrying_it_out_again_changes_nothing(cast: Cast, rows: tuple[str, ...]) -> None:
    a_unit("Thôn 1", code="A-1", tier=Tier.HAMLET, parent=cast.commune)
    a_stand_in(cast.officer, cast.colleague, starts_on=date(2025, 6, 20), ends_on=date(2025, 7, 10))
    first = carried_out(*rows)
    again = carried_out(*rows)
    assert first.written
    assert again.written == 0
    assert again.postings.keys() == first.postings.keys()


def test_the_reference_units_are_as_the_real_plan_says(db: None) -> None:
    services.load_reference_units(by=somebody(), because="reference")
    done = services.reorganise_units(the_real_plan(), by=somebody(), because="resolution")
    assert done.written == 0


def test_posts_entered_up_to_the_eve_go_on_too(db: None) -> None:
    services.load_reference_units(by=somebody(), because="reference")
    old = unit_by_code("Q421-02", EVE)
    assert old is not None
    post = a_post(old, "Công chức", valid_to=EVE)
    posting = a_posting(post, ends_on=EVE)
    for _time in range(2):
        services.reorganise_units(the_real_plan(), by=somebody(), because="resolution")
    assert after(posting).post.unit == new_unit("17179")
    assert Post.objects.count() == 2


def test_each_change_says_who_and_why(cast: Cast) -> None:
    carried_out(*MERGED)
    for row in (cast.commune, cast.officer, cast.officer.post, after(cast.officer), new_unit("N")):
        assert row.history.latest().history_change_reason == "resolution"


BAD: list[tuple[tuple[str, ...], str]] = [
    (("merge,X,B",), "Row 2: No unit bears the code X on 30/06/2025."),
    (("merge,A,X",), "Row 2: No unit bears the code X on 01/07/2025, and the plan does not open it."),
    (("merge,A,B", "merge,A,P"), "Row 3: A is named twice."),
    (("merge,A,B", "rename,A,,Xã Khác"), "Row 3: A is named twice."),
    (("merge,A,B", "merge,B,A"), "Row 2: These units lead in a circle: A → B → A."),
    (("merge,A,B", "abolish,B,P"), "Row 2: B itself ends by this plan."),
    (("merge,A,A",), "Row 2: A cannot go into itself."),
    (("merge,A,N,Xã Mới",), "Row 2: N needs a unit above it."),
    (
        ("merge,A,N,Xã Mới,,,X",),
        "Row 2: No unit bears the code X on 01/07/2025, and the plan does not open it.",
    ),
    (("merge,A,N,Xã Mới,,,B", "abolish,B"), "Row 2: B itself ends by this plan."),
    (("merge,A,N,Một,,,M", "merge,B,M,Hai,,,N"), "Row 2: A unit cannot be part of itself."),
    (("merge,A,B,Xã Khác",), "Row 2: The code B is taken by Xã Bến Nước."),
    (("merge,A,L,Xã Mới,,,P",), "Row 2: The code L is used by another unit later."),
    (("merge,A,N,Xã Mới,,,P,yes", "merge,B,N,,,,,yes"), "Row 3: N would have two heads: those of A and B."),
    (("merge,A,B,,,,,yes",), "Row 2: B has a head already."),
    (("merge,A,N,Một,,,P", "merge,B,N,Hai,,,P"), "Row 3: N is described in two ways."),
    (("split,A,N,Xã Mới,,,P",), "Row 2: A split names two units or more that take over."),
    (
        ("split,A,N,Một,,,P", "split,A,M,Hai,,,P"),
        "Row 2: One of the units that take over from A is the principal: it takes what no place leads elsewhere.",
    ),
    (("split,A,A,,,,,yes", "split,A,B,,,,,,X-1"), "Row 3: X-1 is no part of A."),
    (("rename,A",), "Row 2: A rename gives the new name."),
    (("merge,A",), "Row 2: Say which unit takes over from A."),
    (("abolish,P",), "Row 2: There is no unit above P: say where its matters go."),
    (
        ("abolish,A,N,Xã Mới",),
        "Row 2: What is abolished goes to a unit that exists: leave the new name empty.",
    ),
    (("sell,A,B",), "Row 2: “sell” is not an action: write merge, split, rename or abolish."),
    (("merge,,B",), "Row 2: The code of the former unit is missing."),
    (("merge,A,N,Xã Mới,,castle,P",), "Row 2: “castle” is not a tier."),
    (("merge,A,B,,,,,perhaps",), "Row 2: “perhaps” is neither yes nor no."),
    (("merge,A,B,,,,,,,,,more",), "Row 2: This row has more cells than the heading."),
    (("merge,A," + "N" * 31,), f"Row 2: “{'N' * 31}” is too long."),
    ((), "The table names no unit."),
]


@pytest.mark.parametrize(("rows", "why"), BAD)
def test_what_cannot_be_is_refused_with_its_row_and_nothing_is_written(
    cast: Cast, rows: tuple[str, ...], why: str
) -> None:
    a_unit("Xã Sau", code="L", parent=cast.top, valid_from=date(2026, 1, 1))
    assert why in refused(*rows)


def test_every_problem_is_listed_at_once(cast: Cast) -> None:
    found = refused("merge,X,B", "merge,A,Y", "rename,Z,,Tên")
    assert [problem.split(":")[0] for problem in found] == ["Row 2", "Row 3", "Row 4"]


def test_a_day_before_the_units_exist_is_refused(cast: Cast) -> None:
    assert refused("merge,A,B", on=date(2019, 1, 1)) == [
        "Row 2: No unit bears the code A on 31/12/2018.",
        "Row 2: No unit bears the code B on 01/01/2019, and the plan does not open it.",
    ]


def test_an_appointment_to_come_in_a_post_that_goes_is_refused(cast: Cast) -> None:
    post = Post.objects.get(unit=cast.neighbour)
    running = Posting.objects.get(post=post)
    services.end_posting(running, ends_on=date(2025, 8, 31), by=somebody(), because="retires")
    a_posting(post, an_officer("Mai Sau"), starts_on=date(2025, 9, 1))
    [why] = refused(*MERGED)
    assert "Mai Sau is to hold the post" in why


def test_two_heads_at_a_later_time_are_refused_too(cast: Cast) -> None:
    with attributed(somebody(), "vacant until September"):
        for row, field in ((Posting.objects.get(post__unit=cast.neighbour), "ends_on"), (None, "valid_to")):
            ended = row or Post.objects.get(unit=cast.neighbour)
            setattr(ended, field, date(2025, 5, 31))
            ended.save()
    a_post(cast.neighbour, "Chủ tịch", role=Role.HEAD, is_head=True, valid_from=date(2025, 9, 1))
    [why] = refused("merge,A,B,,,,,yes")
    assert "The unit already has a post that heads it." in why


@pytest.mark.parametrize("text", ["", "1 July", "2025-13-01", "31/06/2025", "1/7", "07-01-2025", "2025"])
def test_a_day_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(PlanRefused):
        read_day(text)


def test_a_day_is_read_as_people_write_it() -> None:
    assert {read_day(text) for text in ("2025-07-01", " 01/07/2025 ", "1/7/2025")} == {DAY}


@pytest.mark.parametrize(
    "content",
    [
        f"\ufeff{HEADING}\r\nmerge,A,B\r\n\r\n".encode(),
        "action;old;new\nMerge;A;B",
        "Action\tOLD\tnew\nmerge\tA\tB\n,\n".replace(",", "\t"),
    ],
)
def test_a_table_is_read_as_spreadsheets_write_it(content: str | bytes) -> None:
    [link] = read_plan(content, on=DAY, legal_basis=BASIS).links
    assert (link.row, link.action, link.old, link.new) == (2, "merge", "A", "B")


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00", "", "name,code\nmerge,A", "action\nmerge", f'{HEADING}\nmerge,"A\x00,B', "\x00"],
)
def test_what_is_no_such_table_is_refused(content: str | bytes) -> None:
    with pytest.raises(PlanRefused):
        read_plan(content, on=DAY, legal_basis=BASIS)


@pytest.mark.parametrize("basis", ["", "  ", "x" * 301])
def test_a_plan_has_a_legal_basis(basis: str) -> None:
    with pytest.raises(PlanRefused):
        read_plan(f"{HEADING}\nmerge,A,B", on=DAY, legal_basis=basis)
