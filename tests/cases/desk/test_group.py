"""At the counter and on the page of a case: who stands behind a matter, and who of them leaves."""

from __future__ import annotations

import re

import pytest

from cases.models import Case, Letter, MemberWithdrawal, Visit
from cases.services.groups import Member
from cases.vocabulary import Kind
from organization.actors import Channel
from tests.factories.cases import a_case
from tests.factories.desk import Desk
from tests.factories.organization import Cast

WORDS = "Cống trước nhà văn hóa thôn 3 bị tắc, nước tràn ra đường."
WHY = "biên bản ngày 5/10"
MEMBERS = [Member("Lê Thị Một", represents=True), Member("Trần Văn Hai"), Member("Vũ Thị Ba")]


def a_groups_case(cast: Cast, **more: object) -> Case:
    given = {"kind": Kind.COMPLAINT, "channel": Channel.DESK, "members": MEMBERS, **more}
    return a_case(cast.commune, **given)


def members_offered(desk: Desk) -> list[str]:
    return re.findall(r'name="member" value="(\d+)"', desk.html)


def test_who_comes_in_person_makes_a_visit_of_the_sort_and_number_given(reception: Desk, cast: Cast) -> None:
    reception.enter(text=WORDS, reception="unscheduled", came="6")
    visit = Visit.objects.get()
    assert (visit.unit, visit.kind, visit.persons, visit.is_delegation) == (
        cast.commune,
        "unscheduled",
        6,
        True,
    )
    assert Case.objects.get().visit == visit
    assert not Letter.objects.exists()


def test_what_comes_by_letter_makes_a_letter_and_by_telephone_neither(reception: Desk, cast: Cast) -> None:
    reception.enter(text=WORDS, source="on_paper", signers="7")
    case = Case.objects.get()
    assert case.letter is not None
    assert (case.letter.unit, case.letter.signers, case.persons) == (cast.commune, 7, 7)
    reception.enter(text="Đèn hỏng.", source="by_phone", came="3", signers="4")
    assert (Letter.objects.count(), Visit.objects.count()) == (1, 0)


@pytest.mark.parametrize("field", ["came", "signers"])
@pytest.mark.parametrize("value", ["0", "-3", "10000", "ba"])
def test_a_number_of_persons_that_cannot_be_is_refused(reception: Desk, field: str, value: str) -> None:
    reception.enter(text=WORDS, **{field: value})
    assert reception.status == 200
    assert not Case.objects.exists()


def test_a_group_is_entered_with_its_contact_first_and_its_names_sealed(reception: Desk) -> None:
    reception.enter(
        text=WORDS,
        name="Lê Thị Một",
        further="Trần Văn Hai\n* Vũ Thị Ba\n\n",
        contact_represents="on",
        appointment_seen="on",
        kind="complaint",
    )
    case = Case.objects.get()
    assert case.persons == 3
    assert [(each.name, each.is_representative) for each in case.petitioners.order_by("pk")] == [
        ("Lê Thị Một", True),
        ("Trần Văn Hai", False),
        ("Vũ Thị Ba", True),
    ]
    page = reception.look_at(case)
    assert "Persons 3 They are represented by Lê Thị Một, Vũ Thị Ba" in page
    assert "is not there yet" not in page


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"further": "Trần Hai"}, "names from 1 to 2 representatives; here they are 0"),
        (
            {"further": "\n".join(f"* Tên {n}" for n in range(6)) + "\nA\nB\nC\nD\nE"},
            "A group of 12 persons names from 1 to 5 representatives; here they are 6",
        ),
        ({"further": "Trần Hai\n*\n", "contact_represents": "on"}, "but no name"),
        ({"further": "\n".join(f"Tên {n}" for n in range(500))}, "At most 200 persons can be named"),
        ({"further": "Trần Hai", "contact_represents": "on", "name": ""}, "name the contact person too"),
    ],
)
def test_a_group_that_cannot_be_is_refused_and_what_was_typed_stays(
    reception: Desk, fields: dict[str, str], problem: str
) -> None:
    text = reception.enter(**{"text": WORDS, "name": "Lê Một", **fields})
    assert problem in text
    assert WORDS in text
    assert not Case.objects.exists()


def test_one_who_withdraws_is_recorded_and_named_on_the_page(officer: Desk, cast: Cast) -> None:
    case = a_groups_case(cast)
    assert f"/desk/cases/{case.code}/group/" in (officer.look_at(case) and officer.html)
    page = f"/desk/cases/{case.code}/group/"
    officer.open(page)
    first = members_offered(officer)[0]
    text = officer.send(page, deed="leave", member=first, because=WHY)
    assert officer.path == f"/desk/cases/{case.code}/"
    assert "Withdrew Lê Thị Một" in text
    assert "Nobody represents the group any more" in text
    assert "Persons behind the matter: one withdrew, 2 go on" in text
    officer.open(page)
    assert len(members_offered(officer)) == 2


def test_a_person_of_another_case_cannot_be_chosen_and_a_reason_is_needed(officer: Desk, cast: Cast) -> None:
    case, other = a_groups_case(cast), a_groups_case(cast)
    page = f"/desk/cases/{case.code}/group/"
    stranger = other.petitioners.all()[0].pk
    assert "Select a valid choice" in officer.send(page, deed="leave", member=stranger, because=WHY)
    own = case.petitioners.all()[0].pk
    assert "This field is required" in officer.send(page, deed="leave", member=own, because=" ")
    assert not MemberWithdrawal.objects.exists()


def test_the_names_of_a_secret_matter_or_of_who_wants_theirs_withheld_are_not_shown(
    officer: Desk, cast: Cast
) -> None:
    for case in (a_groups_case(cast, kind=Kind.DENUNCIATION), a_groups_case(cast, anonymous=True)):
        for page in (case.get_absolute_url(), f"/desk/cases/{case.code}/group/"):
            text = officer.open(page)
            assert "Lê Thị Một" not in text
            assert "Person 1" in text


def test_a_complaint_without_the_paper_is_not_accepted_until_it_is_recorded(
    officer: Desk, cast: Cast
) -> None:
    case = a_groups_case(cast)
    assert "The appointment of the representatives is not there yet" in officer.look_at(case)
    assert "is accepted when all of them have signed" in officer.move(case, "accept", because=WHY)
    page = f"/desk/cases/{case.code}/group/"
    assert "This field is required" in officer.send(page, deed="appoint", because=WHY)
    text = officer.send(page, deed="appoint", seen="on", because=WHY)
    assert "all have signed, the appointment is there" in text
    officer.move(case, "accept", because=WHY)
    case.refresh_from_db()
    assert case.state == "accepted"


def test_who_may_not_act_on_the_case_cannot_change_who_stands_behind_it(province: Desk, cast: Cast) -> None:
    case = a_groups_case(cast)
    assert "/group/" not in (province.look_at(case) and province.html)
    province.open(f"/desk/cases/{case.code}/group/")
    assert province.status == 403


def test_one_persons_case_shows_no_card_of_a_group(officer: Desk, cast: Cast) -> None:
    assert "Persons behind it" not in officer.look_at(a_case(cast.commune))
