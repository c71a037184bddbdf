"""Rows that fit each other only once all of them are written: saved as they come, checked by their rules at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError

from organization.errors import OrganizationError
from organization.history import Tracked

Row = TypeVar("Row", bound=Tracked)


@dataclass
class Together:
    """Belongs inside `attributed` and one transaction, which is rolled back when `check` raises."""

    _written: dict[tuple[type[Tracked], int], Tracked] = field(default_factory=dict)

    def save(self, row: Row, *fields: str) -> Row:
        """Save the row, or only the named fields of one that is there; its rules are asked later."""
        row.save(update_fields=fields or None)
        self._written[type(row), row.pk] = row
        return row

    def end(self, row: Tracked, field: str, last: date) -> None:
        """Let a row end after the day `last`."""
        setattr(row, field, last)
        self.save(row, field)

    @property
    def count(self) -> int:
        """How many rows were written."""
        return len(self._written)

    def check(self) -> None:
        """Raise `OrganizationError` with every reason why a row, as it now stands, cannot be so."""
        reasons: list[str] = []
        for model, pk in self._written:
            row = model.objects.get(pk=pk)
            derived = {field.name for field in row._meta.fields if not field.editable}
            try:
                row.full_clean(exclude=derived, validate_unique=False)
            except ValidationError as error:
                reasons += [f"{row}: {message}" for message in error.messages]
        if reasons:
            raise OrganizationError(reasons)
