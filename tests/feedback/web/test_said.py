"""What the citizen says to their case: each thing once, as the state allows, and no word lost."""

from __future__ import annotations

import json

import pytest

from cases.models import Case
from cases.services import handling, outcome
from cases.vocabulary import Kind, Outcome, Review, State
from feedback.models import Submission
from organization.actors import Actor, Channel
from tests.factories.cases import BECAUSE, MONDAY, a_case, an_accepted_case, an_answered_case
from tests.factories.citizen import Citizen
from tests.factories.files import a_disguised_file, a_photo
from tests.factories.organization import Cast, acting
from tests.feedback.conftest import Clock

pytestmark = pytest.mark.django_db

LAST_FOUR = "5678"
BY_SMS = Actor.citizen(Channel.SMS)


@pytest.fixture
def citizen(cast: Cast, clock: Clock) -> Citizen:
    return Citizen()


def opened_by(citizen: Citizen, case: Case) -> Case:
    citizen.unlock(case, LAST_FOUR)
    return case


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_question_is_answered_and_the_work_goes_on(citizen: Citizen, cast: Cast) -> None:
    case = an_accepted_case(cast.officer)
    handling.ask(case, question="Chỗ nào ạ?", by=acting(cast.officer), because=BECAUSE, at=MONDAY)
    opened_by(citizen, case)
    assert "Chỗ nào ạ?" in citizen.text
    page = citizen.say(case, "reply", text="Cạnh cổng sau", attachments=[a_photo()])
    assert "We have received what you added" in page
    assert again(case).state == State.IN_PROGRESS
    assert case.statements.order_by("pk").last().attachments.count() == 1  # type: ignore[union-attr]


def test_something_is_added_without_being_asked(citizen: Citizen, cast: Cast) -> None:
    case = opened_by(citizen, an_accepted_case(cast.officer))
    citizen.say(case, "reply", text="Hôm nay còn nặng hơn")
    assert "Hôm nay còn nặng hơn" in citizen.text
    assert again(case).state == State.ACCEPTED


def test_solved_closes_the_case_and_asks_for_a_rating(citizen: Citizen, cast: Cast) -> None:
    case = opened_by(citizen, an_answered_case(cast.officer))
    page = citizen.say(case, "confirm")
    assert "closed as solved" in page
    assert "How well were you served?" in page
    assert again(case).outcome == Outcome.SETTLED


def test_not_solved_goes_one_level_up_with_words_and_photo(citizen: Citizen, cast: Cast) -> None:
    case = opened_by(citizen, an_answered_case(cast.officer))
    page = citizen.say(case, "dispute", text="Chỉ dọn một nửa", attachments=[a_photo()])
    assert "looked at one level up" in page
    assert "Tỉnh Thử" in page
    assert (again(case).review, again(case).unit) == (Review.DISPUTE, cast.top)
    assert case.statements.get(kind="dispute").attachments.count() == 1


def test_not_solved_needs_words_and_keeps_the_photo_until_they_come(citizen: Citizen, cast: Cast) -> None:
    case = opened_by(citizen, an_answered_case(cast.officer))
    page = citizen.say(case, "dispute", text=" ", attachments=[a_photo("nửa.jpg"), a_disguised_file()])
    assert "Write what is missing." in page
    assert "is not a photo" in page
    citizen.say(case, "dispute", text="Chỉ dọn một nửa")
    assert case.attachments.get().name == "nửa.jpg"


def test_a_poor_rating_opens_a_review_and_a_good_one_does_not(citizen: Citizen, cast: Cast) -> None:
    for score, review in (("5", Review.NONE), ("2", Review.POOR_RATING)):
        case = opened_by(citizen, an_answered_case(cast.officer))
        citizen.say(case, "confirm")
        assert "Thank you for your rating" in citizen.say(case, "rate", score=score, text="Vì vậy")
        assert again(case).review == review
        assert case.ratings.get().score == int(score)


@pytest.mark.parametrize("score", ["", "0", "6", "-1", "năm", "5\x00\x00x"])
def test_a_rating_outside_the_scale_is_refused(citizen: Citizen, cast: Cast, score: str) -> None:
    case = opened_by(citizen, an_answered_case(cast.officer))
    citizen.say(case, "rate", score=score)
    assert citizen.page.status_code == 200
    assert not case.ratings.exists()


def test_withdrawing_takes_a_second_thought(citizen: Citizen, cast: Cast) -> None:
    case = opened_by(citizen, a_case(cast.commune))
    assert "Tick this if you really want" in citizen.say(case, "withdraw")
    assert again(case).is_open
    assert "Your case is withdrawn" in citizen.say(case, "withdraw", sure="on", text="Đã xong rồi")
    assert again(case).outcome == Outcome.WITHDRAWN


def test_information_about_wrongdoing_offers_no_withdrawal(citizen: Citizen, cast: Cast) -> None:
    case = opened_by(citizen, a_case(cast.commune, kind=Kind.TIP))
    assert "Withdraw" not in citizen.text
    page = citizen.say(case, "withdraw", token=citizen.token("reply"), sure="on")
    assert "stays on record" in page
    assert again(case).is_open


