"""Rows as the database takes them: prepared column by column when they change, with a history row for each change."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from organization.actors import Actor
from organization.history import Attribution, Tracked
from organization.vault import SealedTextField

Row = Sequence[Any]
Field = models.Field[Any, Any]
Prepare = Callable[[Any], Any]

PLAIN = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey, models.BooleanField)
EMPTY: dict[type[Any], str] = {dict: "{}", list: "[]"}
AS_THEY_ARE = frozenset({str, int, bool, type(None)})


class Shape:
    """The columns of a table and how a value of each is handed to the database. What is not given has its default.

    A key that the database counts is left to it, unless `keyed`.
    """

    def __init__(
        self, model: type[models.Model], connection: BaseDatabaseWrapper, *, keyed: bool = False
    ) -> None:
        fields: list[Field] = [
            field for field in model._meta.concrete_fields if keyed or not isinstance(field, models.AutoField)
        ]
        self.table = model._meta.db_table
        self.columns = [str(field.column) for field in fields]
        self._places = {field.attname: place for place, field in enumerate(fields)}
        self._prepare = [preparing(field, connection) for field in fields]
        self._blank = [
            prepare(field.get_default()) for field, prepare in zip(fields, self._prepare, strict=True)
        ]

    def row(self, **values: Any) -> list[Any]:
        """A row with these values, by the names of the attributes that hold them."""
        row = self._blank.copy()
        self.change(row, values)
        return row

    def change(self, row: list[Any], values: Mapping[str, Any]) -> None:
        """Put values into a row."""
        for name, value in values.items():
            place = self._places[name]
            row[place] = self._prepare[place](value)

    def columns_of(self, names: Sequence[str]) -> list[str]:
        """The columns of these attributes."""
        return [self.columns[self._places[name]] for name in names]

    def picking(self, names: Sequence[str]) -> Callable[[Row], tuple[Any, ...]]:
        """A function that picks the values of these attributes out of a row."""
        return itemgetter(*(self._places[name] for name in names))


class TrackedShape(Shape):
    """A table with a history."""

    def __init__(self, model: type[Tracked], connection: BaseDatabaseWrapper) -> None:
        super().__init__(model, connection, keyed=True)
        history: Any = getattr(model, model._meta.simple_history_manager_attribute).model  # type: ignore[attr-defined]  # set by the untyped library
        self._history = Shape(history, connection)
        self._signatures: dict[tuple[Actor, str], tuple[Any, ...]] = {}
        signed = [*Attribution(Actor.system("-"), "-", None).signature()]
        kept = [field.attname for field in history.tracked_fields]
        self.history_table = self._history.table
        self.history_columns = self._history.columns_of([*kept, "history_date", "history_type", *signed])
        self._keep = self.picking(kept)
        self._sign = self._history.picking(signed)
        self._moment = preparing(history._meta.get_field("history_date"), connection)

    def history_row(self, row: Row, kind: str, *, by: Actor, because: str, at: datetime) -> tuple[Any, ...]:
        """What the history says of a row as it is now; `kind` is + or ~."""
        if (by, because) not in self._signatures:
            signature = Attribution(by, because, None).signature()
            self._signatures[by, because] = self._sign(self._history.row(**signature))
        return (*self._keep(row), self._moment(at), kind, *self._signatures[by, because])


class Sheet:
    """One tracked row on its way through a life: as it is now, and a history row for every change."""

    __slots__ = ("history", "row", "shape")

    def __init__(self, shape: TrackedShape) -> None:
        self.shape = shape
        self.row = shape.row()
        self.history: list[Row] = []

    def record(self, values: Mapping[str, Any], *, by: Actor, because: str, at: datetime) -> None:
        """Change values, on record."""
        self.shape.change(self.row, values)
        kind = "~" if self.history else "+"
        self.history.append(self.shape.history_row(self.row, kind, by=by, because=because, at=at))


class Harvest:
    """The rows of many lives, by table and columns, in the order in which they are to be written."""

    def __init__(self) -> None:
        self.tables: defaultdict[tuple[str, tuple[str, ...]], list[Row]] = defaultdict(list)

    def add(self, shape: Shape, row: Row) -> None:
        self.tables[shape.table, tuple(shape.columns)].append(row)

    def add_sheet(self, sheet: Sheet) -> None:
        """A tracked row with its whole history."""
        shape = sheet.shape
        self.tables[shape.table, tuple(shape.columns)].append(sheet.row)
        self.tables[shape.history_table, tuple(shape.history_columns)].extend(sheet.history)


def preparing(field: Field, connection: BaseDatabaseWrapper) -> Prepare:
    """How a value of the field is handed to the database."""
    if isinstance(field, SealedTextField):
        return lambda value: field.get_db_prep_save(value, connection)
    if isinstance(field, models.JSONField):
        return lambda value: json.dumps(value, cls=field.encoder) if value else EMPTY[type(value)]
    if isinstance(field, models.DateTimeField):
        return _moments(connection)
    if isinstance(field, PLAIN):
        # A state or a kind is a text with a name: the text alone is handed over.
        return lambda value: value if type(value) in AS_THEY_ARE else str(value)
    return lambda value: field.get_db_prep_save(value, connection)


@lru_cache(1)
def _moments(connection: BaseDatabaseWrapper) -> Prepare:
    """How a moment is handed over. It stands in many rows and is written down once."""

    @lru_cache(4096)
    def written(moment: datetime | None) -> Any:
        prepared: Any = connection.ops.adapt_datetimefield_value(moment)
        return prepared.isoformat(" ") if isinstance(prepared, datetime) else prepared

    return written
