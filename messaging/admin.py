"""Messages in the administration: to see what went out, came in and arrived. Nothing sealed is shown or changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from messaging.budget_admin import BudgetAdmin
from messaging.models import (
    Budget,
    DeliveryAttempt,
    DeliveryReceipt,
    InboundMessage,
    OutboundMessage,
    Wording,
)
from messaging.wording_admin import WordingAdmin

admin.site.register(Budget, BudgetAdmin)
admin.site.register(Wording, WordingAdmin)


class ReadOnly(admin.ModelAdmin[Any]):
    """Rows to look at, nothing else."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Tries(admin.TabularInline[DeliveryAttempt, OutboundMessage]):
    """Every try to hand a message to a gateway, and why the next one went elsewhere."""

    model = DeliveryAttempt
    fields = ("at", "gateway", "outcome", "code")
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(OutboundMessage)
class OutboundMessageAdmin(ReadOnly):
    """What was promised, without to whom and what."""

    list_display = (
        "id",
        "channel",
        "template",
        "topic",
        "state",
        "provider",
        "failed_code",
        "attempts",
        "created_at",
        "sent_at",
    )
    list_filter = ("state", "channel", "provider", "template")
    search_fields = ("id", "topic", "provider_id")
    exclude = ("address", "subject", "body")
    inlines = (Tries,)


@admin.register(InboundMessage)
class InboundMessageAdmin(ReadOnly):
    """What came in, without from whom and what."""

    list_display = ("provider_id", "provider", "state", "attempts", "received_at", "taken_at", "note")
    list_filter = ("state", "provider")
    search_fields = ("provider_id",)
    exclude = ("sender", "sender_key", "body", "raw")


@admin.register(DeliveryReceipt)
class DeliveryReceiptAdmin(ReadOnly):
    """What gateways told us."""

    list_display = ("outbox_id", "status", "error_code", "received_at")
    list_filter = ("status", "error_code")
    search_fields = ("outbox_id", "provider_id")
