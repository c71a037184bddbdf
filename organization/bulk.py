"""Many tracked rows at once: the one allowed way past saving them one by one, with the same history.

Each chunk is one statement for the rows and one for their history, written by the database from the rows as they are
then. Everything else is as in `Tracked.save`: inside `attributed`, in one transaction, with the history or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from django.db import DatabaseError, connections, models, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from organization.history import Attribution, Tracked, current_attribution

CHUNK = 500
# The fewest places for values that a database of ours allows in one statement: SQLite's limit.
PLACES = 32_000

Field = models.Field[Any, Any]
One = TypeVar("One")


def save_all(rows: Sequence[Tracked], *, fields: Sequence[str]) -> None:
    """Save the named fields of rows that are there, as `save(update_fields=fields)` would each of them.

    The history row is what the database then holds: an object must be as it was read, but for the named fields.
    Raises `UnattributedChange` outside `attributed`, `ValueError` for what is no set of distinct saved rows of one
    model with those fields, and `DatabaseError` where a row is gone; then nothing is written.
    """
    attribution = current_attribution()
    if not rows:
        return
    model = _model_of(rows)
    columns = _named(model, fields)
    if any(row._state.adding or row.pk is None for row in rows):
        raise ValueError("only rows that are there can be saved: new ones go through insert_all")
    if len({row.pk for row in rows}) < len(rows):
        raise ValueError("the same row twice: only one of the two would be kept")
    connection = connections[router.db_for_write(model)]
    with transaction.atomic(using=connection.alias, savepoint=False):
        for chunk in _chunks(rows, min(CHUNK, PLACES // (len(columns) + 1))):
            _update(connection, model, columns, chunk)
            _record(connection, model, [row.pk for row in chunk], "~", attribution)


def insert_all(rows: Sequence[Tracked]) -> None:
    """Insert new rows with their first history row, as `save()` would each of them, and set their keys.

    Raises `UnattributedChange` outside `attributed`, `ValueError` for rows of several models or already saved.
    """
    attribution = current_attribution()
    if not rows:
        return
    model = _model_of(rows)
    if not all(row._state.adding for row in rows):
        raise ValueError("only new rows can be inserted: those that are there go through save_all")
    connection = connections[router.db_for_write(model)]
    with transaction.atomic(using=connection.alias, savepoint=False):
        # A plain query set: the model's own manager refuses what leaves no history, which follows at once.
        new: models.QuerySet[Tracked] = models.QuerySet(model, using=connection.alias)
        for chunk in _chunks(rows, CHUNK):
            new.bulk_create(chunk)
            _record(connection, model, [row.pk for row in chunk], "+", attribution)


def _model_of(rows: Sequence[Tracked]) -> type[Tracked]:
    found = {type(row) for row in rows}
    if len(found) > 1:
        raise ValueError("rows of several models cannot be written together")
    model = found.pop()
    if model.save is not Tracked.save:
        raise ValueError(f"{model.__name__} does more than save itself: save its rows one by one")
    return model


def _named(model: type[Tracked], names: Sequence[str]) -> list[Field]:
    """The fields of those names, by which a foreign key may also be called by its column."""
    known = {name: field for field in model._meta.concrete_fields for name in (field.name, field.attname)}
    unknown = [name for name in names if name not in known or known[name].primary_key]
    if unknown or not names:
        raise ValueError(f"{model.__name__} cannot save these fields: {unknown or names}")
    return list(dict.fromkeys(known[name] for name in names))


def _chunks(rows: Sequence[One], size: int) -> Iterator[Sequence[One]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _update(
    connection: BaseDatabaseWrapper, model: type[Tracked], columns: list[Field], rows: Sequence[Tracked]
) -> None:
    key = model._meta.pk
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    assigned = ", ".join(
        f"{quote(str(field.column))} = given.column{number}" for number, field in enumerate(columns, start=2)
    )
    given, values = _given(connection, [key, *columns], rows)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {assigned} FROM {given}"  # noqa: S608 - names of our tables
            f" WHERE {table}.{quote(str(key.column))} = given.column1",
            values,
        )
        if cursor.rowcount != len(rows):
            raise DatabaseError(
                f"gone from {model.__name__}: {len(rows) - cursor.rowcount} of {len(rows)} rows"
            )


def _given(
    connection: BaseDatabaseWrapper, fields: list[Field], rows: Sequence[Tracked]
) -> tuple[str, list[Any]]:
    """The values of the rows as a table `given` with the columns column1, column2, ... and what fills its places.

    PostgreSQL takes a list for each column, which it reads faster than a place for each value.
    """
    by_row = [
        [field.get_db_prep_save(field.pre_save(row, add=False), connection) for field in fields]
        for row in rows
    ]
    if connection.vendor == "postgresql":
        lists = ", ".join(f"%s::{_type(connection, field)}[]" for field in fields)
        names = ", ".join(f"column{number}" for number in range(1, len(fields) + 1))
        return f"unnest({lists}) AS given ({names})", [list(column) for column in zip(*by_row, strict=True)]
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(rows))
    return f"(VALUES {places}) AS given", [value for row in by_row for value in row]


def _type(connection: BaseDatabaseWrapper, field: Field) -> str:
    """The type of a column, also of a key that the database counts."""
    return str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection))


def _record(
    connection: BaseDatabaseWrapper,
    model: type[Tracked],
    keys: Sequence[Any],
    history_type: str,
    attribution: Attribution,
) -> None:
    """Write a history row for each of the rows as the database has them."""
    history: type[models.Model] = getattr(model, model._meta.simple_history_manager_attribute).model  # type: ignore[attr-defined]  # set by the untyped library
    signature = attribution.signature() | {
        "history_date": attribution.at or timezone.now(),
        "history_type": history_type,
    }
    by_attname = {field.attname: field for field in history._meta.concrete_fields}
    signing = [by_attname[name] for name in signature]
    signed = [
        field.get_db_prep_save(value, connection)
        for field, value in zip(signing, signature.values(), strict=True)
    ]
    quote = connection.ops.quote_name
    kept = [quote(str(field.column)) for field in history.tracked_fields]  # type: ignore[attr-defined]  # set by the untyped library
    into = ", ".join([*kept, *(quote(str(field.column)) for field in signing)])
    places, found = ["%s"] * len(signing), f"IN ({', '.join(['%s'] * len(keys))})"
    chosen = [model._meta.pk.get_db_prep_value(pk, connection) for pk in keys]
    if connection.vendor == "postgresql":
        # Without its type a value that is only selected would be taken for text.
        places = [f"%s::{_type(connection, field)}" for field in signing]
        found, chosen = "= ANY(%s)", [chosen]
    key = quote(str(model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(history._meta.db_table)} ({into})"  # noqa: S608 - names of our tables
            f" SELECT {', '.join([*kept, *places])} FROM {quote(model._meta.db_table)}"
            f" WHERE {key} {found} ORDER BY {key}",
            [*signed, *chosen],
        )
