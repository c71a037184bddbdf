"""Pauses: a person says that nothing leaves by a gateway, and later that it may again; on record with the reason."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from messaging.models import GatewayPause
from organization.actors import Actor
from organization.history import attributed


def pause(gateway: str, *, by: Actor, because: str, at: datetime) -> None:
    """Let nothing leave by the gateway from `at` on; what waits leaves by another, or later. Twice is once."""
    try:
        with transaction.atomic(), attributed(by, because, at):
            GatewayPause.objects.create(gateway=gateway, since=at)
    except IntegrityError:
        # Somebody else was faster: it is paused.
        return


def resume(gateway: str, *, by: Actor, because: str, at: datetime) -> None:
    """Let messages leave by the gateway again."""
    with transaction.atomic(), attributed(by, because, at):
        for open_pause in GatewayPause.objects.select_for_update().filter(gateway=gateway, ended_at=None):
            open_pause.ended_at = at
            open_pause.save()


def paused() -> frozenset[str]:
    """The gateways by which nothing may leave now."""
    return frozenset(GatewayPause.objects.filter(ended_at=None).values_list("gateway", flat=True))
