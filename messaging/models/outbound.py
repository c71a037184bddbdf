"""What we promised to send, every try to send it, and what the gateways told us afterwards."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from messaging.texts import Priority
from organization.appendonly import append_only
from organization.models import Unit
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
    (sending); empty once nothing is left to do. `expires_at` is when it is news no more and is not sent any longer.
    A `fleeting` one is blanked as soon as it is over.
    `provider` is the gateway it is to leave by, or left by; while that one may have it without having said so and
    cannot be asked, it is `in_doubt` and goes to no other. `unit` pays for it: `segments` on the air, and the `cost`
    in đồng from the moment a gateway has taken it.
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
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("unit that pays"), null=True, blank=True
    )
    segments = models.PositiveSmallIntegerField(_("segments"), default=0)
    cost = models.PositiveIntegerField(_("cost in đồng"), default=0)
    provider = models.CharField(_("gateway"), max_length=20, blank=True)
    provider_id = models.CharField(_("number at the gateway"), max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    looks = models.PositiveSmallIntegerField(_("looks without a find"), default=0)
    in_doubt = models.BooleanField(_("may be at its gateway"), default=False)
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    next_attempt_at = models.DateTimeField(_("next look"), null=True, blank=True)
    expires_at = models.DateTimeField(_("of no use after"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    failed_at = models.DateTimeField(_("failed for good"), null=True, blank=True)
    failed_code = models.CharField(_("error"), max_length=40, blank=True)
    created_at = models.DateTimeField(_("created"))
    fleeting = models.BooleanField(_("blanked when it is over"), default=False)
    once = models.CharField(_("key"), max_length=120, unique=True, null=True, blank=True)

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        ordering = ("-created_at",)
        indexes = [
            models.Index(
                F("priority"), F("next_attempt_at"), name="outbound_pending", condition=Q(state="pending")
            ),
            models.Index(
                F("provider"),
                F("priority"),
                F("next_attempt_at"),
                name="outbound_pending_by_gateway",
                condition=Q(state="pending"),
            ),
            models.Index(
                F("expires_at"),
                name="outbound_expiring",
                condition=Q(state="pending", expires_at__isnull=False),
            ),
            models.Index(F("next_attempt_at"), name="outbound_sending", condition=Q(state="sending")),
            models.Index(F("sent_at"), name="outbound_unreported", condition=Q(state="sent")),
            models.Index(F("topic"), F("created_at"), name="outbound_by_topic"),
            models.Index(F("unit"), F("sent_at"), name="outbound_paid_by", condition=Q(segments__gt=0)),
            models.Index(F("created_at"), name="outbound_fleeting", condition=Q(fleeting=True)),
            models.Index(F("failed_at"), name="outbound_failed", condition=Q(failed_at__isnull=False)),
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


class AttemptOutcome(models.TextChoices):
    """What came of one try."""

    ACCEPTED = "accepted", _("Accepted")
    POSTPONED = "postponed", _("Not accepted now")
    REFUSED = "refused", _("Refused for good")
    UNKNOWN = "unknown", _("Unknown")


class DeliveryAttempt(models.Model):
    """One try to hand a message to a gateway, and what came of it; why the next one went elsewhere."""

    message = models.ForeignKey(
        OutboundMessage, models.PROTECT, related_name="tries", verbose_name=_("message")
    )
    gateway = models.CharField(_("gateway"), max_length=20)
    at = models.DateTimeField(_("when"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=AttemptOutcome)
    code = models.CharField(_("error"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("delivery attempt")
        verbose_name_plural = _("delivery attempts")
        ordering = ("id",)
        indexes = [models.Index(F("at"), F("gateway"), name="delivery_attempt_by_time")]

    def __str__(self) -> str:
        return f"{self.gateway} {self.outcome}"


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


append_only(DeliveryAttempt)
append_only(DeliveryReceipt)
