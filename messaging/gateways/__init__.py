"""The ways out, by name. Which one carries text messages is a setting; letters go by e-mail."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from messaging.gateways.base import ChannelDown, Gateway
from messaging.gateways.console import ConsoleGateway
from messaging.gateways.email import EmailGateway
from messaging.gateways.simulator import SimulatorGateway
from messaging.gateways.twilio import TwilioGateway

GATEWAYS: dict[str, Callable[[], Gateway]] = {
    ConsoleGateway.name: ConsoleGateway,
    EmailGateway.name: EmailGateway,
    SimulatorGateway.name: SimulatorGateway,
    TwilioGateway.name: TwilioGateway,
}


def name_for(channel: str) -> str:
    """The gateway that carries new messages of a channel (`sms` or `email`)."""
    return EmailGateway.name if channel == "email" else settings.SMS_GATEWAY


def gateway(name: str) -> Gateway:
    """The gateway of that name, set up; raises `ChannelDown` where it does not exist or is not configured."""
    if name not in GATEWAYS:
        raise ChannelDown("no-such-gateway")
    return GATEWAYS[name]()
