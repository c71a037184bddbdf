"""XOA and a code: the number goes from that case, they are told so once, and no trace of it stays there."""

from __future__ import annotations

from cases.models import Case, Complainant
from cases.vocabulary import EventKind
from messaging import outbox
from messaging.models import InboundMessage, OutboundMessage, OutboundState
from tests.factories.cases import a_case
from tests.factories.organization import Cast
from tests.feedback.sms.conftest import Phone

THERE = "PA rác chất đống ở xã Gốc Đa"


def test_a_number_is_deleted_from_the_case_that_is_named_and_from_no_other(phone: Phone) -> None:
    phone.texts(THERE)
    phone.texts(f"{THERE}, đống thứ hai")
    first, second = Case.objects.order_by("pk")
    (answer,) = phone.texts(f"XOA {first.code}")
    assert (answer.template, answer.topic) == ("forgotten", f"case:{first.pk}")
    assert Complainant.objects.exclude(phone_key="").get().case == second
    assert first.events.get(kind=EventKind.FORGET).channel == "sms"
    assert phone.is_told(f"TC {first.code}") == "status_other"
    assert phone.is_told("HUY") == "withdrawn_ok"
    first.refresh_from_db()
    assert first.is_open


def test_no_text_about_the_case_keeps_the_number_once_the_last_has_left(phone: Phone) -> None:
    phone.texts(THERE)
    phone.texts("TC")
    case = Case.objects.get()
    phone.texts(f"xoá {case.code}")
    left = OutboundMessage.objects.get(state=OutboundState.PENDING)
    assert (left.template, left.address) == ("forgotten", phone.number)
    OutboundMessage.objects.filter(pk=left.pk).update(state=OutboundState.SENT, next_attempt_at=None)
    outbox.blank()
    assert {each.address for each in OutboundMessage.objects.all()} == {""}
    kept = InboundMessage.objects.values_list("sender_key", "topic")
    assert set(kept) == {("", f"case:{case.pk}")}
    assert {each.sender + each.raw for each in InboundMessage.objects.all()} == {""}


def test_without_a_code_nothing_is_deleted(cast: Cast, phone: Phone) -> None:
    case = a_case(cast.commune)
    assert case.shown_code in phone.reads("XOA")
    assert phone.messages[-1].topic == ""
    assert phone.is_told("XOA 12345672") == "bad_code"
    assert Complainant.objects.exclude(phone_key="").exists()


def test_nobody_deletes_the_number_of_another(cast: Cast, another_phone: Phone) -> None:
    case = a_case(cast.commune)
    assert another_phone.is_told(f"XOA {case.code}") == "status_other"
    assert Complainant.objects.exclude(phone_key="").exists()


def test_of_a_case_that_was_joined_only_its_own_number_goes(phone: Phone) -> None:
    phone.texts(THERE)
    phone.texts(THERE, at=phone.now.replace(day=7))
    head, joined = Case.objects.order_by("pk")
    assert joined.merged_into == head
    assert phone.is_told(f"XOA {joined.code}") == "forgotten"
    assert Complainant.objects.exclude(phone_key="").get().case == head


def test_who_filed_five_today_files_no_more_by_having_the_number_deleted(phone: Phone) -> None:
    for number in range(5):
        phone.texts(f"{THERE}, đống thứ {number}")
        phone.texts(f"XOA {Case.objects.latest('pk').code}")
    assert phone.is_told(f"{THERE}, lại nữa") == "limit"
