"""The pages about the ladder: sending up on a ground, declaring a conflict of interest, the letter that forwards."""

from __future__ import annotations

from django.urls import reverse

from cases.models import Case, Recusal
from cases.vocabulary import Kind
from tests.factories.cases import a_case, an_accepted_case
from tests.factories.desk import Desk
from tests.factories.organization import Cast

WHY = "Em ruột tôi là người gửi."
COURT = "Tòa án nhân dân khu vực 3"


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def recuse(desk: Desk, case: Case, **fields: str) -> str:
    path = reverse("desk:recuse", args=[case.code])
    desk.open(path)
    return desk.send(path, **{"seen": desk.hidden("seen"), "ground": "relative", "because": WHY, **fields})


def test_sending_up_asks_for_a_ground_with_its_law_and_shows_it_in_the_ledger(
    officer: Desk, province: Desk, cast: Cast
) -> None:
    case = an_accepted_case(cast.officer)
    assert "Why this level lacks the power" in officer.open_move(case, "escalate")
    assert "Law on Complaints 02/2011/QH13" in officer.text
    assert "This field is required" in officer.move(case, "escalate", because=WHY)
    officer.move(case, "escalate", ground="several_units", because=WHY)
    assert "Concerns several units that one above must lead" in province.look_at(case)


def test_pulling_up_from_above_asks_for_none(province: Desk, cast: Cast) -> None:
    case = a_case(cast.commune)
    assert "Why this level lacks the power" not in province.open_move(case, "escalate")
    province.move(case, "escalate", because=WHY)
    assert now(case).unit == cast.top


def test_an_officer_declares_a_conflict_and_the_case_leaves_their_desk(
    officer: Desk, head: Desk, cast: Cast
) -> None:
    case = an_accepted_case(cast.officer)
    assert reverse("desk:recuse", args=[case.code]) in (officer.look_at(case) and officer.html)
    assert "Conflict of interest declared" in recuse(officer, case)
    assert officer.path == reverse("desk:inbox")
    assert now(case).holder is None
    officer.look_at(case)
    assert officer.status == 404
    assert case.code not in (officer.inbox(view="unit") and officer.html)
    assert f"Conflict of interest declared: {cast.officer.officer.full_name}" in head.look_at(case)


def test_a_head_declares_it_for_somebody_else_by_staff_code(head: Desk, cast: Cast) -> None:
    case = a_case(cast.commune)
    recuse(head, case, officer=cast.colleague.officer.staff_code)
    assert Recusal.objects.get(case=case).officer == cast.colleague.officer
    assert head.path == reverse("desk:case", args=[case.code])


def test_nobody_but_a_head_is_asked_for_whom(officer: Desk, cast: Cast) -> None:
    case = a_case(cast.commune)
    officer.open(reverse("desk:recuse", args=[case.code]))
    assert 'name="officer"' not in officer.html
    recuse(officer, case, officer=cast.colleague.officer.staff_code)
    assert Recusal.objects.get(case=case).officer == cast.officer.officer


def test_a_declaration_that_rests_on_an_older_state_is_shown_again(head: Desk, cast: Cast) -> None:
    case = a_case(cast.commune)
    assert "in the meantime" in recuse(head, case, seen="0")
    assert not Recusal.objects.exists()


def test_a_conflict_of_a_case_out_of_reach_cannot_be_declared(officer: Desk, cast: Cast) -> None:
    case = a_case(cast.neighbour)
    officer.open(reverse("desk:recuse", args=[case.code]))
    assert officer.status == 404


def test_a_forwarded_case_links_to_its_letter(head: Desk, cast: Cast) -> None:
    case = a_case(cast.commune)
    head.move(case, "transfer", outside=COURT, because="Thuộc thẩm quyền của tòa án.")
    text = head.look_at(case)
    assert f"Forwarded by letter 1/2026 , {COURT}" in text
    assert f"Transferred: {COURT} (letter 1/2026)" in text
    assert reverse("desk:letter", args=[case.code]) in head.html
    letter = head.open(reverse("desk:letter", args=[case.code]))
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN XÃ GỐC ĐA",
        "Số: 01/UBND",
        "Gốc Đa, ngày 05 tháng 10 năm 2026",
        "V/v",
        f"Kính gửi: {COURT}",
        "Người Dân Mẫu",
        "Thuộc thẩm quyền của tòa án.",
        "Nơi nhận:",
        cast.head.officer.full_name,
    ):
        assert part in letter


def test_a_secret_matters_letter_does_not_bear_the_citizens_name(head: Desk, cast: Cast) -> None:
    case = a_case(cast.commune, kind=Kind.TIP)
    head.move(case, "transfer", outside=COURT, because="Không thuộc thẩm quyền.")
    assert "Người Dân Mẫu" not in head.open(reverse("desk:letter", args=[case.code]))
    assert COURT in head.text


def test_a_case_that_was_not_forwarded_has_no_letter(head: Desk, cast: Cast) -> None:
    head.open(reverse("desk:letter", args=[a_case(cast.commune).code]))
    assert head.status == 404


def test_where_the_law_names_a_body_outside_the_form_says_so(province: Desk, cast: Cast) -> None:
    case = a_case(
        cast.top, kind=Kind.COMPLAINT, track="complaint_second", about=cast.officer.officer, channel="desk"
    )
    assert "The law names" not in province.open_move(case, "transfer")
    outside = a_case(cast.top, kind=Kind.COMPLAINT, track="complaint_second", channel="desk")
    assert "The law names: Bộ trưởng" in province.open_move(outside, "transfer")
