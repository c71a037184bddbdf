"""Tables that only grow: the database itself refuses to change or remove their rows.

Triggers do it, on SQLite and on PostgreSQL, so that raw SQL, a careless script and the object mapper are all
held alike. Every history is append-only; other models are added by `append_only`. The triggers are put in
place after each `migrate`, as SQLite loses them whenever Django remakes a table; `missing_triggers` names
those that are gone, weakened or switched off. Whoever owns the tables can drop a trigger: give the running
program a role that does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import truncate_name
from simple_history.models import registered_models
from simple_history.utils import get_history_model_for_model

_REMOVABLE: dict[type[models.Model], str | None] = {}


def append_only(model: type[models.Model], *, delete_if: str | None = None) -> None:
    """Let rows of `model` be inserted and read, never updated.

    They are never deleted either, unless `delete_if` holds: an SQL condition over OLD.<column>, the same on
    SQLite and PostgreSQL, by which retention removes a row whose removal is on record. A condition that is
    NULL does not hold.
    """
    _REMOVABLE[model] = delete_if


def install_triggers(using: str = "default", **_: Any) -> None:
    """Put every trigger in place on the tables that exist; safe to repeat. Receives post_migrate."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for trigger in _absent(connection):
            for statement in trigger.replacement:
                cursor.execute(statement)


def remove_triggers(using: str = "default") -> None:
    """Take the triggers off, so that a test database can be emptied; `migrate` and `flush` put them back."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for trigger in _wanted(connection):
            cursor.execute(trigger.removal)


def missing_triggers(using: str = "default") -> list[str]:
    """Return the names of what should hold the tables but is absent, altered or disabled."""
    connection = connections[using]
    missing = [trigger.name for trigger in _absent(connection)]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers")
            # Without it INSERT OR REPLACE deletes the old row without firing the trigger.
            if cursor.fetchone() != (1,):
                missing.append("recursive_triggers")
    return missing


@dataclass(frozen=True, slots=True)
class _Trigger:
    """`name` is what `_present` lists it under and `body` the text there; `replacement` makes it so."""

    name: str
    body: str
    replacement: tuple[str, ...]
    removal: str


def _guarded() -> Iterator[tuple[str, str | None]]:
    """Each append-only table with the condition under which its rows may go."""
    for tracked in registered_models.values():
        yield get_history_model_for_model(tracked)._meta.db_table, None
    for model, delete_if in _REMOVABLE.items():
        yield model._meta.db_table, delete_if


def _absent(connection: BaseDatabaseWrapper) -> list[_Trigger]:
    present = _present(connection)
    return [trigger for trigger in _wanted(connection) if present.get(trigger.name) != trigger.body]


def _wanted(connection: BaseDatabaseWrapper) -> list[_Trigger]:
    write = _postgresql if connection.vendor == "postgresql" else _sqlite
    tables = set(connection.introspection.table_names())
    return [
        trigger for table, delete_if in _guarded() if table in tables for trigger in write(table, delete_if)
    ]


def _present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    listing = _POSTGRESQL_LISTING if connection.vendor == "postgresql" else _SQLITE_LISTING
    with connection.cursor() as cursor:
        cursor.execute(listing)
        return dict(cursor.fetchall())


_SQLITE_LISTING = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


def _sqlite(table: str, delete_if: str | None) -> Iterator[_Trigger]:
    unless = {"UPDATE": "", "DELETE": f" WHEN NOT coalesce(({delete_if}), 0)" if delete_if else ""}
    for operation, condition in unless.items():
        name = f"{table}_append_only_{operation.lower()}"
        body = (
            f'CREATE TRIGGER "{name}" BEFORE {operation} ON "{table}"{condition}'
            f" BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
        )
        removal = f'DROP TRIGGER IF EXISTS "{name}"'
        yield _Trigger(name, body, (removal, body), removal)


_POSTGRESQL_LISTING = """
    SELECT c.relname || ' ' || t.tgname, p.prosrc
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND pg_table_is_visible(c.oid)
"""


def _postgresql(table: str, delete_if: str | None) -> Iterator[_Trigger]:
    function = truncate_name(f"append_only_{table}", 63)
    allowance = ""
    if delete_if:
        allowance = f"IF TG_OP = 'DELETE' THEN IF ({delete_if}) THEN RETURN OLD; END IF; END IF; "
    body = (
        f"BEGIN {allowance}RAISE EXCEPTION 'append-only: {table}'"
        " USING ERRCODE = 'integrity_constraint_violation'; END"
    )
    define = f'CREATE OR REPLACE FUNCTION "{function}"() RETURNS trigger LANGUAGE plpgsql AS $${body}$$'
    # Two triggers, because TRUNCATE has no rows and UPDATE of no rows is no change.
    for name, event in (
        ("append_only_row", f'UPDATE OR DELETE ON "{table}" FOR EACH ROW'),
        ("append_only_truncate", f'TRUNCATE ON "{table}" FOR EACH STATEMENT'),
    ):
        removal = f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"'
        create = f'CREATE TRIGGER "{name}" BEFORE {event} EXECUTE FUNCTION "{function}"()'
        yield _Trigger(f"{table} {name}", body, (define, removal, create), removal)
