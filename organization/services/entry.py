"""The one way by which a service enters a row: checked by the rules of its model, then saved with its history."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError

from organization.actors import Actor
from organization.errors import OrganizationError
from organization.history import Tracked, attributed

Row = TypeVar("Row", bound=Tracked)


def enter(row: Row, *, by: Actor, because: str) -> Row:
    """Save `row`; raises `OrganizationError` with every reason why it cannot be so."""
    derived = {field.name for field in row._meta.fields if not field.editable}
    try:
        row.full_clean(exclude=derived)
    except ValidationError as error:
        raise OrganizationError(error.messages) from error
    with attributed(by, because):
        row.save()
    return row
