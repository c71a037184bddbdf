"""The door for telephones with a SIM: texts that came to them, and what they are to send.

By the contract of SMSsync all of it goes to one address: a POST hands over a text; `?task=send` fetches messages,
`?task=sent` says which of them were taken, and `?task=result` asks for and tells what became of them. A telephone is
known by its secret. The app shows none with `?task=sent`: there the names of the messages, which only it was told, have
to do.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from feedback.sms import arrival, smssync
from messaging import delivery, receipts
from messaging.gateways.smssync import SimPhone, phone_with
from messaging.models import DeliveryReceipt, OutboundMessage, OutboundState
from messaging.port import Unfit

# Android lets an app send thirty texts in half an hour before it asks its owner.
HANDED_AT_ONCE = 10
# An app that did not hear our answer asks again at once.
ASKED_AGAIN = timedelta(minutes=5)
RESULTS_FOR = timedelta(days=2)
RESULTS_AT_ONCE = 100

log = logging.getLogger(__name__)


@csrf_exempt
def door(request: HttpRequest) -> JsonResponse:
    """Whatever a telephone asks or tells. What cannot be kept now is answered 503: the app comes again."""
    act = _ACTS.get((request.method or "", request.GET.get("task", "")))
    if act is None:
        return _refused("there is no such task", status=405)
    try:
        return act(request, timezone.now())
    except smssync.Unreadable:
        return _refused("a form or a JSON object is expected, with each field once", status=400)
    except Unfit as unfit:
        return _refused(f"{unfit.field} is missing or not of its form", status=400)
    except (DatabaseError, InterfaceError) as error:
        return _come_again(error)


def _take_in(request: HttpRequest, at: datetime) -> JsonResponse:
    """Keep a text and wake a worker; a repeat is answered alike and changes nothing."""
    fields = smssync.fields_of(request)
    phone = _shown(fields.get("secret", request.GET.get("secret")))
    if phone is None:
        return _refused("the secret is wrong", status=403)
    arrival.take_in(smssync.text_in(fields, phone), at=at)
    return JsonResponse({"payload": {"success": True, "error": None}})


def _hand_over(request: HttpRequest, at: datetime) -> JsonResponse:
    """Give the telephone what it is to send, with its own secret: by that it knows us."""
    phone = _shown(request.GET.get("secret"))
    if phone is None:
        return _refused("the secret is wrong", status=403)
    messages = [
        {"to": message.to, "message": message.body, "uuid": str(message.id)}
        for message in delivery.hand_over(phone.name, limit=HANDED_AT_ONCE, at=at)
    ]
    return JsonResponse({"payload": {"task": "send", "secret": phone.secret, "messages": messages}})


def _confirm(request: HttpRequest, at: datetime) -> JsonResponse:
    """The telephone has taken these, and sends those of them that the answer names."""
    taken = smssync.taken_in(smssync.fields_of(request))
    ours = OutboundMessage.objects.filter(pk__in=taken, provider__in=_names())
    for message_id in list(ours.filter(state=OutboundState.SENDING).values_list("pk", flat=True)):
        delivery.confirm(message_id, provider_id=str(message_id), at=at)
    lately = ours.filter(state=OutboundState.SENT, sent_at__gt=at - ASKED_AGAIN)
    return _named(list(lately.values_list("pk", flat=True)))


def _ask_for_results(request: HttpRequest, at: datetime) -> JsonResponse:
    """The messages of which the telephone has not told what became."""
    phone = _shown(request.GET.get("secret"))
    if phone is None:
        return _refused("the secret is wrong", status=403)
    sent = OutboundMessage.objects.filter(
        provider=phone.name, state=OutboundState.SENT, sent_at__gt=at - RESULTS_FOR
    )
    told = DeliveryReceipt.objects.filter(outbox_id__in=sent.values("pk")).values("outbox_id")
    open_ones = sent.exclude(pk__in=told).order_by("sent_at")
    return _named(list(open_ones.values_list("pk", flat=True)[:RESULTS_AT_ONCE]))


def _take_results(request: HttpRequest, at: datetime) -> JsonResponse:
    """Keep what became of messages of this telephone."""
    phone = _shown(request.GET.get("secret"))
    if phone is None:
        return _refused("the secret is wrong", status=403)
    results = {result.message_id: result for result in smssync.results_in(smssync.fields_of(request))}
    ours = OutboundMessage.objects.filter(pk__in=results, provider=phone.name)
    for message_id in list(ours.values_list("pk", flat=True)):
        result = results[message_id]
        receipts.take(
            message_id,
            provider_id=str(message_id),
            status="sent" if result.was_sent else "failed",
            error_code="" if result.was_sent else result.code,
            provider=phone.name,
            at=at,
        )
    return JsonResponse({"payload": {"success": True, "error": None}})


_ACTS: dict[tuple[str, str], Callable[[HttpRequest, datetime], JsonResponse]] = {
    ("POST", ""): _take_in,
    ("GET", "send"): _hand_over,
    ("POST", "send"): _hand_over,
    ("POST", "sent"): _confirm,
    ("GET", "result"): _ask_for_results,
    ("POST", "result"): _take_results,
}


def _shown(secret: object) -> SimPhone | None:
    return phone_with(secret) if isinstance(secret, str) and secret else None


def _names() -> list[str]:
    return [name for name, _number, _secret in settings.SMS_SIM_GATEWAYS]


def _named(message_ids: Sequence[uuid.UUID]) -> JsonResponse:
    return JsonResponse({"message_uuids": [str(message_id) for message_id in message_ids]})


def _come_again(error: Exception) -> JsonResponse:
    # The words of a database error may hold what it could not keep.
    log.error("a telephone was not served: %s", type(error).__name__)
    return _refused("come again later", status=503)


def _refused(why: str, *, status: int) -> JsonResponse:
    return JsonResponse({"payload": {"success": False, "error": why}}, status=status)
