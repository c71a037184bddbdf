"""What has been recorded can be neither changed nor removed, whoever asks the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps

from organization import appendonly
from organization.checks import append_only_tables_are_guarded
from organization.models import Unit
from tests.factories.organization import a_unit

TABLE = "organization_historicalunit"
ATTACKS = {
    "update": "UPDATE organization_historicalunit SET actor_name = 'somebody else'",
    "delete": "DELETE FROM organization_historicalunit",
}
BY_VENDOR = {
    "sqlite": {
        "insert or replace": "INSERT OR REPLACE INTO organization_historicalunit"
        " SELECT * FROM organization_historicalunit"
    },
    "postgresql": {
        "truncate": "TRUNCATE organization_historicalunit",
        "upsert": "INSERT INTO organization_historicalunit SELECT * FROM organization_historicalunit"
        " ON CONFLICT (history_id) DO UPDATE SET actor_name = 'somebody else'",
    },
}


@pytest.mark.django_db
@pytest.mark.parametrize("attack", ["update", "delete", "insert or replace", "truncate", "upsert"])
def test_raw_sql_cannot_rewrite_a_history(attack: str) -> None:
    sql = {**ATTACKS, **BY_VENDOR[connection.vendor]}.get(attack)
    if sql is None:
        pytest.skip(f"{connection.vendor} has no such statement")
    unit = a_unit()
    with pytest.raises(IntegrityError, match=f"append-only: {TABLE}"), transaction.atomic():
        _run(sql)
    assert unit.history.get().actor_name == "test"


@pytest.mark.django_db
def test_the_object_mapper_cannot_rewrite_a_history() -> None:
    row = a_unit().history.get()
    for attempt in (
        lambda: type(row).objects.update(actor_name="somebody else"),
        lambda: type(row).objects.all().delete(),
        row.delete,
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            attempt()


@pytest.mark.django_db
def test_every_history_of_the_house_is_guarded() -> None:
    assert appendonly.missing_triggers() == []
    guarded = {table for table, _ in appendonly._guarded()}
    for model in Unit._meta.apps.get_models():
        if model.__name__.startswith("Historical"):
            assert model._meta.db_table in guarded


@pytest.fixture
def papers(db: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An append-only table whose rows may go once their removal is on record in another table."""
    monkeypatch.setattr(appendonly, "_REMOVABLE", dict(appendonly._REMOVABLE))
    with isolate_apps("organization"):

        class Paper(models.Model):  # noqa: DJ008 - nobody reads it
            text = models.TextField()

            class Meta:
                app_label = "organization"
                db_table = "organization_test_paper"

    _run("CREATE TABLE organization_test_paper (id integer PRIMARY KEY, text text NOT NULL)")
    _run("CREATE TABLE organization_test_removal (paper_id integer NOT NULL)")
    on_record = "SELECT 1 FROM organization_test_removal r WHERE r.paper_id = OLD.id"
    appendonly.append_only(Paper, delete_if=f"EXISTS ({on_record})")
    appendonly.install_triggers()
    return Paper._default_manager


def test_a_row_goes_only_when_its_removal_is_on_record(papers: Any) -> None:
    papers.create(id=1, text="kept")
    papers.create(id=2, text="expired")
    _run("INSERT INTO organization_test_removal VALUES (2)")
    papers.filter(id=2).delete()
    for attempt in (papers.filter(id=1).delete, lambda: papers.update(text="changed")):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            attempt()
    assert [paper.text for paper in papers.all()] == ["kept"]


def test_a_condition_that_is_unknown_does_not_hold(papers: Any) -> None:
    appendonly.append_only(papers.model, delete_if="NULL")
    appendonly.install_triggers()
    papers.create(id=1, text="kept")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        papers.all().delete()


def test_a_weakened_trigger_is_reported_and_mended(papers: Any) -> None:
    rule = appendonly._REMOVABLE[papers.model]
    appendonly.append_only(papers.model, delete_if="1 = 1")
    appendonly.install_triggers()
    appendonly.append_only(papers.model, delete_if=rule)
    assert all("organization_test_paper" in name for name in appendonly.missing_triggers())
    assert appendonly.missing_triggers()
    appendonly.install_triggers()
    assert appendonly.missing_triggers() == []


@pytest.mark.django_db
def test_a_dropped_trigger_is_reported_until_it_is_back() -> None:
    appendonly.remove_triggers()
    assert any(TABLE in name for name in appendonly.missing_triggers())
    [warning] = append_only_tables_are_guarded(databases=["default"])
    assert warning.id == "organization.W001"
    appendonly.install_triggers()
    assert append_only_tables_are_guarded(databases=["default"]) == []


@pytest.mark.django_db
def test_a_disabled_trigger_is_reported() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL can disable a trigger")
    _run(f"ALTER TABLE {TABLE} DISABLE TRIGGER append_only_row")
    assert appendonly.missing_triggers() == [f"{TABLE} append_only_row"]


@pytest.mark.django_db(transaction=True)
def test_remaking_a_table_loses_no_guard_once_migrate_has_run() -> None:
    model = Unit.history.model
    old = model._meta.get_field("name")
    new = models.CharField(max_length=201)
    new.set_attributes_from_name("name")
    for before, after in ((old, new), (new, old)):
        with connection.schema_editor() as editor:
            editor.alter_field(model, before, after)
    assert bool(appendonly.missing_triggers()) == (connection.vendor == "sqlite")
    call_command("migrate", verbosity=0)
    assert appendonly.missing_triggers() == []


@pytest.mark.django_db
def test_a_connection_that_lets_replace_slip_through_is_reported() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a matter of SQLite")
    _run("PRAGMA recursive_triggers = OFF")
    try:
        assert appendonly.missing_triggers() == ["recursive_triggers"]
    finally:
        _run("PRAGMA recursive_triggers = ON")


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
