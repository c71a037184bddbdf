"""`/healthz` says that the process lives; `/readyz` whether it can do its work, and if not, what is wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from cases.models import SweepRun
from config.celery import app
from organization.appendonly import remove_triggers


def swept(*, minutes_ago: int) -> None:
    moment = timezone.now() - timedelta(minutes=minutes_ago)
    SweepRun.objects.create(started_at=moment, finished_at=moment)


def readiness() -> tuple[int, dict[str, str]]:
    answer = Client().get("/readyz")
    return answer.status_code, answer.json()["checks"]


def test_the_process_says_that_it_lives_without_asking_the_database() -> None:
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}


@pytest.mark.django_db
def test_all_is_ready_after_a_recent_sweep() -> None:
    swept(minutes_ago=3)
    status, checks = readiness()
    assert checks == dict.fromkeys(("database", "migrations", "append_only", "broker", "sweeps"), "ok")
    assert status == 200


@pytest.mark.django_db
def test_a_system_that_never_swept_is_not_ready() -> None:
    status, checks = readiness()
    assert (status, checks["sweeps"]) == (503, "never ran")


@pytest.mark.django_db
def test_a_late_sweep_is_named_with_its_time() -> None:
    swept(minutes_ago=25)
    swept(minutes_ago=11)
    status, checks = readiness()
    assert status == 503
    assert checks["sweeps"].startswith("last ran at ")
    assert (
        SweepRun.objects.latest("finished_at").finished_at.isoformat(timespec="seconds") in checks["sweeps"]
    )


@pytest.mark.django_db
def test_a_migration_that_is_not_applied_is_counted() -> None:
    swept(minutes_ago=1)
    recorder = MigrationRecorder(connection)
    newest = recorder.migration_qs.filter(app="sessions").latest("id")
    recorder.record_unapplied(newest.app, newest.name)
    status, checks = readiness()
    assert (status, checks["migrations"]) == (503, "1 to apply")


@pytest.mark.django_db
def test_a_missing_append_only_trigger_is_seen() -> None:
    swept(minutes_ago=1)
    remove_triggers()
    status, checks = readiness()
    assert status == 503
    assert checks["append_only"].endswith("triggers missing")


@pytest.mark.django_db
def test_a_broker_that_does_not_answer_is_seen_and_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    swept(minutes_ago=1)
    monkeypatch.setitem(app.conf, "broker_write_url", "redis://:hidden@127.0.0.1:1/0")
    status, checks = readiness()
    assert (status, checks["broker"]) == (503, "unreachable")


def test_neither_answer_is_kept_by_a_cache() -> None:
    assert "no-store" in Client().get("/healthz").headers["Cache-Control"]


def test_a_health_check_cannot_be_posted_to() -> None:
    assert Client().post("/healthz").status_code == 405
