"""Several persons behind one matter: how many speak for them, and what happens when one of them leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from cases.errors import GroupRefused, MoveRefused
from cases.models import Case, MemberWithdrawal
from cases.services import groups, handling, merging, outcome
from cases.services.groups import Member, read_members
from cases.services.origins import Written
from cases.vocabulary import Kind, Outcome, State
from messaging.models import OutboundMessage
from organization.actors import Actor, Channel
from tests.factories.cases import BECAUSE, MONDAY, a_case
from tests.factories.organization import Cast, acting

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(days=1)
CITIZEN = Actor.citizen(Channel.WEB)


def a_group(persons: int, representing: int) -> list[Member]:
    return [Member(f"Người Thứ {number}", number < representing) for number in range(persons)]


def a_groups_case(
    cast: Cast, persons: int = 3, *, kind: Kind = Kind.COMPLAINT, appointed: bool = True
) -> Case:
    return a_case(
        cast.commune,
        kind=kind,
        channel=Channel.DESK,
        members=a_group(persons, 1),
        appointment_seen=appointed,
        origin=Written(persons),
    )


def leave(cast: Cast, case: Case, number: int) -> Case:
    member = case.petitioners.order_by("pk")[number]
    return groups.withdraw_member(
        case, member, by=acting(cast.officer), because=BECAUSE, at=LATER + timedelta(hours=number)
    )


@pytest.mark.parametrize(
    ("persons", "representing", "allowed"),
    [
        (1, 0, True),
        (2, 0, False),
        (2, 1, True),
        (4, 2, True),
        (4, 3, False),
        (5, 0, False),
        (5, 2, True),
        (5, 3, False),
        (10, 2, True),
        (10, 3, False),
        (11, 0, False),
        (11, 3, True),
        (12, 5, True),
        (12, 6, False),
        (200, 5, True),
    ],
)
def test_how_many_represent_a_group_depends_on_its_number(
    cast: Cast, persons: int, representing: int, allowed: bool
) -> None:
    members = a_group(persons, representing)
    if allowed:
        assert a_case(cast.commune, members=members).persons == persons
    else:
        with pytest.raises(GroupRefused, match=str(persons)):
            a_case(cast.commune, members=members)
        assert not Case.objects.exists()


def test_names_are_read_one_a_line_and_a_star_marks_who_represents() -> None:
    assert read_members("Hoàng  Văn Một\n\n * Lê Thị Hai\r\nTrần Ba *\n   \n") == [
        Member("Hoàng Văn Một"),
        Member("Lê Thị Hai", represents=True),
        Member("Trần Ba", represents=True),
    ]
    assert read_members(" \n ") == []


@pytest.mark.parametrize("text", ["Lê Một\n * \n", "x" * 121, "\n".join(f"Tên {n}" for n in range(500))])
def test_a_mark_without_a_name_a_name_too_long_and_five_hundred_names_are_refused(text: str) -> None:
    with pytest.raises(GroupRefused):
        read_members(text)


def test_names_are_sealed_and_stand_neither_in_the_ledger_nor_in_the_history(cast: Cast) -> None:
    case = a_groups_case(cast)
    leave(cast, case, 1)
    assert [each.name for each in case.petitioners.order_by("pk")] == [f"Người Thứ {n}" for n in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM cases_petitioner")
        assert not any("Người" in str(row) for row in cursor.fetchall())
    told = [str(row) for row in (*case.events.values(), *case.history.values())]
    assert not any("Người Thứ" in row for row in told)
    assert case.events.get(kind="receive").detail["persons"] == 3


def test_one_who_withdraws_leaves_the_case_to_the_others(cast: Cast) -> None:
    case = a_groups_case(cast)
    leave(cast, case, 1)
    assert case.state == State.RECEIVED
    assert MemberWithdrawal.objects.get().petitioner.name == "Người Thứ 1"
    event = case.events.get(kind="member")
    assert (event.detail, event.reason) == ({"contact": False, "left": 2}, BECAUSE)


@pytest.mark.parametrize(
    ("kind", "ends"), [(Kind.COMPLAINT, True), (Kind.PETITION, True), (Kind.DENUNCIATION, False)]
)
def test_when_the_last_one_withdraws_the_case_ends_unless_it_is_a_denunciation(
    cast: Cast, kind: Kind, ends: bool
) -> None:
    case = a_groups_case(cast, kind=kind)
    for number in (2, 1):
        assert leave(cast, case, number).is_open
    leave(cast, case, 0)
    assert case.is_open is not ends
    assert case.outcome == (Outcome.WITHDRAWN if ends else Outcome.NONE)


def test_nobody_leaves_twice_nor_out_of_a_case_that_is_not_theirs_nor_after_the_answer(cast: Cast) -> None:
    case, other = a_groups_case(cast), a_groups_case(cast)
    leave(cast, case, 1)
    with pytest.raises(GroupRefused):
        leave(cast, case, 1)
    with pytest.raises(GroupRefused):
        groups.withdraw_member(
            case, other.petitioners.all()[1], by=acting(cast.officer), because=BECAUSE, at=LATER
        )
    handling.accept(other, by=acting(cast.officer), because=BECAUSE, at=LATER)
    outcome.answer(other, text="Xong.", by=acting(cast.officer), because=BECAUSE, at=LATER)
    with pytest.raises(MoveRefused):
        leave(cast, other, 1)
    assert MemberWithdrawal.objects.count() == 1


def test_the_contact_who_withdraws_by_themselves_takes_back_only_their_part(cast: Cast) -> None:
    case = a_groups_case(cast)
    outcome.withdraw(case, by=CITIZEN, at=LATER)
    assert case.is_open
    assert MemberWithdrawal.objects.get().petitioner == case.petitioners.order_by("pk").first()
    assert OutboundMessage.objects.filter(template="withdrawn_ok").count() == 1
    with pytest.raises(MoveRefused):
        outcome.withdraw(case, by=CITIZEN, at=LATER)
    for number in (1, 2):
        leave(cast, case, number)
    assert case.outcome == Outcome.WITHDRAWN


def test_a_groups_complaint_is_accepted_when_its_paper_is_there(cast: Cast) -> None:
    case = a_groups_case(cast, appointed=False)
    with pytest.raises(MoveRefused):
        handling.accept(case, by=acting(cast.officer), because=BECAUSE, at=LATER)
    groups.record_appointment(case, by=acting(cast.officer), because=BECAUSE, at=LATER)
    handling.accept(case, by=acting(cast.officer), because=BECAUSE, at=LATER)
    assert case.state == State.ACCEPTED


def test_a_groups_feedback_needs_no_paper(cast: Cast) -> None:
    case = a_groups_case(cast, kind=Kind.FEEDBACK, appointed=False)
    assert handling.accept(case, by=acting(cast.officer), because=BECAUSE, at=LATER).accepted_at


def test_a_part_taken_out_has_the_same_letter_and_the_persons_who_have_stayed(cast: Cast) -> None:
    case = a_groups_case(cast)
    leave(cast, case, 0)
    part = merging.split(
        case, text="Việc hai.", kind=Kind.COMPLAINT, by=acting(cast.officer), because=BECAUSE, at=LATER
    ).case
    assert part.letter == case.letter is not None
    assert [each.name for each in part.petitioners.order_by("pk")] == ["Người Thứ 1", "Người Thứ 2"]
    assert handling.accept(part, by=acting(cast.officer), because=BECAUSE, at=LATER).is_open
