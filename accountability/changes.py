"""The rows of a history told as "column: before → after", in the words that people use for columns and values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases import grounds
from cases.codes import show_code
from cases.grounds import COMPLEXITY
from cases.models import Case
from cases.vocabulary import Modifier, Track
from organization.models import Posting

Row = Any  # a row of a history model: the columns of its model, with history_* and actor_*
Value = str | int | datetime


@dataclass(frozen=True)
class Change:
    """One column as it was and as it became; an empty text where it held nothing."""

    column: str
    before: Value
    after: Value

    @property
    def was(self) -> str:
        """The value before, as a person reads it."""
        return shown(self.before)

    @property
    def became(self) -> str:
        """The value after, as a person reads it."""
        return shown(self.after)


def shown(value: Value) -> str:
    """A value as a person reads it: moments in local time."""
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    return str(value)


class Names:
    """The names of everything that rows point at, fetched once for each table."""

    def __init__(self, rows: Iterable[Row]) -> None:
        wanted: defaultdict[type[models.Model], set[Any]] = defaultdict(set)
        for row in rows:
            for field in columns(row):
                if isinstance(field, models.ForeignKey) and (key := getattr(row, field.attname)) is not None:
                    wanted[field.related_model].add(key)
        self._names = {
            (model, found.pk): _name(found) for model, keys in wanted.items() for found in _fetch(model, keys)
        }

    def of(self, model: type[models.Model], key: Any) -> str:
        """The name of a row; where it cannot be found any more, its number."""
        return self._names.get((model, key), f"№ {key}")


# What the columns hold that keep several values of a closed set.
TOKENS = dict([*Track.choices, *Modifier.choices, *((code, each.label) for code, each in COMPLEXITY.items())])


def columns(row: Row) -> Iterator[models.Field[Any, Any]]:
    """The columns that a history keeps, as the model declares them, less the key."""
    kept = {field.name for field in type(row).tracked_fields}
    for field in row.instance_type._meta.concrete_fields:
        if field.name in kept and not field.primary_key:
            yield field


def differences(before: Row | None, after: Row, names: Names) -> tuple[Change, ...]:
    """What changed between two rows of a history; all that was filled in when there is none before."""
    changed = []
    for field in columns(after):
        old, new = getattr(before, field.attname, None), getattr(after, field.attname)
        if old != new and not (old in (None, "") and new in (None, "")):
            label = capfirst(str(field.verbose_name))
            changed.append(Change(label, _value(field, old, names), _value(field, new, names)))
    return tuple(changed)


def in_pairs(rows: Sequence[Row]) -> Iterator[tuple[Row | None, Row]]:
    """Each row of a history with the one before it of the same object, `rows` being in the order of writing."""
    last: dict[Any, Row] = {}
    for row in rows:
        yield last.get(row.id), row
        last[row.id] = row


def _value(field: models.Field[Any, Any], raw: Any, names: Names) -> Value:
    if raw is None or raw == "":
        return ""
    if isinstance(field, models.ForeignKey):
        return names.of(field.related_model, raw)
    if isinstance(raw, bool):
        return _("Yes") if raw else _("No")
    if isinstance(raw, datetime | int):
        return raw
    if isinstance(raw, list):
        return ", ".join(str(TOKENS.get(each, each)) for each in raw)
    if field.model is Case and field.name == "ground":
        return grounds.label(raw)
    if field.model is Case and field.name == "code":
        return show_code(raw)
    return str(dict(field.flatchoices).get(raw, raw))


def _fetch(model: type[models.Model], keys: set[Any]) -> Iterable[models.Model]:
    found: models.QuerySet[models.Model] = models.QuerySet(model).filter(pk__in=keys)
    return found.select_related("officer", "post__unit") if model is Posting else found


def _name(found: models.Model) -> str:
    return str(getattr(found, "localized_name", found))
