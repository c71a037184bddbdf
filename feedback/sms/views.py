"""The webhooks: who calls is checked, what they bring is kept, and nothing else happens while they wait.

What cannot be kept for want of the database is answered 503, so that Twilio tries again; what is not Twilio's is 403.
"""

from __future__ import annotations

import logging

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from feedback.sms import arrival, twilio
from messaging import receipts

NO_REPLY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

log = logging.getLogger(__name__)


class Kept(HttpResponse):
    """The answer to a text that is kept. The worker is woken when it has left: Twilio does not wait for our broker."""

    def __init__(self, new_text: int | None) -> None:
        super().__init__(NO_REPLY, content_type="text/xml")
        self.new_text = new_text

    def close(self) -> None:
        """Called by the server after the last byte."""
        super().close()
        new_text, self.new_text = self.new_text, None
        if new_text is not None:
            arrival.wake(new_text)


@csrf_exempt
@require_POST
def inbound(request: HttpRequest) -> HttpResponse:
    """Keep a text that came in and wake the worker. A repeat is answered alike and changes nothing.

    The fallback address, which Twilio calls after the first one failed, is this one by another name.
    """
    form = twilio.signed_form(request)
    text = twilio.text_in(form) if form is not None else None
    if text is None:
        return HttpResponseForbidden()
    try:
        new_text = arrival.keep(text, at=timezone.now())
    except (DatabaseError, InterfaceError) as error:
        return _come_again(error)
    return Kept(new_text)


@csrf_exempt
@require_POST
def status(request: HttpRequest) -> HttpResponse:
    """Keep what became of a message of ours."""
    form = twilio.signed_form(request)
    if form is None:
        return HttpResponseForbidden()
    receipt = twilio.receipt_of(request, form)
    try:
        if receipt is not None:
            receipts.take(
                receipt.outbox_id,
                provider_id=receipt.provider_id,
                status=receipt.status,
                error_code=receipt.error_code,
                provider=twilio.PROVIDER,
                at=timezone.now(),
            )
    except (DatabaseError, InterfaceError) as error:
        return _come_again(error)
    return HttpResponse(status=204)


def _come_again(error: Exception) -> HttpResponse:
    # The words of a database error may hold what it could not keep.
    log.error("a webhook could not be kept: %s", type(error).__name__)
    return HttpResponse(status=503)
