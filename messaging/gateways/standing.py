"""How the gateways stand: which are paused by a person or down by themselves, and how one goes down.

A gateway is down for a while after it refused everything, or was in trouble many times in a row. Others carry its
messages meanwhile, and whoever keeps the installation is told once, not for every message. It is over by itself: the
next message tries it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q

from messaging.gateways import pauses
from messaging.models import GatewayState

logger = logging.getLogger(__name__)

DOWN_FOR = timedelta(minutes=15)
# One message in three going wrong is no reason to leave a gateway; ten in a row are.
TROUBLES = 10
RESTS_FOR = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The gateways as they stood at one moment, by name."""

    down: Mapping[str, datetime]
    paused: frozenset[str]
    troubled: frozenset[str]

    def is_usable(self, gateway: str) -> bool:
        """Whether messages may leave by it."""
        return gateway not in self.down and gateway not in self.paused


def standing(*, at: datetime) -> Standing:
    """How all gateways stand at `at`; two queries."""
    states = list(GatewayState.objects.all())
    return Standing(
        down={state.name: state.down_until for state in states if state.down_until and state.down_until > at},
        paused=pauses.paused(),
        troubled=frozenset(state.name for state in states if state.troubles),
    )


def close(gateway: str, *, code: str, at: datetime, until: datetime | None = None) -> None:
    """Nothing passes the gateway: leave it alone for a while. Of many that find it so, one tells of it."""
    state, _created = GatewayState.objects.get_or_create(name=gateway)
    open_ = GatewayState.objects.filter(Q(down_until=None) | Q(down_until__lte=at), pk=state.pk)
    if open_.update(down_until=until or at + DOWN_FOR, down_code=code):
        logger.error("gateway %s needs attention, nothing leaves by it for a while: %s", gateway, code)


def note_trouble(gateway: str, *, code: str, at: datetime) -> None:
    """The gateway did not take a message or did not answer; after many times in a row it rests."""
    state, _created = GatewayState.objects.get_or_create(name=gateway)
    GatewayState.objects.filter(pk=state.pk).update(troubles=F("troubles") + 1)
    if GatewayState.objects.filter(pk=state.pk, troubles__gte=TROUBLES).exists():
        close(gateway, code=code, at=at, until=at + RESTS_FOR)


def note_success(gateway: str) -> None:
    """The gateway took a message: it is well."""
    GatewayState.objects.filter(name=gateway, troubles__gt=0).update(troubles=0)
