"""What the webhook for incoming texts costs, beside the least that could keep the same row, through one web server."""

from __future__ import annotations

import http.client
import subprocess
import sys
import tempfile
import time
from statistics import median
from urllib.parse import urlencode

from bench.faults.plan import OWN_NUMBER, Text, plan
from bench.ground import Ground, Interrupted
from bench.measures import Line
from bench.surroundings import HOST, PUBLIC, free_port, left_empty, surroundings
from tests.fakes.twilio_server import TwilioServer
from tools.steps import ROOT, say, step

INBOUND, BARE = "/sms/twilio/inbound/", "/bare/"
WARM = 100
TEXTS = 2_000
PATIENCE = 60.0
# What a server does after it has answered must not fall into the time of the next post.
PAUSE = 0.005


def webhook(ground: Ground, queue: str) -> Line:
    """Post texts one by one, each to the webhook and to the bare view in turn; the medians."""
    took: dict[str, list[float]] = {INBOUND: [], BARE: []}
    with TwilioServer() as twilio, tempfile.TemporaryDirectory() as folder:
        env = ground.env | surroundings(twilio, queue=queue, folder=folder)
        port = free_port()
        with (
            left_empty(queue, env["BENCH_PREFIX"]),
            step(f"Posting {TEXTS:,} texts to the webhook and to a bare view"),
        ):
            server = subprocess.Popen(_command(port), cwd=ROOT, env=env)
            try:
                connections = {path: _connected(port) for path in took}
                for number, text in enumerate(plan(WARM + TEXTS).texts):
                    for path in (INBOUND, BARE) if number % 2 else (BARE, INBOUND):
                        seconds = _post(connections[path], twilio, path, text)
                        time.sleep(PAUSE)
                        if number >= WARM:
                            took[path].append(seconds)
            finally:
                server.kill()
                server.wait()
    for path, each in took.items():
        tenth, half, tail = (sorted(each)[int(len(each) * part)] * 1000 for part in (0.1, 0.5, 0.95))
        say(f"  {path}: 10 of 100 within {tenth:.2f} ms, 50 within {half:.2f} ms, 95 within {tail:.2f} ms")
    ours, bare = median(took[INBOUND]), median(took[BARE])
    return Line(
        "webhook keeps a text",
        f"{ours * 1000:.2f} ms",
        f"{bare * 1000:.2f} ms for a bare view",
        ours / bare,
        "at most 1.5",
        ours / bare <= 1.5,
    )


def _post(connection: http.client.HTTPConnection, twilio: TwilioServer, path: str, text: Text) -> float:
    """Post one text; how many seconds until the whole answer was there."""
    sid = text.sid if path == INBOUND else f"SM{text.sid[:1:-1]}"
    form = twilio.inbound(sender=text.sender, recipient=OWN_NUMBER, body=text.body, sid=sid)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": twilio.signature(PUBLIC + path, form),
    }
    body = urlencode(form)
    begun = time.perf_counter()
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise Interrupted(f"a post to {path} ({answer.status})")
    return time.perf_counter() - begun


def _command(port: int) -> list[str]:
    """The web server of `manage.py serve`, with both views in it."""
    options = ["--threads=8", "--ident=", f"--listen={HOST}:{port}"]
    return [sys.executable, "-m", "waitress", *options, "bench.side_by_side:application"]


def _connected(port: int) -> http.client.HTTPConnection:
    """A connection that stays open, once the server listens."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection.connect()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise Interrupted("starting the web server") from None
            time.sleep(0.1)
        else:
            return connection
