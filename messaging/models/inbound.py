"""What came in, kept before anything else is done with it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organization.vault import SealedTextField


class InboundState(models.TextChoices):
    """Where a message that came in stands."""

    RECEIVED = "received", _("Waiting to be read")
    HELD = "held", _("Held until a later day")
    TAKEN = "taken", _("Taken")
    FAILED = "failed", _("Could not be read")


class InboundMessage(models.Model):
    """A message exactly as a gateway handed it over. `sender_key` finds a sender's messages without opening any.

    A long text may come in several: each says which of how many `parts` it is, and all bear one `reference`. They are
    taken together, as the `whole` that the other pieces point to. `topic` says what it was found to be about
    (`case:<pk>`). `held_until` is when a text that came over the day's limit is taken after all.
    """

    provider = models.CharField(_("gateway"), max_length=20)
    provider_id = models.CharField(_("number at the gateway"), max_length=120)
    sender = SealedTextField(_("from"))
    sender_key = models.CharField(max_length=64)
    recipient = models.CharField(_("own number it came to"), max_length=32)
    body = SealedTextField(_("text"), blank=True)
    raw = SealedTextField(_("as handed over"))
    reference = models.CharField(_("reference of a long text"), max_length=120, blank=True)
    part = models.PositiveSmallIntegerField(_("part"), default=1)
    parts = models.PositiveSmallIntegerField(_("of so many"), default=1)
    whole = models.ForeignKey(
        "self", models.PROTECT, related_name="pieces", verbose_name=_("taken with"), null=True, blank=True
    )
    topic = models.CharField(_("about"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=InboundState, default=InboundState.RECEIVED)
    sent_at = models.DateTimeField(_("sent, as the gateway says"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"))
    held_until = models.DateTimeField(_("held until"), null=True, blank=True)
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts that failed"), default=0)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("incoming message")
        verbose_name_plural = _("incoming messages")
        ordering = ("-received_at",)
        indexes = [
            models.Index(F("received_at"), name="inbound_untaken", condition=Q(state="received")),
            models.Index(F("sender_key"), F("received_at"), name="inbound_by_sender"),
            models.Index(F("reference"), name="inbound_by_reference", condition=~Q(reference="")),
            models.Index(F("topic"), F("received_at"), name="inbound_by_topic", condition=~Q(topic="")),
            models.Index(
                F("received_at"),
                name="inbound_stray",
                condition=Q(topic="", state="taken") & ~Q(sender_key=""),
            ),
            models.Index(F("held_until"), name="inbound_held", condition=Q(state="held")),
            models.Index(F("received_at"), F("provider"), F("state"), name="inbound_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(fields=("provider", "provider_id"), name="inbound_once"),
            models.CheckConstraint(
                condition=Q(part__gte=1, part__lte=F("parts")), name="inbound_part_of_parts"
            ),
            models.CheckConstraint(
                condition=Q(state="held", held_until__isnull=False) | ~Q(state="held") & Q(held_until=None),
                name="inbound_held_has_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.provider_id}"
