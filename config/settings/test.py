"""Tests: fixed secrets, a throw-away database, a quick password hash; nothing leaves the process."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from config.env import env
from config.settings.base import *  # noqa: F403 - a settings module is its base plus what differs
from config.settings.base import DATABASES, SQLITE_OPTIONS, STORAGES

ENVIRONMENT = "development"
SECRET_KEY = "a-secret-that-only-the-tests-know-and-nobody-else"
IDENTITY_KEYS = ["dGVzdHMtb25seS1rZXktdGVzdHMtb25seS1rZXktMTI="]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PUBLIC_BASE_URL = "https://lang-nghe.test"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in real use, so that several threads meet the same locks; it need not survive a power cut.
    SQLITE_OPTIONS["init_command"] = SQLITE_OPTIONS["init_command"].replace("=FULL", "=OFF")
    DATABASES["default"]["TEST"] = {
        "NAME": Path(tempfile.gettempdir()) / f"lang-nghe-test-{os.getpid()}.sqlite3"
    }

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="") or "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 0, "global_keyprefix": f"lang-nghe-test-{os.getpid()}-"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
SMS_GATEWAYS = ["console"]
SMS_QUIET_HOURS = None
SMS_RATES = {}
SMS_SIM_GATEWAYS = ()
GAMMU_SPOOL = GAMMU_NUMBER = ""
SMS_PRICES = {}
TWILIO_API_ORIGIN = ""
