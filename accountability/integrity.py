"""Whether the record of one case holds together: the history and the rows as they stand must tell the same story.

A cheap look at what somebody would leave behind who changed the database by hand. It proves nothing against one who
rewrote everything alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accountability.changes import Names, Row, differences

NUMBERS_NAMED = 10


def as_row(item: models.Model, history: type[models.Model]) -> Row:
    """A row of a model in the shape of its history, so that the two can be compared."""
    tracked = history.tracked_fields  # type: ignore[attr-defined]  # set by the untyped library
    return history(**{field.attname: getattr(item, field.attname) for field in tracked})


def gaps(rows: Sequence[Row]) -> list[str]:
    """Each change of a case counts its version up by one, from 1: a missing number is a missing change."""
    missing = list(islice(_missing({row.version for row in rows}), NUMBERS_NAMED))
    if not missing:
        return []
    numbers = ", ".join(str(number) for number in missing)
    return [
        _("The history has a gap: these changes are missing, by number: %(numbers)s.") % {"numbers": numbers}
    ]


def altered(rows: Sequence[Row], current: Iterable[models.Model], names: Names) -> list[str]:
    """Where the rows as they stand are not what their last history rows say, one sentence each.

    `rows` is a history in the order of writing, `current` are the rows of its model.
    """
    last = {row.id: row for row in rows}
    found: list[str] = []
    for item in current:
        if record := last.pop(item.pk, None):
            found += _disagreements(item, record, names)
        else:
            found.append(_("%(row)s: there is no history of it.") % {"row": _title(item)})
    gone = (record for record in last.values() if record.history_type != "-")
    found += [_("%(row)s: it is on record but no longer there.") % {"row": _title(record)} for record in gone]
    return found


def _disagreements(item: models.Model, record: Row, names: Names) -> Iterator[str]:
    """Each column whose value is not the recorded one."""
    for change in differences(as_row(item, type(record)), record, names):
        yield _("%(row)s, “%(column)s”: the row says “%(now)s”, the record says “%(recorded)s”.") % {
            "row": _title(item),
            "column": change.column,
            "now": change.was,
            "recorded": change.became,
        }


def _missing(known: set[int]) -> Iterator[int]:
    expected = 1
    for number in sorted(known):
        yield from range(expected, number)
        expected = number + 1


def _title(item: Row) -> str:
    model = getattr(item, "instance_type", type(item))
    return capfirst(str(model._meta.verbose_name))
