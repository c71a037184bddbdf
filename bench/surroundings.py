"""What the programs of a measurement find around them: a stand-in for Twilio, a broker with keys of its own."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from redis import Redis

from bench.faults.plan import OWN_NUMBER
from tests.fakes.twilio_server import TwilioServer

HOST = "127.0.0.1"
PUBLIC = "https://lang-nghe.test"
# Well over the ten seconds after which a request to the gateway is given up.
RECONCILE_AFTER = "15"


def surroundings(twilio: TwilioServer, *, queue: str, folder: str) -> dict[str, str]:
    """The variables that `bench.settings` reads. `queue` is the address of a Redis, `folder` takes what is written."""
    return {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "BENCH_PREFIX": f"bench-{os.getpid()}-",
        "BENCH_QUIET": os.environ.get("BENCH_QUIET") or "true",
        "CELERY_BROKER_URL": queue,
        "PUBLIC_BASE_URL": PUBLIC,
        "PYTHONWARNINGS": "ignore",  # Celery's, where root runs it
        "RECONCILE_AFTER": RECONCILE_AFTER,
        "TWILIO_ACCOUNT_SID": twilio.account,
        "TWILIO_API_ORIGIN": twilio.origin,
        "TWILIO_AUTH_TOKEN": twilio.token,
        "TWILIO_FROM": OWN_NUMBER,
        "TWILIO_MESSAGING_SERVICE_SID": "",
        "VAR_FOLDER": folder,
    }


@contextmanager
def left_empty(queue: str, prefix: str) -> Iterator[Redis]:
    """The Redis, and afterwards without the keys that begin so."""
    with Redis.from_url(queue) as redis:
        try:
            yield redis
        finally:
            for key in redis.scan_iter(f"{prefix}*"):
                redis.delete(key)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
