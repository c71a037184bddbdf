"""Asking after messages that a gateway took and of which it has not said what became: a callback may have been lost."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from messaging import gateways, receipts
from messaging.gateways.base import GatewayFailure, Reports
from messaging.models import OutboundMessage, OutboundState

SILENT_FOR = timedelta(hours=12)
# Who has not told in three days will not tell.
ASKED_FOR = timedelta(days=3)
LIMIT = 1000
TROUBLES = 3


def ask_after(*, at: datetime, limit: int = LIMIT) -> Counter[str]:
    """Ask about the oldest silent messages, at most `limit`; counts those `asked` after and those `settled` by it.

    A gateway in trouble is left alone for the rest of the pass. Must not be called inside a transaction.
    """
    silent = OutboundMessage.objects.filter(
        state=OutboundState.SENT,
        sent_at__gt=at - ASKED_FOR,
        sent_at__lte=at - SILENT_FOR,
        provider__in=[name for name in gateways.GATEWAYS if gateways.reports(name)],
    ).exclude(provider_id="")
    counts = Counter(asked=0, settled=0)
    troubles: Counter[str] = Counter()
    rows = silent.order_by("sent_at").values_list("pk", "provider", "provider_id")[:limit]
    for pk, provider, provider_id in list(rows):
        if troubles[provider] >= TROUBLES:
            continue
        counts["asked"] += 1
        try:
            gateway = gateways.gateway(provider)
            report = gateway.report(provider_id) if isinstance(gateway, Reports) else None
        except GatewayFailure:
            troubles[provider] += 1
            continue
        if report is not None:
            receipts.take(
                pk,
                provider_id=provider_id,
                status=report.status,
                error_code=report.error_code,
                provider=provider,
                at=at,
            )
            counts["settled"] += report.status in receipts.FINAL
    return counts
