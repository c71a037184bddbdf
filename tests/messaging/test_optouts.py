"""Who opted out stays out until they opt in, however often either is said; the number itself is not kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from messaging import optouts
from messaging.models import OptOut, OptOutSource
from tests.factories.cases import MONDAY

pytestmark = pytest.mark.django_db

NUMBER, OTHER = "+84900000123", "+84900000124"


def test_a_number_is_out_from_the_word_to_stop_until_the_word_to_go_on() -> None:
    assert optouts.opt_out(NUMBER, source=OptOutSource.TEXT, at=MONDAY)
    assert (optouts.is_out(NUMBER), optouts.is_out(OTHER)) == (True, False)
    assert optouts.opt_in(NUMBER, at=MONDAY + timedelta(days=1))
    assert not optouts.is_out(NUMBER)
    assert optouts.opt_out(NUMBER, source=OptOutSource.DESK, at=MONDAY + timedelta(days=2))
    assert optouts.is_out(NUMBER)
    assert OptOut.objects.count() == 2


def test_saying_it_again_changes_nothing_and_the_first_time_stays_on_record() -> None:
    optouts.opt_out(NUMBER, source=OptOutSource.TEXT, at=MONDAY)
    assert not optouts.opt_out(NUMBER, source=OptOutSource.GATEWAY, at=MONDAY + timedelta(days=1))
    kept = OptOut.objects.get()
    assert (kept.source, kept.at) == (OptOutSource.TEXT, MONDAY)
    assert optouts.opt_in(NUMBER, at=MONDAY + timedelta(days=2))
    assert not optouts.opt_in(NUMBER, at=MONDAY + timedelta(days=3))


def test_what_is_kept_does_not_show_the_number() -> None:
    optouts.opt_out(NUMBER, source=OptOutSource.TEXT, at=MONDAY)
    assert "900000123" not in str(OptOut.objects.values().get())
