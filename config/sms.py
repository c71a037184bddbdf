"""Reading the settings of text messages: lists of `name=number`, hours, telephones; nonsense is refused by name."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import time, timedelta

from django.core.exceptions import ImproperlyConfigured

from config.env import is_placeholder

# How long a message may wait before it is of no use, in hours, by the name of its priority.
VALID_HOURS: Mapping[str, float] = {"reply": 24, "notice": 72, "reminder": 24}

MUCH = 1e9

PHONE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
PHONE_NUMBER = re.compile(r"\+[1-9][0-9]{7,14}")
SHORTEST_SECRET = 24

# What a gateway cannot work without; of several in one entry, one is enough.
NEEDED: Mapping[str, Sequence[str]] = {
    "console": (),
    "twilio": ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM|TWILIO_MESSAGING_SERVICE_SID"),
    "gammu": ("GAMMU_SPOOL", "GAMMU_NUMBER"),
    "http": ("SMS_HTTP_URL", "SMS_HTTP_KEY", "SMS_HTTP_SECRET", "SMS_HTTP_BRAND"),
}
RESERVED = frozenset(NEEDED) | {"email", "simulator"}


def names(text: str) -> list[str]:
    """`http,twilio`: each once, in the order given."""
    return list(dict.fromkeys(filter(None, (name.strip() for name in text.split(",")))))


def rates(text: str) -> dict[str, float]:
    """`twilio=10,http=0.5`: messages a second, each over 0."""
    return _numbers("SMS_RATES", text, "over 0", least=1e-3)


def prices(text: str) -> dict[str, int]:
    """`twilio=1250,http=450`: đồng a segment, whole."""
    return {name: int(price) for name, price in _numbers("SMS_PRICES", text, "0 or more", least=0).items()}


def validity(text: str) -> dict[str, timedelta]:
    """`reply=24,notice=72,reminder=24`: hours; what is not named keeps its usual length."""
    hours = _numbers("SMS_VALID_HOURS", text, "over 0", least=1e-3)
    if unknown := hours.keys() - VALID_HOURS.keys():
        raise ImproperlyConfigured(f"SMS_VALID_HOURS names {', '.join(sorted(unknown))}.")
    return {name: timedelta(hours=length) for name, length in {**VALID_HOURS, **hours}.items()}


def quiet_hours(text: str) -> tuple[time, time] | None:
    """`21:00-07:00`: from and until, over midnight where the first is later; None where it is empty."""
    if not text.strip():
        return None
    try:
        since, until = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError:
        raise ImproperlyConfigured("SMS_QUIET_HOURS must look like 21:00-07:00, or be empty.") from None
    return since, until


def own_number(setting: str, text: str) -> str:
    """`+84900000777`: a number of our own, or empty."""
    if text and not PHONE_NUMBER.fullmatch(text):
        raise ImproperlyConfigured(f"{setting} must look like +84…, or be empty.")
    return text


def sim_phones(text: str) -> tuple[tuple[str, str, str], ...]:
    """`goc-da:+84900000555:secret,…`: the name, own number and secret of each telephone with a SIM.

    A name is up to 20 small letters, digits and dashes and that of no other gateway. Nothing may be there twice: a
    telephone is known by its secret, and a reply finds its way by the number.
    """
    phones: list[tuple[str, str, str]] = []
    for entry in filter(None, (entry.strip() for entry in text.split(","))):
        name, _colon, rest = entry.partition(":")
        number, _colon, secret = rest.partition(":")
        if not (PHONE_NAME.fullmatch(name) and PHONE_NUMBER.fullmatch(number) and secret) or name in RESERVED:
            raise ImproperlyConfigured(
                f"SMS_SIM_GATEWAYS: entry {len(phones) + 1} must look like name:+84…:secret."
            )
        phones.append((name, number, secret))
    if any(len(set(values)) < len(phones) for values in zip(*phones, strict=True)):
        raise ImproperlyConfigured("SMS_SIM_GATEWAYS: each name, number and secret may be there once.")
    return tuple(phones)


def half_configured(
    gateways: Collection[str], given: Mapping[str, object], *, phones: Collection[str] = ()
) -> list[str]:
    """What is missing for the gateways that `SMS_GATEWAY` names, one sentence a gateway; `phones` lack nothing."""
    found = []
    for name in gateways:
        if name in phones:
            continue
        if name not in NEEDED:
            found.append(f"SMS_GATEWAY names {name}, which is none of {', '.join([*NEEDED, *phones])}.")
            continue
        missing = [each for each in NEEDED[name] if not any(given.get(one) for one in each.split("|"))]
        if missing:
            wanted = ", ".join(each.replace("|", " or ") for each in missing)
            found.append(f"SMS_GATEWAY names {name}, and these are missing: {wanted}.")
    return found


def weak_phones(phones: Iterable[tuple[str, str, str]]) -> list[str]:
    """The telephones whose secret could be guessed, one sentence each."""
    return [
        f"SMS_SIM_GATEWAYS: the secret of {name} is a placeholder or shorter than {SHORTEST_SECRET} characters."
        for name, _number, secret in phones
        if len(secret) < SHORTEST_SECRET or is_placeholder(secret)
    ]


def _numbers(setting: str, text: str, what: str, *, least: float) -> dict[str, float]:
    numbers = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _sign, number = part.partition("=")
        try:
            numbers[name.strip()] = float(number)
        except ValueError:
            numbers[name.strip()] = math.nan
    # Not a number is not in any range.
    if not all(least <= number < MUCH for number in numbers.values()):
        raise ImproperlyConfigured(f"{setting} must look like name=number, each {what}.")
    return numbers
