"""Letting one case follow another: it ends as joined, and its citizen hears of the other from then on.

A case that was joined leads on to one that was not: those that follow it go along, so no chain is longer than one.
"""

from __future__ import annotations

from datetime import datetime

from cases import clocks, joining, lifecycle
from cases.models import Case
from cases.vocabulary import Outcome
from organization.actors import Actor
from organization.history import attributed
from organization.turns import Line, wait_for_turn


def follow(fresh: Case, *, into: Case, by: Actor, because: str, at: datetime) -> None:
    """End an opened case as joined to `into`, a locked, open case that is joined to none."""
    followers = list(fresh.merged.select_for_update().order_by("pk"))
    columns = clocks.end_all(fresh, by=by, because=because, at=at)
    lifecycle.make(
        fresh,
        "merge",
        by=by,
        because=because,
        at=at,
        detail={"into": into.code},
        outcome=Outcome.MERGED,
        merged_into=into,
        **columns,
    )
    for follower in followers:
        follower.merged_into = into
        follower.version += 1
        with attributed(by, because, at=at):
            follower.save(update_fields=["merged_into", "version"])
    for each in (fresh, *followers):
        lifecycle.record(into, lifecycle.FOLLOW, by=by, because=because, at=at, detail={"code": each.code})


def one_at_a_time(key: str) -> None:
    """Let others who file under this key wait until the transaction ends; an empty key is nobody's."""
    if key:
        wait_for_turn(Line.PERSON, key)


def lock_open_head(case: Case) -> Case | None:
    """The case that this one leads to, locked as it is now; None where it is open no more or was joined just now."""
    head = Case.objects.select_for_update().get(pk=joining.head_of(case).pk)
    return head if head.is_open and head.merged_into_id is None else None
