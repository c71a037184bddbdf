"""Settings of the run with faults: those of the tests, and Twilio as the gateway, at the stand-in of this run."""

from __future__ import annotations

import os

from config.env import env
from config.settings.test import *  # noqa: F403 - a settings module is its base plus what differs
from config.settings.test import LOGGING

PUBLIC_BASE_URL = env.str("PUBLIC_BASE_URL")
SMS_GATEWAY = "twilio"
TWILIO_API_ORIGIN = env.str("TWILIO_API_ORIGIN")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "max_retries": 0,
    "socket_connect_timeout": 2,
    "global_keyprefix": os.environ["FAULTS_PREFIX"],
}
# Thousands of messages fail by intention here; each says so in one line.
LOGGING = {
    **LOGGING,
    "root": {"handlers": ["stderr"], "level": "CRITICAL" if env.bool("FAULTS_QUIET") else "WARNING"},
}
