"""Every move from its page: what it asks, what it does, what it says when it cannot."""

from __future__ import annotations

from typing import Any

import pytest

from cases.models import Case
from cases.services import handling, outcome
from cases.vocabulary import Kind, Outcome, State
from messaging.models import OutboundMessage
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_accepted_case, an_answered_case
from tests.factories.desk import Desk
from tests.factories.files import a_disguised_file, a_pdf, a_photo
from tests.factories.organization import Cast, a_unit, acting
from tests.fakes.clock import Clock

WHY = "Theo biên bản kiểm tra."


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def last_event(case: Case) -> tuple[str, str, str]:
    event = case.events.latest("pk")
    return event.kind, event.actor_name, event.reason


def test_accepting_says_until_when_it_must_be_settled_and_suggests_a_reason(
    officer: Desk, cast: Cast
) -> None:
    case = a_case(cast.commune)
    text = officer.open_move(case, "accept")
    assert "It must then be settled by 26/10/2026: 15 working days, rule P4." in text
    assert "The matter lies within the power of this unit." in text


def test_an_officer_accepts_starts_and_answers_with_a_photo(officer: Desk, cast: Cast) -> None:
    case = a_case(cast.commune)
    officer.move(case, "accept", because=WHY)
    assert officer.path == f"/desk/cases/{case.code}/"
    assert (now(case).state, now(case).holder) == (State.ACCEPTED, cast.officer)
    assert last_event(case) == ("accept", "Trần Văn Việc", WHY)
    officer.move(case, "start", because=WHY)
    text = officer.move(case, "answer", text="Đã dọn sạch.", because=WHY, attachments=[a_photo(), a_pdf()])
    assert now(case).state == State.ANSWERED
    assert "Đã dọn sạch." in text
    assert case.statements.get(kind="answer").attachments.count() == 2


def test_after_a_move_the_officer_is_told_and_the_next_case_is_offered(officer: Desk, cast: Cast) -> None:
    case = a_case(cast.commune)
    later = an_accepted_case(cast.officer)
    text = officer.move(case, "accept", because=WHY)
    assert f"{case.shown_code}: Accepted. Next: {later.shown_code} (15 working days left)" in text
    assert f'<a href="/desk/cases/{later.code}/">{later.shown_code}</a>' in officer.html


def test_what_waits_for_the_citizen_is_not_offered_as_the_next(officer: Desk, cast: Cast) -> None:
    an_answered_case(cast.officer)
    case = a_case(cast.commune)
    assert "Next:" not in officer.move(case, "accept", because=WHY)


@pytest.mark.parametrize("because", ["", "   "])
def test_no_move_goes_without_a_reason(officer: Desk, cast: Cast, because: str) -> None:
    case = a_case(cast.commune)
    text = officer.move(case, "accept", because=because)
    assert "Reason: This field is required." in text
    assert now(case).state == State.RECEIVED


def test_the_head_assigns_to_an_officer_of_the_unit_who_is_not_in_conflict(head: Desk, cast: Cast) -> None:
    case = a_case(cast.commune, about=cast.officer.officer)
    text = head.open_move(case, "assign")
    assert "Phạm Thị Bạn" in text
    assert "Trần Văn Việc" not in text
    refused = head.send_move(case, "assign", to=cast.officer.pk, because=WHY, seen=case.version)
    assert "Select a valid choice" in refused
    head.move(case, "assign", to=cast.colleague.pk, because=WHY)
    assert now(case).holder == cast.colleague


def test_the_choice_of_officers_says_how_much_each_has_in_hand(head: Desk, cast: Cast) -> None:
    an_accepted_case(cast.colleague)
    an_answered_case(cast.colleague)
    text = head.open_move(a_case(cast.commune), "assign")
    assert "Phạm Thị Bạn · Công chức chuyên môn · 2 cases in hand" in text


