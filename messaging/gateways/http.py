"""Text messages through a local gateway that speaks eSMS's JSON (https://developers.esms.vn), by plain requests.

Its `RequestId` is what Twilio has not: a request repeated under the same one on the same day is refused and sends
nothing. So a message in doubt is found out by asking again; after midnight it cannot be found out any more. Each new
try bears a new one, for nobody says whether a request that was refused has used its own up. Credentials and numbers
travel in the body and are never logged; no redirection is followed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import requests
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from messaging.gateways.base import (
    Accepted,
    ChannelDown,
    GatewayFailure,
    NeverKnown,
    Outgoing,
    PermanentFailure,
    Report,
    TemporaryFailure,
    UnknownOutcome,
)
from messaging.gateways.connections import never_left
from messaging.gateways.http_codes import ACCEPTED, HAS_IT, meaning_of, status_word

STATUS_PATH = "/sms/http/status/"
LONGEST_ANSWER = 64 * 1024


class HttpGateway:
    """Sends through `settings.SMS_HTTP_*`; the status is called back to an address that only it was told."""

    name = "http"
    numbers: frozenset[str] = frozenset()
    is_pulled = False
    can_find = True
    timeout = (5.0, 10.0)  # to connect, to hear something; in seconds

    def __init__(self) -> None:
        if not all((settings.SMS_HTTP_URL, settings.SMS_HTTP_KEY, settings.SMS_HTTP_SECRET)):
            raise ChannelDown("not-configured")

    def send(self, message: Outgoing) -> Accepted:
        """Ask for the message to be sent. One that it has already is accepted; a receipt will tell its name."""
        answer = self._ask(
            "POST",
            "SendMultipleMessage_V4_post_json/",
            json={
                "ApiKey": settings.SMS_HTTP_KEY,
                "SecretKey": settings.SMS_HTTP_SECRET,
                "Brandname": settings.SMS_HTTP_BRAND,
                "SmsType": settings.SMS_HTTP_TYPE,
                "IsUnicode": "0",
                "Phone": _as_dialled(message.to),
                "Content": message.body,
                "RequestId": request_id(message.id, message.claimed_at),
                "CallbackUrl": callback_url(message.id),
            },
        )
        code = str(answer.get("CodeResult", ""))
        if code == HAS_IT:
            return Accepted("")
        if code != ACCEPTED:
            raise meaning_of(code)
        return Accepted(str(answer.get("SMSID") or "")[:120])

    def find(self, message: Outgoing) -> Sequence[str]:
        """Its name, if it has it; found out by asking again as long as that sends nothing twice."""
        is_over = message.expires_at is not None and message.expires_at <= message.at
        if is_over or timezone.localdate(message.claimed_at) != timezone.localdate(message.at):
            raise NeverKnown("too-late-to-ask")
        try:
            return [self.send(message).provider_id]
        except UnknownOutcome as failure:
            raise TemporaryFailure(failure.code) from None
        except PermanentFailure:
            return ()

    def report(self, provider_id: str) -> Report | None:
        """What it knows of a message of the last seven days."""
        try:
            answer = self._ask(
                "GET",
                "GetSendStatus",
                params={
                    "RefId": provider_id,
                    "ApiKey": settings.SMS_HTTP_KEY,
                    "SecretKey": settings.SMS_HTTP_SECRET,
                },
            )
        except UnknownOutcome as failure:
            raise TemporaryFailure(failure.code) from None
        return report_of(answer) if str(answer.get("CodeResponse", "")) == ACCEPTED else None

    def _ask(self, method: str, operation: str, **what: Any) -> Mapping[str, Any]:
        """The answer to one request, as the object it is; raises what a broken one means."""
        try:
            with closing(
                requests.request(
                    method,
                    f"{settings.SMS_HTTP_URL}/{operation}",
                    timeout=self.timeout,
                    allow_redirects=False,
                    stream=True,
                    **what,
                )
            ) as response:
                body = response.raw.read(LONGEST_ANSWER, decode_content=True)
                status = response.status_code
        except RequestException as error:
            raise _meaning_of_break(error) from None
        except (OSError, ValueError, HTTPError) as error:
            raise UnknownOutcome(type(error).__name__) from None
        return _object(status, body)


def request_id(message_id: UUID, claimed_at: datetime) -> str:
    """The name of one try; at most 50 characters."""
    return f"{message_id}.{int(claimed_at.timestamp())}"


def callback_url(message_id: UUID) -> str:
    """Where the status of a message is called back to."""
    return f"{settings.PUBLIC_BASE_URL}{STATUS_PATH}{message_id}/{token(message_id)}/"


def token(message_id: UUID) -> str:
    """What shows that whoever calls back about the message was given its address."""
    signed = salted_hmac("messaging.gateways.http", str(message_id), secret=settings.SMS_HTTP_SECRET)
    return signed.hexdigest()[:32]


def is_token(message_id: UUID, given: str) -> bool:
    """Whether it is the message's; none is where the gateway is not set up."""
    if not settings.SMS_HTTP_SECRET:
        return False
    return constant_time_compare(given, token(message_id))


def report_of(said: Mapping[str, Any]) -> Report:
    """What a callback or an answer says about a message."""
    return status_word(
        str(said.get("SendStatus", "")),
        succeeded=_count(said.get("SendSuccess")),
        failed=_count(said.get("SendFailed")),
    )


def _as_dialled(number: str) -> str:
    """The number as eSMS writes it: a Vietnamese one with a nought in front, any other without the plus."""
    return f"0{number.removeprefix('+84')}" if number.startswith("+84") else number.removeprefix("+")


def _object(status: int, body: bytes) -> Mapping[str, Any]:
    """The JSON object of an answer with this HTTP status."""
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
        raise ChannelDown(str(status))
    if 300 <= status < 400:
        raise ChannelDown("redirected")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise TemporaryFailure(str(status))
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    if status >= 400 or not isinstance(answer, dict):
        raise UnknownOutcome(str(status) if status >= 400 else "no-answer")
    return answer


def _meaning_of_break(error: RequestException) -> GatewayFailure:
    return TemporaryFailure("no-connection") if never_left(error) else UnknownOutcome(type(error).__name__)


def _count(said: object) -> int:
    """A number that may come as text."""
    text = str(said or "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
