"""Development: the embedded default. Secrets are made up once and kept in ``var/``."""

from __future__ import annotations

from config.env import development_secret, env
from config.settings.base import *  # noqa: F403 - a settings module is its base plus what differs

ENVIRONMENT = "development"
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or development_secret("SECRET_KEY")
IDENTITY_KEYS: list[str] = env.list("IDENTITY_KEYS", default=[]) or [development_secret("IDENTITY_KEYS")]
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
