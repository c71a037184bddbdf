"""What a mail server may answer, and what it means for the letter."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from pytest_django import Settings

from messaging.delivery import Outcome, deliver
from messaging.models import MessageChannel, OutboundState
from tests.messaging.conftest import Promise

pytestmark = pytest.mark.django_db

READER = "citizen@example.com"


class FailingServer(BaseEmailBackend):
    """A mail server that answers every letter with the same error."""

    error: Exception = OSError()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise self.error


@pytest.mark.parametrize(
    ("error", "state", "code"),
    [
        (smtplib.SMTPRecipientsRefused({READER: (550, b"no such user")}), OutboundState.FAILED, "550"),
        (smtplib.SMTPRecipientsRefused({READER: (450, b"mailbox busy")}), OutboundState.PENDING, "450"),
        (smtplib.SMTPDataError(552, b"too big"), OutboundState.FAILED, "552"),
        (smtplib.SMTPDataError(451, b"later"), OutboundState.PENDING, "451"),
        (smtplib.SMTPAuthenticationError(535, b"no"), OutboundState.PENDING, "535"),
        (ConnectionRefusedError(), OutboundState.PENDING, "ConnectionRefusedError"),
        (smtplib.SMTPServerDisconnected("gone"), OutboundState.SENDING, "SMTPServerDisconnected"),
        (TimeoutError(), OutboundState.SENDING, "TimeoutError"),
        (OSError("no route"), OutboundState.PENDING, "OSError"),
    ],
)
def test_a_letter_is_kept_tried_again_or_given_up_as_the_error_says(
    promised: Promise,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    state: OutboundState,
    code: str,
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.{FailingServer.__name__}"
    monkeypatch.setattr(FailingServer, "error", error)
    message = promised(channel=MessageChannel.EMAIL, to=READER, template="neutral_update")
    deliver(message.pk, at=timezone.now())
    message.refresh_from_db()
    assert (message.state, message.failed_code) == (state, code)
    assert READER not in caplog.text


def test_an_address_that_would_break_the_header_is_refused_for_good(promised: Promise) -> None:
    message = promised(
        channel=MessageChannel.EMAIL, to="a@example.com\nBcc: b@example.com", template="neutral_update"
    )
    assert deliver(message.pk, at=timezone.now()) == Outcome.REFUSED


def test_a_letter_bears_the_same_message_id_whenever_it_is_sent(promised: Promise) -> None:
    message = promised(channel=MessageChannel.EMAIL, to="citizen@example.com", template="neutral_update")
    assert deliver(message.pk, at=timezone.now()) == Outcome.SENT
    [letter] = mail.outbox
    assert letter.to == ["citizen@example.com"]
    assert letter.subject == "Mã 1234 5671: có cập nhật"
    assert "https://lang-nghe.test/track/12345671/" in letter.body
    assert letter.message()["Message-ID"] == f"<{message.pk}@lang-nghe.test>"