def test_a_case_that_was_confirmed_can_still_be_disputed(citizen: Citizen, cast: Cast) -> None:
    case = opened_by(citizen, an_answered_case(cast.officer))
    outcome.confirm(case, by=BY_SMS, at=MONDAY)
    citizen.follow(case)
    assert "looked at one level up" in citizen.say(case, "dispute", text="Lại đầy rác.")
    case.refresh_from_db()
    assert (case.unit, case.review) == (cast.top, "dispute")


@pytest.mark.parametrize(
    ("move", "fields", "sentence"),
    [
        ("confirm", {}, "already closed as solved"),
        ("reply", {"text": "Thêm một điều"}, "not possible while the case is"),
        ("withdraw", {"sure": "on"}, "not possible while the case is"),
    ],
)
def test_what_the_state_forbids_by_now_is_said_and_the_words_stay(
    citizen: Citizen, cast: Cast, move: str, fields: dict[str, str], sentence: str
) -> None:
    case = opened_by(citizen, an_answered_case(cast.officer))
    token = citizen.token("reply")
    outcome.confirm(case, by=BY_SMS, at=MONDAY)
    page = citizen.say(case, move, token=token, **fields)
    assert citizen.page.status_code == 409
    assert sentence in page
    assert fields.get("text", "") in page
    assert not Submission.objects.exists()


def test_a_second_dispute_by_another_door_is_told_that_it_is_already_above(
    citizen: Citizen, cast: Cast
) -> None:
    case = opened_by(citizen, an_answered_case(cast.officer))
    outcome.dispute(case, by=BY_SMS, at=MONDAY)
    assert "already said that it is not solved" in citizen.say(case, "dispute", text="Chưa xong")


@pytest.mark.parametrize(
    ("move", "fields"),
    [
        ("reply", {"text": "Thêm"}),
        ("confirm", {}),
        ("dispute", {"text": "Chưa"}),
        ("rate", {"score": "2"}),
    ],
)
def test_what_is_sent_twice_counts_once_and_is_thanked_twice(
    citizen: Citizen, cast: Cast, move: str, fields: dict[str, str]
) -> None:
    case = opened_by(citizen, an_answered_case(cast.officer))
    token = citizen.token(move)
    first = citizen.say(case, move, token=token, **fields)
    events = case.events.count()
    assert citizen.say(case, move, token=token, **fields) == first
    assert case.events.count() == events
    assert Submission.objects.count() == 1


def test_words_sent_again_changed_are_asked_about(citizen: Citizen, cast: Cast) -> None:
    case = opened_by(citizen, an_accepted_case(cast.officer))
    token = citizen.token("reply")
    citizen.say(case, "reply", token=token, text="Một")
    page = citizen.say(case, "reply", token=token, text="Hai", attachments=[a_photo()])
    assert "sent this form before, with other words" in page
    citizen.say(case, "reply", text="Hai")
    assert [each.body for each in case.statements.filter(kind="reply")] == ["Một", "Hai"]
    assert case.attachments.count() == 1


def test_what_was_said_is_kept_exactly_as_received(citizen: Citizen, cast: Cast) -> None:
    case = opened_by(citizen, an_answered_case(cast.officer))
    citizen.say(case, "dispute", text=" Chưa\r\nxong ")
    submission = Submission.objects.get()
    assert (submission.kind, submission.channel, submission.language) == ("dispute", "web", "en")
    assert json.loads(submission.payload)["fields"]["text"] == [" Chưa\r\nxong "]


def test_who_did_not_open_the_case_can_say_nothing(citizen: Citizen, cast: Cast) -> None:
    case = an_answered_case(cast.officer)
    citizen.follow(case)
    page = citizen.say(case, "confirm", token="")
    assert "Please open your case once more" in page
    assert again(case).state == State.ANSWERED


def test_who_writes_for_longer_than_an_hour_loses_no_word(citizen: Citizen, cast: Cast, clock: Clock) -> None:
    case = opened_by(citizen, an_answered_case(cast.officer))
    token = citizen.token("dispute")
    clock.pass_by(minutes=90)
    citizen.say(case, "dispute", token=token, text="Viết lâu")
    assert again(case).review == Review.DISPUTE


def test_a_flood_about_one_case_has_to_wait(citizen: Citizen, cast: Cast) -> None:
    case = opened_by(citizen, an_accepted_case(cast.officer))
    for number in range(20):
        citizen.say(case, "reply", text=f"Lần {number}")
    page = citizen.say(case, "reply", text="Lần cuối")
    assert citizen.page.status_code == 429
    assert "Lần cuối" in page


@pytest.mark.parametrize("move", ["", "escalate", "close", "nonsense", "\x00"])
def test_an_act_that_is_not_the_citizens_does_nothing(citizen: Citizen, cast: Cast, move: str) -> None:
    case = opened_by(citizen, an_answered_case(cast.officer))
    citizen.say(case, move, token="")
    assert citizen.page.status_code == 200
    assert again(case).state == State.ANSWERED
