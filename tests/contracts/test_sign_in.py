"""Signing in: wrong passwords lock an account for the one who tried them, and for nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db

RIGHT = "a right password"


@pytest.fixture(autouse=True)
def accounts() -> None:
    for name in ("lan", "minh"):
        User.objects.create_user(name, password=RIGHT)


def sign_in(name: str, password: str, *, address: str = "203.0.113.7", language: str = "en") -> Answer:
    client = Client(REMOTE_ADDR=address, headers={"accept-language": language})
    return client.post("/accounts/login/", {"username": name, "password": password})


def try_wrong_passwords(times: int = settings.AXES_FAILURE_LIMIT) -> Answer:
    return [sign_in("lan", f"wrong {number}") for number in range(times)][-1]


def test_the_right_password_opens_the_desk() -> None:
    answer = sign_in("lan", RIGHT)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")


def test_a_few_wrong_passwords_lock_nobody_out() -> None:
    assert try_wrong_passwords(settings.AXES_FAILURE_LIMIT - 1).status_code == 200
    assert sign_in("lan", RIGHT).status_code == 302


def test_too_many_wrong_passwords_are_answered_with_a_page_that_says_to_wait() -> None:
    answer = try_wrong_passwords()
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()
    assert sign_in("lan", RIGHT).status_code == 429, "the right password does not open a locked door"


def test_a_colleague_behind_the_same_line_still_signs_in() -> None:
    try_wrong_passwords()
    assert sign_in("minh", RIGHT).status_code == 302


def test_an_officer_is_not_locked_out_of_the_own_desk_by_a_stranger() -> None:
    try_wrong_passwords()
    assert sign_in("lan", RIGHT, address="203.0.113.99").status_code == 302


def test_the_lock_opens_after_a_quarter_of_an_hour() -> None:
    try_wrong_passwords()
    for attempt in AccessAttempt.objects.all():
        attempt.attempt_time -= timedelta(minutes=16)
        attempt.save()
    assert sign_in("lan", RIGHT).status_code == 302


def test_no_password_is_kept_with_the_attempt() -> None:
    try_wrong_passwords(1)
    kept = AccessAttempt.objects.get()
    assert "wrong 0" not in kept.post_data + kept.get_data
