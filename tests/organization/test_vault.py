"""Personal data is sealed in the database, still found by its fingerprint, and survives a rotation of keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import isolate_apps
from pytest_django import Settings

from organization.history import ChangeRecords, Tracked
from organization.vault import SealBroken, SealedTextField, fingerprint, seal, unseal

PHONE = "+84912345678"


def test_what_is_sealed_can_be_opened_and_never_looks_the_same_twice() -> None:
    assert unseal(seal("Trần Thị Kín")) == "Trần Thị Kín"
    assert "Kín" not in seal("Trần Thị Kín")
    assert seal(PHONE) != seal(PHONE)


def test_a_new_key_in_front_opens_old_seals_and_finds_old_fingerprints(settings: Settings) -> None:
    old_seal, old_print, old_keys = seal(PHONE), fingerprint(PHONE), settings.IDENTITY_KEYS
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode(), *old_keys]
    assert unseal(old_seal) == PHONE
    assert fingerprint(PHONE) == old_print
    new_seal = seal(PHONE)
    settings.IDENTITY_KEYS = old_keys
    with pytest.raises(SealBroken):
        unseal(new_seal)


def test_a_fingerprint_needs_the_key(settings: Settings) -> None:
    known = fingerprint(PHONE)
    assert len(known) == 64
    assert fingerprint("+84912345679") != known
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode()]
    assert fingerprint(PHONE) != known


@pytest.fixture
def secrets(db: None) -> Iterator[Any]:
    """A model with a sealed column, its table made for the test."""
    with isolate_apps("organization"):

        class Secret(models.Model):  # noqa: DJ008 - nobody reads it
            text = SealedTextField(blank=True)

            class Meta:
                app_label = "organization"
                db_table = "organization_test_secret"

        key = "bigserial" if connection.vendor == "postgresql" else "integer"
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TABLE organization_test_secret (id {key} PRIMARY KEY, text text NOT NULL)"
            )
        yield Secret._default_manager


def test_a_sealed_column_is_unreadable_in_the_database(secrets: Any) -> None:
    kept = secrets.create(text="số nhà 7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM organization_test_secret")
        stored = cursor.fetchone()[0]
    assert "nhà" not in stored
    assert secrets.get(pk=kept.pk).text == "số nhà 7"
    secrets.filter(pk=kept.pk).update(text="số nhà 8")
    assert secrets.get(pk=kept.pk).text == "số nhà 8"


def test_an_empty_sealed_text_stays_empty(secrets: Any) -> None:
    assert secrets.get(pk=secrets.create(text="").pk).text == ""


@pytest.mark.parametrize("lookup", ["text", "text__icontains", "text__in"])
def test_a_sealed_column_cannot_be_searched(secrets: Any, lookup: str) -> None:
    with pytest.raises(FieldError, match="fingerprint"):
        secrets.filter(**{lookup: "số nhà 7"}).exists()


def test_a_history_leaves_sealed_columns_out() -> None:
    with isolate_apps("organization"):

        class Witness(Tracked):
            name = SealedTextField()
            note = models.TextField()
            history = ChangeRecords()

            class Meta:
                app_label = "organization"

        columns = {field.name for field in Witness.history.model._meta.get_fields()}
    assert "note" in columns
    assert "name" not in columns
