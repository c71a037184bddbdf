"""What texts cause and how each is answered: once, on the sender's own cases only, and never to robots."""

from __future__ import annotations

import json
from datetime import timedelta

from pytest_django import Settings

from cases.models import Case
from cases.services import handling, outcome
from cases.vocabulary import Kind, Outcome, Review, State
from feedback.models import Submission
from feedback.sms import tasks
from feedback.sms.conversation import ANSWERS
from messaging import inbox
from messaging.models import OutboundMessage
from organization.actors import Channel
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_answered_case
from tests.factories.organization import Cast, acting
from tests.feedback.sms.conftest import OWN_NUMBER, Phone

SENTENCE = "Rác chất đống ở xã Gốc Đa ba ngày nay chưa ai dọn"


def the_case() -> Case:
    return Case.objects.get()


# --- Filing ---------------------------------------------------------------------------------------


def test_a_text_becomes_a_case_of_the_unit_it_names_and_is_acknowledged_once(
    cast: Cast, phone: Phone
) -> None:
    (answer,) = phone.texts(f"KN {SENTENCE}")

    case = the_case()
    assert (case.kind, case.unit, case.channel, case.state) == (
        Kind.COMPLAINT,
        cast.commune,
        Channel.SMS,
        State.RECEIVED,
    )
    assert case.statements.get().body == SENTENCE
    assert case.complainant.phone == phone.number
    assert (answer.template, answer.sender, answer.topic) == ("filed", OWN_NUMBER, f"case:{case.pk}")
    assert case.shown_code in answer.body


def test_what_was_received_is_kept_as_it_came(phone: Phone) -> None:
    phone.texts(f"PA {SENTENCE}", FromCountry="VN")
    kept = Submission.objects.get()
    assert (kept.case, kept.kind, kept.channel) == (the_case(), "report", Channel.SMS)
    assert json.loads(kept.payload) == {"Body": [f"PA {SENTENCE}"], "FromCountry": ["VN"]}


def test_a_text_that_names_no_place_goes_to_the_unit_that_receives_such(cast: Cast, phone: Phone) -> None:
    phone.texts("PA nước máy có mùi lạ từ hôm qua")
    assert the_case().unit == cast.top


def test_an_accusation_by_text_is_information_without_a_name_and_is_acknowledged_without_saying_so(
    phone: Phone,
) -> None:
    (answer,) = phone.texts("TO CAO can bo xa Goc Da doi tien")
    case = the_case()
    assert (case.kind, case.anonymous) == (Kind.TIP, True)
    assert answer.template == "neutral_filed"


def test_who_wants_to_stay_unnamed_is_told_what_that_means(phone: Phone) -> None:
    assert phone.is_told("PA ANDANH can bo xa Goc Da doi tien") == "filed_anon"
    assert the_case().anonymous


def test_a_term_runs_from_the_day_a_text_came_in_even_if_it_is_taken_later(cast: Cast, phone: Phone) -> None:
    message, _ = inbox.receive(
        provider="twilio",
        provider_id="SM1",
        sender=phone.number,
        recipient=OWN_NUMBER,
        body=SENTENCE,
        raw={"Body": [SENTENCE]},
        at=MONDAY,
    )
    tasks.take(message.pk, at=MONDAY + timedelta(days=2))
    assert the_case().received_at == MONDAY


def test_a_report_without_words_is_asked_for_them(phone: Phone) -> None:
    for words in ("PA", "Phản ánh:", "KN !!!", "PA 😡"):
        assert phone.is_told(words) == "empty_pa"
    assert not Case.objects.exists()


def test_the_same_words_within_a_day_find_the_same_case(phone: Phone) -> None:
    phone.texts(f"PA {SENTENCE}")
    answer = phone.reads(f"pa  {SENTENCE.upper()}")
    assert the_case().shown_code in answer
    assert phone.messages[-1].note == "dup"


def test_the_same_words_from_another_phone_or_after_a_withdrawal_are_a_matter_of_their_own(
    phone: Phone, another_phone: Phone
) -> None:
    phone.texts(SENTENCE)
    assert another_phone.is_told(SENTENCE) == "filed"
    assert phone.is_told("HUY") == "withdrawn_ok"
    assert phone.is_told(SENTENCE) == "filed"
    assert Case.objects.filter(merged_into=None).count() == 3


