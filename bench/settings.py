"""Settings of what is measured through the doors: those of the tests, and Twilio as the gateway, at a stand-in."""

from __future__ import annotations

import os

from config.env import env
from config.settings.test import *  # noqa: F403 - a settings module is its base plus what differs
from config.settings.test import LOGGING

PUBLIC_BASE_URL = env.str("PUBLIC_BASE_URL")
SMS_GATEWAYS = ["twilio"]
SMS_QUIET_HOURS = None
TWILIO_API_ORIGIN = env.str("TWILIO_API_ORIGIN")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "max_retries": 0,
    "socket_connect_timeout": 2,
    "global_keyprefix": os.environ["BENCH_PREFIX"],
}
# In the run with faults thousands of messages fail by intention; each would say so in one line.
LOGGING = {
    **LOGGING,
    "root": {"handlers": ["stderr"], "level": "CRITICAL" if env.bool("BENCH_QUIET") else "WARNING"},
}
