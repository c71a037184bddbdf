"""A phone that fetches what it is to send: nothing is sent to it, and it is handed each message once at a time."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from messaging import gateways, optouts
from messaging.delivery import Outcome, confirm, deliver, hand_over, sweep
from messaging.gateways import pauses, standing
from messaging.gateways.base import Accepted, ChannelDown, Outgoing
from messaging.models import OptOutSource, OutboundMessage, OutboundState
from messaging.texts import Priority
from organization.actors import Actor, Channel
from tests.fakes.http_gateway_server import HttpGatewayServer
from tests.messaging.conftest import CITIZEN, Promise

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
PHONE = "+84900000999"
NOTICE = {"template": "neutral_update", "slots": {"code": "12345671"}}


class Phone:
    """A phone of the commune's, with its own number."""

    name = "phone"
    numbers = frozenset({PHONE})
    is_pulled = True
    can_find = False

    def send(self, message: Outgoing) -> Accepted:
        raise ChannelDown("nothing is sent to a phone that fetches")

    def find(self, message: Outgoing) -> Sequence[str]:
        raise ChannelDown("nothing is asked of a phone that fetches")


@pytest.fixture(autouse=True)
def phone(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setitem(gateways.GATEWAYS, "phone", Phone)
    settings.SMS_GATEWAYS = ["console"]


def test_a_reply_to_its_number_waits_until_it_asks_and_is_sent_when_it_says_so(promised: Promise) -> None:
    at = timezone.now()
    message = promised(at=at, sender=PHONE)
    assert message.provider == "phone"
    assert deliver(message.pk, at=at) == Outcome.NOT_OURS
    assert sweep(at=at) == {"unsent": 0, "reconciled": 0}
    [handed] = hand_over("phone", limit=10, at=at)
    assert (handed.id, handed.to, handed.body, handed.sender) == (message.pk, CITIZEN, message.body, PHONE)
    assert hand_over("phone", limit=10, at=at) == []
    assert confirm(message.pk, provider_id="1", at=at) == Outcome.SENT
    assert confirm(message.pk, provider_id="1", at=at) == Outcome.NOT_OURS
    message.refresh_from_db()
    assert (message.state, message.provider, message.provider_id) == (OutboundState.SENT, "phone", "1")


def test_it_is_handed_the_urgent_and_the_oldest_first_and_no_more_than_it_asks_for(promised: Promise) -> None:
    at = timezone.now()
    promised(**NOTICE, at=at, sender=PHONE, to="+84900000003")
    promised(at=at + MINUTE, sender=PHONE, to="+84900000002")
    promised(at=at, sender=PHONE, to="+84900000001")
    promised(at=at, to="+84900000009")  # by the console
    handed = [hand_over("phone", limit=2, at=at + MINUTE) for _poll in range(2)]
    assert [[each.to[-1] for each in poll] for poll in handed] == [["1", "2"], ["3"]]


def test_what_it_does_not_confirm_is_handed_to_it_again_and_to_no_other(
    promised: Promise, http: HttpGatewayServer, settings: Settings
) -> None:
    at = timezone.now()
    message = promised(at=at, sender=PHONE)
    hand_over("phone", limit=10, at=at)
    standing.close("phone", code="away", at=at)
    assert sweep(at=at + 2 * MINUTE)["reconciled"] == 1
    assert sweep(at=at + 3 * MINUTE)["unsent"] == 0
    assert http.requests == []
    later = at + standing.DOWN_FOR + MINUTE
    [handed] = hand_over("phone", limit=10, at=later)
    assert handed.id == message.pk
    assert confirm(message.pk, provider_id="", at=later) == Outcome.SENT


def test_a_confirmation_after_it_was_put_back_still_counts(promised: Promise) -> None:
    at = timezone.now()
    message = promised(at=at, sender=PHONE)
    hand_over("phone", limit=10, at=at)
    sweep(at=at + 2 * MINUTE)
    assert confirm(message.pk, provider_id="7", at=at + 3 * MINUTE) == Outcome.SENT
    assert hand_over("phone", limit=10, at=at + 4 * MINUTE) == []


def test_a_phone_that_is_paused_is_handed_nothing_and_another_gateway_carries_what_waits(
    promised: Promise, http: HttpGatewayServer
) -> None:
    at = timezone.now()
    promised(at=at, sender=PHONE)
    pauses.pause("phone", by=Actor.system("tests", channel=Channel.ADMIN), because="lost", at=at)
    assert hand_over("phone", limit=10, at=at) == []
    assert sweep(at=at + MINUTE)["unsent"] == 1
    assert len(http.accepted()) == 1


def test_a_phone_takes_over_what_waits_for_a_gateway_that_is_down(
    promised: Promise, settings: Settings
) -> None:
    settings.SMS_GATEWAYS = ["http", "phone"]
    at = timezone.now()
    message = promised(at=at)
    standing.close("http", code="101", at=at)
    sweep(at=at + MINUTE)
    assert [each.id for each in hand_over("phone", limit=10, at=at + MINUTE)] == [message.pk]


def test_who_opted_out_is_not_handed_over(promised: Promise) -> None:
    at = timezone.now()
    message = promised(**NOTICE, at=at, sender=PHONE)
    optouts.opt_out(CITIZEN, source=OptOutSource.TEXT, at=at)
    assert hand_over("phone", limit=10, at=at + MINUTE) == []
    message.refresh_from_db()
    assert message.failed_code == "opted-out"


def test_it_is_handed_no_more_than_its_rate(promised: Promise, settings: Settings) -> None:
    settings.SMS_RATES = {"phone": 0.1}
    at = timezone.now()
    for _message in range(3):
        promised(**NOTICE, at=at, sender=PHONE)
    assert [len(hand_over("phone", limit=10, at=at + MINUTE * n)) for n in range(3)] == [1, 1, 1]


def test_a_row_that_no_key_opens_does_not_keep_the_others_from_it(promised: Promise) -> None:
    at = timezone.now()
    promised(at=at, sender=PHONE)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE messaging_outboundmessage SET body = 'broken'")
    whole = promised(at=at + MINUTE, sender=PHONE)
    assert [each.id for each in hand_over("phone", limit=10, at=at + MINUTE)] == [whole.pk]


@pytest.mark.django_db(transaction=True)
def test_two_polls_at_once_are_never_handed_the_same_message(promised: Promise) -> None:
    at, start = timezone.now(), threading.Barrier(4)
    for _message in range(12):
        promised(at=at, sender=PHONE, priority=Priority.NOTICE)

    def poll(_phone: int) -> list[str]:
        try:
            start.wait()
            return [str(each.id) for each in hand_over("phone", limit=12, at=at)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        handed = [each for poll in pool.map(poll, range(4)) for each in poll]
    assert len(handed) == len(set(handed)) == OutboundMessage.objects.count() == 12
