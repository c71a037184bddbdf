"""A worker in a process of its own, to be killed: `python -m tests.messaging.crash_worker deliver <id>`.

With `celery <folder>` it is a Celery worker on a queue of files. It works on the database of the test that starts it
and talks to the stand-in for Twilio named in its environment.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import django
from django.conf import settings

from config.celery import app


def main(what: str, argument: str) -> None:
    """Deliver one message, or take what is in the queue."""
    django.setup()
    settings.SMS_GATEWAYS = ["twilio"]
    for name in ("TWILIO_ACCOUNT_SID", "TWILIO_FROM", "TWILIO_API_ORIGIN"):
        setattr(settings, name, os.environ[f"CRASH_{name}"])
    settings.TWILIO_AUTH_TOKENS = [os.environ["CRASH_TWILIO_AUTH_TOKEN"]]
    if what == "deliver":
        from messaging.tasks import deliver  # noqa: PLC0415 - models need Django set up

        deliver(argument)
    else:
        celery: Any = app
        celery.conf.broker_transport_options = queue_of_files(argument)
        celery.worker_main(
            ["worker", "--pool", "solo", "--loglevel", "ERROR", "--without-gossip", "--without-mingle"]
        )


def queue_of_files(folder: str) -> dict[str, object]:
    """Options of Celery's transport over files."""
    return {
        "data_folder_in": folder,
        "data_folder_out": folder,
        "control_folder": f"{folder}/control",
        "polling_interval": 0.05,
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
