"""What every test shares: files go to a folder that is thrown away, and the first language is Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _throw_away_media(settings: Settings, tmp_path: Path) -> None:
    """Attachments of a test live and die with it."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _language_of_the_house() -> Iterator[None]:
    """A test starts in Vietnamese whatever the one before it activated."""
    with translation.override("vi"):
        yield
