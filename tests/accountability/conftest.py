"""The cast, a clock that stands still, and an inspector at the screen, for every test about inspection."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accountability.jurisdiction import Jurisdiction
from accountability.period import Period
from cases.services.reference import load_reference
from organization.models import Posting
from organization.services import fill_calendar
from tests.factories.cases import BECAUSE, moment
from tests.factories.once import Once
from tests.factories.organization import Cast, a_cast, acting, somebody

NOW = moment("2026-11-20 10:00")


def build() -> Cast:
    load_reference(by=somebody(), because=BECAUSE)
    fill_calendar((2025, 2026), by=somebody(), because=BECAUSE)
    return a_cast()


the_cast = Once(build)


@pytest.fixture
def cast(db: None) -> Cast:
    """A province, two communes, their people, the categories, the rules, and the calendar of the years told of."""
    return the_cast()


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The moment at which the pages are read."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return NOW


@pytest.fixture
def period() -> Period:
    """The year in which the stories of these tests take place."""
    return Period.this_year(NOW.date())


@pytest.fixture
def jurisdiction(cast: Cast) -> Jurisdiction:
    """What the inspector of the province may read."""
    return Jurisdiction.of(acting(cast.inspector), at=NOW)


@pytest.fixture
def inspector(cast: Cast, now: datetime) -> Client:
    """The inspector of the province, signed in and reading English."""
    return signed_in(cast.inspector)


def sent(answer: Any) -> bytes:
    """All that an answer sends, also when it is a file."""
    return bytes(answer.getvalue())


def signed_in(posting: Posting) -> Client:
    """A browser in which the holder of a posting is signed in, in English."""
    client = Client()
    assert posting.officer.user
    client.force_login(posting.officer.user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client
