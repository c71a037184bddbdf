"""A worker killed with SIGKILL in the middle of sending: no message is lost and none is sent twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone
from kombu import Connection

from messaging import tasks
from messaging.delivery import sweep
from messaging.models import OutboundMessage, OutboundState
from tests.fakes.twilio_server import Fault, TwilioServer
from tests.messaging.conftest import OWN_NUMBER, Promise
from tests.messaging.crash_worker import queue_of_files

pytestmark = pytest.mark.django_db(transaction=True)

StartWorker = Callable[..., "subprocess.Popen[bytes]"]
PATIENCE = 60


@pytest.fixture
def start_worker(twilio: TwilioServer) -> Iterator[StartWorker]:
    """Starts `tests.messaging.crash_worker` on this test's database; what still runs at the end is ended."""
    running: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.messaging.crash_worker", *arguments],
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "config.settings.test",
                "DATABASE_URL": database_url(),
                "CRASH_TWILIO_ACCOUNT_SID": twilio.account,
                "CRASH_TWILIO_AUTH_TOKEN": twilio.token,
                "CRASH_TWILIO_FROM": OWN_NUMBER,
                "CRASH_TWILIO_API_ORIGIN": twilio.origin,
                **environment,
            },
            cwd=Path(__file__).parent.parent.parent,
        )
        running.append(worker)
        return worker

    yield start
    for worker in running:
        worker.kill()
        worker.wait(PATIENCE)


def database_url() -> str:
    """The address of the test's own database, for another process."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    sign_in = quote(at["USER"]) + (f":{quote(at['PASSWORD'])}" if at["PASSWORD"] else "")
    return f"postgres://{sign_in}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


def kill_in_the_middle(worker: subprocess.Popen[bytes], twilio: TwilioServer) -> None:
    """Wait until the request is at the stand-in, and end the worker before it can hear the answer."""
    assert twilio.received.wait(PATIENCE), "the worker has not reached the stand-in"
    worker.kill()
    worker.wait(PATIENCE)
    twilio.release()


def test_killed_after_the_claim_and_before_twilio_has_it_the_message_is_sent_later_once(
    twilio: TwilioServer, promised: Promise, start_worker: StartWorker
) -> None:
    message = promised()
    twilio.fail_next(Fault.HOLD_BEFORE)
    kill_in_the_middle(start_worker("deliver", str(message.pk)), twilio)
    message.refresh_from_db()
    assert (message.state, len(twilio.accepted())) == (OutboundState.SENDING, 0)
    at = timezone.now()
    passes = [sweep(at=at + timedelta(minutes=minutes)) for minutes in (0, 2, 4, 8, 30, 600)]
    assert [counts["unsent"] for counts in passes] == [0, 0, 0, 1, 0, 0]
    message.refresh_from_db()
    assert (message.state, message.provider_id) == (OutboundState.SENT, twilio.accepted()[0].sid)
    assert len(twilio.accepted()) == 1


def test_killed_after_twilio_has_it_and_before_we_know_the_message_is_found_and_not_sent_again(
    twilio: TwilioServer, promised: Promise, start_worker: StartWorker
) -> None:
    message = promised()
    twilio.fail_next(Fault.HOLD_AFTER)
    kill_in_the_middle(start_worker("deliver", str(message.pk)), twilio)
    message.refresh_from_db()
    assert (message.state, message.provider_id, len(twilio.accepted())) == (OutboundState.SENDING, "", 1)
    at = timezone.now()
    passes = [sweep(at=at + timedelta(minutes=minutes)) for minutes in (0, 2, 4, 8, 30, 600)]
    assert [counts["reconciled"] for counts in passes] == [0, 1, 0, 0, 0, 0]
    message.refresh_from_db()
    assert (message.state, message.provider_id) == (OutboundState.SENT, twilio.accepted()[0].sid)
    assert len(twilio.accepted()) == 1


def test_a_celery_worker_killed_with_more_in_its_queue_loses_none_and_sends_none_twice(
    twilio: TwilioServer, promised: Promise, start_worker: StartWorker, tmp_path: Path
) -> None:
    deliver: Any = tasks.deliver
    messages = [promised(to=f"+8490000000{number}") for number in range(4)]
    with Connection("filesystem://", transport_options=queue_of_files(str(tmp_path))) as queue:
        for message in messages:
            deliver.apply_async(args=(str(message.pk),), connection=queue)
    twilio.fail_next(Fault.HOLD_AFTER)
    kill_in_the_middle(start_worker("celery", str(tmp_path), CELERY_BROKER_URL="filesystem://"), twilio)
    assert len(twilio.accepted()) == 1
    at = timezone.now()
    counts = [sweep(at=at + timedelta(minutes=minutes)) for minutes in (0, 2, 8, 600)]
    assert sum(each["unsent"] for each in counts) == 3
    assert sum(each["reconciled"] for each in counts) == 1
    assert not OutboundMessage.objects.exclude(state=OutboundState.SENT).exists()
    assert sorted(message.form["To"] for message in twilio.accepted()) == sorted(
        message.address for message in messages
    )
