"""How a gateway stands: paused by a person, down by itself, and when its rate lets the next message through."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organization.history import ChangeRecords, Tracked


class GatewayState(models.Model):
    """One gateway. Which gateways there are is in the settings; a row is made when there is something to keep.

    `down_until` is set by delivery when a gateway refuses everything, or after too many `troubles` in a row, and is
    over by itself. `free_at` is when the next message may leave at the gateway's rate. `looked_at` is when its list of
    received texts was last asked for what we missed, and `seen_until` the moment up to which nothing in it is missing.
    """

    name = models.CharField(_("gateway"), max_length=20, unique=True)
    down_until = models.DateTimeField(_("down until"), null=True, blank=True)
    down_code = models.CharField(_("error"), max_length=40, blank=True)
    troubles = models.PositiveIntegerField(_("troubles in a row"), default=0)
    free_at = models.DateTimeField(_("free again"), null=True, blank=True)
    looked_at = models.DateTimeField(_("last looked for missed texts"), null=True, blank=True)
    seen_until = models.DateTimeField(_("texts seen until"), null=True, blank=True)

    class Meta:
        verbose_name = _("state of a gateway")
        verbose_name_plural = _("states of gateways")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class GatewayPause(Tracked):
    """A time in which nothing leaves by a gateway because a person said so; still so while `ended_at` is empty.

    Its history says who paused and who resumed it, and why.
    """

    gateway = models.CharField(_("gateway"), max_length=20)
    since = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)
    history = ChangeRecords()

    class Meta:
        verbose_name = _("pause of a gateway")
        verbose_name_plural = _("pauses of gateways")
        ordering = ("-since",)
        constraints = [
            models.UniqueConstraint(
                fields=("gateway",), name="gateway_paused_once_at_a_time", condition=Q(ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.gateway
