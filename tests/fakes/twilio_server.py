"""A local HTTP server that stands in for Twilio's Messages API: it remembers, it refuses, it can be made to fail.

It answers what the real one answers to `POST Messages.json` (create), `GET Messages.json` (list),
`GET Messages/<sid>.json` (fetch) and `GET Messages/<sid>/Media.json` (none), with sign-in, real error codes and
relative page addresses. `fail_next` queues faults for the coming requests to create, `fail_by` draws one for every
request; `call_back` reports a status to us, signed. Looking for a message does not take longer the more it has. The
tests in `tests/contracts/twilio` hold it to Twilio's own OpenAPI file.
"""

from __future__ import annotations

import base64
import json
import re
import socket
import threading
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum, auto
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from urllib.request import Request, urlopen

from twilio.request_validator import RequestValidator

from tests.fakes.twilio_messages import API, Message, Messages, new_sid

TOKEN = "a-token-of-the-tests"


class Fault(Enum):
    """What can go wrong with one request to create a message."""

    HOLD_BEFORE = auto()  # received, not accepted; waits for `release`, then hangs up
    HOLD_AFTER = auto()  # accepted; the answer waits for `release`
    RESET_AFTER = auto()  # accepted, then the connection is closed without an answer
    ERROR_AFTER = auto()  # accepted, then answered 503
    UNAVAILABLE = auto()  # 503, not accepted
    THROTTLED = auto()  # 429, not accepted
    BAD_GATEWAY = auto()  # 502 with a page of HTML, not accepted
    PAGE_AFTER = auto()  # accepted, then answered 201 with a page of HTML
    CUT_AFTER = auto()  # accepted, then half an answer
    RESET_BEFORE = auto()  # the connection is closed without an answer, not accepted
    LATE = auto()  # no answer; accepted when the client has stopped waiting for one


