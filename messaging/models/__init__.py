"""Messages as rows: what we promised to send, what came in, and what the networks told us about both.

A row is the promise and the proof; queues only wake somebody up to look at it. Addresses and texts are sealed.
"""

from messaging.models.budget import Budget, BudgetWarning
from messaging.models.gateway import GatewayPause, GatewayState
from messaging.models.inbound import InboundMessage, InboundState
from messaging.models.optout import OptOut, OptOutSource
from messaging.models.outbound import (
    AttemptOutcome,
    DeliveryAttempt,
    DeliveryReceipt,
    MessageChannel,
    OutboundMessage,
    OutboundState,
)
from messaging.models.unreachable import UnreachableNumber
from messaging.models.wording import Wording

__all__ = [
    "AttemptOutcome",
    "Budget",
    "BudgetWarning",
    "DeliveryAttempt",
    "DeliveryReceipt",
    "GatewayPause",
    "GatewayState",
    "InboundMessage",
    "InboundState",
    "MessageChannel",
    "OptOut",
    "OptOutSource",
    "OutboundMessage",
    "OutboundState",
    "UnreachableNumber",
    "Wording",
]