def test_the_same_words_a_day_later_join_the_open_case_and_what_is_texted_then_is_about_that_one(
    phone: Phone,
) -> None:
    phone.texts(SENTENCE)
    first = the_case()
    assert phone.is_told(SENTENCE, at=MONDAY + timedelta(days=1, hours=1)) == "joined"
    second = Case.objects.get(merged_into=first)
    assert phone.reads(f"TC {second.code}").startswith(f"LangNghe: {first.shown_code}")
    assert phone.is_told(f"HUY {second.code}") == "withdrawn_ok"
    first.refresh_from_db()
    assert first.outcome == "withdrawn"


def test_whatever_a_text_holds_it_becomes_a_case(phone: Phone) -> None:
    long = "Ngập từ đầu thôn đến cuối thôn. " * 49
    for words in (long, "<script>alert(1)</script> ở chợ", "'; DROP TABLE cases_case; --", "x" * 10_000):
        assert phone.is_told(f"PA {words}") == "filed_ask"
        assert Case.objects.latest("pk").statements.get().body == words.strip()
    assert phone.is_told("PA rác\x00 ở \u202echợ 😀") == "filed_ask"
    assert Case.objects.latest("pk").statements.get().body == "rác  ở chợ 😀"


# --- Tracking -------------------------------------------------------------------------------------


def test_a_citizen_reads_how_their_last_case_stands(phone: Phone) -> None:
    phone.texts(SENTENCE)
    answer = phone.reads("TC")
    assert all(each in answer for each in (the_case().shown_code, "moi nhan", "05/10", "Xa Goc Da"))


def test_another_phone_reads_the_state_and_nothing_else(phone: Phone, another_phone: Phone) -> None:
    phone.texts(SENTENCE)
    code = the_case().code
    answer = another_phone.reads(f"tra cuu {code}")
    assert "moi nhan" in answer
    assert "Goc Da" not in answer
    assert another_phone.messages[-1].note == "status_other"


def test_a_wrong_code_and_a_code_of_no_case_are_told_apart_from_having_no_case(phone: Phone) -> None:
    assert "Ma 12345672 khong dung" in phone.reads("TC 12345672")
    assert "Ma 12345671 khong dung" in phone.reads("12345671")
    assert phone.is_told("TC") == "no_case"


# --- Answering ------------------------------------------------------------------------------------


def test_one_means_solved_and_closes_the_case(cast: Cast, phone: Phone) -> None:
    case = an_answered_case(cast.officer)
    assert phone.is_told("1") == "confirm_yes"
    case.refresh_from_db()
    assert (case.state, case.outcome) == (State.CLOSED, Outcome.SETTLED)


def test_two_means_not_solved_and_takes_the_case_one_level_up(cast: Cast, phone: Phone) -> None:
    case = an_answered_case(cast.officer)
    assert phone.is_told("2 rác vẫn còn") == "confirm_no"
    case.refresh_from_db()
    assert (case.unit, case.review) == (cast.top, Review.DISPUTE)
    assert case.statements.filter(kind="dispute").get().body == "rác vẫn còn"
    assert Submission.objects.get(case=case).kind == "dispute"


def test_who_disputes_can_say_what_is_missing_in_the_next_text(cast: Cast, phone: Phone) -> None:
    case = an_answered_case(cast.officer)
    phone.texts("2")
    assert phone.is_told("Chỗ sau chợ chưa ai dọn") == "reply_ok"
    assert case.statements.filter(kind="reply").get().body == "Chỗ sau chợ chưa ai dọn"
    assert phone.is_told("Cầu ở xóm tôi sắp sập rồi") == "filed_ask"


def test_one_after_solved_is_a_score_and_a_poor_one_takes_the_case_one_level_up(
    cast: Cast, phone: Phone
) -> None:
    case = an_answered_case(cast.officer)
    phone.texts("1")
    assert phone.is_told("1") == "rate_ok"
    case.refresh_from_db()
    assert (case.unit, case.review, case.state) == (cast.top, Review.POOR_RATING, State.ACCEPTED)


