"""What gateways tell us afterwards: in any order, twice, too early."""

from __future__ import annotations

import itertools
import logging
import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from messaging import receipts
from messaging.delivery import Outcome, deliver, look, sweep
from messaging.models import DeliveryReceipt, OutboundMessage, OutboundState
from tests.fakes.twilio_server import Fault, TwilioServer
from tests.messaging.conftest import Promise

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def take(message: OutboundMessage, status: str, error_code: str = "", provider_id: str = "SM1") -> None:
    receipts.take(
        message.pk, provider_id=provider_id, status=status, error_code=error_code, at=timezone.now()
    )
    message.refresh_from_db()


@pytest.mark.parametrize(
    ("told", "end"),
    [
        (["queued", "sent", "delivered"], "delivered"),
        (["accepted", "queued", "sent", "undelivered"], "undelivered"),
        (["sent", "delivered", "read"], "delivered"),
        (["queued", "failed"], "failed"),
        (["sent", "undelivered", "delivered"], "delivered"),
        (["sent", "canceled"], "failed"),
    ],
)
def test_receipts_in_any_order_end_alike(promised: Promise, told: list[str], end: str) -> None:
    for order in itertools.permutations(told):
        message = promised()
        for status in order:
            take(message, status, provider_id=f"SM{message.pk.hex}")
        assert message.state == end, order


def test_a_receipt_through_the_stand_in_names_our_row(twilio: TwilioServer, promised: Promise) -> None:
    message = promised()
    deliver(message.pk, at=timezone.now())
    url, form = twilio.status_call(twilio.accepted()[0], "delivered")
    assert url.endswith(f"?o={message.pk}")
    take(message, form["MessageStatus"], provider_id=form["MessageSid"])
    assert message.state == OutboundState.DELIVERED


def test_a_final_state_stays_final(promised: Promise) -> None:
    message = promised()
    take(message, "delivered")
    for status in ("queued", "sent", "undelivered", "failed", "canceled"):
        take(message, status, "30003")
        assert (message.state, message.failed_code) == (OutboundState.DELIVERED, "")
    assert deliver(message.pk, at=timezone.now() + HOUR) == Outcome.NOT_OURS


