"""What every test shares: throw-away files, Vietnamese as the first language, tables that can be emptied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings
from redis import Redis

from organization.appendonly import remove_triggers
from tools.translations import compile_catalogues


def pytest_configure() -> None:
    """Let the tests read the translations as they are in the sources."""
    compile_catalogues()


@pytest.fixture(scope="session", autouse=True)
def _queue_is_left_empty() -> Iterator[None]:
    """What the tests put into a Redis is taken out again; nobody else's keys bear our prefix."""
    yield
    if settings.CELERY_BROKER_URL.startswith("redis"):
        prefix = settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"]
        with Redis.from_url(settings.CELERY_BROKER_URL) as queue:
            for key in queue.scan_iter(f"{prefix}*"):
                queue.delete(key)


@pytest.fixture(autouse=True)
def _throw_away_media(settings: Settings, tmp_path: Path) -> None:
    """Attachments of a test live and die with it."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _language_of_the_house() -> Iterator[None]:
    """A test starts in Vietnamese whatever the one before it activated."""
    with translation.override("vi"):
        yield


@pytest.fixture(autouse=True)
def _tables_can_be_emptied(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """After a test that commits, take the append-only triggers off: then its rows can go."""
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction"))
    if commits or {"transactional_db", "live_server"} & set(request.fixturenames):
        request.getfixturevalue("transactional_db")
        yield
        with django_db_blocker.unblock():
            remove_triggers()
    else:
        yield
