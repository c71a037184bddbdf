"""The complete record of one case: the ledger and, with each step, every column that changed by it, before and after.

The history rows are those of the case, its terms and their pauses. A change that belongs to no step of the ledger, and
a step without its change, are shown for what they are and named among the disagreements.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accountability.changes import Change, Names, Row, differences, in_pairs
from accountability.details import Detail, details_of, unit_names
from accountability.integrity import altered, as_row, gaps
from accountability.privacy import is_sealed
from cases import reasons
from cases.models import Case, CaseEvent, Term, TermPause
from cases.vocabulary import EventKind
from organization.actors import ActorKind

# Entries of the ledger that leave the row of the case as it is; some of them change a term.
BESIDE_THE_CASE = frozenset(
    {
        EventKind.NOTE,
        EventKind.AT_TOP,
        EventKind.FULFIL,
        EventKind.CALL,
        EventKind.ALARM,
        EventKind.DUTY_LATE,
        EventKind.FOLLOW,
        EventKind.MEMBER,
        EventKind.FORGET,
    }
)
CASE_ROWS, TERM_ROWS, PAUSE_ROWS = Case.history.model, Term.history.model, TermPause.history.model


@dataclass(frozen=True)
class Altered:
    """What one step did to one row: "Case", "Term: Settlement"; `how` says when the row was added or removed."""

    row: str
    how: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Entry:
    """One step: what, when, who in which post, why, by which door and from which address, and all that it changed.

    `officer_id` leads to the officer. `warning` says what does not fit, an empty text where all is well.
    """

    at: datetime
    what: str
    who: str
    post: str
    officer_id: int | None
    why: str
    channel: str
    address: str
    address_sealed: bool
    altered: tuple[Altered, ...]
    details: tuple[Detail, ...] = ()
    warning: str = ""


@dataclass(frozen=True)
class Record:
    """The entries in the order of time, and what does not fit, one sentence each."""

    entries: tuple[Entry, ...]
    disagreements: tuple[str, ...]


def record_of(case: Case) -> Record:
    """Everything on record about a case. The number of queries does not depend on how much that is."""
    rows = list(CASE_ROWS.objects.filter(id=case.pk).order_by("history_id"))
    term_rows = list(TERM_ROWS.objects.filter(case_id=case.pk).order_by("history_id"))
    term_ids = {row.id for row in term_rows}
    pause_rows = list(PAUSE_ROWS.objects.filter(term_id__in=term_ids).order_by("history_id"))
    terms, pauses = list(Term.objects.filter(case=case)), list(TermPause.objects.filter(term__case=case))
    names = Names(
        [
            *(*rows, *term_rows, *pause_rows),
            *(as_row(case, CASE_ROWS), *(as_row(term, TERM_ROWS) for term in terms)),
            *(as_row(pause, PAUSE_ROWS) for pause in pauses),
        ]
    )
    events = list(case.events.select_related("from_unit", "to_unit", "actor_posting").order_by("pk"))
    shelf = _Shelf(names, unit_names(events), sealed=is_sealed(case))
    shelf.put(rows, lambda row: _("Case"), tells_state=True)
    shelf.put(term_rows, lambda row: _("Term: %(stage)s") % {"stage": row.get_stage_display()})
    shelf.put(pause_rows, lambda row: _("Pause of the clock"))
    entries = [shelf.entry_of(event) for event in events]
    entries = sorted(entries + shelf.left_over(), key=lambda entry: entry.at)
    found = gaps(rows) + altered(rows, [case], names)
    found += altered(term_rows, terms, names) + altered(pause_rows, pauses, names)
    found += [f"{entry.what}: {entry.warning}" for entry in entries if entry.warning]
    return Record(tuple(entries), tuple(found))


class _Shelf:
    """The history rows of a case, waiting for the step of the ledger that each belongs to.

    A step and its rows were written together: they bear the same time, actor and reason. A row of the case also tells
    to which state and unit the step led, so that two steps of one moment are kept apart.
    """

    def __init__(self, names: Names, unit_names: Mapping[str, str], *, sealed: bool) -> None:
        self._names = names
        self._unit_names = unit_names
        self._sealed = sealed
        self._waiting: defaultdict[tuple[Any, ...], deque[tuple[Row, Altered]]] = defaultdict(deque)

    def put(self, rows: Sequence[Row], title: Callable[[Row], str], *, tells_state: bool = False) -> None:
        """Lay out the rows of one history, in the order of writing."""
        for before, row in in_pairs(rows):
            key: tuple[Any, ...] = (
                row.history_date,
                row.actor_name,
                row.actor_post,
                row.history_change_reason,
            )
            if tells_state:
                key += (row.state, row.unit_id)
            changes = differences(before, row, self._names) if row.history_type != "-" else ()
            how = {"+": _("added"), "-": _("removed")}.get(row.history_type, "")
            self._waiting[key].append((row, Altered(title(row), how, changes)))

    def entry_of(self, event: CaseEvent) -> Entry:
        """The entry of a step of the ledger, with the rows that belong to it taken off the shelf."""
        key = (event.at, event.actor_name, event.actor_post, event.reason.strip())
        changed: list[Altered] = []
        warning = ""
        if event.kind not in BESIDE_THE_CASE:
            # A case begins with two rows: it is written, then its clock is started.
            changed = self._take(
                (*key, event.to_state, event.to_unit_id), 2 if event.kind == EventKind.RECEIVE else 1
            )
            warning = "" if changed else _("The step is in the ledger, but the history has no change for it.")
        changed += self._take(key, len(self._waiting[key]))
        if event.kind == EventKind.FULFIL and not changed:
            warning = _("The step is in the ledger, but the history has no change for it.")
        sealed = self._sealed and event.actor_kind == ActorKind.CITIZEN
        return Entry(
            at=event.at,
            what=_what(event),
            who=actor_label(event.actor_kind, event.actor_name),
            post=event.actor_post,
            officer_id=event.actor_posting.officer_id if event.actor_posting else None,
            why=event.why,
            channel=event.get_channel_display(),
            address="" if sealed else event.address or "",
            address_sealed=sealed and bool(event.address),
            altered=tuple(changed),
            details=details_of(event, self._unit_names),
            warning=warning,
        )

    def left_over(self) -> list[Entry]:
        """The changes that no step of the ledger accounts for, each as an entry with a warning."""
        return [
            self._without_step(row, change) for waiting in self._waiting.values() for row, change in waiting
        ]

    def _take(self, key: tuple[Any, ...], most: int) -> list[Altered]:
        waiting = self._waiting[key]
        return [waiting.popleft()[1] for _number in range(min(most, len(waiting)))]

    def _without_step(self, row: Row, change: Altered) -> Entry:
        sealed = self._sealed and row.actor_kind == ActorKind.CITIZEN
        return Entry(
            at=row.history_date,
            what=_("Change without a step"),
            who=actor_label(row.actor_kind, row.actor_name),
            post=row.actor_post,
            officer_id=None,
            why=reasons.shown(row.history_change_reason),
            channel=row.get_actor_channel_display(),
            address="" if sealed else row.actor_address,
            address_sealed=sealed and bool(row.actor_address),
            altered=(change,),
            warning=_("The history has a change of “%(row)s” that the ledger does not tell of.")
            % {"row": change.row},
        )


def actor_label(kind: str, name: str) -> str:
    """Who acted, as a person reads it: a citizen is never named, the system says which part of it acted."""
    if kind == ActorKind.CITIZEN:
        return str(ActorKind.CITIZEN.label)
    return f"{ActorKind.SYSTEM.label} ({name})" if kind == ActorKind.SYSTEM else name


def _what(event: CaseEvent) -> str:
    """The step, and where it led: to another unit, or to another state."""
    what = str(event.get_kind_display())
    if event.from_unit and event.from_unit_id != event.to_unit_id:
        return f"{what}: {event.from_unit.localized_name} → {event.to_unit.localized_name}"
    if event.from_state and event.from_state != event.to_state:
        return f"{what}: {event.get_from_state_display()} → {event.get_to_state_display()}"
    return what