def test_a_receipt_that_beats_our_own_record_counts_and_is_not_overwritten(
    twilio: TwilioServer, promised: Promise
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(Fault.ERROR_AFTER)
    deliver(message.pk, at=at)
    [accepted] = twilio.accepted()
    take(message, "sent", provider_id=accepted.sid)
    assert (message.state, message.provider_id) == (OutboundState.SENT, accepted.sid)
    assert message.sent_at is not None
    assert look(message.pk, at=at + HOUR) == Outcome.NOT_OURS
    assert sweep(at=at + HOUR) == {"unsent": 0, "reconciled": 0}
    assert len(twilio.accepted()) == 1


def test_a_receipt_for_a_message_that_was_put_back_keeps_it_from_being_sent_again(
    twilio: TwilioServer, promised: Promise
) -> None:
    message, at = promised(), timezone.now()
    twilio.fail_next(Fault.ERROR_AFTER)
    deliver(message.pk, at=at)
    [accepted] = twilio.accepted()
    with_twilio = list(twilio.messages)
    twilio.messages.clear()  # its list lags behind
    look(message.pk, at=at + timedelta(minutes=2))
    assert look(message.pk, at=at + timedelta(minutes=8)) == Outcome.PUT_BACK
    twilio.messages.extend(with_twilio)
    take(message, "delivered", provider_id=accepted.sid)
    assert message.state == OutboundState.DELIVERED
    assert sweep(at=at + HOUR) == {"unsent": 0, "reconciled": 0}


def test_a_receipt_told_twice_is_kept_once(promised: Promise) -> None:
    message = promised()
    take(message, "undelivered", "30003")
    take(message, "undelivered", "30003")
    assert DeliveryReceipt.objects.count() == 1
    assert OutboundMessage.objects.count() == 2  # itself and one repeat


def test_a_status_we_do_not_know_is_kept_and_changes_nothing(promised: Promise) -> None:
    message = promised()
    take(message, "partially_delivered")
    assert message.state == OutboundState.PENDING
    assert DeliveryReceipt.objects.get().status == "partially_delivered"


def test_a_receipt_for_a_message_that_is_no_more_is_kept() -> None:
    gone = uuid.uuid4()
    receipts.take(gone, provider_id="SM1", status="delivered", at=timezone.now())
    assert DeliveryReceipt.objects.get().outbox_id == gone


def test_a_receipt_under_another_name_than_the_recorded_one_changes_nothing(promised: Promise) -> None:
    message = promised()
    take(message, "sent", provider_id="SM1")
    take(message, "failed", "30008", provider_id="SM2")
    assert (message.state, message.provider_id) == (OutboundState.SENT, "SM1")


def test_a_name_that_a_twin_was_found_under_is_not_taken_from_it(promised: Promise) -> None:
    twin, message = promised(), promised()
    for one in (twin, message):
        deliver(one.pk, at=timezone.now())
    OutboundMessage.objects.filter(pk=message.pk).update(
        state=OutboundState.SENDING, provider_id="", next_attempt_at=timezone.now()
    )
    twin.refresh_from_db()
    take(message, "delivered", provider_id=twin.provider_id)
    assert message.state == OutboundState.SENDING
    assert DeliveryReceipt.objects.count() == 1


@pytest.mark.parametrize(
    ("code", "wait"), [("30003", 2 * HOUR), ("30008", HOUR / 2), ("30017", HOUR / 2), ("30410", HOUR / 2)]
)
def test_what_a_phone_out_of_reach_did_not_get_is_sent_once_more_later(
    twilio: TwilioServer, promised: Promise, code: str, wait: timedelta
) -> None:
    message, at = promised(sender="+15005550009"), timezone.now()
    deliver(message.pk, at=at)
    take(message, "undelivered", code, provider_id=twilio.accepted()[0].sid)
    repeat = OutboundMessage.objects.exclude(pk=message.pk).get()
    assert repeat.next_attempt_at is not None
    assert wait <= repeat.next_attempt_at - at < wait + timedelta(minutes=1)
    assert sweep(at=at + wait - timedelta(minutes=1))["unsent"] == 0
    assert sweep(at=at + wait + timedelta(minutes=1))["unsent"] == 1
    first, second = twilio.accepted()
    assert (first.form["Body"], first.form["To"], first.form["From"]) == (
        second.form["Body"],
        second.form["To"],
        second.form["From"],
    )
    # The first row keeps what became of it, and a repeat is not repeated.
    take(repeat, "undelivered", code, provider_id=second.sid)
    assert (message.state, repeat.state) == (OutboundState.UNDELIVERED, OutboundState.UNDELIVERED)
    assert OutboundMessage.objects.count() == 2


def test_a_repeat_is_taken_back_when_the_first_arrives_after_all(
    twilio: TwilioServer, promised: Promise
) -> None:
    message, at = promised(), timezone.now()
    deliver(message.pk, at=at)
    sid = twilio.accepted()[0].sid
    take(message, "undelivered", "30003", provider_id=sid)
    take(message, "delivered", provider_id=sid)
    assert sweep(at=at + timedelta(days=1))["unsent"] == 0
    assert len(twilio.accepted()) == 1


@pytest.mark.parametrize("code", ["30004", "30005", "30006", "30007", "21610", ""])
def test_what_will_never_arrive_is_not_sent_again(promised: Promise, code: str) -> None:
    message = promised()
    take(message, "undelivered", code)
    assert (message.state, message.failed_code) == (OutboundState.UNDELIVERED, code)
    assert OutboundMessage.objects.count() == 1


def test_a_text_that_the_operator_filters_is_told_to_whoever_keeps_the_installation(
    promised: Promise, caplog: pytest.LogCaptureFixture
) -> None:
    message = promised()
    take(message, "undelivered", "30007")
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert str(message.pk) in caplog.text


@pytest.mark.parametrize(
    "sql", ["UPDATE messaging_deliveryreceipt SET status = 'read'", "DELETE FROM messaging_deliveryreceipt"]
)
def test_the_database_refuses_to_change_or_remove_a_receipt(promised: Promise, sql: str) -> None:
    take(promised(), "sent")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert DeliveryReceipt.objects.get().status == "sent"