class TwilioServer:
    """Runs while its `with` block does. `origin` is what `TWILIO_API_ORIGIN` is set to.

    One after another may serve the same `listener`, so that what stands in front keeps one address for all.
    """

    def __init__(
        self,
        *,
        account: str = "AC" + "0" * 32,
        token: str = TOKEN,
        listener: socket.socket | None = None,
    ) -> None:
        self.account = account
        self.token = token
        self.messages = Messages()
        self.requests: list[tuple[str, str]] = []
        self.received = threading.Event()
        self._faults: deque[Fault | int] = deque()
        self._draw: Callable[[], Fault | int | None] = lambda: None
        self._draw_look: Callable[[], bool] = lambda: False
        self._released = threading.Event()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler, bind_and_activate=listener is None)
        if listener is not None:
            self._server.listen_on(listener)
        self._server.twilio = self
        self.origin = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
        self._server.shutdown()
        self._server.server_close()

    def fail_next(self, *faults: Fault | int) -> None:
        """Let the coming requests to create fail, one each; a number is the code of a 400."""
        self._faults.extend(faults)

    def fail_by(self, draw: Callable[[], Fault | int | None], *, look: Callable[[], bool]) -> None:
        """Ask `draw` for the fault of every request to create, and `look` whether a request to list gets a 503.

        Both are asked by one request at a time.
        """
        self._draw, self._draw_look = draw, look

    def release(self) -> None:
        """End every hold, now and later."""
        self._released.set()

    def accepted(self, to: str | None = None) -> list[Message]:
        """What it has taken from us, the oldest first."""
        return [message for message in self.listed(to) if message.direction != "inbound"]

    def listed(self, to: str | None = None) -> list[Message]:
        """All that is in its list, what it took from us and what it received for us, the oldest first."""
        with self._lock:
            return list(self.messages if to is None else self.messages.by_number.get(to, ()))

    def signature(self, url: str, form: dict[str, str]) -> str:
        """The `X-Twilio-Signature` of a webhook to `url`."""
        signed: str = RequestValidator(self.token).compute_signature(url, form)
        return signed

    def inbound(self, *, sender: str, recipient: str, body: str, sid: str | None = None) -> dict[str, str]:
        """The form of the webhook for one text message that came in."""
        sid = sid or new_sid()
        return {
            "AccountSid": self.account,
            "ApiVersion": "2010-04-01",
            "Body": body,
            "From": sender,
            "FromCity": "",
            "FromCountry": "VN",
            "FromState": "",
            "FromZip": "",
            "MessageSid": sid,
            "NumMedia": "0",
            "NumSegments": "1",
            "SmsMessageSid": sid,
            "SmsSid": sid,
            "SmsStatus": "received",
            "To": recipient,
        }

    def receives(self, form: dict[str, str], *, at: datetime | None = None) -> dict[str, str]:
        """Have a text of `inbound` in its list, whether or not the webhook tells of it; returns the form."""
        message = Message(form["MessageSid"], form, direction="inbound", status="received")
        if at is not None:
            message.created = at.astimezone(UTC)
        with self._lock:
            self.messages.append(message)
        return form

    def status_call(
        self, message: Message, status: str, *, error_code: int | None = None
    ) -> tuple[str, dict[str, str]]:
        """The address and form of one status callback about an accepted message."""
        form = {
            "AccountSid": self.account,
            "ApiVersion": "2010-04-01",
            "From": message.form.get("From", ""),
            "MessageSid": message.sid,
            "MessageStatus": status,
            "SmsSid": message.sid,
            "SmsStatus": status,
            "To": message.form["To"],
        }
        if error_code is not None:
            form["ErrorCode"] = str(error_code)
        message.status, message.error_code = status, error_code
        return message.form["StatusCallback"], form

    def call_back(
        self,
        message: Message,
        status: str,
        *,
        error_code: int | None = None,
        post: Callable[[str, dict[str, str], dict[str, str]], Any] | None = None,
    ) -> Any:
        """Report a status, signed: over HTTP, or by the caller's own `post(url, form, headers)`."""
        url, form = self.status_call(message, status, error_code=error_code)
        headers = {"X-Twilio-Signature": self.signature(url, form)}
        if post is not None:
            return post(url, form, headers)
        asked = Request(url, data=urlencode(form).encode(), headers=headers, method="POST")  # noqa: S310
        with urlopen(asked, timeout=5) as answer:  # noqa: S310 - to the address that our own request named
            return answer.status

    # What the handler asks.

    def next_fault(self) -> Fault | int | None:
        with self._lock:
            return self._faults.popleft() if self._faults else self._draw()

    def look_fails(self) -> bool:
        with self._lock:
            return self._draw_look()

    def message_named(self, sid: str) -> Message | None:
        with self._lock:
            return self.messages.by_sid.get(sid)

    def hold(self) -> None:
        """Tell the test that the request is here, and wait."""
        self.received.set()
        self._released.wait(timeout=60)

    def accept(self, form: dict[str, str]) -> Message:
        message = Message(new_sid(), form, status="accepted" if "MessagingServiceSid" in form else "queued")
        with self._lock:
            self.messages.append(message)
        return message


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    twilio: TwilioServer

    def listen_on(self, listener: socket.socket) -> None:
        """Serve a socket that listens already and stays open afterwards."""
        self.socket.close()
        self.socket = listener.dup()
        self.server_port = listener.getsockname()[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed in the middle is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the library
        """Keep the tests' output quiet."""

    def do_POST(self) -> None:
        twilio = self.server.twilio
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        form = dict(parse_qsl(raw.decode(), keep_blank_values=True))
        twilio.requests.append(("POST", self.path))
        if not self._is_signed_in():
            return
        if urlsplit(self.path).path != f"{API}/Accounts/{twilio.account}/Messages.json":
            self._refuse(HTTPStatus.NOT_FOUND, 20404)
        elif wrong := _fault_of(form):
            self._refuse(HTTPStatus.BAD_REQUEST, wrong)
        else:
            self._create(form, twilio.next_fault())

    def do_GET(self) -> None:
        twilio = self.server.twilio
        twilio.requests.append(("GET", self.path))
        if not self._is_signed_in():
            return
        asked = urlsplit(self.path)
        base = f"{API}/Accounts/{twilio.account}/Messages"
        if asked.path == f"{base}.json":
            if twilio.look_fails():
                self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, 20503)
                return
            self._list(asked.path, {name: values[-1] for name, values in parse_qs(asked.query).items()})
            return
        name, is_media = asked.path.removeprefix(f"{base}/").removesuffix(".json"), False
        if name.endswith("/Media"):
            name, is_media = name.removesuffix("/Media"), True
        message = twilio.message_named(name)
        if message is None:
            self._refuse(HTTPStatus.NOT_FOUND, 20404)
        elif is_media:
            self._answer(HTTPStatus.OK, self._page_of("media_list", [], asked.path, {}))
        else:
            self._answer(HTTPStatus.OK, message.as_json(twilio.account))

    def _create(self, form: dict[str, str], fault: Fault | int | None) -> None:
        twilio = self.server.twilio
        match fault:
            case int():
                self._refuse(HTTPStatus.BAD_REQUEST, fault)
                return
            case Fault.HOLD_BEFORE:
                twilio.hold()
                self._hang_up()
                return
            case Fault.UNAVAILABLE:
                self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, 20503)
                return
            case Fault.THROTTLED:
                self._refuse(HTTPStatus.TOO_MANY_REQUESTS, 20429)
                return
            case Fault.BAD_GATEWAY:
                self._page(HTTPStatus.BAD_GATEWAY)
                return
            case Fault.RESET_BEFORE:
                self._hang_up()
                return
            case Fault.LATE:
                self.rfile.read(1)  # comes back empty when the client has gone
                twilio.accept(form)
                self._hang_up()
                return
        resource = twilio.accept(form).as_json(twilio.account)
        match fault:
            case Fault.HOLD_AFTER:
                twilio.hold()
                self._answer(HTTPStatus.CREATED, resource)
            case Fault.RESET_AFTER:
                self._hang_up()
            case Fault.ERROR_AFTER:
                self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, 20503)
            case Fault.PAGE_AFTER:
                self._page(HTTPStatus.CREATED)
            case Fault.CUT_AFTER:
                self._answer(HTTPStatus.CREATED, resource, cut=True)
            case _:
                self._answer(HTTPStatus.CREATED, resource)

    def _list(self, path: str, query: dict[str, str]) -> None:
        twilio = self.server.twilio
        oldest_first = sorted(twilio.listed(query.get("To")), key=lambda message: message.created)
        wanted = [
            message
            for message in reversed(oldest_first)
            if query.get("From") in {None, message.form.get("From")}
            and f"{message.created:%Y-%m-%dT%H:%M:%SZ}" >= query.get("DateSent>", "")
        ]
        listed = self._page_of("messages", wanted, path, query)
        listed["messages"] = [message.as_json(twilio.account) for message in listed["messages"]]
        self._answer(HTTPStatus.OK, listed)

    def _page_of(self, name: str, every: list[Any], path: str, query: dict[str, str]) -> dict[str, Any]:
        """The page of a list that was asked for, with the paths of those around it."""
        size, page = min(int(query.get("PageSize", 50)), 1000), int(query.get("Page", 0))
        start, end = page * size, min((page + 1) * size, len(every))

        def to(other: int) -> str:
            return f"{path}?{urlencode(query | {'PageSize': str(size), 'Page': str(other)})}"

        return {
            name: every[start:end],
            "first_page_uri": to(0),
            "next_page_uri": to(page + 1) if end < len(every) else None,
            "previous_page_uri": to(page - 1) if page else None,
            "uri": self.path,
            "page": page,
            "page_size": size,
            "start": start,
            "end": max(end - 1, 0),
        }

    def _is_signed_in(self) -> bool:
        twilio = self.server.twilio
        expected = base64.b64encode(f"{twilio.account}:{twilio.token}".encode()).decode()
        if self.headers.get("Authorization") == f"Basic {expected}":
            return True
        self._refuse(HTTPStatus.UNAUTHORIZED, 20003)
        return False

    def _refuse(self, status: HTTPStatus, code: int) -> None:
        """An error as Twilio words it: its message repeats the number it was given."""
        more = f"https://www.twilio.com/docs/errors/{code}"
        said = f"Error {code} about {self.path} and the number you gave"
        self._answer(status, {"code": code, "message": said, "more_info": more, "status": int(status)})

    def _page(self, status: HTTPStatus) -> None:
        self._write(status, b"<html><body>Something is in the way</body></html>", "text/html")

    def _answer(self, status: HTTPStatus, payload: dict[str, Any], *, cut: bool = False) -> None:
        self._write(status, json.dumps(payload).encode(), "application/json", cut=cut)

    def _write(self, status: HTTPStatus, body: bytes, kind: str, *, cut: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        # Said, because who is not told sends the next request on a connection that is gone.
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)

    def _hang_up(self) -> None:
        self.close_connection = True


def _fault_of(form: dict[str, str]) -> int | None:
    """The code by which Twilio refuses such a form."""
    if not form.get("To"):
        return 21604
    if not re.fullmatch(r"\+[1-9]\d{7,14}", form["To"]):
        return 21211
    if not form.get("From") and not form.get("MessagingServiceSid"):
        return 21603
    if not form.get("Body"):
        return 21602
    return 21617 if len(form["Body"]) > 1600 else None
