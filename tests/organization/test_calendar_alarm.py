"""A calendar that is not entered is an alarm long before a term runs into it."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from config.sweeping import sweep
from organization.selectors import years_to_enter
from tests.factories.cases import moment
from tests.factories.cast import the_cast
from tests.fakes.clock import Clock

pytestmark = pytest.mark.django_db
SAYS = "The working calendar of 2028 has not been entered"


@pytest.fixture(autouse=True)
def _house() -> None:
    the_cast()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    standing = Clock(moment("2027-06-01 08:00"))
    monkeypatch.setattr(timezone, "now", standing)
    return standing


def reading(username: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get(username=username))
    return client


def test_the_alarm_begins_nine_months_before_a_year_that_is_not_entered() -> None:
    assert years_to_enter(date(2027, 4, 5)) == []
    assert years_to_enter(date(2027, 4, 7)) == [2028]
    assert years_to_enter(date(2028, 1, 1)) == [2028]


def test_heads_and_inspectors_see_it_on_every_page_and_others_do_not(clock: Clock) -> None:
    assert SAYS in reading("head").get("/desk/", follow=True).content.decode()
    assert SAYS in reading("inspector").get("/inspection/", follow=True).content.decode()
    assert SAYS not in reading("officer").get("/desk/", follow=True).content.decode()
    assert SAYS not in Client(headers={"accept-language": "en"}).get("/").content.decode()


def test_the_administration_says_it_and_leads_to_the_calendar(clock: Clock) -> None:
    User.objects.create_superuser("root")
    page = reading("root").get("/admin/").content.decode()
    assert SAYS in page
    assert "/admin/organization/calendarday/" in page


def test_readiness_names_it_without_being_less_ready(clock: Clock) -> None:
    answer = Client().get("/readyz").json()
    assert answer["warnings"] == {"calendar": "2028 not entered"}
    assert "calendar" not in answer["checks"]


def test_the_sweep_counts_it(caplog: pytest.LogCaptureFixture) -> None:
    assert sweep(at=moment("2026-10-05 08:00"))["calendar_years_missing"] == 0
    assert sweep(at=moment("2027-06-01 08:00"))["calendar_years_missing"] == 1
    assert "2028" in caplog.text
