"""Calls that take the place of texts: listed once a message, made on record, taken back on record."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections

from cases import calls, notices
from cases.errors import MoveRefused, NotAllowed
from cases.models import Call, Case
from cases.models.call import CallResult
from cases.services import calling
from cases.vocabulary import EventKind, Kind
from messaging.models import MessageChannel, OutboundMessage, OutboundState
from organization.vault import unseal
from tests.factories.cases import MONDAY, PHONE, a_case
from tests.factories.organization import Cast, acting

LATER = MONDAY + timedelta(hours=3)


def failed(
    case: Case, template: str = "accepted", *, code: str = "30005", **changes: object
) -> OutboundMessage:
    """A text about the case that could not be delivered."""
    values = {
        "channel": MessageChannel.SMS,
        "address": PHONE,
        "body": "LangNghe: x",
        "template": template,
        "language": "vi",
        "topic": notices.topic(case),
        "state": OutboundState.FAILED,
        "failed_code": code,
        "failed_at": MONDAY + timedelta(hours=1),
        "created_at": MONDAY,
    }
    return OutboundMessage.objects.create(**(values | changes))


@pytest.fixture
def case(cast: Cast) -> Case:
    return a_case(cast.commune)


def test_a_text_that_failed_for_good_is_listed_once(case: Case) -> None:
    message = failed(case)
    assert calling.sweep_calls(at=LATER)["calls_listed"] == 1
    assert calling.sweep_calls(at=LATER)["calls_listed"] == 0
    call = Call.objects.get()
    assert (call.case, call.message_id, call.template, call.at) == (
        case,
        message.pk,
        "accepted",
        message.failed_at,
    )


def test_a_text_that_may_still_arrive_is_not_listed(case: Case) -> None:
    failed(case, state=OutboundState.UNDELIVERED, failed_at=None)
    failed(case, state=OutboundState.SENT, failed_at=None)
    assert calling.sweep_calls(at=LATER)["calls_listed"] == 0


@pytest.mark.parametrize("template", ["status", "help", "remind_question"])
def test_nobody_calls_about_an_answer_to_a_text_or_a_reminder(case: Case, template: str) -> None:
    failed(case, template)
    assert calling.sweep_calls(at=LATER)["calls_listed"] == 0


def test_who_opted_out_is_called_only_about_what_they_must_know(case: Case) -> None:
    for template in ("accepted", "update", "question", "confirm"):
        failed(case, template, code="opted-out")
    calling.sweep_calls(at=LATER)
    assert set(Call.objects.values_list("template", flat=True)) == {"question", "confirm"}


def test_what_was_not_needed_what_is_no_text_and_what_is_old_is_not_listed(case: Case) -> None:
    failed(case, code="not-needed")
    failed(case, channel=MessageChannel.EMAIL)
    failed(case, failed_at=LATER - timedelta(days=8))
    failed(case, topic="trial")
    failed(case, topic="case:x")
    failed(case, topic=f"case:{case.pk + 1000}")
    assert calling.sweep_calls(at=LATER)["calls_listed"] == 0


def test_what_arrived_after_all_is_taken_off(case: Case, cast: Cast) -> None:
    message = failed(case)
    calling.sweep_calls(at=LATER)
    OutboundMessage.objects.filter(pk=message.pk).update(state=OutboundState.DELIVERED, failed_at=None)
    calling.sweep_calls(at=LATER)
    assert Call.objects.get().result == CallResult.ARRIVED
    assert calls.how_many(acting(cast.reception), at=LATER) == 0


def test_a_call_is_done_with_all_that_there_was_to_tell_and_stands_in_the_ledger(
    case: Case, cast: Cast
) -> None:
    failed(case)
    failed(case, "question")
    calling.sweep_calls(at=LATER)

    calling.finish(case, result=CallResult.REACHED, note="Gọi lúc trưa.", by=acting(cast.reception), at=LATER)

    assert set(Call.objects.values_list("result", "done_by")) == {("reached", cast.reception.pk)}
    event = case.events.get(kind=EventKind.CALL)
    assert (event.actor_name, event.at, event.from_state) == ("Lê Thị Tiếp", LATER, "")
    assert event.detail["result"] == "reached"
    assert sorted(event.detail["about"]) == ["accepted", "question"]
    assert "Gọi" not in f"{event.detail}{event.reason}"


def test_the_note_is_sealed(case: Case, cast: Cast) -> None:
    failed(case)
    calling.sweep_calls(at=LATER)
    calling.finish(case, result="wrong_number", note="Máy người khác", by=acting(cast.reception), at=LATER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM cases_call")
        (kept,) = cursor.fetchone()
    assert "khác" not in kept
    assert unseal(kept) == "Máy người khác"


def test_a_call_is_made_once_and_taken_back_on_record(case: Case, cast: Cast) -> None:
    by = acting(cast.reception)
    failed(case)
    calling.sweep_calls(at=LATER)
    calling.finish(case, result="not_reached", by=by, at=LATER)
    with pytest.raises(MoveRefused):
        calling.finish(case, result="reached", by=by, at=LATER)

    calling.undo(case, by=by, at=LATER + timedelta(minutes=1))

    call = Call.objects.get()
    assert (call.result, call.done_at, call.done_by) == ("", None, None)
    results = [event.detail["result"] for event in case.events.filter(kind=EventKind.CALL)]
    assert results == ["not_reached", "undone"]
    with pytest.raises(MoveRefused):
        calling.undo(case, by=by, at=LATER)


@pytest.mark.parametrize("result", ["", "arrived", "gibberish"])
def test_a_call_without_a_result_is_not_done(case: Case, cast: Cast, result: str) -> None:
    failed(case)
    calling.sweep_calls(at=LATER)
    with pytest.raises(MoveRefused):
        calling.finish(case, result=result, by=acting(cast.reception), at=LATER)
    assert Call.objects.get().result == ""


def test_another_unit_calls_nobody(case: Case, cast: Cast) -> None:
    failed(case)
    calling.sweep_calls(at=LATER)
    with pytest.raises(NotAllowed):
        calling.finish(case, result="reached", by=acting(cast.province), at=LATER)
    assert calls.due(acting(cast.province), at=LATER) == []


def test_whose_name_or_matter_is_sealed_is_never_listed(cast: Cast) -> None:
    for more in ({"anonymous": True}, {"kind": Kind.TIP}, {"phone": ""}):
        failed(a_case(cast.commune, **more))
    calling.sweep_calls(at=LATER)
    by = acting(cast.reception)
    assert calls.how_many(by, at=LATER) == 0
    assert calls.due(by, at=LATER) == []


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_list_a_call_once(cast: Cast) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets in one writer at a time")
    case = a_case(cast.commune)
    for _each in range(20):
        failed(case)
    start = threading.Barrier(2)

    def sweep() -> None:
        start.wait()
        calling.sweep_calls(at=LATER)
        connections.close_all()

    sweepers = [threading.Thread(target=sweep) for _each in range(2)]
    for each in sweepers:
        each.start()
    for each in sweepers:
        each.join()
    assert Call.objects.count() == 20
