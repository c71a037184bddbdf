"""The end of a case whose citizens took it back."""

from __future__ import annotations

from datetime import datetime

from cases import clocks, lifecycle, notices
from cases.models import Case
from cases.vocabulary import Outcome
from organization.actors import Actor


def end_as_withdrawn(fresh: Case, *, by: Actor, because: str, at: datetime) -> None:
    """Close an opened case as withdrawn, and tell the citizen."""
    columns = clocks.end_all(fresh, by=by, because=because, at=at)
    lifecycle.make(fresh, "withdraw", by=by, because=because, at=at, outcome=Outcome.WITHDRAWN, **columns)
    notices.tell_citizen(fresh, "withdrawn_ok", at=at)
