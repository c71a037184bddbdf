"""Twilio's refusals and breakdowns pass through its contract, and the gateway still tells them apart."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from messaging.gateways.base import (
    BadNumber,
    ChannelDown,
    GatewayFailure,
    NotHere,
    OptedOut,
    PermanentFailure,
    TemporaryFailure,
    UnknownOutcome,
)
from messaging.gateways.twilio import TwilioGateway
from tests.contracts.twilio.conftest import Write
from tests.fakes.twilio_server import Fault, TwilioServer

pytestmark = pytest.mark.prism

OUR_MISTAKES = (21602, 21603, 21604, 21617, 21609)
NOT_BY_TWILIO = (21606, 21212, 21612, 21703, 21705, 21408)
MEANT: list[tuple[Fault | int, type[GatewayFailure], str, bool]] = [
    (Fault.THROTTLED, TemporaryFailure, "20429", False),
    *[(code, TemporaryFailure, str(code), False) for code in (20429, 14107, 63018, 21611)],
    *[(code, BadNumber, str(code), False) for code in (21211, 21217, 21401, 21421, 21614)],
    (21610, OptedOut, "21610", False),
    *[(code, PermanentFailure, str(code), True) for code in OUR_MISTAKES],
    *[(code, NotHere, str(code), True) for code in NOT_BY_TWILIO],
    *[(code, ChannelDown, str(code), True) for code in (20003, 10001, 20005, 20008)],
    *[(code, UnknownOutcome, str(code), False) for code in (20500, 20503, 20504)],
    (Fault.UNAVAILABLE, UnknownOutcome, "20503", False),
    (Fault.BAD_GATEWAY, UnknownOutcome, "502", False),
]


@pytest.mark.parametrize(("fault", "kind", "code", "alarm"), MEANT)
def test_a_refusal_is_told_by_twilios_code_and_nothing_was_accepted(
    twilio: TwilioServer,
    write: Write,
    fault: Fault | int,
    kind: type[GatewayFailure],
    code: str,
    alarm: bool,
) -> None:
    message = write()
    twilio.fail_next(fault)
    with pytest.raises(kind) as failure:
        TwilioGateway().send(message)
    assert (failure.value.code, failure.value.alarm) == (code, alarm)
    # A channel that is down is a temporary failure of a graver kind.
    assert isinstance(failure.value, ChannelDown) == (kind is ChannelDown)
    assert TwilioGateway().find(message) == []


def test_a_number_that_is_none_is_refused_by_twilio_and_not_by_its_contract(
    twilio: TwilioServer, write: Write
) -> None:
    with pytest.raises(PermanentFailure) as failure:
        TwilioGateway().send(write(to="12"))
    assert failure.value.code == "21211"


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"TWILIO_AUTH_TOKENS": ["old"]}, "20003"), ({"TWILIO_ACCOUNT_SID": "AC" + "9" * 32}, "20003")],
)
def test_a_wrong_sign_in_closes_the_channel(
    twilio: TwilioServer, write: Write, settings: Settings, changed: dict[str, object], code: str
) -> None:
    for name, value in changed.items():
        setattr(settings, name, value)
    with pytest.raises(ChannelDown) as failure:
        TwilioGateway().send(write())
    assert failure.value.code == code
    assert not twilio.accepted()


@pytest.mark.parametrize(
    "fault", [Fault.ERROR_AFTER, Fault.RESET_AFTER, Fault.PAGE_AFTER, Fault.HOLD_AFTER, Fault.CUT_AFTER]
)
def test_a_message_behind_a_broken_answer_is_left_open_and_found(
    twilio: TwilioServer, write: Write, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    gateway, message = TwilioGateway(), write()
    gateway.send(write(to="+84900000999"))
    twilio.fail_next(fault)
    with monkeypatch.context() as impatient:
        if fault in {Fault.HOLD_AFTER, Fault.CUT_AFTER}:
            impatient.setattr(TwilioGateway, "timeout", 1.5)
        with pytest.raises(UnknownOutcome):
            TwilioGateway().send(message)
    [taken] = twilio.accepted(to=message.to)
    assert gateway.find(message) == [taken.sid]
