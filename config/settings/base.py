"""What every environment has in common. The names of the variables are fixed; see ``.env.example``."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_stubs_ext
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from config import sms
from config.env import BASE_DIR, VAR, env

# Lets ModelAdmin[Case] and its like be written for the type checker and still run.
django_stubs_ext.monkeypatch()

ENVIRONMENT = "development"
DEBUG = False

# --- What is installed ----------------------------------------------------------------------------

INSTALLED_APPS = [
    "config",
    "accountability",
    "feedback",
    "cases",
    "messaging",
    "organization",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "simple_history",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.ClientAddressMiddleware",
    "config.middleware.PrivacyHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "organization.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.demonstration",
                "config.context.calendar_alarm",
                "config.context.budget_alarm",
                "config.context.calls_to_make",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------------------

# IMMEDIATE takes SQLite's write lock when a transaction opens: waiting replaces "database is locked". FULL
# survives a power cut. recursive_triggers lets the append-only triggers see INSERT OR REPLACE.
SQLITE_OPTIONS: dict[str, Any] = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA recursive_triggers=ON;"
    "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;PRAGMA cache_size=2000;",
}

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'lang-nghe.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR.mkdir(exist_ok=True)
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Our queries run for milliseconds: compiling one takes longer than all of its rows.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")

# --- Worker ---------------------------------------------------------------------------------------

# Tasks carry row ids only: a message waits as a plain file or in somebody's Redis.
EMBEDDED_BROKER = "filesystem://localhost"
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="") or EMBEDDED_BROKER
# A request that wakes the worker does not wait for a broker that is away: the next sweep does the work.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"max_retries": 0, "socket_connect_timeout": 2}
if CELERY_BROKER_URL == EMBEDDED_BROKER:
    QUEUE = VAR / "queue"
    QUEUE.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE),
        "data_folder_out": str(QUEUE),
        "control_folder": str(QUEUE / "control"),
        "polling_interval": 0.25,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ALWAYS_EAGER = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 4
# A worker takes from all queues in turn: while ten thousand texts wait to be read, the answers to those that were read
# leave, and the clock runs.
CELERY_TASK_QUEUES = [Queue(name, routing_key=name) for name in ("celery", "messages", "clock")]
CELERY_TASK_ROUTES = {
    "messaging.*": {"queue": "messages", "routing_key": "messages"},
    "config.*": {"queue": "clock", "routing_key": "clock"},
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A pass that was not taken in time is dropped: the next one does the same work.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "everything": {"task": "config.sweep", "schedule": 60.0, "options": {"expires": 50.0}},
    "messages": {"task": "config.sweep_messages", "schedule": 15.0, "options": {"expires": 12.0}},
    "missed": {"task": "config.find_missed_texts", "schedule": 600.0, "options": {"expires": 300.0}},
    # At three in the morning in Viet Nam.
    "reports": {"task": "config.ask_after_messages", "schedule": crontab(hour="20", minute="0")},
}

CACHES: dict[str, dict[str, Any]] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if CELERY_BROKER_URL.startswith(("redis://", "rediss://")):
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CELERY_BROKER_URL,
        "KEY_PREFIX": "lang-nghe",
    }

# --- Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# --- Files ----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR / "static"
# Attachments are read through views that ask who is asking; no address serves this folder.
MEDIA_ROOT = VAR / "media"
MEDIA_URL = ""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- Who may come in ------------------------------------------------------------------------------

PUBLIC_BASE_URL = env.str("PUBLIC_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# Ten wrong passwords for one account from one address lock that pair for a quarter of an hour: colleagues
# behind the same office line are not shut out, and a stranger cannot lock an officer's own desk.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "config.views.locked_out"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

# --- What the browser may do ----------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# How many proxies of ours stand in front: that many right-most entries of X-Forwarded-For are believed.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)

# --- Cases -------------------------------------------------------------------------------------------------------

# The unit that takes what names no place, by its code; empty: the top of the tree.
DEFAULT_UNIT_CODE = env.str("DEFAULT_UNIT_CODE", default="")

# --- Messages -------------------------------------------------------------------------------------

# The ways out for text messages, the preferred first; the next one carries what the first cannot.
SMS_GATEWAYS = sms.names(env.str("SMS_GATEWAY", default="")) or ["console"]
SMS_BRAND = env.str("SMS_BRAND", default="LangNghe")
TWILIO_ACCOUNT_SID = env.str("TWILIO_ACCOUNT_SID", default="")
# Several while one is being replaced: a request signed with any of them is accepted, the first signs ours.
TWILIO_AUTH_TOKENS: list[str] = env.list("TWILIO_AUTH_TOKEN", default=[])
TWILIO_FROM = env.str("TWILIO_FROM", default="")
TWILIO_MESSAGING_SERVICE_SID = env.str("TWILIO_MESSAGING_SERVICE_SID", default="")
TWILIO_API_ORIGIN = env.str("TWILIO_API_ORIGIN", default="").rstrip("/")
# A gateway that speaks eSMS's JSON: its address up to the operation, the account, the registered name and kind of text.
SMS_HTTP_URL = env.str("SMS_HTTP_URL", default="https://rest.esms.vn/MainService.svc/json").rstrip("/")
SMS_HTTP_KEY = env.str("SMS_HTTP_KEY", default="")
SMS_HTTP_SECRET = env.str("SMS_HTTP_SECRET", default="")
SMS_HTTP_BRAND = env.str("SMS_HTTP_BRAND", default="")
SMS_HTTP_TYPE = env.str("SMS_HTTP_TYPE", default="2")
# Telephones with a SIM, each a gateway by its name: its own number, and the secret that its app shows.
SMS_SIM_GATEWAYS = sms.sim_phones(env.str("SMS_SIM_GATEWAYS", default=""))
# A modem on this machine: the folder of gammu-smsd that holds inbox, outbox, sent and error, and the SIM's number.
GAMMU_SPOOL = env.str("GAMMU_SPOOL", default="")
GAMMU_NUMBER = sms.own_number("GAMMU_NUMBER", env.str("GAMMU_NUMBER", default=""))
if GAMMU_SPOOL:
    CELERY_BEAT_SCHEDULE["modem"] = {
        "task": "config.read_modem",
        "schedule": 5.0,
        "options": {"expires": 4.0},
    }
# Messages a second and đồng a segment, by gateway; one that is not named is not held up and costs nothing.
SMS_RATES = sms.rates(env.str("SMS_RATES", default=""))
SMS_PRICES = sms.prices(env.str("SMS_PRICES", default=""))
# When only replies leave, in the time of TIME_ZONE; and how long a message may wait before it is of no use.
SMS_QUIET_HOURS = sms.quiet_hours(env.str("SMS_QUIET_HOURS", default="21:00-07:00"))
SMS_VALIDITY = sms.validity(env.str("SMS_VALID_HOURS", default=""))
# How long a message may be on its way to a gateway before it is looked for; well over the gateway's own time-out.
RECONCILE_AFTER = timedelta(seconds=env.int("RECONCILE_AFTER", default=60))

vars().update(env.email_url_config(env.str("EMAIL_URL", default="") or "consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="lang-nghe@localhost")

# --- Keeping --------------------------------------------------------------------------------------

# Years after closing for which the words, files and identity of a case are kept.
RETENTION_YEARS = env.int("RETENTION_YEARS", default=15)
# Days after closing for which the number of an unnamed citizen who texted is kept.
FORGET_NUMBERS_AFTER_DAYS = env.int("FORGET_NUMBERS_AFTER_DAYS", default=90)

# --- Log ------------------------------------------------------------------------------------------

# What is logged names rows by id: no text of a citizen, no phone number, no address of a page with a query.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
        "urllib3": {"level": "WARNING"},  # while debugging it writes addresses with their query
        "pypdf": {"level": "CRITICAL"},  # its warnings quote the document
        "waitress.queue": {"level": "ERROR"},
    },
}