def test_a_digit_sent_before_the_question_is_no_answer_to_it(cast: Cast, phone: Phone) -> None:
    case = an_answered_case(cast.officer)
    phone.texts("1", at=MONDAY + timedelta(hours=2))
    assert phone.is_told("1", at=MONDAY + timedelta(hours=1)) == "digit"
    assert not case.ratings.exists()

    later = an_answered_case(cast.officer, at=MONDAY + timedelta(hours=4))
    assert phone.is_told("2", at=MONDAY + timedelta(hours=3)) == "rate_ok"
    later.refresh_from_db()
    assert later.state == State.ANSWERED


def test_a_good_score_is_recorded_once_and_later_digits_ask_for_a_code(cast: Cast, phone: Phone) -> None:
    case = an_answered_case(cast.officer)
    phone.texts("1")
    assert "Da ghi 5/5 diem" in phone.reads("5 cán bộ nhiệt tình")
    assert case.ratings.get().score == 5
    assert case.statements.filter(kind="comment").get().body == "cán bộ nhiệt tình"
    assert phone.is_told("5") == "digit"


def test_a_score_can_be_given_by_code_and_a_number_off_the_scale_is_explained(
    cast: Cast, phone: Phone
) -> None:
    case = an_answered_case(cast.officer)
    assert phone.is_told(f"DG {case.code} 9") == "rate_bad"
    assert phone.is_told(f"DG {case.code} 4") == "rate_ok"
    assert case.ratings.get().score == 4


def test_the_prompt_for_a_score_ends_after_a_week(cast: Cast, phone: Phone) -> None:
    an_answered_case(cast.officer)
    phone.texts("1")
    assert phone.is_told("5", at=phone.now + timedelta(days=7, minutes=1)) == "digit"


def test_a_digit_with_its_code_answers_a_case_that_is_not_the_newest(cast: Cast, phone: Phone) -> None:
    case = an_answered_case(cast.officer)
    an_answered_case(cast.officer, at=MONDAY + timedelta(seconds=30))
    assert phone.is_told(f"2 {case.code}") == "confirm_no"


