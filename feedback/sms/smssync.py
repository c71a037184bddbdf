"""How the app on a telephone with a SIM wraps what it tells: a form or JSON, by the contract of SMSsync.

Its fields are `from`, `message`, `message_id`, `sent_to`, `secret`, `sent_timestamp` and `device_id`. `sent_to` is not
believed, because the app puts the sender there: a text came to the number of the SIM whose secret is shown. Apps that
hand over the pieces of a long text one by one add `reference`, `part` and `parts`.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from messaging.gateways.smssync import SimPhone
from messaging.port import InboundSms, Unfit
from organization.phones import read_phone

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
JSON = "application/json"
# The app sends milliseconds; its documentation speaks of seconds, and other apps keep to that.
MILLISECONDS_FROM = 10**11
# 0 by the documentation, -1 by what Android reports.
WAS_SENT = frozenset({0, -1})
MOST_AT_ONCE = 500
DEEPEST = 5

_NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)


class Unreadable(Exception):
    """The request holds nothing that could be read: no form and no JSON object, or one with a field twice."""


@dataclass(frozen=True)
class Result:
    """What the telephone says became of one of our messages."""

    message_id: uuid.UUID
    was_sent: bool
    code: str


def fields_of(request: HttpRequest) -> dict[str, Any]:
    """What was posted, by name, as a form or as a JSON object; raises `Unreadable`."""
    if request.content_type == JSON:
        try:
            fields = json.loads(request.body, object_pairs_hook=_each_once)
        except (ValueError, RecursionError, SuspiciousOperation):
            raise Unreadable from None
        if not isinstance(fields, dict) or not _is_shallow(fields):
            raise Unreadable
        return fields
    if request.content_type not in FORMS:
        raise Unreadable
    try:
        return _each_once((name, value) for name, values in request.POST.lists() for value in values)
    except (BadRequest, SuspiciousOperation, MultiPartParserError):
        raise Unreadable from None


def text_in(fields: Mapping[str, Any], phone: SimPhone) -> InboundSms:
    """The text that a telephone hands over; raises `Unfit`, naming the field as the app does."""
    sender = _text(fields, "from").strip()
    named = {"provider_id": "message_id", "sender": "from", "text": "message"}
    if "message" not in fields:
        raise Unfit("message")
    try:
        return InboundSms(
            provider=phone.name,
            provider_id=_text(fields, "message_id"),
            sender=read_phone(sender) or sender,
            recipient=phone.number,
            text=_text(fields, "message"),
            raw={name: value for name, value in fields.items() if name != "secret"},
            sent_at=_moment(_text(fields, "sent_timestamp")),
            reference=_text(fields, "reference"),
            part=_count(fields, "part"),
            parts=_count(fields, "parts"),
        )
    except Unfit as unfit:
        raise Unfit(named.get(unfit.field, unfit.field)) from None


def taken_in(fields: Mapping[str, Any]) -> list[uuid.UUID]:
    """The messages that the app says it has taken to send."""
    queued = _listed(fields.get("queued_messages"))
    return [message_id for message_id in map(_uuid, queued) if message_id is not None]


def results_in(fields: Mapping[str, Any]) -> list[Result]:
    """What the app says became of messages.

    Only whether they were sent: for what was delivered its documentation and its source use the same codes for opposite
    things.
    """
    results = []
    for each in _listed(fields.get("message_result")):
        message_id = _uuid(each.get("uuid")) if isinstance(each, dict) else None
        code = each.get("sent_result_code") if isinstance(each, dict) else None
        if message_id is not None and isinstance(code, int) and -(10**6) < code < 10**6:
            results.append(Result(message_id, code in WAS_SENT, f"phone-{int(code)}"))
    return results


def _each_once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, value in pairs:
        if name in fields:
            raise Unreadable
        fields[name] = value
    return fields


def _is_shallow(value: Any, levels: int = DEEPEST) -> bool:
    """Whether nothing is nested deeper than so: what is kept must be readable again wherever it is read."""
    if not isinstance(value, list | dict):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_shallow(each, levels - 1) for each in inner)


def _listed(value: Any) -> list[Any]:
    """A list, which the app may have written as JSON within JSON."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return []
    return value[:MOST_AT_ONCE] if isinstance(value, list) else []


def _text(fields: Mapping[str, Any], name: str) -> str:
    """A field as text; apps send numbers for some. Empty where it is missing."""
    value = fields.get(name)
    if value is None:
        return ""
    if isinstance(value, bool | list | dict | float):
        raise Unfit(name)
    return str(value)


def _count(fields: Mapping[str, Any], name: str) -> int:
    text = _text(fields, name) or "1"
    if not _NUMBER.fullmatch(text):
        raise Unfit(name)
    return int(text)


def _moment(text: str) -> datetime | None:
    """When the telephone says that the text was sent; None for what is no moment: a wrong clock costs no text."""
    if not _NUMBER.fullmatch(text):
        return None
    number = int(text)
    try:
        return datetime.fromtimestamp(number / 1000 if number >= MILLISECONDS_FROM else number, tz=UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _uuid(value: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except (AttributeError, TypeError, ValueError):
        return None