def test_a_question_goes_by_text_message_and_stops_the_clock(officer: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    text = officer.open_move(case, "ask")
    assert "by text message" in text
    assert "The clock stands still until they reply." in text
    officer.move(case, "ask", question="Ở đoạn nào của mương?", because=WHY)
    assert (now(case).state, now(case).due_at) == (State.AWAITING_CITIZEN, None)
    assert "O doan nao cua muong?" in OutboundMessage.objects.get(template="question").body


def test_a_question_that_does_not_fit_one_text_message_is_refused_with_its_length(
    officer: Desk, cast: Cast
) -> None:
    case = an_accepted_case(cast.officer)
    question = "Ở đoạn nào? " * 12
    text = officer.move(case, "ask", question=question, because=WHY)
    assert "The question has 143 characters; at most" in text
    assert question.strip() in text
    assert now(case).state == State.ACCEPTED


def test_a_question_about_a_secret_matter_is_announced_as_a_neutral_message(
    officer: Desk, cast: Cast
) -> None:
    case = an_accepted_case(cast.officer, kind=Kind.TIP)
    assert "The citizen gets a neutral message" in officer.open_move(case, "ask")


def test_a_citizen_without_an_address_is_said_to_see_the_question_on_the_page_only(
    officer: Desk, cast: Cast
) -> None:
    case = an_accepted_case(cast.officer, phone="")
    assert "left no way to reach them" in officer.open_move(case, "ask")


def test_an_answer_with_a_disguised_file_is_refused_and_its_text_kept(officer: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    text = officer.move(case, "answer", text="Đã dọn sạch.", because=WHY, attachments=[a_disguised_file()])
    assert "is not a photo" in text
    assert "Choose the files again" in text
    assert "Đã dọn sạch." in text
    assert now(case).state == State.ACCEPTED


@pytest.mark.parametrize("text", ["", "x" * 10_001, "NUL \0 byte"])
def test_an_answer_that_cannot_be_is_refused(officer: Desk, cast: Cast, text: str) -> None:
    case = an_accepted_case(cast.officer)
    officer.move(case, "answer", text=text, because=WHY)
    assert officer.status == 200
    assert "Please check what you have written" in officer.text
    assert now(case).state == State.ACCEPTED


def test_the_head_extends_the_term_as_often_and_as_far_as_its_rule_allows(head: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    text = head.open_move(case, "extend")
    assert "Rule P4: Local rules" in text
    assert "It may be extended 1 more time, by at most 15 working days." in text
    assert "It now ends on 26/10/2026; with all the days of one extension it would end on 16/11/2026." in text
    assert "On record as the decision of Đỗ Văn Trưởng, Chủ tịch" in text
    assert "Counted in working days, at most 15." in text
    assert "less than or equal to 15" in head.move(case, "extend", days="16", because=WHY)
    head.move(case, "extend", days="5", because=WHY)
    assert "Term extended: by 5 days" in head.text
    assert case.terms.get(ended_at=None, main=True).extensions.get().approved_by == "Đỗ Văn Trưởng"
    refused = head.send_move(now(case), "extend", days="5", because=WHY, seen=now(case).version)
    assert "allows 1 extension under these circumstances, and it has been used." in refused


def test_reclassifying_begins_with_what_the_case_says_and_keeps_its_clock(officer: Desk, cast: Cast) -> None:
    case = a_case(cast.commune)
    officer.open_move(case, "reclassify")
    assert '<option value="feedback" selected>' in officer.html
    officer.move(
        case, "reclassify", kind="petition", category="", about="", summary="Rác ở cổng chợ", because=WHY
    )
    changed = now(case)
    assert (changed.kind, changed.category, changed.summary) == ("petition", None, "Rác ở cổng chợ")
    assert changed.due_at == case.due_at
    assert "Reclassified: from Feedback to Petition" in officer.text


def test_what_came_by_web_does_not_become_a_denunciation(officer: Desk, cast: Cast) -> None:
    case = a_case(cast.commune)
    officer.open_move(case, "reclassify")
    assert 'value="denunciation"' not in officer.html
    assert 'value="tip"' in officer.html


@pytest.mark.parametrize("typed", ["pham thi ban", "Phạm Thị Bạn ({code})", "{code}"])
def test_an_officer_is_named_by_name_without_accents_or_by_staff_code(
    head: Desk, cast: Cast, typed: str
) -> None:
    case = a_case(cast.commune)
    about = typed.format(code=cast.colleague.officer.staff_code)
    head.move(case, "reclassify", kind="feedback", about=about, because=WHY)
    assert now(case).about == cast.colleague.officer


def test_several_officers_of_that_name_are_all_named(head: Desk, cast: Cast) -> None:
    case = a_case(cast.commune)
    text = head.move(case, "reclassify", kind="feedback", about="văn", because=WHY)
    assert "Several officers fit." in text
    for person in (cast.officer.officer, cast.head.officer):
        assert f"{person.full_name} ({person.staff_code})" in text


def test_an_officer_out_of_reach_cannot_be_named(head: Desk, cast: Cast) -> None:
    text = head.move(a_case(cast.commune), "reclassify", kind="feedback", about="Vũ Thị Tỉnh", because=WHY)
    assert "No officer within your reach" in text


def test_a_case_that_turns_out_to_be_about_the_head_leaves_their_desk_at_once(
    reception: Desk, province: Desk, cast: Cast
) -> None:
    case = a_case(cast.commune)
    reception.move(case, "reclassify", kind="tip", about="Đỗ Văn Trưởng", because=WHY)
    assert now(case).unit == cast.top
    assert reception.path == "/desk/"
    assert "Reclassified." in reception.text
    assert "Conflict of interest" in province.look_at(case)


def test_a_case_is_transferred_to_another_unit_and_leaves_the_desk(officer: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    officer.move(case, "transfer", to=cast.neighbour.pk, because=WHY)
    assert (now(case).unit, now(case).holder) == (cast.neighbour, None)
    assert officer.path == "/desk/"
    assert f"{case.shown_code}: Transferred." in officer.text


def test_only_the_head_forwards_to_a_body_outside(officer: Desk, head: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    assert "body outside this system" not in officer.open_move(case, "transfer").replace("A body outside", "")
    head.move(case, "transfer", outside="Tòa án nhân dân khu vực", because=WHY)
    assert (now(case).state, now(case).outcome) == (State.CLOSED, Outcome.FORWARDED)


@pytest.mark.parametrize("both", [True, False])
def test_a_transfer_names_exactly_one_place(head: Desk, cast: Cast, *, both: bool) -> None:
    case = an_accepted_case(cast.officer)
    fields = {"to": cast.neighbour.pk, "outside": "Tòa án"} if both else {}
    text = head.move(case, "transfer", because=WHY, **fields)
    assert "Choose a unit, or name the body outside." in text
    assert now(case).unit == cast.commune


def test_sending_up_says_where_the_case_goes(officer: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    assert f"The case goes to {cast.top.name}" in officer.open_move(case, "escalate")
    officer.move(case, "escalate", ground="beyond_tier", because=WHY)
    assert (now(case).unit, now(case).holder) == (cast.top, cast.province)
    assert officer.path == "/desk/"


def test_at_the_top_there_is_nobody_to_send_to_and_the_reason_typed_stays(province: Desk, cast: Cast) -> None:
    case = a_case(cast.top, category="mining")
    text = province.move(case, "escalate", because=WHY)
    assert "There is no higher unit that may take this case." in text
    assert WHY in text
    assert now(case).unit == cast.top


def test_a_unit_sends_a_case_down_once(province: Desk, cast: Cast) -> None:
    case = a_case(cast.top, category="mining")
    assert "Each unit can send a case down once." in province.open_move(case, "send_down")
    province.move(case, "send_down", to=cast.commune.pk, because=WHY)
    assert now(case).unit == cast.commune
    handled = handling.accept(now(case), by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    province.move(handled, "escalate", because=WHY)
    assert "sent the case down before" in province.move(
        now(case), "send_down", to=cast.commune.pk, because=WHY
    )


def test_nothing_is_sent_down_into_a_conflict_of_interest(province: Desk, cast: Cast) -> None:
    case = a_case(cast.commune, about=cast.head.officer)
    assert case.unit == cast.top
    text = province.move(case, "send_down", to=cast.commune.pk, because=WHY)
    assert "in conflict of interest" in text
    assert now(case).unit == cast.top


@pytest.mark.parametrize("written", ["{code}", "PA {code}", "{shown}"])
def test_a_case_is_joined_to_another_by_its_code(officer: Desk, cast: Cast, written: str) -> None:
    case, other = a_case(cast.commune), a_case(cast.commune)
    into = written.format(code=other.code, shown=other.shown_code)
    officer.move(case, "merge", into=into, because=WHY)
    assert now(case).merged_into == other


def test_a_case_is_not_joined_to_nothing_to_itself_or_out_of_reach(officer: Desk, cast: Cast) -> None:
    case, elsewhere = a_case(cast.commune), a_case(cast.neighbour)
    for into, problem in (
        ("12345678", "This is not the code of a case."),
        (elsewhere.code, "No case with this code is within your reach."),
        (case.code, "Choose another case that is still open."),
    ):
        assert problem in officer.move(case, "merge", into=into, because=WHY)
    assert now(case).state == State.RECEIVED


def test_a_matter_taken_out_gets_a_code_and_a_pin_to_tell(officer: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.officer, phone="")
    text = officer.move(case, "split", text="Còn việc đèn đường.", kind="petition", because=WHY)
    part = Case.objects.get(split_from=case)
    assert officer.path == f"/desk/receipt/{part.code}/"
    assert part.shown_code in text
    assert "PIN" in text
    assert part.statements.get().body == "Còn việc đèn đường."


def test_the_head_reopens_a_closed_case(head: Desk, cast: Cast) -> None:
    case = an_answered_case(cast.officer)
    outcome.confirm(case, by=acting(cast.officer), at=MONDAY)
    assert "settled by 26/10/2026" in head.open_move(case, "reopen")
    head.move(case, "reopen", because=WHY)
    assert now(case).state == State.ACCEPTED


def test_a_note_needs_no_reason_and_moves_nothing(officer: Desk, cast: Cast) -> None:
    case = an_accepted_case(cast.colleague)
    officer.move(case, "note", text="Đã xem hiện trường.", attachments=[a_photo()])
    assert now(case).version == case.version
    assert "Đã xem hiện trường." in officer.text
    assert case.statements.get(kind="note").attachments.count() == 1


@pytest.mark.parametrize(
    ("move", "status"), [("refuse", 403), ("answer", 403), ("confirm", 404), ("fly", 404)]
)
def test_a_move_that_is_not_theirs_has_no_form(officer: Desk, cast: Cast, move: str, status: int) -> None:
    officer.open_move(a_case(cast.commune), move)
    assert officer.status == status


def test_a_page_that_refuses_says_why(officer: Desk, cast: Cast) -> None:
    text = officer.open_move(a_case(cast.commune), "answer")
    assert "“Answer” is not possible while the case is “Received”." in text
    text = officer.open_move(a_case(cast.commune), "refuse")
    assert "Your post does not allow “Do not accept” on this case." in text


@pytest.mark.parametrize(
    ("move", "fields"),
    [("refuse", {"ground": "unclear", "text": "Chưa rõ."}), ("terminate", {"ground": "no_object"})],
)
def test_a_form_made_up_for_a_move_that_is_not_theirs_does_nothing(
    officer: Desk, cast: Cast, move: str, fields: dict[str, Any]
) -> None:
    case = a_case(cast.commune)
    text = officer.send_move(case, move, seen=case.version, because=WHY, **fields)
    assert "Your post does not allow" in text
    assert now(case).state == State.RECEIVED


def test_a_move_on_a_case_out_of_reach_does_nothing_and_hands_the_words_back(
    officer: Desk, cast: Cast
) -> None:
    case = a_case(cast.neighbour)
    texts = set()
    for code in (case.code, "12345678"):
        text = officer.send(f"/desk/cases/{code}/move/accept/", because=WHY, seen=case.version)
        assert officer.status == 404
        assert WHY in text
        texts.add(text)
    assert len(texts) == 1
    assert now(case).state == State.RECEIVED


def test_nothing_moves_without_signing_in(cast: Cast) -> None:
    case = a_case(cast.commune)
    stranger = Desk()
    stranger.send_move(case, "accept", because=WHY, seen=case.version)
    assert stranger.path.startswith("/accounts/login/")
    assert now(case).state == State.RECEIVED


def test_units_that_have_ended_are_not_offered(head: Desk, cast: Cast) -> None:
    gone = a_unit("Xã Đã Sáp Nhập", parent=cast.top, valid_to=MONDAY.date().replace(month=6))
    assert gone.name not in head.open_move(an_accepted_case(cast.officer), "transfer")


def test_a_term_that_has_passed_is_not_extended(head: Desk, cast: Cast, clock: Clock) -> None:
    case = an_accepted_case(cast.officer)
    assert case.due_at
    clock.now = case.due_at
    head.sign_in()
    text = head.move(case, "extend", days="5", because=WHY)
    assert "The term has passed: it can no longer be extended." in text
    assert WHY in text
