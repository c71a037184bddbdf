"""What a matter lacks is asked after it is filed; what comes over the day's limit waits for the morning."""

from __future__ import annotations

import json
from datetime import timedelta

from cases.models import Case
from cases.services import handling
from cases.vocabulary import EventKind, Kind, State
from feedback.models import Submission
from feedback.sms import tasks
from messaging.models import InboundMessage, InboundState, OutboundMessage
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_answered_case, moment
from tests.factories.organization import Cast, acting
from tests.feedback.sms.conftest import Phone

NOWHERE = "PA nước máy có mùi lạ từ hôm qua"
THERE = "PA rác chất đống ở xã Gốc Đa"


def the_case() -> Case:
    return Case.objects.get()


def held() -> int:
    return InboundMessage.objects.filter(state=InboundState.HELD).count()


# --- Where it happened ----------------------------------------------------------------------------


def test_a_matter_without_a_place_is_filed_at_once_and_its_place_asked(cast: Cast, phone: Phone) -> None:
    answer = phone.reads(NOWHERE)
    assert the_case().shown_code in answer
    assert "o dau" in answer
    assert (the_case().unit, the_case().state) == (cast.top, State.RECEIVED)


def test_a_matter_that_names_its_place_keeps_it_and_is_asked_nothing(cast: Cast, phone: Phone) -> None:
    assert phone.is_told(THERE) == "filed"
    assert (the_case().unit, the_case().place) == (cast.commune, "xã Gốc Đa")
    assert phone.is_told("thôn 4") == "unknown"


def test_the_place_takes_the_case_to_its_commune_and_the_answer_tells_unit_and_day(
    cast: Cast, phone: Phone
) -> None:
    phone.texts(NOWHERE)
    answer = phone.reads("thon 4 xa Goc Da")
    assert all(each in answer for each in ("Xa Goc Da", the_case().shown_code, "19/10"))
    assert (the_case().unit, the_case().place) == (cast.commune, "thon 4 xa Goc Da")
    assert the_case().received_at == MONDAY + timedelta(minutes=1)
    assert phone.is_told("thon 4 xa Goc Da") == "dup"


def test_a_place_that_nobody_knows_is_kept_and_the_case_stays(cast: Cast, phone: Phone) -> None:
    phone.texts(NOWHERE)
    assert phone.is_told("gan cay da") == "place_ok"
    assert (the_case().unit, the_case().place) == (cast.top, "gan cay da")


def test_zero_leaves_it_open_and_tells_the_day_of_the_answer(phone: Phone) -> None:
    phone.texts(NOWHERE)
    assert "19/10" in phone.reads("0")
    assert the_case().place == ""
    assert the_case().statements.count() == 1
    assert phone.is_told("gan cay da") == "unknown"


def test_after_a_day_a_few_words_are_not_taken_for_the_place(phone: Phone) -> None:
    phone.texts(NOWHERE)
    assert phone.is_told("gan cay da", at=phone.now + timedelta(days=1)) == "unknown"


def test_who_stays_unnamed_is_told_so_with_the_question_and_an_accusation_is_asked_neutrally(
    phone: Phone,
) -> None:
    assert "Can bo khong thay so" in phone.reads("PA ANDANH nước máy có mùi lạ từ hôm qua")
    (answer,) = phone.texts("TO CAO can bo doi tien tra ho so")
    assert answer.template == "filed_ask"
    secret = Case.objects.get(kind=Kind.TIP)
    (answer,) = phone.texts(f"TL {secret.code} xa Goc Da")
    assert answer.template == "neutral_filed"
    assert "Goc Da" not in answer.body


def test_the_place_is_asked_last_and_told_by_what_answers_nothing_else(cast: Cast, phone: Phone) -> None:
    answered = an_answered_case(cast.officer)
    phone.texts(NOWHERE)
    filed = Case.objects.exclude(pk=answered.pk).get()
    assert phone.is_told("1") == "confirm_yes"
    assert phone.is_told("5") == "rate_ok"
    phone.texts("TC")
    assert phone.is_told("xa Goc Da") == "place_ok"
    filed.refresh_from_db()
    assert filed.unit == cast.commune


def test_an_officers_question_goes_before_the_place(cast: Cast, phone: Phone) -> None:
    phone.texts(NOWHERE)
    handling.ask(the_case(), question="Mấy hộ?", by=acting(cast.province), because=BECAUSE, at=phone.now)
    assert phone.is_told("3 ho o xa Goc Da") == "reply_ok"
    assert the_case().place == ""


def test_of_two_places_that_were_asked_none_is_guessed(cast: Cast, phone: Phone) -> None:
    phone.texts(NOWHERE)
    phone.texts("PA cầu sắp sập đã mấy tháng nay")
    bridge, water = Case.objects.order_by("-pk")
    assert "2 cau hoi" in phone.reads("xa Goc Da")
    assert not Case.objects.exclude(place="").exists()
    assert phone.is_told(f"TL {water.code} xa Goc Da") == "place_ok"
    assert phone.is_told("xa Ben Nuoc") == "place_ok"
    for case, unit in ((water, cast.commune), (bridge, cast.neighbour)):
        case.refresh_from_db()
        assert case.unit == unit


