"""What one person sends twice is one matter; what many tell of the same thing is one case that each hears of."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from cases import joining, notices
from cases.errors import MoveRefused
from cases.models import Case, Term
from cases.services import escalation, handling, merging, outcome
from cases.services.intake import Identity, Report, open_case
from cases.vocabulary import Kind, Outcome, State
from messaging.models import OutboundMessage
from organization.actors import Actor, ActorKind, Channel
from tests.factories.cases import BECAUSE, MONDAY, PHONE, a_case, a_filing, an_answered_case
from tests.factories.organization import LONG_AGO, Cast, a_post, a_posting, acting

pytestmark = pytest.mark.django_db

WORDS = "Cống trước nhà văn hóa thôn 3 bị tắc, nước tràn ra đường."
NEIGHBOUR = "+84987654321"
THIRD = "+84911222333"
CITIZEN = Actor.citizen(Channel.WEB)
LATER = MONDAY + timedelta(days=2)


def hours(number: int) -> datetime:
    return LATER + timedelta(hours=number)


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def told(phone: str, *, since: int = 0) -> list[str]:
    """The templates promised to a phone, in order, less the first ones."""
    messages = OutboundMessage.objects.order_by("created_at", "pk")
    return [each.template for each in messages if each.address == phone][since:]


def bodies(phone: str) -> list[str]:
    return [each.body for each in OutboundMessage.objects.order_by("created_at") if each.address == phone]


def test_the_same_matter_sent_again_by_the_same_person_joins_the_open_case_and_loses_nothing(
    cast: Cast,
) -> None:
    first = a_case(cast.commune, text=WORDS)
    again = a_filing(cast.commune, text=WORDS.upper(), at=LATER)
    second = again.case
    assert (second.state, second.outcome, second.merged_into) == (State.CLOSED, Outcome.MERGED, first)
    assert second.code != first.code
    assert again.pin
    assert second.statements.get().body == WORDS.upper()
    assert not Term.objects.filter(case=second, ended_at=None).exists()
    merged = second.events.get(kind="merge")
    assert (merged.actor_kind, merged.reason) == (
        ActorKind.SYSTEM,
        "The same person sent the same matter before.",
    )
    assert now(first).events.get(kind="follow").detail == {"code": second.code}
    assert now(first).is_open


def test_the_citizen_gets_one_message_that_names_both_codes(cast: Cast) -> None:
    first = a_case(cast.commune, text=WORDS)
    second = a_case(cast.commune, text=WORDS, at=LATER)
    assert told(PHONE) == ["filed", "joined"]
    body = bodies(PHONE)[1]
    assert first.shown_code in body
    assert second.shown_code in body


@pytest.mark.parametrize(
    "difference",
    [
        {"text": "Đèn đường thôn 5 hỏng."},
        {"phone": NEIGHBOUR},
        {"phone": ""},
        {"kind": Kind.COMPLAINT},
    ],
)
def test_another_content_person_or_kind_is_a_matter_of_its_own(
    cast: Cast, difference: dict[str, str]
) -> None:
    a_case(cast.commune, text=WORDS)
    assert a_case(cast.commune, **{"text": WORDS, "at": LATER, **difference}).is_open


def test_another_unit_or_another_officer_named_is_a_matter_of_its_own(cast: Cast) -> None:
    a_case(cast.commune, text=WORDS)
    assert a_case(cast.neighbour, text=WORDS).is_open
    assert a_case(cast.commune, text=WORDS, about=cast.officer.officer).is_open


def test_what_began_at_a_unit_that_has_ended_is_found_where_it_lies_now(cast: Cast) -> None:
    case = a_case(cast.neighbour, text=WORDS)
    escalation.transfer(case, to=cast.commune, by=acting(cast.head), because=BECAUSE, at=LATER)
    assert a_case(cast.commune, text=WORDS, at=LATER).merged_into == case


def test_two_persons_without_a_telephone_are_never_taken_for_one(cast: Cast) -> None:
    a_case(cast.commune, text=WORDS, phone="")
    assert a_case(cast.commune, text=WORDS, phone="").is_open


def test_who_writes_again_after_the_answer_or_the_end_is_heard_anew(cast: Cast) -> None:
    answered = an_answered_case(cast.officer, text=WORDS)
    assert a_case(cast.commune, text=WORDS, at=LATER).is_open
    outcome.confirm(answered, by=CITIZEN, at=LATER)


def test_a_part_taken_out_of_a_case_does_not_fall_back_into_it(cast: Cast) -> None:
    case = a_case(cast.commune, text=WORDS)
    part = merging.split(
        case, text=WORDS, kind=Kind.FEEDBACK, by=acting(cast.officer), because=BECAUSE, at=LATER
    )
    assert part.case.is_open


def test_a_part_taken_out_is_about_the_same_officer_in_the_post_of_that_time(cast: Cast) -> None:
    accused = cast.colleague.officer
    then = a_posting(
        a_post(cast.neighbour, "Kế toán"), accused, starts_on=LONG_AGO, ends_on=date(2021, 12, 31)
    )
    case = handling.reclassify(
        a_case(cast.commune),
        kind=Kind.COMPLAINT,
        category=None,
        about=accused,
        about_posting=then,
        summary="",
        by=acting(cast.head),
        because=BECAUSE,
        at=LATER,
    )
    part = merging.split(
        case, text="Việc hai.", kind=Kind.COMPLAINT, by=acting(cast.head), because=BECAUSE, at=LATER
    ).case
    assert (part.about, part.about_posting) == (accused, then)


@pytest.mark.parametrize(
    ("channel", "anonymous", "joins"),
    [
        (Channel.DESK, False, True),
        (Channel.SMS, False, True),
        (Channel.WEB, False, False),
        (Channel.DESK, True, False),
        (Channel.SMS, True, False),
    ],
)
def test_information_about_wrongdoing_is_joined_only_where_it_is_sure_who_sent_it(
    cast: Cast, channel: Channel, anonymous: bool, joins: bool
) -> None:
    for day in (MONDAY, LATER):
        a_case(cast.commune, kind=Kind.TIP, text=WORDS, channel=channel, anonymous=anonymous, at=day)
    assert Case.objects.filter(merged_into=None).count() == (1 if joins else 2)
    assert set(told(PHONE)) == {"neutral_filed"}


def test_what_was_joined_by_itself_is_told_under_one_code_only(cast: Cast) -> None:
    first = a_case(cast.commune, text=WORDS)
    a_case(cast.commune, text=WORDS, at=LATER)
    handling.accept(first, by=acting(cast.officer), because=BECAUSE, at=hours(1))
    assert told(PHONE, since=2) == ["accepted"]
    assert first.shown_code in bodies(PHONE)[-1]


# --- The same matter from many people -------------------------------------------------------------


def joined(cast: Cast) -> tuple[Case, Case]:
    """A neighbour's case that an officer joined to the first one."""
    head = a_case(cast.commune)
    other = a_case(cast.commune, phone=NEIGHBOUR)
    merging.merge(other, into=head, by=acting(cast.officer), because=BECAUSE, at=LATER)
    return now(head), now(other)


