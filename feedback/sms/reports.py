"""Where a local gateway calls back what became of a message: by GET, at an address that only it was told."""

from __future__ import annotations

import logging
import re
import uuid

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils import timezone
from django.views.decorators.http import require_GET

from messaging import receipts
from messaging.gateways import http

_NAME = re.compile(r"[!-~]{1,120}")
_STATUS = re.compile(r"[0-9]{1,3}")

log = logging.getLogger(__name__)


@require_GET
def http_status(request: HttpRequest, message_id: uuid.UUID, token: str) -> HttpResponse:
    """Keep what became of the message that the address names. What makes no sense is answered alike and not kept."""
    if not http.is_token(message_id, token):
        return HttpResponseForbidden()
    name = request.GET.get("SMSID", "")
    asked = request.GET.get("RequestId", "")
    is_about_it = not asked or asked.startswith(f"{message_id}.")
    if is_about_it and _NAME.fullmatch(name) and _STATUS.fullmatch(request.GET.get("SendStatus", "")):
        report = http.report_of(request.GET)
        try:
            receipts.take(
                message_id,
                provider_id=name,
                status=report.status,
                error_code=report.error_code,
                provider=http.HttpGateway.name,
                at=timezone.now(),
            )
        except (DatabaseError, InterfaceError) as error:
            return _come_again(error)
    return HttpResponse(status=204)


def _come_again(error: Exception) -> HttpResponse:
    # The words of a database error may hold what it could not keep.
    log.error("a status could not be kept: %s", type(error).__name__)
    return HttpResponse(status=503)
