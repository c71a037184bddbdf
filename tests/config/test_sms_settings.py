"""The settings of text messages: what they mean, and that nonsense is refused by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import sms
from messaging import gateways


def test_what_the_settings_mean() -> None:
    assert sms.names(" http, twilio,,http") == ["http", "twilio"]
    assert sms.rates("twilio=10, http=0.5") == {"twilio": 10, "http": 0.5}
    assert sms.prices("twilio=1250,http=450") == {"twilio": 1250, "http": 450}
    assert sms.quiet_hours("21:00-07:00") == (time(21), time(7))
    assert sms.validity("notice=48") == {
        "reply": timedelta(hours=24),
        "notice": timedelta(hours=48),
        "reminder": timedelta(hours=24),
    }


def test_empty_settings_set_no_limit() -> None:
    assert (sms.rates(""), sms.prices(""), sms.quiet_hours(" ")) == ({}, {}, None)
    assert sms.validity("")["notice"] == timedelta(hours=72)


@pytest.mark.parametrize(
    ("read", "text", "name"),
    [
        (sms.rates, "10", "SMS_RATES"),
        (sms.rates, "twilio=0", "SMS_RATES"),
        (sms.rates, "twilio=-1", "SMS_RATES"),
        (sms.rates, "twilio=nan", "SMS_RATES"),
        (sms.rates, "twilio=inf", "SMS_RATES"),
        (sms.rates, "twilio=ten", "SMS_RATES"),
        (sms.prices, "twilio=-1", "SMS_PRICES"),
        (sms.quiet_hours, "21-7", "SMS_QUIET_HOURS"),
        (sms.quiet_hours, "21:00", "SMS_QUIET_HOURS"),
        (sms.quiet_hours, "25:00-07:00", "SMS_QUIET_HOURS"),
        (sms.validity, "notice=0", "SMS_VALID_HOURS"),
        (sms.validity, "letter=3", "SMS_VALID_HOURS"),
        (sms.sim_phones, "goc-da", "SMS_SIM_GATEWAYS: entry 1"),
        (sms.sim_phones, "goc-da:+84900000555", "SMS_SIM_GATEWAYS: entry 1"),
        (sms.sim_phones, "goc-da:+84900000555:", "SMS_SIM_GATEWAYS: entry 1"),
        (sms.sim_phones, "goc-da:0900000555:x", "SMS_SIM_GATEWAYS: entry 1"),
        (sms.sim_phones, "Gốc Đa:+84900000555:x", "SMS_SIM_GATEWAYS: entry 1"),
        (sms.sim_phones, f"{'a' * 21}:+84900000555:x", "SMS_SIM_GATEWAYS: entry 1"),
        (sms.sim_phones, "a:+84900000555:x,twilio:+84900000556:y", "SMS_SIM_GATEWAYS: entry 2"),
        (sms.sim_phones, "a:+84900000555:x,email:+84900000556:y", "SMS_SIM_GATEWAYS: entry 2"),
        (sms.sim_phones, "a:+84900000555:x,a:+84900000556:y", "SMS_SIM_GATEWAYS: each"),
        (sms.sim_phones, "a:+84900000555:x,b:+84900000555:y", "SMS_SIM_GATEWAYS: each"),
        (sms.sim_phones, "a:+84900000555:x,b:+84900000556:x", "SMS_SIM_GATEWAYS: each"),
        (partial(sms.own_number, "GAMMU_NUMBER"), "0900000777", "GAMMU_NUMBER"),
    ],
)
def test_nonsense_is_refused_by_name(read: Callable[[str], Any], text: str, name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        read(text)


TWILIO = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": ["token"], "TWILIO_FROM": "LangNghe"}
HTTP = dict.fromkeys(("SMS_HTTP_URL", "SMS_HTTP_KEY", "SMS_HTTP_SECRET", "SMS_HTTP_BRAND"), "something")


@pytest.mark.parametrize(
    ("gateways", "given", "named"),
    [
        (["console"], {}, []),
        (["twilio"], TWILIO, []),
        (["twilio"], {**TWILIO, "TWILIO_FROM": "", "TWILIO_MESSAGING_SERVICE_SID": "MG1"}, []),
        (["http", "twilio"], {**TWILIO, **HTTP}, []),
        (["twilio"], {**TWILIO, "TWILIO_FROM": ""}, ["TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID"]),
        (["twilio"], {**TWILIO, "TWILIO_AUTH_TOKEN": []}, ["TWILIO_AUTH_TOKEN"]),
        (["http"], {**HTTP, "SMS_HTTP_BRAND": "", "SMS_HTTP_KEY": ""}, ["SMS_HTTP_KEY, SMS_HTTP_BRAND"]),
        (["http", "twilio"], {}, ["http", "twilio"]),
        (["pigeon"], {}, ["pigeon"]),
        (["gammu"], {"GAMMU_SPOOL": "spool"}, ["GAMMU_NUMBER"]),
        (["goc-da", "console"], {}, []),
    ],
)
def test_a_gateway_that_is_set_up_by_half_is_told_with_what_is_missing(
    gateways: list[str], given: dict[str, object], named: list[str]
) -> None:
    found = sms.half_configured(gateways, given, phones=["goc-da"])
    assert len(found) == len(named)
    assert all(name in sentence for name, sentence in zip(named, found, strict=True))


def test_phones_are_read_with_whatever_their_secrets_hold() -> None:
    assert sms.sim_phones("") == ()
    assert sms.sim_phones(" goc-da:+84900000555:a:b=c, ben-nuoc:+84900000556:ü") == (
        ("goc-da", "+84900000555", "a:b=c"),
        ("ben-nuoc", "+84900000556", "ü"),
    )
    assert sms.own_number("GAMMU_NUMBER", "+84900000777") == "+84900000777"


def test_a_secret_that_could_be_guessed_is_told_by_the_name_of_its_phone_and_not_repeated() -> None:
    strong = "kR7-long-enough-and-random-1"
    weak = sms.weak_phones([("a", "+1", strong), ("b", "+2", "short"), ("c", "+3", f"change-me-{strong}")])
    assert [sentence.split(" is ")[0].split()[-1] for sentence in weak] == ["b", "c"]
    assert not any("short " in sentence.removesuffix("shorter than 24 characters.") for sentence in weak)


def test_a_phone_may_not_bear_the_name_of_a_gateway_of_the_program() -> None:
    assert set(gateways.GATEWAYS) <= sms.RESERVED
