"""What a matter came with, counted apart: letters, visits, and the persons behind it.

A letter may hold several matters, a visit may bring several persons, several persons may sign one letter. Names are
sealed and can be erased; the numbers stay.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organization.actors import Channel
from organization.history import ChangeRecords, Tracked
from organization.models import Unit

DELEGATION_FROM = 5  # persons who come together about the same make a large delegation


class Letter(Tracked):
    """One letter (đơn): what was written and sent once, by however many persons, about however many matters."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="letters", verbose_name=_("received by"))
    channel = models.CharField(_("channel"), max_length=20, choices=Channel)
    received_at = models.DateTimeField(_("received"))
    signers = models.PositiveSmallIntegerField(_("persons who signed"), default=1)

    history = ChangeRecords()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("-received_at", "-id")
        indexes = [models.Index(fields=("unit", "received_at"), name="letter_by_unit")]
        constraints = [models.CheckConstraint(condition=Q(signers__gte=1), name="letter_has_signer")]

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d} · {self.unit}"


class VisitKind(models.TextChoices):
    """In which sort of reception persons were received (Law on Reception of Citizens 42/2013)."""

    REGULAR = "regular", _("Regular reception")
    PERIODIC = "periodic", _("Periodic reception by the head")
    UNSCHEDULED = "unscheduled", _("Unscheduled reception by the head")


class Visit(Tracked):
    """One visit (lượt tiếp) of one or more persons to a reception desk."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="visits", verbose_name=_("received by"))
    kind = models.CharField(
        _("sort of reception"), max_length=20, choices=VisitKind, default=VisitKind.REGULAR
    )
    at = models.DateTimeField(_("when"))
    persons = models.PositiveSmallIntegerField(_("persons who came"), default=1)

    history = ChangeRecords()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ("-at", "-id")
        indexes = [models.Index(fields=("unit", "at"), name="visit_by_unit")]
        constraints = [models.CheckConstraint(condition=Q(persons__gte=1), name="visit_has_person")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} · {self.unit}"

    @property
    def is_delegation(self) -> bool:
        """Whether it counts as a large delegation (đoàn đông người)."""
        return self.persons >= DELEGATION_FROM
