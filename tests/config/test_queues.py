"""What waits for a worker: a crowd of one kind does not keep the others waiting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kombu import Connection

from config.celery import app
from config.tasks import sweep
from feedback.sms.tasks import take_now
from messaging.tasks import deliver
from tests.messaging.crash_worker import queue_of_files

CROWD = 12


def test_an_answer_and_the_clock_do_not_wait_behind_a_crowd_of_texts(tmp_path: Path) -> None:
    heard: list[str] = []
    texts: Any = take_now
    others: list[tuple[Any, tuple[str, ...]]] = [(deliver, ("a message",)), (sweep, ())]

    def hear(body: Any, message: Any) -> None:
        heard.append(message.headers["task"])
        message.ack()

    with Connection("filesystem://", transport_options=queue_of_files(str(tmp_path))) as queue:
        for number in range(CROWD):
            texts.apply_async(args=(number,), connection=queue)
        for task, arguments in others:
            task.apply_async(args=arguments, connection=queue)
        with app.amqp.TaskConsumer(queue.default_channel, callbacks=[hear]):
            while len(heard) < CROWD + 2:
                queue.drain_events(timeout=5)
    assert {"messaging.deliver", "config.sweep"} <= set(heard[:6])
    assert heard.count("feedback.sms.take") == CROWD
