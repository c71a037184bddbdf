"""Who does not want to be texted. Found by a fingerprint: the number itself is not kept here."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OptOutSource(models.TextChoices):
    """How we know."""

    TEXT = "text", _("By a text of theirs")
    GATEWAY = "gateway", _("The gateway said so")
    DESK = "desk", _("Told an officer")


class OptOut(models.Model):
    """One time during which a number was not to be texted; still so while `ended_at` is empty."""

    number_key = models.CharField(max_length=64)
    source = models.CharField(_("how we know"), max_length=10, choices=OptOutSource)
    at = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("opt-out")
        verbose_name_plural = _("opt-outs")
        ordering = ("-at",)
        constraints = [
            models.UniqueConstraint(
                fields=("number_key",), name="optout_once_at_a_time", condition=Q(ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.at:%Y-%m-%d}"
