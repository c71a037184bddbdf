"""A long text comes in pieces: in any order, late, twice; it is taken once, as one text, and nothing of it is lost."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from itertools import count, permutations
from typing import Any

import pytest
from django.db import connection

from cases.models import Case, Statement
from feedback.models import Submission
from feedback.sms import arrival, tasks
from messaging import inbox, wholes
from messaging.models import InboundMessage, InboundState, OutboundMessage
from messaging.port import InboundSms
from tests.factories.cases import MONDAY, PHONE
from tests.factories.organization import Cast
from tests.feedback.sms.conftest import OWN_NUMBER
from tests.feedback.sms.test_taking import at_once, forget_the_rules

PIECES = ("PA rác chất đống ở chợ xã Gốc Đa ", "ba ngày nay chưa ai dọn, mùi hôi ", "lắm, bà con kêu nhiều")
TEXT = "".join(PIECES).removeprefix("PA ")
OTHER_PHONE = "+84987654321"
_numbers = count(1)


def comes(part: int, body: str | None = None, *, at: datetime = MONDAY, **changes: Any) -> int:
    """Let one piece come in and its worker wake up; the row."""
    values: dict[str, Any] = {
        "provider": "modem",
        "provider_id": f"piece-{next(_numbers)}",
        "sender": PHONE,
        "recipient": OWN_NUMBER,
        "text": PIECES[part - 1] if body is None else body,
        "raw": {"part": part},
        "reference": "22",
        "part": part,
        "parts": len(PIECES),
    }
    piece = InboundSms(**(values | changes))
    arrival.take_in(piece, at=at)
    row = InboundMessage.objects.get(provider_id=piece.provider_id).pk
    tasks.take(row, at=at)
    return row


def said() -> list[str]:
    return list(Statement.objects.order_by("pk").values_list("body", flat=True))


def states() -> set[str]:
    return set(InboundMessage.objects.values_list("state", flat=True))


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_pieces_in_any_order_are_one_case_with_one_answer(cast: Cast, order: tuple[int, ...]) -> None:
    for seconds, part in enumerate(order):
        comes(part, at=MONDAY + timedelta(seconds=seconds))
    assert said() == [TEXT]
    assert OutboundMessage.objects.get().template == "filed"
    assert states() == {InboundState.TAKEN}
    head = InboundMessage.objects.get(whole=None)
    assert (head.part, wholes.words(head)) == (order[0], "".join(PIECES))
    assert Case.objects.get().received_at == MONDAY


def test_each_piece_stays_as_it_came_and_the_case_keeps_all_of_them_as_received(cast: Cast) -> None:
    for part in (2, 3, 1):
        comes(part)
    kept = InboundMessage.objects.order_by("part")
    assert tuple(piece.body for piece in kept) == PIECES
    assert [json.loads(piece.raw) for piece in kept] == [{"part": part} for part in (1, 2, 3)]
    payload = json.loads(Submission.objects.get().payload)
    assert payload == {"pieces": [{"part": part} for part in (1, 2, 3)]}


def test_nothing_is_taken_while_a_piece_is_missing(cast: Cast) -> None:
    comes(1)
    comes(3, at=MONDAY + timedelta(minutes=3))
    for minutes in (1, 4, 7):
        counts = tasks.sweep_untaken(at=MONDAY + timedelta(minutes=minutes))
        assert counts == {"texts_taken": 0, "texts_failed": 0}
    assert not Case.objects.exists()


def test_five_minutes_after_the_last_piece_what_is_there_is_taken(cast: Cast) -> None:
    comes(1)
    comes(3, at=MONDAY + timedelta(minutes=3))
    counts = tasks.sweep_untaken(at=MONDAY + timedelta(minutes=8))
    assert counts == {"texts_taken": 1, "texts_failed": 0}
    assert said() == [(PIECES[0] + PIECES[2]).removeprefix("PA ")]
    assert states() == {InboundState.TAKEN}


def test_a_piece_that_comes_after_that_is_added_to_the_case_without_a_second_answer(cast: Cast) -> None:
    comes(1)
    comes(3)
    tasks.sweep_untaken(at=MONDAY + timedelta(minutes=6))
    late = comes(2, at=MONDAY + timedelta(minutes=9))
    case = Case.objects.get()
    assert said() == [(PIECES[0] + PIECES[2]).removeprefix("PA "), PIECES[1]]
    assert "chua ai don" in case.search_text
    assert OutboundMessage.objects.count() == 1
    assert InboundMessage.objects.get(pk=late).note == "silent: added"
    assert wholes.words(InboundMessage.objects.get(whole=None)) == "".join(PIECES)


def test_a_late_piece_of_a_text_that_led_to_no_case_is_a_text_of_its_own(cast: Cast) -> None:
    comes(1, "HD", parts=2)
    tasks.sweep_untaken(at=MONDAY + timedelta(minutes=6))
    comes(2, "PA đèn đường hỏng ở xã Gốc Đa", parts=2, at=MONDAY + timedelta(minutes=7))
    assert said() == ["đèn đường hỏng ở xã Gốc Đa"]


def test_a_piece_for_a_case_that_takes_nothing_more_stays_in_the_inbox(cast: Cast) -> None:
    comes(1)
    comes(3)
    tasks.sweep_untaken(at=MONDAY + timedelta(minutes=6))
    code = Case.objects.get().code
    comes(1, f"HUY {code}", reference="", parts=1, at=MONDAY + timedelta(minutes=7))
    late = comes(2, at=MONDAY + timedelta(minutes=9))
    kept = InboundMessage.objects.get(pk=late)
    assert (kept.state, kept.note, kept.body) == (
        InboundState.TAKEN,
        "silent: too late to be added",
        PIECES[1],
    )


def test_repeated_pieces_are_harmless_before_and_after(cast: Cast) -> None:
    for part in (1, 1, 2, 2, 3, 1, 3):
        comes(part)
    first = InboundMessage.objects.order_by("pk").first()
    assert first is not None
    comes(1, provider_id=first.provider_id)
    assert said() == [TEXT]
    assert OutboundMessage.objects.count() == 1
    assert states() == {InboundState.TAKEN}
    assert wholes.words(InboundMessage.objects.get(whole=None)) == "".join(PIECES)


def test_texts_with_the_same_reference_are_never_mixed(cast: Cast) -> None:
    others = ("PA đèn đường ", "hỏng đã một tháng ", "ở xã Gốc Đa")
    strangers: tuple[dict[str, Any], ...] = (
        {"sender": OTHER_PHONE},
        {"recipient": "+84900000999"},
        {"reference": "23"},
        {"provider": "phone"},
    )
    for part in (1, 2, 3):
        comes(part)
        for number, changes in enumerate(strangers):
            comes(part, f"{others[part - 1]}{number} " if part == 1 else others[part - 1], **changes)
    expected = {f"đèn đường {number} hỏng đã một tháng ở xã Gốc Đa" for number in range(len(strangers))} | {
        TEXT
    }
    assert set(said()) == expected


def test_a_reference_used_again_at_once_with_other_words_is_another_text(cast: Cast) -> None:
    comes(1, "PA đèn đường hỏng ", parts=2)
    comes(1, "PA mương nước tắc ", parts=2)
    comes(2, "ở xã Gốc Đa", parts=2)
    tasks.sweep_untaken(at=MONDAY + timedelta(minutes=6))
    assert sorted(said()) == ["mương nước tắc ở xã Gốc Đa", "đèn đường hỏng"]


def test_a_reference_used_again_hours_later_is_another_text(cast: Cast) -> None:
    comes(1)
    tasks.sweep_untaken(at=MONDAY + timedelta(minutes=6))
    for part in (2, 3):
        comes(part, at=MONDAY + timedelta(hours=3))
    assert not any(TEXT in words for words in said())
    comes(1, at=MONDAY + timedelta(hours=3, minutes=1))
    assert TEXT in said()


def test_a_text_that_is_all_there_and_whose_wake_ups_were_lost_is_found_by_the_sweep(
    cast: Cast,
) -> None:
    for part in (1, 2):
        inbox.keep(
            InboundSms(
                provider="modem",
                provider_id=f"lost-{part}",
                sender=PHONE,
                recipient=OWN_NUMBER,
                text=PIECES[part - 1],
                raw={},
                reference="9",
                part=part,
                parts=2,
            ),
            at=MONDAY,
        )
    assert tasks.sweep_untaken(at=MONDAY + timedelta(seconds=31))["texts_taken"] == 1
    assert said() == [(PIECES[0] + PIECES[1]).removeprefix("PA ").strip()]


def test_a_long_text_that_always_fails_is_given_up_with_all_its_pieces_after_hours(cast: Cast) -> None:
    forget_the_rules()
    for part in (1, 2, 3):
        comes(part)
    failed = 1
    for minutes in range(1, 600, 3):
        failed += tasks.sweep_untaken(at=MONDAY + timedelta(minutes=minutes))["texts_failed"]
    assert failed == inbox.MAX_ATTEMPTS
    assert states() == {InboundState.FAILED}


def test_what_is_forgotten_of_a_long_text_is_all_of_it(cast: Cast) -> None:
    for part in (3, 1, 2):
        comes(part)
    head = InboundMessage.objects.get(whole=None)
    assert inbox.forget(head.topic) == 3
    assert set(InboundMessage.objects.values_list("sender_key", flat=True)) == {""}
    assert {piece.body for piece in InboundMessage.objects.all()} == {""}


@pytest.mark.django_db(transaction=True)
def test_pieces_that_come_at_the_same_moment_are_one_text_taken_once(cast: Cast) -> None:
    start = threading.Barrier(len(PIECES))

    def arrive(part: int) -> None:
        try:
            start.wait()
            comes(part)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(PIECES)) as pool:
        list(pool.map(arrive, (1, 2, 3)))
    assert said() == [TEXT]
    assert InboundMessage.objects.filter(whole=None).count() == 1
    assert OutboundMessage.objects.count() == 1
    assert states() == {InboundState.TAKEN}


@pytest.mark.django_db(transaction=True)
def test_workers_that_take_all_pieces_of_a_text_at_once_take_it_once(cast: Cast) -> None:
    rows = []
    for part in (1, 2, 3):
        message, _is_new = inbox.keep(
            InboundSms(
                provider="modem",
                provider_id=f"together-{part}",
                sender=PHONE,
                recipient=OWN_NUMBER,
                text=PIECES[part - 1],
                raw={},
                reference="9",
                part=part,
                parts=3,
            ),
            at=MONDAY,
        )
        rows.append(message.pk)
    taken = at_once(*[partial(tasks.take, row, at=MONDAY) for row in rows * 2])
    assert taken.count(True) == 1
    assert said() == [TEXT]


@pytest.mark.django_db(transaction=True)
def test_a_piece_that_comes_while_the_rest_is_being_taken_is_in_it_or_added_to_it(cast: Cast) -> None:
    late = MONDAY + timedelta(minutes=6)
    for attempt in range(6):
        reference = f"r{attempt}"
        first = comes(1, f"PA việc thứ {attempt} ở xã Gốc Đa ", reference=reference, parts=2)
        words = f"phần hai {attempt}"
        at_once(
            partial(tasks.take, first, at=late),
            partial(comes, 2, words, reference=reference, parts=2, at=late),
        )
    told = " ".join(said())
    assert Case.objects.count() == 6
    assert all(told.count(f"phần hai {attempt}") == 1 for attempt in range(6))
    assert states() == {InboundState.TAKEN}
