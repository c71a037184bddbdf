"""Rows that many tests begin with: built once through the services, then put back as they were.

A cast of people takes hundreds of guarded, recorded writes; a test about something else need not wait for them.
The rows and their histories are the same to the last column, and each test has its own copy of the objects.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from django.apps import apps
from django.db import connection, transaction

Built = TypeVar("Built")
Rows = list[tuple[Any, ...]]


@dataclass
class Once(Generic[Built]):
    """Calls `build` for the first test and gives every later one the same rows, where it begins without any."""

    build: Callable[[], Built]
    kept: bytes = b""
    rows: dict[str, Rows] = field(default_factory=dict)

    def __call__(self) -> Built:
        if any(rows for rows in rows_by_table(list(self.rows)).values()):
            return self.build()
        if not self.kept:
            before = rows_by_table(tables())
            built = self.build()
            if not any(before.values()):
                self.rows = {table: rows for table, rows in rows_by_table(tables()).items() if rows}
                self.kept = pickle.dumps(built)
            return built
        put_back(self.rows)
        return cast(Built, pickle.loads(self.kept))  # noqa: S301 - written above


def tables() -> list[str]:
    """The tables that our code and its accounts write to; Django fills the others by itself."""
    by_django = {"contenttypes", "sessions", "admin", "axes"}
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in by_django
    ]
    return [model._meta.db_table for model in models if model._meta.db_table != "auth_permission"]


def rows_by_table(names: list[str]) -> dict[str, Rows]:
    """Every row of the tables, in the database's own values."""
    found = {}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - names of our tables
            found[name] = cursor.fetchall()
    return found


def put_back(kept: dict[str, Rows]) -> None:
    """Insert the rows, keys and all; foreign keys are looked at when the transaction ends."""
    with transaction.atomic(), connection.cursor() as cursor:
        for name, rows in kept.items():
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f'INSERT INTO "{name}" VALUES ({places})', rows)  # noqa: S608
