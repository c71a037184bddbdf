"""The demonstration district: loaded once, a cast that can sign in, cases everywhere, and nobody is texted."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from pytest_django import Settings

from cases.models import Case, SweepRun
from cases.vocabulary import State
from messaging.models import OutboundMessage, OutboundState
from organization.models import AccountChange, Officer

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ACCOUNTS = ("reception", "officer", "head", "province", "inspector", "admin")


def run(command: str, *arguments: str) -> str:
    said = io.StringIO()
    call_command(command, *arguments, stdout=said)
    return said.getvalue()


@pytest.fixture
def _demonstration() -> None:
    run("load_demo")


@pytest.mark.usefixtures("_demonstration")
def test_everybody_of_the_cast_can_sign_in_and_their_accounts_are_on_record() -> None:
    request = RequestFactory().post("/accounts/login/")
    signed_in = [authenticate(request, username=name, password="demo") for name in ACCOUNTS]
    assert all(signed_in)
    assert set(AccountChange.objects.values_list("username", flat=True)) == set(ACCOUNTS)


@pytest.mark.usefixtures("_demonstration")
def test_there_are_cases_in_nearly_every_state_late_ones_one_level_up_and_reviews() -> None:
    assert set(Case.objects.values_list("state", flat=True)) >= {*State} - {State.AWAITING_CITIZEN}
    assert Case.objects.filter(rung=1, review="").exists()
    assert Case.objects.exclude(review="").exists()


@pytest.mark.usefixtures("_demonstration")
def test_nobody_invented_is_texted() -> None:
    assert OutboundMessage.objects.exists()
    assert not OutboundMessage.objects.exclude(state=OutboundState.SENT).exists()


@pytest.mark.usefixtures("_demonstration")
def test_a_second_load_changes_nothing() -> None:
    before = (Case.objects.count(), Officer.objects.count())
    assert "already there" in run("load_demo")
    assert (Case.objects.count(), Officer.objects.count()) == before


def test_production_refuses_the_demonstration(settings: Settings) -> None:
    settings.ENVIRONMENT = "production"
    with pytest.raises(CommandError):
        run("load_demo")


@pytest.mark.django_db(transaction=True)
def test_the_sweep_prints_a_count_of_each_and_leaves_a_record_of_its_run() -> None:
    said = run("sweep")
    assert {"escalated: 0", "reminded: 0", "unsent: 0", "texts_taken: 0"} <= set(said.splitlines())
    assert SweepRun.objects.get().counts["escalated"] == 0


def test_a_moment_that_is_none_is_refused_in_words() -> None:
    with pytest.raises(CommandError, match="tomorrow"):
        run("sweep", "--at", "tomorrow")