def test_who_was_joined_hears_of_every_step_under_their_own_code(cast: Cast) -> None:
    head, other = joined(cast)
    officer = acting(cast.officer)
    handling.accept(head, by=officer, because=BECAUSE, at=hours(1))
    handling.extend(head, days=1, by=acting(cast.head), because=BECAUSE, at=hours(2))
    handling.ask(head, question="Ở đâu?", by=officer, because=BECAUSE, at=hours(3))
    handling.reply(head, text="Ở chợ.", by=CITIZEN, at=hours(4))
    outcome.answer(head, text="Xong.", by=officer, because=BECAUSE, at=hours(5))
    outcome.confirm(head, by=CITIZEN, at=hours(6))
    assert told(NEIGHBOUR) == ["filed", "update", "accepted", "extended", "update", "update"]
    assert told(PHONE) == ["filed", "accepted", "extended", "question", "confirm"]
    for body in bodies(NEIGHBOUR):
        assert other.shown_code in body
        assert head.shown_code not in body
    assert "da co cau tra loi" in bodies(NEIGHBOUR)[4]
    assert "da giai quyet xong" in bodies(NEIGHBOUR)[5]


def test_a_case_ended_without_a_decision_is_told_to_who_follows_it(cast: Cast) -> None:
    head, _other = joined(cast)
    outcome.terminate(head, ground="no_object", by=acting(cast.head), because=BECAUSE, at=LATER)
    assert "da dung giai quyet" in bodies(NEIGHBOUR)[-1]


def test_a_chain_leads_to_the_case_that_is_open_and_everybody_on_it_is_told(cast: Cast) -> None:
    top, middle = a_case(cast.commune), a_case(cast.commune, phone=NEIGHBOUR)
    last = a_case(cast.commune, phone=THIRD)
    officer = acting(cast.officer)
    merging.merge(last, into=middle, by=officer, because=BECAUSE, at=LATER)
    merging.merge(middle, into=top, by=officer, because=BECAUSE, at=LATER)
    assert now(last).merged_into == now(middle).merged_into == top
    assert {each.detail["code"] for each in top.events.filter(kind="follow")} == {middle.code, last.code}
    handling.accept(top, by=officer, because=BECAUSE, at=hours(1))
    for phone in (PHONE, NEIGHBOUR, THIRD):
        assert told(phone)[-1] == "accepted"


def test_joining_to_a_joined_case_joins_to_the_one_that_it_leads_to(cast: Cast) -> None:
    head, other = joined(cast)
    third = a_case(cast.commune, phone=THIRD)
    merging.merge(third, into=other, by=acting(cast.officer), because=BECAUSE, at=LATER)
    assert now(third).merged_into == head


