"""What a citizen sees of a case that was joined to another: how the matter stands, and nobody else's words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.models import Case
from cases.services import handling, merging, outcome
from cases.services.groups import Member
from cases.vocabulary import Kind
from organization.actors import Channel
from tests.factories.cases import BECAUSE, MONDAY, a_case, a_filing
from tests.factories.citizen import WORDS, Citizen
from tests.factories.organization import Cast, acting
from tests.feedback.conftest import Clock

pytestmark = pytest.mark.django_db

NEIGHBOUR = "+84987654321"
SECRETS = ("Rác chất đống", "Đã dọn sạch sáng nay.", "Người Dân Mẫu")


@pytest.fixture
def citizen(cast: Cast, clock: Clock) -> Citizen:
    return Citizen()


def joined(cast: Cast) -> tuple[Case, Case, str]:
    """A case, another person's case joined to it, and the PIN of that one."""
    head = a_case(cast.commune)
    other = a_filing(cast.commune, text="Chợ bẩn.", phone=NEIGHBOUR)
    merging.merge(other.case, into=head, by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    return head, other.case, other.pin


def test_sent_again_it_has_a_receipt_of_its_own_and_leads_to_the_first_case(
    citizen: Citizen, cast: Cast
) -> None:
    citizen.report(cast.commune.code, phone="0912345678")
    first = Case.objects.get()
    page = Citizen().report(cast.commune.code, phone="0912345678")
    second = Case.objects.get(merged_into=first)
    assert second.shown_code in page
    assert "Your PIN" in page
    assert f"it is joined to your case {first.shown_code}" in page
    assert "You get a first reply by" in page
    assert WORDS in page


def test_a_joined_case_shows_how_the_matter_stands_and_not_what_others_said(
    citizen: Citizen, cast: Cast, clock: Clock
) -> None:
    head, other, pin = joined(cast)
    handling.accept(head, by=acting(cast.officer), because=BECAUSE, at=clock.now)
    closed = citizen.follow(other)
    assert "It is to be settled by" in closed
    assert "Others have told the same matter" not in closed
    opened = citizen.unlock(other, pin)
    assert "Others have told the same matter: it is settled once for all of you" in opened
    assert "Accepted" in opened
    assert head.shown_code in opened  # in what was done: joined to case ...
    outcome.answer(head, text="Đã dọn sạch sáng nay.", by=acting(cast.officer), because=BECAUSE, at=clock.now)
    answered = citizen.follow(other)
    assert "you can say whether it is solved" not in answered
    assert not set(citizen_buttons(citizen)) & {"confirm", "dispute", "rate", "withdraw"}
    for page in (closed, opened, answered):
        assert not any(secret in page for secret in SECRETS)


def citizen_buttons(citizen: Citizen) -> list[str]:
    page = citizen.page.content.decode()
    return [name for name in ("confirm", "dispute", "rate", "withdraw") if f'value="{name}"' in page]


def test_of_a_secret_matter_a_joined_case_shows_as_little_as_the_other(citizen: Citizen, cast: Cast) -> None:
    head, other = (a_case(cast.commune, kind=Kind.TIP, phone=phone) for phone in ("+84912345678", NEIGHBOUR))
    merging.merge(other, into=head, by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    page = citizen.follow(other)
    assert cast.commune.name not in page
    assert "You get a first reply by" not in page


def test_a_groups_contact_who_withdraws_reads_that_the_case_goes_on(
    citizen: Citizen, cast: Cast, clock: Clock
) -> None:
    members = [Member("Lê Một", represents=True), Member("Trần Hai")]
    filed = a_filing(cast.commune, channel=Channel.DESK, members=members, at=clock.now - timedelta(minutes=1))
    citizen.unlock(filed.case, filed.pin)
    page = citizen.say(filed.case, "withdraw", sure="on")
    assert "Your part is withdrawn. The case goes on for the others" in page
    filed.case.refresh_from_db()
    assert filed.case.is_open
