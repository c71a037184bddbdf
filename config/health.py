"""Liveness and readiness for whoever watches: `/healthz` asks nothing, `/readyz` asks what the work needs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from cases.models import SweepRun
from config.celery import app
from organization.appendonly import missing_triggers
from organization.selectors import years_to_enter

logger = logging.getLogger(__name__)

LATEST_SWEEP = timedelta(minutes=10)
OK = "ok"


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether the process answers at all; it reads nothing."""
    return JsonResponse({"status": OK})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """The state of each check by name; status 503 unless all are "ok". States name no host and no person."""
    states = {name: state_of(name, check) for name, check in checks(timezone.now()).items()}
    ready = all(state == OK for state in states.values())
    foreseen = {name: state_of(name, check) for name, check in warnings(timezone.now()).items()}
    body = {"status": OK if ready else "not ready", "checks": states, "warnings": foreseen}
    return JsonResponse(body, status=200 if ready else 503)


def checks(at: datetime) -> dict[str, Callable[[], str]]:
    """What must hold before work is sent here; each answers "ok" or what is wrong."""
    return {
        "database": database,
        "migrations": migrations,
        "append_only": append_only,
        "broker": broker,
        "sweeps": lambda: sweeps(at),
    }


def warnings(at: datetime) -> dict[str, Callable[[], str]]:
    """What somebody must see to before long; it takes nothing from being ready."""
    return {"calendar": lambda: calendar(at)}


def state_of(name: str, check: Callable[[], str]) -> str:
    """The answer of one check; an error of the database or the broker is an answer, too."""
    try:
        return check()
    except (DatabaseError, OperationalError, OSError) as error:
        logger.warning("readiness: %s: %s", name, type(error).__name__)
        return "unreachable"


def database() -> str:
    """Whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def migrations() -> str:
    """Whether the database has the shape that this version of the program expects."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} to apply" if waiting else OK


def append_only() -> str:
    """Whether histories and ledger are guarded by their triggers."""
    missing = missing_triggers()
    return f"{len(missing)} triggers missing" if missing else OK


def broker() -> str:
    """Whether wake-ups can be sent. Without it nothing is lost: rows wait for the next sweep."""
    if settings.CELERY_BROKER_URL == settings.EMBEDDED_BROKER:
        folder = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"])
        return OK if folder.is_dir() else "no queue folder"
    with app.connection_for_write() as link:
        link.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    return OK


def calendar(at: datetime) -> str:
    """Whether the calendar is entered as far ahead as terms may soon run."""
    missing = years_to_enter(timezone.localdate(at))
    return f"{', '.join(map(str, missing))} not entered" if missing else OK


def sweeps(at: datetime) -> str:
    """Whether deadlines are being looked at: the latest pass ended in the ten minutes before `at`."""
    try:
        latest = SweepRun.objects.latest("finished_at")
    except ObjectDoesNotExist:
        return "never ran"
    late = at - latest.finished_at > LATEST_SWEEP
    return f"last ran at {latest.finished_at.isoformat(timespec='seconds')}" if late else OK
