"""Passes that count open terms anew after the calendar, a rule or the way of counting changed, with their progress."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Recount(models.Model):
    """One lane of a pass: over how many open terms, how many are looked at, how many got another due moment.

    `fingerprint` names the state of calendar, rules and policy that it counted by. Each case belongs to one lane, so
    that as many programs as there are lanes can work at once.
    """

    fingerprint = models.CharField(max_length=64)
    lane = models.PositiveSmallIntegerField(_("lane"), default=0)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    total = models.PositiveIntegerField(_("terms to look at"), default=0)
    done = models.PositiveIntegerField(_("looked at"), default=0)
    changed = models.PositiveIntegerField(_("due another day"), default=0)
    failed = models.PositiveIntegerField(_("could not be counted"), default=0)
    last_term = models.BigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("recount of terms")
        verbose_name_plural = _("recounts of terms")
        ordering = ("-started_at", "lane")
        constraints = [
            models.UniqueConstraint(fields=("fingerprint", "lane"), name="recount_lane_once"),
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.done}/{self.total}"
