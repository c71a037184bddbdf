"""Who tries codes learns nothing, and what cannot be a person is not talked to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from cases.models import Case
from messaging import gateways
from messaging.gateways.console import ConsoleGateway
from messaging.models import OutboundMessage
from tests.factories.cases import a_case
from tests.factories.organization import Cast
from tests.feedback.sms.conftest import OWN_NUMBER, Phone

WRONG = "TC 12345672"


def test_three_wrong_codes_an_hour_are_answered_and_then_none(phone: Phone) -> None:
    assert [phone.is_told(WRONG) for _ in range(5)] == ["bad_code"] * 3 + [""] * 2
    assert phone.note == "silent: bad_code"
    assert phone.is_told(WRONG, at=phone.now + timedelta(hours=1)) == "bad_code"


def test_who_guesses_does_not_learn_that_a_code_is_right(
    cast: Cast, phone: Phone, another_phone: Phone
) -> None:
    case = a_case(cast.commune)
    assert another_phone.is_told(f"TC {case.code}") == "status_other"
    for _ in range(3):
        another_phone.texts(WRONG)
    assert another_phone.is_told(f"TC {case.code}") == ""
    assert phone.is_told(f"TC {case.code}") == "status"


def test_who_mistypes_can_still_do_everything_with_their_own_case(cast: Cast, phone: Phone) -> None:
    case = a_case(cast.commune)
    for _ in range(4):
        phone.texts(WRONG)
    assert phone.is_told(f"TL {case.code} thôn 4") == "reply_ok"


def test_two_robots_stop_by_themselves(phone: Phone) -> None:
    echo = "Toi dang lai xe se goi lai sau"
    told = [phone.is_told(echo) for _ in range(5)]
    assert told == ["filed_ask", "dup", "dup", "", ""]
    assert Case.objects.count() == 1


@pytest.mark.parametrize("sender", ["9029", "19001009", "MobiFone", "+84", "0912345678", OWN_NUMBER])
def test_nothing_goes_to_what_cannot_be_a_person(phone: Phone, sender: str) -> None:
    phone.number = sender
    assert phone.texts("PA rác chất đống ở xã Gốc Đa") == []
    assert not Case.objects.exists()
    assert not OutboundMessage.objects.exists()


def test_a_number_of_any_of_our_gateways_is_ours(
    phone: Phone, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Modem(ConsoleGateway):
        numbers = frozenset({"+84900000777"})

    monkeypatch.setitem(gateways.GATEWAYS, "modem", Modem)
    settings.TWILIO_FROM = ""
    phone.number = "+84900000777"
    assert phone.is_told("HD") == ""
    assert phone.note == "silent: our own number"