def test_plain_words_answer_an_open_question(cast: Cast, phone: Phone) -> None:
    case = a_case(cast.commune)
    handling.ask(case, question="Ở thôn nào?", by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    assert phone.is_told("thôn 4") == "reply_ok"
    case.refresh_from_db()
    assert case.state == State.RECEIVED
    assert case.statements.filter(kind="reply").get().body == "thôn 4"


def test_a_question_goes_before_a_confirmation(cast: Cast, phone: Phone) -> None:
    case = a_case(cast.commune)
    handling.ask(case, question="Mấy hộ?", by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    answered = an_answered_case(cast.officer)
    assert phone.is_told("2") == "reply_ok"
    answered.refresh_from_db()
    assert answered.state == State.ANSWERED


def test_words_can_be_added_to_an_open_case_and_to_a_closed_one_only_by_opening_it_again(
    cast: Cast, phone: Phone
) -> None:
    case = an_answered_case(cast.officer)
    assert phone.is_told(f"TL {case.code} nhà tôi ở thôn 4") == "reply_ok"
    assert phone.is_told("TL") == "help"
    phone.texts("1")
    assert phone.is_told(f"TL {case.code} thật ra chưa dọn") == "expired"


def test_a_settled_case_can_be_disputed_for_thirty_days_and_is_then_only_shown(
    cast: Cast, phone: Phone
) -> None:
    case = an_answered_case(cast.officer)
    outcome.confirm(case, by=acting(cast.officer), at=MONDAY)
    assert phone.is_told(f"2 {case.code} vẫn còn rác", at=MONDAY + timedelta(days=29)) == "confirm_no"
    case.refresh_from_db()
    assert (case.state, case.unit, case.review) == (State.ACCEPTED, cast.top, "dispute")
    assert case.statements.filter(kind="dispute").get().body == "vẫn còn rác"

    other = an_answered_case(cast.officer)
    outcome.confirm(other, by=acting(cast.officer), at=MONDAY)
    assert phone.is_told(f"2 {other.code}", at=MONDAY + timedelta(days=30)) == "status"


def test_a_case_can_be_withdrawn_until_it_is_answered(cast: Cast, phone: Phone) -> None:
    phone.texts(SENTENCE)
    assert phone.is_told(f"HUY {the_case().code}") == "withdrawn_ok"
    assert the_case().outcome == Outcome.WITHDRAWN
    answered = an_answered_case(cast.officer)
    assert phone.is_told(f"HUY {answered.code}") == "cancel_late"


def test_nobody_acts_on_a_case_that_was_filed_from_another_phone(cast: Cast, another_phone: Phone) -> None:
    case = an_answered_case(cast.officer)
    for words in ("1 {}", "2 {}", "DG {} 1", "TL {} tôi biết ai gửi", "HUY {}"):
        assert another_phone.is_told(words.format(case.code)) == "status_other"
    assert Case.objects.get().version == case.version
    assert not Submission.objects.exists()


def test_a_phone_without_cases_is_told_so(phone: Phone) -> None:
    for words in ("1", "2", "5", "DG 5", "TL xin chào", "HUY"):
        assert phone.is_told(words) == "no_case"


def test_a_refused_move_is_answered_by_how_the_case_stands(cast: Cast, phone: Phone) -> None:
    case = a_case(cast.commune)
    for words in (f"1 {case.code}", f"2 {case.code}", f"DG {case.code} 5"):
        assert phone.is_told(words) == "status"
    assert not Submission.objects.exists()


def test_answers_about_a_secret_case_name_neither_unit_nor_kind(cast: Cast, phone: Phone) -> None:
    phone.texts("TO CAO can bo xa Goc Da doi tien")
    answer = phone.reads("TC")
    assert "Goc Da" not in answer
    assert "to cao" not in answer.lower()


# --- The rest -------------------------------------------------------------------------------------


def test_other_texts_are_answered(phone: Phone) -> None:
    for words, template in (("HD", "help"), ("?", "help"), ("", "unknown"), ("xin chào", "unknown")):
        assert phone.is_told(words) == template


def test_what_twilio_answers_itself_is_not_answered_again(phone: Phone) -> None:
    for words in ("STOP", " stop ", "Unsubscribe", "START", "HELP"):
        assert phone.is_told(words) == ""
    assert phone.is_told("dừng", OptOutType="STOP") == ""
    assert phone.is_told("tiếp", OptOutType="") == "optin"


def test_a_sender_that_is_no_persons_number_is_kept_and_not_answered(cast: Cast) -> None:
    for sender in ("VIETTEL", "1022", "+84", "whatsapp:+84912345678", "+8491234567٨", OWN_NUMBER):
        assert Phone(sender).texts(SENTENCE) == []
    assert not Case.objects.exists()
    assert not OutboundMessage.objects.exists()


def test_our_own_other_numbers_are_not_answered(cast: Cast, settings: Settings) -> None:
    settings.TWILIO_MESSAGING_SERVICE_SID = "MG" + "0" * 32
    assert Phone("+15005550009", recipient="+15005550009").is_told(SENTENCE) == ""


def test_an_answer_leaves_by_the_number_that_the_text_came_in_on(cast: Cast) -> None:
    (answer,) = Phone(recipient="+15005550009").texts("HD")
    assert answer.sender == "+15005550009"


def test_the_third_text_in_a_row_that_means_nothing_is_not_answered(phone: Phone) -> None:
    assert [phone.is_told("xin chào") for _ in range(4)] == ["unknown", "unknown", "", ""]
    assert phone.is_told("HD") == "help"
    assert phone.is_told("xin chào") == "unknown"


def test_a_robot_is_not_answered_for_ever_but_what_a_person_says_still_counts(
    cast: Cast, phone: Phone
) -> None:
    case = an_answered_case(cast.officer)
    answers = [phone.is_told("HD") for _ in range(ANSWERS + 3)]
    assert answers == ["help"] * ANSWERS + [""] * 3
    assert phone.is_told("2") == ""
    case.refresh_from_db()
    assert case.review == Review.DISPUTE
    assert phone.is_told("HD", at=MONDAY + timedelta(days=2)) == "help"
