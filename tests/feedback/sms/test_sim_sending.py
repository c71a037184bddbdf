"""What a commune's telephone with a SIM is to send: it fetches and sends it once, and tells what became of it."""

from __future__ import annotations

from datetime import datetime

import pytest
from pytest_django import Settings

from feedback.sms import tasks
from messaging import delivery, gateways, outbox
from messaging.models import InboundMessage, MessageChannel, OutboundMessage, OutboundState
from tests.factories.cases import MONDAY, PHONE
from tests.factories.organization import Cast
from tests.fakes.sim_phone import NUMBER, OTHER_SECRET, SECRET, FakePhone, posts_json
from tests.feedback.conftest import Clock
from tests.feedback.sms.test_sim_gateway import WORDS

pytestmark = pytest.mark.django_db


def promised(words: str = "help", *, sender: str = NUMBER, at: datetime = MONDAY) -> OutboundMessage:
    return outbox.promise(
        channel=MessageChannel.SMS,
        to=PHONE,
        template=words,
        language="vi",
        slots={},
        topic="x",
        sender=sender,
        at=at,
    )


def state_of(message: OutboundMessage) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.failed_code


def test_the_answer_to_a_text_leaves_by_the_phone_that_it_came_to(
    sim: FakePhone, cast: Cast, clock: Clock
) -> None:
    sim.hands_over(PHONE, WORDS)
    tasks.take(InboundMessage.objects.get().pk, at=clock.now)
    answer = OutboundMessage.objects.get()
    assert (answer.provider, answer.template) == ("goc-da", "filed")
    assert FakePhone(OTHER_SECRET).sends() == 0
    assert sim.sends() == 1
    assert sim.sent == [(PHONE, answer.body)]
    assert state_of(answer) == (OutboundState.SENT, "")
    assert answer.provider_id == str(answer.pk)
    assert sim.sends() == 0


def test_nothing_is_sent_to_a_phone_it_asks_by_itself(sim: FakePhone, clock: Clock) -> None:
    message = promised()
    assert delivery.deliver(message.pk, at=clock.now) == delivery.Outcome.NOT_OURS
    assert delivery.sweep(at=clock.now)["unsent"] == 0
    assert state_of(message) == (OutboundState.PENDING, "")
    assert sim.sends() == 1


def test_what_was_fetched_and_not_confirmed_comes_up_again_and_is_sent_once(
    sim: FakePhone, clock: Clock
) -> None:
    message = promised()
    (fetched,) = sim.fetches()
    assert fetched["uuid"] == str(message.pk)
    assert sim.fetches() == []
    clock.pass_by(seconds=61)
    delivery.sweep(at=clock.now)
    clock.pass_by(seconds=1)
    assert sim.sends() == 1
    assert len(sim.sent) == 1


def test_a_phone_that_did_not_hear_the_answer_and_asks_again_gets_the_same(
    sim: FakePhone, clock: Clock
) -> None:
    message = promised()
    name = str(message.pk)
    sim.fetches()
    assert sim.confirms([name]) == sim.confirms([name]) == [name]
    clock.pass_by(minutes=6)
    assert sim.confirms([name]) == []


def test_only_messages_that_a_phone_fetched_can_be_confirmed(sim: FakePhone, clock: Clock) -> None:
    waiting, by_another_way = promised(), promised(sender="")
    names = [str(waiting.pk), str(by_another_way.pk), "6f1de0a5-3c1e-4e0a-8f5e-0123456789ab", "x", ""]
    assert sim.confirms(names) == []
    nonsense: tuple[object, ...] = ([1, None, {}], "no list", {"a": 1}, None, [["x"]])
    for told in nonsense:
        answer = posts_json({"queued_messages": told}, query="?task=sent")
        assert (answer.status_code, answer.json()) == (200, {"message_uuids": []})
    assert state_of(waiting) == state_of(by_another_way) == (OutboundState.PENDING, "")


def test_the_phone_is_asked_once_what_became_of_each(sim: FakePhone, clock: Clock) -> None:
    sent, failed = promised(), promised()
    sim.sends()
    sim.known[str(failed.pk)] = 4
    assert set(sim.reports()) == {str(sent.pk), str(failed.pk)}
    assert state_of(sent) == (OutboundState.SENT, "")
    assert state_of(failed) == (OutboundState.FAILED, "phone-4")
    assert sim.reports() == []


def test_a_phone_tells_of_its_own_messages_only(sim: FakePhone, clock: Clock) -> None:
    message = promised()
    sim.sends()
    other = FakePhone(OTHER_SECRET)
    assert other.reports() == []
    result = {"uuid": str(message.pk), "sent_result_code": 1}
    posts_json({"message_result": [result]}, query=f"?task=result&secret={OTHER_SECRET}")
    assert state_of(message) == (OutboundState.SENT, "")


@pytest.mark.parametrize(
    "told",
    [
        None,
        "x",
        "[",
        [],
        [1, None, "x", {}],
        [{"uuid": 5}],
        [{"uuid": "x", "sent_result_code": 1}],
        [{"uuid": "6f1de0a5-3c1e-4e0a-8f5e-0123456789ab", "sent_result_code": "1"}],
        [{"uuid": "6f1de0a5-3c1e-4e0a-8f5e-0123456789ab", "sent_result_code": 10**30}],
    ],
)
def test_results_that_make_no_sense_change_nothing(told: object) -> None:
    answer = posts_json({"message_result": told}, query=f"?task=result&secret={SECRET}")
    assert (answer.status_code, answer.json()["payload"]["success"]) == (200, True)


def test_a_phone_is_a_gateway_like_any_other(settings: Settings) -> None:
    assert gateways.owner_of(NUMBER) == "goc-da"
    assert gateways.is_pulled("goc-da")
    settings.SMS_GATEWAYS = ["ben-nuoc", "console"]
    assert gateways.route_for("sms", "") == "ben-nuoc"
    assert gateways.route_for("sms", NUMBER) == "goc-da"
    assert SECRET not in repr(gateways.gateway("goc-da"))
