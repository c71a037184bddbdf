"""The ways out, by name, and which of them carries a message.

Which gateways carry text messages, and in which order, is a setting; letters go by e-mail. A reply leaves by the
gateway that owns the number the citizen wrote to, as long as that can be used.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Callable, Collection, MutableMapping
from typing import Any, cast

from django.conf import settings

from messaging.gateways.base import ChannelDown, Gateway
from messaging.gateways.console import ConsoleGateway
from messaging.gateways.email import EmailGateway
from messaging.gateways.gammu import GammuGateway
from messaging.gateways.http import HttpGateway
from messaging.gateways.simulator import SimulatorGateway
from messaging.gateways.smssync import Phones
from messaging.gateways.standing import Standing
from messaging.gateways.twilio import TwilioGateway

# A telephone number or a short code.
_DIALLED = re.compile(r"\+?[0-9]{3,15}")

_OF_THE_PROGRAM: dict[str, Callable[[], Gateway]] = {
    ConsoleGateway.name: ConsoleGateway,
    EmailGateway.name: EmailGateway,
    GammuGateway.name: GammuGateway,
    HttpGateway.name: HttpGateway,
    SimulatorGateway.name: SimulatorGateway,
    TwilioGateway.name: TwilioGateway,
}
# And each telephone that the settings name.
GATEWAYS: MutableMapping[str, Callable[[], Gateway]] = ChainMap(
    _OF_THE_PROGRAM, cast("MutableMapping[str, Callable[[], Gateway]]", Phones())
)


def names_for(channel: str) -> list[str]:
    """The gateways of a channel (`sms` or `email`), the preferred first."""
    return [EmailGateway.name] if channel == "email" else list(settings.SMS_GATEWAYS)


def owner_of(number: str) -> str:
    """The gateway that a number of our own belongs to; empty where no gateway says so."""
    return next((name for name in GATEWAYS if number and number in _said(name, "numbers", ())), "")


def number_to_text() -> str:
    """The number that people are told to text: of a gateway in use where one has a telephone number, else of another.

    Empty where no gateway has one: a sender's name in letters cannot be answered.
    """
    in_use = [*names_for("sms"), *(name for name in GATEWAYS if name != SimulatorGateway.name)]
    numbers = (number for name in in_use for number in sorted(_said(name, "numbers", ())))
    return next((number for number in numbers if _DIALLED.fullmatch(number)), "")


def is_pulled(name: str) -> bool:
    """Whether the gateway fetches what it is to send, so that nothing is sent to it."""
    return bool(_said(name, "is_pulled", None))


def can_find(name: str) -> bool:
    """Whether the gateway can say what it has accepted."""
    return bool(_said(name, "can_find", None))


def reports(name: str) -> bool:
    """Whether the gateway can be asked what became of a message."""
    return hasattr(GATEWAYS.get(name), "report")


def routes(channel: str, sender: str) -> list[str]:
    """The gateways that can carry a message, in order of preference; `sender` is the own number it should leave by."""
    names = names_for(channel)
    owner = owner_of(sender) if channel != "email" else ""
    if owner == SimulatorGateway.name:
        # Its telephone numbers are invented and may be somebody's: they are for no other gateway.
        return [owner]
    return list(dict.fromkeys([owner, *names] if owner else names))


def route_for(
    channel: str, sender: str, *, standing: Standing | None = None, tried: Collection[str] = ()
) -> str:
    """The gateway that a new message is to leave by: the first that can be used and was not tried, else the first."""
    names = routes(channel, sender)
    usable = [name for name in names if name not in tried and (not standing or standing.is_usable(name))]
    return (usable or names)[0]


def gateway(name: str) -> Gateway:
    """The gateway of that name, set up; raises `ChannelDown` where it does not exist or is not configured."""
    if name not in GATEWAYS:
        raise ChannelDown("no-such-gateway")
    return GATEWAYS[name]()


def _said(name: str, what: str, otherwise: Any) -> Any:
    """What a gateway's class says of itself."""
    return getattr(GATEWAYS.get(name), what, otherwise)
