"""Several workers with the texts of one phone at the same moment: each effect once, and none on the wrong case."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count
from threading import Barrier

import pytest
from django.db import connection

from cases.models import Case, Complainant, Statement
from cases.services import handling
from cases.services.sweeping import sweep_cases
from cases.vocabulary import EventKind, State
from feedback.sms import tasks
from messaging import delivery, inbox, optouts, outbox
from messaging.models import InboundMessage, InboundState, OptOut, OutboundMessage, OutboundState
from organization.models import Posting
from tests.factories.cases import BECAUSE, MONDAY, PHONE, a_case, an_answered_case
from tests.factories.organization import Cast, acting
from tests.feedback.sms.conftest import OWN_NUMBER

pytestmark = pytest.mark.django_db(transaction=True)

NOW = MONDAY + timedelta(minutes=10)
ROUNDS = range(3)
_numbers = count(1)


def a_text(body: str, *, provider: str = "twilio", at: datetime = NOW) -> Callable[[], object]:
    """A text that came in; calling it takes it."""
    message, _is_new = inbox.receive(
        provider=provider,
        provider_id=f"SM{next(_numbers)}",
        sender=PHONE,
        recipient=OWN_NUMBER,
        body=body,
        raw={"Body": [body], "From": [PHONE]},
        at=at,
    )
    return lambda: tasks.take(message.pk, at=NOW)


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Do everything at the same moment, on connections of their own."""
    together = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> object:
        together.wait()
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def accepting(case: Case, officer: Posting) -> Callable[[], object]:
    return lambda: handling.accept(case, by=acting(officer), because=BECAUSE, at=NOW)


def delivering(message: OutboundMessage) -> Callable[[], object]:
    return lambda: delivery.deliver(message.pk, at=NOW)


def notes() -> list[str]:
    return sorted(InboundMessage.objects.values_list("note", flat=True))


def all_is_taken() -> bool:
    return not InboundMessage.objects.exclude(state=InboundState.TAKEN).exists()


