"""What `manage.py check --database default` says about the guards of the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core import checks

from organization.appendonly import missing_triggers


@checks.register(checks.Tags.database)
def append_only_tables_are_guarded(*, databases: Sequence[str] | None, **_: Any) -> list[checks.CheckMessage]:
    """A warning and not an error, because `migrate` runs this check and is the cure."""
    return [
        checks.Warning(
            f"Append-only tables of {using!r} are not guarded: {', '.join(missing)}.",
            hint="Run migrate.",
            id="organization.W001",
        )
        for using in databases or []
        if (missing := missing_triggers(using))
    ]
