"""Messages as rows: what we promised to send, what came in, and what the networks told us about both.

A row is the promise and the proof; queues only wake somebody up to look at it. Addresses and texts are sealed.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from messaging.texts import Priority
from organization.appendonly import append_only
from organization.vault import SealedTextField


class MessageChannel(models.TextChoices):
    """How a message travels."""

    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")


class OutboundState(models.TextChoices):
    """Where a message stands. DELIVERED means that the network took it over, not that anybody read it."""

    PENDING = "pending", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    UNDELIVERED = "undelivered", _("Not delivered")
    FAILED = "failed", _("Failed")
    DELIVERED = "delivered", _("Delivered")


class OutboundMessage(models.Model):
    """A promise to send one text to one address, kept from before the sending until after the last receipt.

    `next_attempt_at` is when delivery looks at the row again: to send it (pending) or to find out what became of it
    (sending); empty once nothing is left to do.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(_("channel"), max_length=10, choices=MessageChannel)
    address = SealedTextField(_("to"))
    subject = SealedTextField(_("subject"), blank=True)
    body = SealedTextField(_("text"))
    template = models.CharField(_("template"), max_length=40)
    language = models.CharField(_("language"), max_length=2)
    topic = models.CharField(_("about"), max_length=80)
    sender = models.CharField(_("own number to send from"), max_length=32, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.NOTICE)

    state = models.CharField(_("state"), max_length=12, choices=OutboundState, default=OutboundState.PENDING)
    provider = models.CharField(_("gateway"), max_length=20, blank=True)
    provider_id = models.CharField(_("number at the gateway"), max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    looks = models.PositiveSmallIntegerField(_("looks without a find"), default=0)
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    next_attempt_at = models.DateTimeField(_("next look"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    failed_code = models.CharField(_("error"), max_length=40, blank=True)
    created_at = models.DateTimeField(_("created"))
    once = models.CharField(_("key"), max_length=120, unique=True, null=True, blank=True)

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        ordering = ("-created_at",)
        indexes = [
            models.Index(
                F("priority"), F("next_attempt_at"), name="outbound_pending", condition=Q(state="pending")
            ),
            models.Index(F("next_attempt_at"), name="outbound_sending", condition=Q(state="sending")),
            models.Index(F("topic"), F("created_at"), name="outbound_by_topic"),
        ]
        constraints = [
            # One message at the gateway belongs to one row: two that look for their own cannot both take it.
            models.UniqueConstraint(
                fields=("provider", "provider_id"),
                name="outbound_provider_id_once",
                condition=~Q(provider_id=""),
            ),
            models.CheckConstraint(
                condition=Q(state__in=("pending", "sending"), next_attempt_at__isnull=False)
                | ~Q(state__in=("pending", "sending")) & Q(next_attempt_at=None),
                name="outbound_open_has_next_look",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.id}"


class InboundState(models.TextChoices):
    """Where a message that came in stands."""

    RECEIVED = "received", _("Waiting to be read")
    TAKEN = "taken", _("Taken")
    FAILED = "failed", _("Could not be read")


class InboundMessage(models.Model):
    """A message exactly as a gateway handed it over. `sender_key` finds a sender's messages without opening any."""

    provider = models.CharField(_("gateway"), max_length=20)
    provider_id = models.CharField(_("number at the gateway"), max_length=120)
    sender = SealedTextField(_("from"))
    sender_key = models.CharField(max_length=64)
    recipient = models.CharField(_("own number it came to"), max_length=32)
    body = SealedTextField(_("text"), blank=True)
    raw = SealedTextField(_("as handed over"))
    state = models.CharField(_("state"), max_length=10, choices=InboundState, default=InboundState.RECEIVED)
    received_at = models.DateTimeField(_("received"))
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
        ]
        constraints = [
            models.UniqueConstraint(fields=("provider", "provider_id"), name="inbound_once"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.provider_id}"


class DeliveryReceipt(models.Model):
    """One thing a gateway told us about a message, kept as told; it may arrive before our own record of the sending.

    `outbox_id` is not a foreign key: the receipt outlives a message that retention has removed.
    """

    outbox_id = models.UUIDField(_("message"))
    provider_id = models.CharField(_("number at the gateway"), max_length=120)
    status = models.CharField(_("status"), max_length=40)
    error_code = models.CharField(_("error"), max_length=40, blank=True)
    received_at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("delivery receipt")
        verbose_name_plural = _("delivery receipts")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("outbox_id", "provider_id", "status"), name="receipt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.outbox_id} {self.status}"


append_only(DeliveryReceipt)