def test_words_with_a_code_that_name_no_place_are_words_and_the_place_is_still_asked(phone: Phone) -> None:
    phone.texts(NOWHERE)
    assert phone.is_told(f"TL {the_case().code} trẻ con bị ngứa") == "reply_ok"
    assert the_case().place == ""
    assert phone.is_told("gan cay da") == "place_ok"


def test_a_withdrawn_case_has_no_place_to_tell(phone: Phone) -> None:
    phone.texts(NOWHERE)
    phone.texts("HUY")
    assert phone.is_told("gan cay da") == "unknown"


def test_a_hamlet_without_its_commune_is_kept_and_the_commune_asked(cast: Cast, phone: Phone) -> None:
    assert phone.is_told("PA rác chất đống ở thôn 4") == "filed_ask"
    assert the_case().place == "thôn 4"
    assert phone.is_told("xã Gốc Đa") == "place_ok"
    assert (the_case().unit, the_case().place) == (cast.commune, "thôn 4, xã Gốc Đa")


# --- What is kept ---------------------------------------------------------------------------------


def test_what_is_kept_as_received_has_every_field_but_the_number(phone: Phone) -> None:
    phone.texts(THERE, FromCountry="VN", WaId=phone.number[1:])
    assert json.loads(Submission.objects.get().payload) == {"Body": [THERE], "FromCountry": ["VN"]}
    assert phone.messages[-1].sender == phone.number


def test_a_text_says_which_case_it_concerned_and_one_about_anothers_does_not(
    cast: Cast, phone: Phone, another_phone: Phone
) -> None:
    phone.texts(THERE)
    topic = f"case:{the_case().pk}"
    phone.texts("TC")
    phone.texts("5")
    phone.texts(THERE)
    phone.texts("HUY")
    assert [each.topic for each in phone.messages] == [topic, topic, "", topic, topic]
    another_phone.texts(f"TC {the_case().code}")
    assert another_phone.messages[-1].topic == ""


# --- The day's limit ------------------------------------------------------------------------------


def file_many(phone: Phone, number: int) -> None:
    for each in range(number):
        phone.texts(f"{THERE}, đống thứ {each}")


def test_the_sixth_matter_of_a_day_waits_for_the_morning_and_is_told_once(cast: Cast, phone: Phone) -> None:
    file_many(phone, 5)
    assert phone.is_told(f"{THERE} phía sau chợ") == "limit"
    assert phone.is_told(f"{THERE} phía trước chợ") == ""
    assert (Case.objects.count(), held()) == (5, 2)
    assert phone.is_told("TC") == "status"

    sixth = phone.messages[5]
    tasks.sweep_untaken(at=moment("2026-10-06 06:59"))
    assert held() == 2
    tasks.sweep_untaken(at=moment("2026-10-06 07:00"))
    assert (Case.objects.count(), held()) == (7, 0)
    assert Case.objects.filter(received_at=sixth.received_at).exists()
    sixth.refresh_from_db()
    assert (sixth.state, sixth.note) == (InboundState.TAKEN, "filed")


def test_what_is_held_counts_towards_the_day_on_which_it_is_taken(cast: Cast, phone: Phone) -> None:
    file_many(phone, 12)
    for morning, filed in (("2026-10-06 07:00", 10), ("2026-10-07 07:00", 12)):
        tasks.sweep_untaken(at=moment(morning))
        assert Case.objects.count() == filed
    assert held() == 0
    assert OutboundMessage.objects.filter(template="limit").count() == 2


def test_the_same_words_again_are_not_held_against_anybody(phone: Phone) -> None:
    for _ in range(2):
        phone.texts(THERE)
    file_many(phone, 4)
    assert Case.objects.count() == 5
    assert phone.is_told(THERE) == "dup"
    assert held() == 0


def test_another_number_has_a_day_of_its_own(phone: Phone, another_phone: Phone) -> None:
    file_many(phone, 6)
    assert another_phone.is_told(THERE) == "filed"


# --- The rest -------------------------------------------------------------------------------------


def test_a_picture_without_words_is_asked_for_words(phone: Phone) -> None:
    assert phone.is_told("", NumMedia="1") == "mms"
    assert phone.is_told("  ", NumMedia="0") == "unknown"
    assert phone.is_told(THERE, NumMedia="2") == "filed"


def test_the_receipt_of_a_case_says_that_its_place_was_asked(phone: Phone) -> None:
    phone.texts(NOWHERE)
    assert the_case().events.get(kind=EventKind.RECEIVE).detail["place"] == "asked"
    phone.texts(THERE)
    assert "place" not in Case.objects.latest("pk").events.get(kind=EventKind.RECEIVE).detail


def test_a_case_filed_on_the_web_is_not_asked_by_text(cast: Cast, phone: Phone) -> None:
    a_case(None)
    assert phone.is_told("gan cay da") == "unknown"
