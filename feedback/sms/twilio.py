"""What we know of Twilio's webhooks: whether a request is theirs and meant for us, and how they wrap a text.

A signature has no time in it, so a captured request stays valid for ever: that it counts once is the inbox's work.
"""

from __future__ import annotations

import base64
import binascii
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, QueryDict
from twilio.request_validator import RequestValidator

from messaging.port import InboundSms, Unfit, is_name

PROVIDER = "twilio"
FORM = "application/x-www-form-urlencoded"
LONGEST_NAME = 120
LONGEST_STATUS = 40

_WRAPPED = re.compile(r"[A-Za-z0-9+/]{58,}={0,2}")
# The whole message in any case: Twilio answers these itself and keeps the list of who opted out.
_ANSWERED_BY_TWILIO = re.compile(
    r"\s*(?:stop|stopall|unsubscribe|cancel|end|quit|revoke|optout|start|yes|unstop|help|info)\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Receipt:
    """One status of one of our messages."""

    outbox_id: uuid.UUID
    provider_id: str
    status: str
    error_code: str


def signed_form(request: HttpRequest) -> QueryDict | None:
    """The form of a request that Twilio signed for our account; None for any other request.

    The signed address is the public one, whatever proxies made of it, with its query as it came; all parameters count,
    known or not, repeated or not. Any of the account's tokens may have signed.
    """
    signature = request.headers.get("X-Twilio-Signature", "")
    if request.content_type != FORM or not signature.isascii():
        return None
    form, url = request.POST, settings.PUBLIC_BASE_URL + request.get_full_path()
    validators = [RequestValidator(token) for token in settings.TWILIO_AUTH_TOKENS if token]
    if not any(validator.validate(url, form, signature) for validator in validators):
        return None
    is_ours = bool(settings.TWILIO_ACCOUNT_SID) and form.get("AccountSid") == settings.TWILIO_ACCOUNT_SID
    return form if is_ours else None


def is_listening() -> bool:
    """Whether texts can come to us by Twilio: an account, and a number that can be written to."""
    has_account = bool(settings.TWILIO_ACCOUNT_SID and settings.TWILIO_AUTH_TOKENS)
    return has_account and bool(settings.TWILIO_MESSAGING_SERVICE_SID or settings.TWILIO_FROM.startswith("+"))


def text_in(form: QueryDict) -> InboundSms | None:
    """The text that came to one of our numbers; None for a form that has none, or names that cannot be kept."""
    return text_of(
        provider_id=str(form.get("MessageSid", "")),
        sender=str(form.get("From", "")),
        recipient=str(form.get("To", "")),
        body=str(form.get("Body", "")),
        raw=dict(form.lists()),
    )


def text_of(
    *,
    provider_id: str,
    sender: str,
    recipient: str,
    body: str,
    raw: Mapping[str, object],
    sent_at: datetime | None = None,
) -> InboundSms | None:
    """A text that came in at Twilio, by whichever way we heard of it; None as for `text_in`."""
    if not settings.TWILIO_MESSAGING_SERVICE_SID and recipient != settings.TWILIO_FROM:
        return None
    try:
        return InboundSms(
            provider=PROVIDER,
            provider_id=provider_id,
            sender=sender,
            recipient=recipient,
            text=_unwrapped(body),
            raw=raw,
            sent_at=sent_at,
        )
    except Unfit:
        return None


def receipt_of(request: HttpRequest, form: QueryDict) -> Receipt | None:
    """What a status callback says about the message that the signed address names; None when it is none of ours."""
    receipt = Receipt(
        outbox_id=_uuid(request.GET.get("o", "")),
        provider_id=str(form.get("MessageSid", "")),
        status=str(form.get("MessageStatus", "")),
        error_code=str(form.get("ErrorCode", "")),
    )
    is_kept = (
        receipt.outbox_id.int
        and is_name(receipt.provider_id, LONGEST_NAME)
        and is_name(receipt.status, LONGEST_STATUS)
        and (not receipt.error_code or is_name(receipt.error_code, LONGEST_STATUS))
    )
    return receipt if is_kept else None


def answers_itself(raw: Mapping[str, Sequence[str]], text: str) -> bool:
    """Whether Twilio answers this text itself: a word of opting out or in, or of help. `raw` is the kept form."""
    return any(raw.get("OptOutType", ())) or _ANSWERED_BY_TWILIO.fullmatch(text) is not None


def _unwrapped(body: str) -> str:
    """The text as it was written: a long one sometimes comes as base64.

    Taken for wrapped are 60 characters and more, strict base64, that open to UTF-8 text, at least half of it ASCII.
    """
    if len(body) % 4 or not _WRAPPED.fullmatch(body):
        return body
    try:
        text = base64.b64decode(body, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return body
    readable = sum(letter.isascii() and (letter.isprintable() or letter.isspace()) for letter in text)
    return text if readable * 2 >= len(text) else body


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
