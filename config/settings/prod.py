"""Production: secrets come from outside; without one the process refuses to start, naming what is wrong."""

from __future__ import annotations

from config import sms
from config.env import env, is_identity_key, is_placeholder, is_weak, refuse
from config.settings.base import *  # noqa: F403 - a settings module is its base plus what differs
from config.settings.base import (
    DATABASES,
    GAMMU_NUMBER,
    GAMMU_SPOOL,
    PUBLIC_BASE_URL,
    SMS_GATEWAYS,
    SMS_HTTP_BRAND,
    SMS_HTTP_KEY,
    SMS_HTTP_SECRET,
    SMS_HTTP_URL,
    SMS_SIM_GATEWAYS,
    TWILIO_ACCOUNT_SID,
    TWILIO_API_ORIGIN,
    TWILIO_AUTH_TOKENS,
    TWILIO_FROM,
    TWILIO_MESSAGING_SERVICE_SID,
)

ENVIRONMENT = "production"
DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="")
IDENTITY_KEYS: list[str] = env.list("IDENTITY_KEYS", default=[])
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])


def problems() -> list[str]:
    """What keeps this process from starting, one sentence each, by the name of the variable."""
    found: list[str] = []
    if not SECRET_KEY:
        found.append("SECRET_KEY is missing.")
    elif is_weak(SECRET_KEY):
        found.append("SECRET_KEY is a placeholder or shorter than 50 characters.")
    if not IDENTITY_KEYS:
        found.append("IDENTITY_KEYS is missing.")
    elif not all(is_identity_key(key) for key in IDENTITY_KEYS):
        found.append("IDENTITY_KEYS holds a key that is not 32 bytes in URL-safe base64.")
    if is_placeholder(DATABASES["default"].get("PASSWORD", "")):
        found.append("DATABASE_URL holds a placeholder for a password.")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        found.append("ALLOWED_HOSTS must name the hosts that are served.")
    if not PUBLIC_BASE_URL.startswith("https://"):
        found.append("PUBLIC_BASE_URL must be the https address that citizens see.")
    if not env.str("EMAIL_URL", default=""):
        found.append("EMAIL_URL is missing: letters would be printed into the log.")
    found += sms.half_configured(
        SMS_GATEWAYS,
        {
            "GAMMU_SPOOL": GAMMU_SPOOL,
            "GAMMU_NUMBER": GAMMU_NUMBER,
            "SMS_HTTP_URL": SMS_HTTP_URL,
            "SMS_HTTP_KEY": SMS_HTTP_KEY,
            "SMS_HTTP_SECRET": SMS_HTTP_SECRET,
            "SMS_HTTP_BRAND": SMS_HTTP_BRAND,
            "TWILIO_ACCOUNT_SID": TWILIO_ACCOUNT_SID,
            "TWILIO_AUTH_TOKEN": TWILIO_AUTH_TOKENS,
            "TWILIO_FROM": TWILIO_FROM,
            "TWILIO_MESSAGING_SERVICE_SID": TWILIO_MESSAGING_SERVICE_SID,
        },
        phones=[name for name, _number, _secret in SMS_SIM_GATEWAYS],
    )
    found += sms.weak_phones(SMS_SIM_GATEWAYS)
    if bool(GAMMU_SPOOL) != bool(GAMMU_NUMBER) and "gammu" not in SMS_GATEWAYS:
        found.append("GAMMU_SPOOL and GAMMU_NUMBER belong together: one of them is missing.")
    if "http" in SMS_GATEWAYS and not SMS_HTTP_URL.startswith("https://"):
        found.append("SMS_HTTP_URL must be an https address: the account's secret travels there.")
    if TWILIO_API_ORIGIN:
        found.append("TWILIO_API_ORIGIN must be empty: it is for a stand-in of Twilio.")
    return found


refuse(problems())
# Whoever watches the process from the same machine asks for it by its address.
ALLOWED_HOSTS += ["127.0.0.1", "localhost"]

# A proxy ends TLS; it must set X-Forwarded-Proto itself and never pass on what a client sent.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
PROXY_COUNT = env.int("PROXY_COUNT", default=1)
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
# Other hosts of the same domain are other people's: no promise is made for them.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE_URL]
