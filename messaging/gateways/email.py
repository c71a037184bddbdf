"""Letters, through whatever mail server Django is set up with."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from messaging.gateways.base import (
    Accepted,
    ChannelDown,
    GatewayFailure,
    Outgoing,
    PermanentFailure,
    TemporaryFailure,
    UnknownOutcome,
)


class EmailGateway:
    """A letter bears the same Message-ID however often it is sent, so that mail programs show a repeat as one."""

    name = "email"
    numbers: frozenset[str] = frozenset()
    is_pulled = False
    can_find = False

    def send(self, message: Outgoing) -> Accepted:
        """Hand the letter to the mail server."""
        message_id = f"<{message.id}@{urlsplit(settings.PUBLIC_BASE_URL).hostname}>"
        letter = EmailMessage(
            subject=message.subject,
            body=message.body,
            to=[message.to],
            headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
        )
        try:
            letter.send()
        except (OSError, ValueError) as error:
            raise _meaning_of(error) from None
        return Accepted(message_id)

    def find(self, message: Outgoing) -> Sequence[str]:
        """A mail server does not tell what it has sent."""
        return ()


def _meaning_of(error: Exception) -> GatewayFailure:
    """What a failure of the mail server means for the letter (RFC 5321: 4xx come again, 5xx never)."""
    match error:
        case smtplib.SMTPAuthenticationError():
            return ChannelDown(str(error.smtp_code))
        case smtplib.SMTPRecipientsRefused():
            code = next(iter(error.recipients.values()))[0]
            return TemporaryFailure(str(code)) if code < 500 else PermanentFailure(str(code))
        case smtplib.SMTPResponseException():
            code = error.smtp_code
            return TemporaryFailure(str(code)) if code < 500 else PermanentFailure(str(code), alarm=True)
        case smtplib.SMTPNotSupportedError() | ConnectionRefusedError():
            return ChannelDown(type(error).__name__)
        case smtplib.SMTPServerDisconnected() | TimeoutError() | ConnectionError():
            return UnknownOutcome(type(error).__name__)
        case ValueError():
            # An address that cannot stand in a header.
            return PermanentFailure(type(error).__name__)
        case _:
            return TemporaryFailure(type(error).__name__)
