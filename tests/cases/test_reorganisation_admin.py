"""Reorganising on a page of the administration: for who may administer everything, tried before it is confirmed."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organization.models import Reorganisation, Unit
from tests.factories.cases import a_case, moment
from tests.factories.organization import Cast
from tests.factories.reorganisation import BASIS, DAY, HEADING
from tests.fakes.clock import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def address() -> str:
    return reverse("admin:organization_reorganisation_add")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The evening before the day of the new units, until the test lets time pass."""
    standing = Clock(moment("2025-06-30 20:00"))
    monkeypatch.setattr(timezone, "now", standing)
    return standing


def form(cast: Cast, **changes: object) -> dict[str, object]:
    table = f"{HEADING}\nrename,{cast.commune.code},,Xã Đổi Tên\n"
    return {
        "table": table,
        "on": "2025-07-01",
        "legal_basis": BASIS,
        "change_reason": "resolution 12",
        "step": "try",
        **changes,
    }


def renamed() -> bool:
    return Unit.objects.filter(valid_from=DAY).exists()


def test_it_is_tried_first_and_done_when_confirmed(site: Client, cast: Cast, address: str) -> None:
    a_case(cast.commune, at=moment("2025-06-20 09:00"))
    page = site.post(address, form(cast)).content.decode()
    for shown in ("Xã Đổi Tên", "This was a trial", "Open cases", "Received", "Carry it out"):
        assert shown in page
    assert not renamed()
    done = site.post(address, form(cast, step="confirm"), follow=True).content.decode()
    assert "Units that end: 1, that begin: 1." in done
    assert renamed()
    row = Reorganisation.objects.get()
    shown = site.get(reverse("admin:organization_reorganisation_change", args=[row.pk])).content.decode()
    assert "Xã Đổi Tên" in shown
    again = site.post(address, form(cast)).content.decode()
    assert "nothing was changed" in again
    assert "Carry it out" not in again


def test_cases_that_wait_for_the_day_are_told_of_and_nothing_is_carried_out_twice_before_it(
    clock: Clock, site: Client, cast: Cast, address: str
) -> None:
    a_case(cast.commune, at=moment("2025-06-20 09:00"))
    waiting = "Open cases that follow when this is carried out again on the day: 1."
    first = site.post(address, form(cast)).content.decode()
    assert waiting in first
    assert "Carry it out" in first
    site.post(address, form(cast, step="confirm"))
    second = site.post(address, form(cast)).content.decode()
    assert waiting in second
    assert "Carry it out" not in second
    clock.pass_by(hours=5)
    assert "Carry it out" in site.post(address, form(cast)).content.decode()


def test_a_file_is_taken_as_a_pasted_table_is(site: Client, cast: Cast, address: str) -> None:
    file = SimpleUploadedFile("plan.csv", f"\ufeff{form(cast)['table']}".encode())
    page = site.post(address, form(cast, table="", file=file)).content.decode()
    assert "Xã Đổi Tên" in page
    assert "\ufeffaction" not in page


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"on": "tomorrow"}, "is not a day"),
        ({"table": ""}, "names no unit"),
        ({"table": "action,old\nmerge,X"}, "Row 2: Say which unit takes over from X."),
        ({"table": "action,old\nabolish,X"}, "Row 2: No unit bears the code X"),
        ({"change_reason": " "}, "This field is required."),
        ({"legal_basis": ""}, "This field is required."),
        ({"table": "", "file": SimpleUploadedFile("plan.csv", b"\xff\xfe\x00")}, "not text in UTF-8"),
        ({"table": "", "file": SimpleUploadedFile("plan.csv", b"x" * 2_200_000)}, "too large"),
    ],
)
@pytest.mark.parametrize("step", ["try", "confirm"])
def test_what_cannot_be_is_told_on_the_page(
    site: Client, cast: Cast, address: str, step: str, changes: dict[str, object], why: str
) -> None:
    for given in changes.values():
        if isinstance(given, SimpleUploadedFile):
            given.seek(0)
    page = site.post(address, form(cast, step=step, **changes))
    assert page.status_code == 200
    assert why in page.content.decode()
    assert not renamed()


def test_nobody_else_reorganises(cast: Cast, client: Client, address: str) -> None:
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(content_type__app_label="organization"))
    client.force_login(clerk)
    assert client.get(address).status_code == 403
    assert client.post(address, form(cast, step="confirm")).status_code == 403
    client.logout()
    assert client.post(address, form(cast, step="confirm")).status_code == 302
    assert not renamed()


def test_what_was_carried_out_is_not_changed_or_deleted(site: Client, cast: Cast, address: str) -> None:
    site.post(address, form(cast, step="confirm"))
    row = Reorganisation.objects.get()
    change = reverse("admin:organization_reorganisation_change", args=[row.pk])
    assert site.post(change, {"legal_basis": "other"}).status_code == 403
    assert (
        site.post(
            reverse("admin:organization_reorganisation_delete", args=[row.pk]), {"post": "yes"}
        ).status_code
        == 403
    )


def test_the_page_opens_in_both_languages(site: Client, address: str) -> None:
    for language in ("vi", "en"):
        site.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        assert site.get(address).status_code == 200
