"""A local HTTP server that stands in for a gateway with eSMS's JSON contract: it remembers, refuses, and can fail.

It answers what the real one documents to `SendMultipleMessage_V4_post_json/` (sign-in, brand, number, a request made
before) and `GetSendStatus`. `fail_next` queues faults for the coming requests to send; `callback` is the address that
it would call back, with the query it would send.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from dataclasses import dataclass
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

SEND = "/SendMultipleMessage_V4_post_json/"
STATUS = "/GetSendStatus"
KEY, SECRET, BRAND = "A-KEY-OF-THE-TESTS", "A-SECRET-OF-THE-TESTS", "LangNghe"


class Fault(Enum):
    """What can go wrong with one request to send."""

    HOLD_AFTER = auto()  # accepted; the answer waits for `release`
    RESET_AFTER = auto()  # accepted, then the connection is closed without an answer
    ERROR_AFTER = auto()  # accepted, then answered 500 with a page
    PAGE_AFTER = auto()  # accepted, then answered 200 with a page
    CUT_AFTER = auto()  # accepted, then half an answer
    UNAVAILABLE = auto()  # 503, not accepted
    THROTTLED = auto()  # 429, not accepted
    ELSEWHERE = auto()  # sent to another address by a 302, not accepted


@dataclass
class Text:
    """One message as the gateway has it."""

    smsid: str
    request: dict[str, Any]
    status: int = 5
    succeeded: int = 1


class HttpGatewayServer:
    """Runs while its `with` block does. `url` is what `SMS_HTTP_URL` is set to."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.received = threading.Event()
        self._texts: list[Text] = []
        self._faults: deque[Fault | int] = deque()
        self._released = threading.Event()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.gateway = self
        self.url = f"http://127.0.0.1:{self._server.server_port}"

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
        """Let the coming requests to send fail, one each; a number is the `CodeResult` of a refusal."""
        self._faults.extend(faults)

    def release(self) -> None:
        """End every hold, now and later."""
        self._released.set()

    def accepted(self) -> list[Text]:
        """What it has taken from us, the oldest first."""
        with self._lock:
            return list(self._texts)

    def callback(self, text: Text, **changes: object) -> str:
        """The address of one callback about an accepted message, with its query."""
        query: dict[str, object] = {
            "SMSID": text.smsid,
            "SendFailed": 0 if text.succeeded else 1,
            "SendStatus": text.status,
            "SendSuccess": text.succeeded,
            "TotalPrice": "450.0000",
            "TotalReceiver": 1,
            "TotalSent": 1,
            "RequestId": text.request["RequestId"],
            "TypeId": text.request["SmsType"],
            "telcoid": 1,
            "phonenumber": text.request["Phone"],
        }
        return f"{text.request['CallbackUrl']}?{urlencode(query | changes)}"

    # What the handler asks.

    def next_fault(self) -> Fault | int | None:
        with self._lock:
            return self._faults.popleft() if self._faults else None

    def hold(self) -> None:
        """Tell the test that the request is here, and wait."""
        self.received.set()
        self._released.wait(timeout=60)

    def take(self, request: dict[str, Any]) -> Text | None:
        """Take a message; None where its request was made before."""
        with self._lock:
            if any(text.request["RequestId"] == request["RequestId"] for text in self._texts):
                return None
            text = Text(f"{len(self._texts):032x}", request)
            self._texts.append(text)
            return text


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    gateway: HttpGatewayServer


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the library
        """Keep the tests' output quiet."""

    def do_POST(self) -> None:
        gateway = self.server.gateway
        request = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        gateway.requests.append(self.path)
        if self.path != SEND:
            self._write(404, b"<html>Endpoint not found.</html>")
        elif code := _refusal(request):
            self._answer(
                {"CodeResult": code, "CountRegenerate": 0, "ErrorMessage": f"about {request['Phone']}"}
            )
        else:
            self._send(request, gateway.next_fault())

    def do_GET(self) -> None:
        gateway, asked = self.server.gateway, urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(asked.query).items()}
        gateway.requests.append(asked.path)
        if asked.path != STATUS or (query.get("ApiKey"), query.get("SecretKey")) != (KEY, SECRET):
            self._answer({"CodeResponse": "101"})
            return
        for text in gateway.accepted():
            if text.smsid == query.get("RefId"):
                self._answer(
                    {
                        "CodeResponse": "100",
                        "SMSID": text.smsid,
                        "SendFailed": 0 if text.succeeded else 1,
                        "SendStatus": text.status,
                        "SendSuccess": text.succeeded,
                        "TotalPrice": 450.0,
                        "TotalReceiver": 1,
                        "TotalSent": 1,
                    }
                )
                return
        self._answer({"CodeResponse": "105"})

    def _send(self, request: dict[str, Any], fault: Fault | int | None) -> None:
        gateway = self.server.gateway
        match fault:
            case int():
                self._answer({"CodeResult": str(fault), "CountRegenerate": 0, "ErrorMessage": "refused"})
                return
            case Fault.UNAVAILABLE | Fault.THROTTLED:
                self._write(503 if fault == Fault.UNAVAILABLE else 429, b"<html>Later</html>")
                return
            case Fault.ELSEWHERE:
                self._write(302, b"", {"Location": f"{gateway.url}/elsewhere"})
                return
        text = gateway.take(request)
        if text is None:
            self._answer({"CodeResult": "124", "CountRegenerate": 0, "ErrorMessage": "Request exist 1"})
            return
        answer = {"CodeResult": "100", "CountRegenerate": 0, "SMSID": text.smsid}
        match fault:
            case Fault.HOLD_AFTER:
                gateway.hold()
                self._answer(answer)
            case Fault.RESET_AFTER:
                self.close_connection = True
            case Fault.ERROR_AFTER:
                self._write(500, b"<html>Runtime Error</html>")
            case Fault.PAGE_AFTER:
                self._write(200, b"<html>Welcome</html>")
            case Fault.CUT_AFTER:
                self._answer(answer, cut=True)
            case _:
                self._answer(answer)

    def _answer(self, payload: dict[str, Any], *, cut: bool = False) -> None:
        body = json.dumps(payload).encode()
        self._write(200, body, {"Content-Type": "application/json"}, cut=cut)

    def _write(
        self, status: int, body: bytes, headers: dict[str, str] | None = None, *, cut: bool = False
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        self.close_connection = True


def _refusal(request: dict[str, Any]) -> str:
    """The code by which the gateway refuses such a request; empty where it does not."""
    if (request.get("ApiKey"), request.get("SecretKey")) != (KEY, SECRET):
        return "101"
    if request.get("Brandname") != BRAND:
        return "104"
    phone = str(request.get("Phone", ""))
    return "" if phone.isdecimal() and 9 <= len(phone) <= 15 else "108"
