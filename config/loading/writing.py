"""Writing a chunk: every table in one go, and the keys that its rows need beforehand.

This goes past `Tracked.save` and past `organization.bulk`: a whole life is written at once, with a history made for
each of its days. That is only right for cases that never happened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from config.loading.rows import Harvest, Row

KEYS_AT_ONCE = 2_000


def write(harvest: Harvest, connection: BaseDatabaseWrapper) -> None:
    """Insert all rows; must be called inside a transaction."""
    insert = _insert
    if connection.vendor == "postgresql":
        insert = _copy
        with connection.cursor() as cursor:
            # A power cut may cost the last chunks, which nobody misses.
            cursor.execute("SET LOCAL synchronous_commit TO off")
    for (table, columns), rows in harvest.tables.items():
        insert(connection, table, columns, rows)


def _copy(connection: BaseDatabaseWrapper, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    with connection.cursor() as cursor, cursor.copy(f"COPY {quote(table)} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _insert(connection: BaseDatabaseWrapper, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    quote = connection.ops.quote_name
    names, places = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({places})", rows)  # noqa: S608 - names of our tables


def new_keys(model: type[models.Model], connection: BaseDatabaseWrapper) -> Iterator[int]:
    """Keys that nobody else gets. On SQLite only as long as the transaction lasts in which the first was taken."""
    table, column = model._meta.db_table, str(model._meta.pk.column)
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = %s", [table])
            [last] = cursor.fetchone()
        yield from count((last or 0) + 1)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [table, column, KEYS_AT_ONCE],
            )
            keys = [key for (key,) in cursor.fetchall()]
        yield from keys
