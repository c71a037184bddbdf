"""The stand-in answers Twilio's own, unmodified client as Twilio would."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

import pytest
from requests.exceptions import ConnectionError as RequestsConnectionError
from requests.exceptions import ReadTimeout
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from tests.fakes.twilio_server import Fault, TwilioServer

TO = "+84900000123"


class ToServer(TwilioHttpClient):  # type: ignore[misc]  # the package has no types
    """Sends every request to the stand-in."""

    def __init__(self, server: TwilioServer, *, timeout: float = 5) -> None:
        super().__init__(timeout=timeout, pool_connections=False)
        self.host = urlsplit(server.origin).netloc

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        return super().request(
            method, urlsplit(url)._replace(scheme="http", netloc=self.host).geturl(), *args, **kwargs
        )


def client(server: TwilioServer, token: str | None = None) -> Any:
    return Client(server.account, token or server.token, http_client=ToServer(server))


def test_messages_are_created_fetched_and_listed_page_by_page_newest_first() -> None:
    with TwilioServer() as server:
        messages = client(server).messages
        sids = [messages.create(to=TO, from_="+15005550006", body=f"{number}").sid for number in range(5)]
        messages.create(to="+84900000999", from_="+15005550006", body="to somebody else")
        assert messages(sids[0]).fetch().body == "0"
        listed = messages.list(to=TO, page_size=2)
        assert [message.sid for message in listed] == sids[::-1]
        assert (listed[0].status, listed[0].direction, listed[0].date_created.tzinfo is not None) == (
            "queued",
            "outbound-api",
            True,
        )


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"to": "12", "from_": "+15005550006", "body": "x"}, 21211),
        ({"to": TO, "body": "x"}, 21603),
        ({"to": TO, "from_": "+15005550006"}, 21602),
        ({"to": TO, "from_": "+15005550006", "body": "x" * 1601}, 21617),
    ],
)
def test_a_wrong_request_is_refused_by_its_code(form: dict[str, str], code: int) -> None:
    with TwilioServer() as server, pytest.raises(TwilioRestException) as refused:
        client(server).messages.create(**form)
    assert (refused.value.status, refused.value.code) == (400, code)


def test_a_wrong_token_is_refused() -> None:
    with TwilioServer() as server, pytest.raises(TwilioRestException) as refused:
        client(server, token="wrong").messages.create(to=TO, from_="+15005550006", body="x")
    assert (refused.value.status, refused.value.code) == (401, 20003)


def test_what_it_calls_back_bears_a_signature_that_twilios_validator_accepts() -> None:
    with TwilioServer() as server:
        client(server).messages.create(
            to=TO, from_="+15005550006", body="x", status_callback="https://lang-nghe.test/status/?o=1"
        )
        heard: list[tuple[str, dict[str, str], dict[str, str]]] = []
        server.call_back(
            server.accepted()[0], "undelivered", error_code=30003, post=lambda *call: heard.append(call)
        )
    [(url, form, headers)] = heard
    assert url == "https://lang-nghe.test/status/?o=1"
    assert (form["MessageStatus"], form["ErrorCode"]) == ("undelivered", "30003")
    assert RequestValidator(server.token).validate(url, form, headers["X-Twilio-Signature"])


def test_a_request_that_is_late_is_accepted_once_its_client_has_stopped_waiting() -> None:
    with TwilioServer() as server:
        server.fail_next(Fault.LATE)
        impatient = Client(server.account, server.token, http_client=ToServer(server, timeout=0.2))
        with pytest.raises(ReadTimeout):
            impatient.messages.create(to=TO, from_="+15005550006", body="x")
        for _ in range(100):
            if server.accepted(TO):
                break
            time.sleep(0.02)
        assert len(server.accepted(TO)) == 1


def test_faults_are_drawn_for_every_request_that_has_none_of_its_own() -> None:
    with TwilioServer() as server:
        server.fail_by(lambda: Fault.RESET_BEFORE, look=lambda: True)
        server.fail_next(21612)
        with pytest.raises(TwilioRestException) as refused:
            client(server).messages.create(to=TO, from_="+15005550006", body="x")
        assert refused.value.code == 21612
        with pytest.raises(RequestsConnectionError):
            client(server).messages.create(to=TO, from_="+15005550006", body="x")
        with pytest.raises(TwilioException, match="HTTP 503"):
            client(server).messages.list(to=TO)
        assert server.accepted() == []
