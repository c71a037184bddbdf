"""Text messages through Twilio, with its own client: the only place that knows the package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.utils.functional import classproperty
from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance

from messaging.gateways.base import (
    Accepted,
    ChannelDown,
    GatewayFailure,
    Outgoing,
    Received,
    Report,
    TemporaryFailure,
    UnknownOutcome,
)
from messaging.gateways.connections import never_left
from messaging.gateways.twilio_codes import meaning_of

STATUS_PATH = "/sms/twilio/status/"
# How long Twilio may go on trying, at most: its own limit.
LONGEST_VALIDITY = timedelta(seconds=36_000)
# How far Twilio's clock may be behind ours.
SKEW = timedelta(minutes=2)
LOOK_BACK = 200
# Of what was received: as many a page as Twilio gives, and so many at one look at most.
RECEIVED_A_PAGE = 1000
MOST_RECEIVED = 50_000


class TwilioGateway:
    """Sends through `settings.TWILIO_*`; the status of each message is called back with our id in the address."""

    name = "twilio"
    is_pulled = False
    can_find = True
    timeout = 10.0

    @classproperty
    def numbers(cls) -> frozenset[str]:  # noqa: N805 - the class says it, without being set up
        """The number that is set; those of a messaging service are known to Twilio only."""
        return frozenset({settings.TWILIO_FROM} - {""})

    def __init__(self) -> None:
        if not (settings.TWILIO_ACCOUNT_SID and settings.TWILIO_AUTH_TOKENS):
            raise ChannelDown("not-configured")
        self._transport = _Transport(settings.TWILIO_API_ORIGIN, timeout=self.timeout)
        self._client = Client(
            settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKENS[0], http_client=self._transport
        )

    def send(self, message: Outgoing) -> Accepted:
        """Create the message at Twilio."""
        try:
            created = self._client.messages.create(
                to=message.to,
                body=message.body,
                status_callback=f"{settings.PUBLIC_BASE_URL}{STATUS_PATH}?{urlencode({'o': message.id})}",
                validity_period=_validity(message),
                **_sender(message),
            )
        except (TwilioException, RequestException, ValueError) as error:
            raise _meaning_of(error) from None
        finally:
            self._transport.close()
        if not created.sid:
            raise UnknownOutcome("no-sid")
        return Accepted(created.sid)

    def report(self, provider_id: str) -> Report | None:
        """What Twilio knows of a message."""
        try:
            known = self._client.messages(provider_id).fetch()
        except (TwilioException, RequestException, ValueError) as error:
            raise TemporaryFailure(_meaning_of(error).code) from None
        finally:
            self._transport.close()
        return Report(known.status, str(known.error_code or "")) if known.status else None

    def find(self, message: Outgoing) -> Sequence[str]:
        """What Twilio has of this text to this number since it was promised.

        A trial account puts words of its own in front of the text, so the end of it is compared.
        """
        try:
            listed = self._client.messages.list(to=message.to, limit=LOOK_BACK, page_size=LOOK_BACK)
        except (TwilioException, RequestException, ValueError) as error:
            raise TemporaryFailure(_meaning_of(error).code) from None
        finally:
            self._transport.close()
        earliest = message.promised_at - SKEW
        alike = [
            (sent.date_created, sent.sid)
            for sent in listed
            if sent.sid
            and sent.date_created
            and sent.date_created >= earliest
            and (sent.direction or "").startswith("outbound")
            and (sent.body or "").endswith(message.body)
        ]
        return [sid for _created, sid in sorted(alike)]

    def received(self, *, since: datetime) -> Iterator[Received]:
        """What Twilio received for our numbers since then, the newest first, page by page and not without end.

        Raises `TemporaryFailure` when it cannot look now, also between two pages.
        """
        wanted = {} if settings.TWILIO_MESSAGING_SERVICE_SID else {"to": settings.TWILIO_FROM}
        try:
            for message in self._client.messages.stream(
                date_sent_after=since.astimezone(UTC),
                limit=MOST_RECEIVED,
                page_size=RECEIVED_A_PAGE,
                **wanted,
            ):
                if message.direction == "inbound":
                    yield _received(message)
        except (TwilioException, RequestException, ValueError) as error:
            raise TemporaryFailure(_meaning_of(error).code) from None
        finally:
            self._transport.close()


class _Transport(TwilioHttpClient):  # type: ignore[misc]  # the package has no types
    """Twilio's own HTTP client, to another origin where one is set; path, form, sign-in and headers are untouched.

    It repeats nothing by itself and keeps no log, because what it would log are telephone numbers.
    """

    def __init__(self, origin: str, *, timeout: float) -> None:
        super().__init__(timeout=timeout)
        self._origin = origin

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        if self._origin:
            asked, origin = urlsplit(url), urlsplit(self._origin)
            url = asked._replace(scheme=origin.scheme, netloc=origin.netloc).geturl()
        return super().request(method, url, *args, **kwargs)

    def log_request(self, kwargs: dict[str, Any]) -> None:
        """Say nothing."""

    def log_response(self, status_code: int, response: Any) -> None:
        """Say nothing."""

    def close(self) -> None:
        """Give the connection back; the next request opens another."""
        if self.session is not None:
            self.session.close()


def _received(message: MessageInstance) -> Received:
    """A message in Twilio's list as the webhook would have told of it."""
    told = {
        "MessageSid": message.sid,
        "AccountSid": message.account_sid,
        "From": message.from_,
        "To": message.to,
        "Body": message.body,
        "NumMedia": message.num_media,
        "NumSegments": message.num_segments,
        "MessagingServiceSid": message.messaging_service_sid,
    }
    raw = {name: [str(value)] for name, value in told.items() if value is not None}
    return Received(
        provider_id=message.sid or "",
        sender=message.from_ or "",
        recipient=message.to or "",
        body=message.body or "",
        sent_at=message.date_sent,
        raw=raw,
    )


def _sender(message: Outgoing) -> dict[str, str]:
    """Which number, name or service it leaves by: the one the citizen wrote to, else the one that is set."""
    if message.sender or settings.TWILIO_FROM:
        return {"from_": message.sender or settings.TWILIO_FROM}
    if settings.TWILIO_MESSAGING_SERVICE_SID:
        return {"messaging_service_sid": settings.TWILIO_MESSAGING_SERVICE_SID}
    raise ChannelDown("no-sender")


def _validity(message: Outgoing) -> int:
    """For how many seconds it is still of use, as far as Twilio counts."""
    left = message.expires_at - message.at if message.expires_at else LONGEST_VALIDITY
    return max(1, int(min(left, LONGEST_VALIDITY).total_seconds()))


def _meaning_of(error: Exception) -> GatewayFailure:
    """What the client's exception says about the message. Timeouts, resets and broken answers leave it open."""
    match error:
        case TwilioRestException() | TwilioServiceException():
            return meaning_of(error.status, int(error.code or error.status))
        case RequestException() if never_left(error):
            return TemporaryFailure("no-connection")
        case TwilioException():
            return ChannelDown(type(error).__name__)
        case _:
            return UnknownOutcome(type(error).__name__)
