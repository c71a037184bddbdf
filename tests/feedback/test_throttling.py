"""Attempts are counted without saying whose, end by themselves, and are forgotten."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from feedback import throttling
from feedback.models import Attempt
from feedback.throttling import Limit, TooMany, give_back, network, spend
from tests.factories.cases import MONDAY

THREE = Limit("three an hour", 3)


@pytest.mark.django_db
def test_the_fourth_attempt_waits_until_the_first_is_an_hour_old() -> None:
    for minute in range(3):
        spend(THREE, "somebody", at=MONDAY + timedelta(minutes=minute))
    with pytest.raises(TooMany) as refused:
        spend(THREE, "somebody", at=MONDAY + timedelta(minutes=10))
    assert refused.value.until == MONDAY + timedelta(hours=1)
    spend(THREE, "somebody", at=refused.value.until)


@pytest.mark.django_db
def test_parties_and_limits_are_counted_apart_and_what_is_given_back_does_not_count() -> None:
    for _ in range(3):
        spend(THREE, "somebody", at=MONDAY)
    spend(THREE, "somebody else", at=MONDAY)
    spend(Limit("another", 3), "somebody", at=MONDAY)
    give_back(*[spend(THREE, "a third", at=MONDAY) for _ in range(3)])
    spend(THREE, "a third", at=MONDAY)


@pytest.mark.django_db
def test_waiting_is_not_prolonged_by_trying() -> None:
    for _ in range(3):
        spend(THREE, "somebody", at=MONDAY)
    for minute in range(1, 60, 10):
        with pytest.raises(TooMany):
            spend(THREE, "somebody", at=MONDAY + timedelta(minutes=minute))
    spend(THREE, "somebody", at=MONDAY + timedelta(hours=1))


@pytest.mark.django_db
def test_no_address_can_be_read_from_a_counter() -> None:
    assert "203.0.113.7" not in spend(THREE, "203.0.113.7", at=MONDAY).key


def test_one_customer_of_ipv6_is_one_party_whatever_the_last_digits() -> None:
    assert network("2001:db8:1:2:aaaa::1") == network("2001:db8:1:2:bbbb::9") == "2001:db8:1:2::/64"
    assert network("203.0.113.7") == "203.0.113.7"
    assert network("") == network("not an address") == "unknown"


@pytest.mark.django_db
def test_old_attempts_are_forgotten() -> None:
    spend(THREE, "somebody", at=MONDAY - timedelta(days=2))
    spend(THREE, "somebody", at=MONDAY)
    assert throttling.forget(MONDAY) == 1
    assert Attempt.objects.get().at == MONDAY


@pytest.mark.django_db(transaction=True)
def test_many_at_once_cannot_slip_through_together() -> None:
    together = Barrier(8)

    def attempt(_: int) -> str:
        together.wait()
        try:
            spend(THREE, "somebody", at=MONDAY)
        except TooMany:
            return "refused"
        finally:
            connection.close()
        return "let in"

    with ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(attempt, range(8)))["let in"] <= THREE.most
