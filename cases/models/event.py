"""The ledger: one row for everything that happened to a case, written with it and never changed.

A row holds no personal data of a citizen: words and names live in tables that can be erased, on record.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases import grounds, reasons
from cases.grounds import Purpose
from cases.models.case import Case
from cases.vocabulary import EventKind, State
from organization.actors import ActorKind, Channel
from organization.appendonly import append_only
from organization.models import Posting, Unit

# What a ground in the detail of an entry was given for; elsewhere the first purpose that knows the code.
PURPOSES: dict[str, Purpose] = {
    EventKind.SUSPEND: Purpose.SUSPENSION,
    EventKind.TERMINATE: Purpose.TERMINATION,
}


class CaseEvent(models.Model):
    """Who made which move, in which post, why, when and by which door; with what it changed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events", verbose_name=_("case"))
    kind = models.CharField(_("what"), max_length=30, choices=EventKind)
    at = models.DateTimeField(_("when"))
    from_state = models.CharField(max_length=20, choices=State, blank=True)
    to_state = models.CharField(max_length=20, choices=State)
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True, blank=True)
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    actor_kind = models.CharField(max_length=20, choices=ActorKind)
    actor_name = models.CharField(_("who"), max_length=200)
    actor_post = models.CharField(_("in which post"), max_length=500, blank=True)
    actor_posting = models.ForeignKey(Posting, models.PROTECT, related_name="+", null=True, blank=True)
    channel = models.CharField(_("by"), max_length=20, choices=Channel)
    address = models.GenericIPAddressField(_("from where"), null=True, blank=True)
    reason = models.TextField(_("why"))
    detail = models.JSONField(default=dict, blank=True)
    once = models.CharField(max_length=120, unique=True, null=True, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("id",)
        indexes = [
            models.Index(fields=("case", "id"), name="event_by_case"),
            models.Index(fields=("actor_posting",), name="event_by_posting"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="event_has_reason"),
            models.CheckConstraint(condition=~Q(actor_name=""), name="event_has_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"

    @property
    def ground_label(self) -> str:
        """The coded ground that a move rests on, in the reader's language; empty where there is none."""
        code = str(self.detail.get("ground", ""))
        return grounds.label(code, PURPOSES.get(self.kind)) if code else ""

    @property
    def why(self) -> str:
        """The reason in the reader's language where it is one of the system's, else as it was typed."""
        return reasons.shown(self.reason)


append_only(CaseEvent)