def test_no_case_is_joined_to_itself_nor_to_one_that_follows_it(cast: Cast) -> None:
    head, other = joined(cast)
    for into in (head, other):
        with pytest.raises(MoveRefused):
            merging.merge(head, into=into, by=acting(cast.officer), because=BECAUSE, at=LATER)
    assert now(head).is_open


def test_what_is_secret_is_not_joined_to_what_is_not(cast: Cast) -> None:
    tip = a_case(cast.commune, kind=Kind.TIP, phone=NEIGHBOUR)
    with pytest.raises(MoveRefused):
        merging.merge(tip, into=a_case(cast.commune), by=acting(cast.officer), because=BECAUSE, at=LATER)


def test_who_follows_a_secret_matter_is_told_nothing_of_it(cast: Cast) -> None:
    head, other = (a_case(cast.commune, kind=Kind.TIP, phone=phone) for phone in (PHONE, NEIGHBOUR))
    merging.merge(other, into=head, by=acting(cast.officer), because=BECAUSE, at=LATER)
    handling.accept(head, by=acting(cast.officer), because=BECAUSE, at=LATER)
    assert set(told(NEIGHBOUR)) == {"neutral_filed", "neutral_update"}


def test_when_the_first_of_many_withdraws_the_case_goes_on_for_the_others(cast: Cast) -> None:
    head, _other = joined(cast)
    outcome.withdraw(head, by=CITIZEN, at=hours(1))
    assert now(head).is_open
    assert head.events.get(kind="member").detail == {"contact": True, "left": 1}
    assert told(PHONE)[-1] == "withdrawn_ok"
    assert "withdrawn_ok" not in told(NEIGHBOUR)
    with pytest.raises(MoveRefused):
        outcome.withdraw(head, by=CITIZEN, at=LATER)


def test_telling_costs_the_same_number_of_queries_however_many_follow(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    head, _other = joined(cast)
    with django_assert_num_queries(2):
        notices.recipients([head])
    third = a_case(cast.commune, phone=THIRD)
    merging.merge(third, into=head, by=acting(cast.officer), because=BECAUSE, at=LATER)
    another = a_case(cast.commune, phone="+84900000001")
    with django_assert_num_queries(2):
        to = notices.recipients([head, another])
    assert [each.person.phone for each in to[head.pk]] == [PHONE, NEIGHBOUR, THIRD]
    assert [each.follows for each in to[head.pk]] == [False, True, True]
    assert [each.case for each in to[another.pk]] == [another]


# --- Suggestions ----------------------------------------------------------------------------------


def test_open_cases_with_the_same_words_nearby_are_suggested_the_likeliest_first(cast: Cast) -> None:
    case = a_case(cast.commune, text="Cống trước nhà văn hóa thôn 3 bị tắc.", phone=NEIGHBOUR)
    near = a_case(cast.commune, text="Cống ở nhà văn hóa bị tắc, nước ngập.")
    nearer = a_case(cast.commune, text="Cống trước nhà văn hóa thôn 3 bị tắc, nước ngập.")
    a_case(cast.commune, text="Đèn đường xóm Đông không sáng.")
    a_case(cast.neighbour, text="Cống trước nhà văn hóa thôn 3 bị tắc.")
    a_case(cast.commune, category="land", text="Cống trước nhà văn hóa thôn 3 bị tắc!")
    a_case(cast.commune, kind=Kind.TIP, text="Cống trước nhà văn hóa thôn 3 bị tắc?")
    a_case(cast.commune, text="Cống trước nhà văn hóa thôn 3 tắc.", at=MONDAY - timedelta(days=91))
    assert joining.similar(case, acting(cast.officer), at=LATER) == [nearer, near]


def test_at_most_five_are_suggested_in_a_number_of_queries_that_does_not_grow(cast: Cast) -> None:
    case = a_case(cast.commune, phone=NEIGHBOUR)

    actor = acting(cast.officer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            joining.similar(case, actor, at=LATER)
        return len(asked)

    a_case(cast.commune)
    queries()  # what is read once for the whole house
    before = queries()
    for _number in range(7):
        a_case(cast.commune)
    assert queries() == before
    assert len(joining.similar(case, actor, at=LATER)) == 5


def test_nobody_is_pointed_to_a_case_about_themselves_or_out_of_their_reach(cast: Cast) -> None:
    case = a_case(cast.commune, phone=NEIGHBOUR)
    a_case(cast.commune, about=cast.officer.officer)
    a_case(cast.top)
    assert joining.similar(case, acting(cast.officer), at=LATER) == []


def test_a_report_by_its_fields_alone_is_enough_to_be_joined(cast: Cast) -> None:
    """The door does not matter, only who, where and what."""
    a_case(cast.commune, text=WORDS, category="", channel=Channel.WEB)
    report = Report(
        kind=Kind.FEEDBACK,
        text=WORDS,
        channel=Channel.SMS,
        unit=cast.commune,
        identity=Identity(phone=PHONE),
    )
    assert open_case(report, by=CITIZEN, because=BECAUSE, at=LATER).case.merged_into is not None