def test_two_answers_to_one_question_are_both_kept_and_answer_it_once(cast: Cast) -> None:
    case = a_case(cast.commune)
    handling.ask(case, question="Mấy hộ?", by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    at_once(a_text("ba hộ"), a_text("bốn hộ, tôi đếm lại rồi", at=NOW + timedelta(seconds=1)))
    assert all_is_taken()
    case.refresh_from_db()
    assert case.state == State.RECEIVED
    replies = case.events.filter(kind=EventKind.REPLY, from_state=State.AWAITING_CITIZEN)
    assert replies.count() == 1
    assert Statement.objects.filter(body="ba hộ").count() == 1


def test_one_and_two_at_once_have_one_verdict(cast: Cast) -> None:
    for _ in ROUNDS:
        case = an_answered_case(cast.officer)
        at_once(a_text(f"1 {case.code}"), a_text(f"2 {case.code}"))
        assert all_is_taken()
        kinds = list(case.events.filter(kind__in=("confirm", "dispute")).values_list("kind", flat=True))
        # Who says both has either changed their mind, or said the second one too late.
        assert kinds in (["confirm"], ["dispute"], ["confirm", "dispute"])
        case.refresh_from_db()
        assert (case.state == State.CLOSED) == (kinds == ["confirm"])


def test_two_matters_at_once_do_not_both_pass_the_limit(cast: Cast) -> None:
    for number in range(4):
        a_text(f"PA rác ở xã Gốc Đa, đống thứ {number}")()
    at_once(*[a_text(f"PA rác ở xã Gốc Đa, chỗ thứ {number}") for number in range(4)])
    assert Case.objects.count() == 5
    assert InboundMessage.objects.filter(state=InboundState.HELD).count() == 3
    assert OutboundMessage.objects.filter(template="limit").count() == 1


def test_the_word_to_stop_twice_at_once_is_answered_once(cast: Cast) -> None:
    at_once(a_text("DUNG"), a_text("DUNG"))
    assert notes() == ["optout", "silent: optout"]
    assert OptOut.objects.count() == 1


def test_stop_and_a_matter_at_once_are_both_heard(cast: Cast) -> None:
    at_once(a_text("DUNG"), a_text("PA rác chất đống ở xã Gốc Đa"))
    assert notes() in (["filed", "optout"], ["filed_out", "optout"])
    assert optouts.is_out(PHONE)


def test_stop_while_a_notice_is_being_sent_loses_neither(cast: Cast) -> None:
    case = a_case(cast.commune)
    notice = OutboundMessage.objects.get()
    at_once(a_text("DUNG"), delivering(notice))
    notice.refresh_from_db()
    assert optouts.is_out(PHONE)
    assert notice.state in (OutboundState.SENT, OutboundState.FAILED)
    assert case.events.count() == 1


def test_a_notice_that_is_promised_while_the_number_goes_takes_none_along(cast: Cast) -> None:
    for _ in ROUNDS:
        case = a_case(cast.commune)
        at_once(
            a_text(f"XOA {case.code}"),
            accepting(case, cast.officer),
        )
        about = OutboundMessage.objects.filter(topic=f"case:{case.pk}", channel="sms")
        assert {each.template for each in about if each.address} == {"forgotten"}
        assert not Complainant.objects.filter(case=case).exclude(phone_key="").exists()
        assert case.events.filter(kind=EventKind.ACCEPT).count() == 1


def test_a_notice_that_leaves_while_the_number_goes_is_blanked_after(cast: Cast) -> None:
    for _ in ROUNDS:
        case = a_case(cast.commune)
        notice = OutboundMessage.objects.filter(topic=f"case:{case.pk}").get()
        at_once(a_text(f"XOA {case.code}"), delivering(notice))
        outbox.blank()
        notice.refresh_from_db()
        assert (notice.address, notice.body) == ("", "")
        assert notice.state in (OutboundState.SENT, OutboundState.FAILED)


def test_a_number_is_deleted_once(cast: Cast) -> None:
    case = a_case(cast.commune)
    at_once(a_text(f"XOA {case.code}"), a_text(f"xoá {case.code}"))
    assert case.events.filter(kind=EventKind.FORGET).count() == 1
    assert notes() == ["forgotten", "status_other"]


def test_the_answer_and_the_clock_that_closes_the_case_agree(cast: Cast) -> None:
    case = an_answered_case(cast.officer)
    case.refresh_from_db()
    assert case.due_at
    late = case.due_at + timedelta(minutes=1)
    message, _is_new = inbox.receive(
        provider="twilio",
        provider_id="SMlate",
        sender=PHONE,
        recipient=OWN_NUMBER,
        body=f"2 {case.code}",
        raw={"Body": ["2"]},
        at=late,
    )
    at_once(lambda: tasks.take(message.pk, at=late), lambda: sweep_cases(at=late))
    case.refresh_from_db()
    assert (case.state, case.review) == (State.ACCEPTED, "dispute")


def test_two_pieces_at_once_are_one_matter_in_their_order(cast: Cast) -> None:
    for number in ROUNDS:
        first = f"PA lần {number} ".ljust(67, "x")
        second = f"phần sau của tin thứ {number} này"
        took = at_once(
            a_text(first, provider="gammu", at=MONDAY + timedelta(minutes=3 * number)),
            a_text(second, provider="gammu", at=MONDAY + timedelta(minutes=3 * number, seconds=5)),
        )
        assert True in took
        said = Statement.objects.filter(case=Case.objects.latest("pk")).order_by("pk")
        assert [each.body for each in said] == [first.removeprefix("PA "), second]
    assert all_is_taken()


def test_the_place_told_while_an_officer_takes_the_case_up_moves_it_or_stays_with_it(cast: Cast) -> None:
    for words in ("PA nước máy có mùi lạ", "PA cầu sắp sập", "PA chó dữ thả rông"):
        a_text(words, at=MONDAY)()
        case = Case.objects.latest("pk")
        at_once(
            a_text(f"TL {case.code} xa Goc Da", at=MONDAY + timedelta(minutes=1)),
            accepting(case, cast.province),
        )
        case.refresh_from_db()
        assert case.place == "xa Goc Da"
        moved = case.events.filter(kind=EventKind.TRANSFER).exists()
        assert case.unit == (cast.commune if moved else cast.top)
