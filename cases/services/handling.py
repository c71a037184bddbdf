"""What officers do with a case until they answer it: taking it, working on it, asking, pausing, classifying."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import clocks, conflict, ladder, lifecycle, notices, reasons, routing
from cases.attachments import CleanFile
from cases.errors import MoveRefused
from cases.grounds import Purpose
from cases.models import Case, Category
from cases.models.statement import StatementKind
from cases.services import groups
from cases.services.escalation import climb
from cases.services.grounded import given, told
from cases.services.intake import track_of
from cases.services.words import say
from cases.terms import Counting
from cases.vocabulary import Kind, Stage, StartEvent, State, Track, Trigger
from organization.actors import Actor
from organization.models import Officer, Posting
from organization.names import fold
from organization.selectors import Chart


def accept(case: Case, *, by: Actor, because: str, at: datetime, seen: int | None = None) -> Case:
    """Take jurisdiction: the first reply is given, the settlement term starts, the citizen is told both.

    Raises `MoveRefused` for a complaint of several persons whose signatures or appointment are not there.
    """
    with lifecycle.opened(case, seen=seen) as fresh:
        lifecycle.check(fresh, "accept")
        conflict.refuse_conflicted(by.officer_id, fresh, timezone.localdate(at))
        groups.require_appointment(fresh)
        counting = Counting()
        clocks.end_processing(fresh, by=by, because=because, at=at)
        clocks.start_beside(fresh, StartEvent.ACCEPTANCE, by=by, because=because, at=at, counting=counting)
        columns = clocks.start(fresh, Stage.SETTLEMENT, by=by, because=because, at=at, counting=counting)
        if fresh.holder_id is None and by.posting_id is not None:
            columns["holder_id"] = by.posting_id
        lifecycle.make(fresh, "accept", by=by, because=because, at=at, accepted_at=at, **columns)
        notices.tell_citizen(fresh, "accepted", at=at)
    return case


def start(case: Case, *, by: Actor, because: str, at: datetime, seen: int | None = None) -> Case:
    """Begin the work on an accepted case."""
    with lifecycle.opened(case, seen=seen) as fresh:
        lifecycle.make(fresh, "start", by=by, because=because, at=at)
    return case


def assign(
    case: Case, *, to: Posting, by: Actor, because: str, at: datetime, seen: int | None = None
) -> Case:
    """Give the case to an officer of its unit. Raises `InConflict` for one in conflict of interest."""
    with lifecycle.opened(case, seen=seen) as fresh:
        lifecycle.check(fresh, "assign")
        if fresh.unit_id not in (to.post.unit_id, to.post.unit.parent_id):
            raise MoveRefused(_("This officer does not serve in the unit that has the case."))
        conflict.refuse_conflicted(to.officer_id, fresh, timezone.localdate(at))
        detail = {"posting": to.pk, "to": to.officer.full_name, "post": to.post.title}
        lifecycle.make(fresh, "assign", by=by, because=because, at=at, detail=detail, holder=to)
        notices.tell_officer(fresh, to, "officer_assigned", at=at)
    return case


def ask(case: Case, *, question: str, by: Actor, because: str, at: datetime, seen: int | None = None) -> Case:
    """Ask the citizen. The clock stands still only where its rule says so."""
    with lifecycle.opened(case, seen=seen) as fresh:
        lifecycle.check(fresh, "ask")
        term = clocks.running(fresh)
        columns: dict[str, Any] = {}
        if term is not None and term.rule.waits_for_citizen:
            columns = clocks.pause(fresh, by=by, because=because, at=at)
        say(fresh, StatementKind.QUESTION, question, by=by, at=at)
        detail = {"from": fresh.state}
        lifecycle.make(fresh, "ask", by=by, because=because, at=at, detail=detail, **columns)
        notices.tell_citizen(fresh, "question", at=at, question=question)
    return case


def reply(case: Case, *, text: str, by: Actor, at: datetime, files: Sequence[CleanFile] = ()) -> Case:
    """The citizen answers a question, or adds something to an open case without being asked."""
    with lifecycle.opened(case) as fresh:
        take_reply(fresh, text=text, by=by, because=reasons.REPLIED, at=at, files=files)
    return case


def take_reply(
    case: Case,
    *,
    text: str,
    by: Actor,
    because: str,
    at: datetime,
    files: Sequence[CleanFile] = (),
    detail: dict[str, Any] | None = None,
    **columns: Any,
) -> None:
    """Put the citizen's words on record in an opened case, with the columns that they fill; a question is answered."""
    lifecycle.check(case, "reply")
    asked = case.state == State.AWAITING_CITIZEN
    say(case, StatementKind.REPLY, text, by=by, at=at, files=files)
    if asked:
        columns |= clocks.resume(case, by=by, because=because, at=at)
    lifecycle.make(
        case,
        "reply",
        by=by,
        because=because,
        at=at,
        detail=detail,
        end=back_at_work(case) if asked else None,
        search_text=f"{case.search_text} {fold(text)}",
        **columns,
    )


def note(case: Case, *, text: str, by: Actor, at: datetime, files: Sequence[CleanFile] = ()) -> Case:
    """Put an internal note on record; the citizen does not see it, and no clock is touched."""
    with lifecycle.opened(case) as fresh:
        say(fresh, StatementKind.NOTE, text, by=by, at=at, files=files)
        lifecycle.record(fresh, lifecycle.NOTE, by=by, because=reasons.NOTED, at=at)
    return case


def extend(case: Case, *, days: int, by: Actor, because: str, at: datetime, seen: int | None = None) -> Case:
    """Lengthen the running term by `days` of its rule's unit, by a decision within what the rule allows.

    Raises `ExtensionPastCap`, and `MoveRefused` where the term has run out: no decision makes in time what is late.
    """
    with lifecycle.opened(case, seen=seen) as fresh:
        lifecycle.check(fresh, "extend")
        if fresh.is_late(at):
            raise MoveRefused(_("The term has passed: it can no longer be extended."))
        columns = clocks.extend(fresh, days=days, by=by, because=because, at=at)
        lifecycle.make(fresh, "extend", by=by, because=because, at=at, detail={"days": days}, **columns)
        notices.tell_citizen(fresh, "extended", at=at)
    return case


def suspend(
    case: Case,
    *,
    ground: str,
    text: str = "",
    by: Actor,
    because: str,
    at: datetime,
    seen: int | None = None,
) -> Case:
    """Stop the clock on a coded ground of the track; the suspended days are not counted.

    The citizen reads `text`, or the text of the ground. Raises `MoveRefused` for a ground of another track.
    """
    with lifecycle.opened(case, seen=seen) as fresh:
        lifecycle.check(fresh, "suspend")
        found = given(fresh, ground, Purpose.SUSPENSION)
        say(fresh, StatementKind.SUSPENSION, text or told(found, fresh), by=by, at=at)
        columns = clocks.pause(fresh, by=by, because=because, at=at)
        detail = {"ground": found.code}
        lifecycle.make(
            fresh, "suspend", by=by, because=because, at=at, detail=detail, ground=found.code, **columns
        )
        notices.tell_citizen(fresh, "update", at=at)
    return case


def resume(case: Case, *, by: Actor, because: str, at: datetime, seen: int | None = None) -> Case:
    """Let a suspended case and its clock go on."""
    with lifecycle.opened(case, seen=seen) as fresh:
        lifecycle.check(fresh, "resume")
        columns = clocks.resume(fresh, by=by, because=because, at=at)
        end = back_at_work(fresh)
        lifecycle.make(fresh, "resume", by=by, because=because, at=at, end=end, ground="", **columns)
        notices.tell_citizen(fresh, "update", at=at)
    return case


def reclassify(
    case: Case,
    *,
    kind: Kind,
    category: Category | None,
    about: Officer | None,
    summary: str,
    track: Track | None = None,
    about_posting: Posting | None = None,
    remote: bool | None = None,
    complexity: Collection[str] | None = None,
    by: Actor,
    because: str,
    at: datetime,
    seen: int | None = None,
) -> Case:
    """Correct what the case is about, by its content. The clock that runs keeps its start and its rule.

    What makes it complex, or that it lies in a remote area, gives the running term the length that its rule has for
    that. None leaves `remote` and `complexity` as they are.

    Naming an officer takes the case at once from that officer and from everybody under them: it goes up where the unit
    itself is in conflict, or where the law gives it to a unit above. Raises `NoHigherUnit` when no unit is left.
    """
    on = timezone.localdate(at)
    with lifecycle.opened(case, seen=seen) as fresh:
        lifecycle.check(fresh, "reclassify")
        columns: dict[str, Any] = {
            "kind": kind,
            "track": track_of(kind, track or Track(fresh.track)),
            "category": category,
            "about": about,
            "about_posting": about_posting if about else None,
            "summary": summary,
            "remote": fresh.remote if remote is None else remote,
            "complexity": fresh.complexity if complexity is None else sorted(complexity),
        }
        detail = {
            "kind": [fresh.kind, kind],
            "category": [_code(fresh.category), _code(category)],
            **{
                name: [getattr(fresh, name), columns[name]]
                for name in ("track", "remote", "complexity")
                if getattr(fresh, name) != columns[name]
            },
        }
        fresh.track, fresh.remote, fresh.complexity = (
            columns["track"],
            columns["remote"],
            columns["complexity"],
        )
        columns |= clocks.circumstances_changed(fresh, by=by, because=because, at=at)
        if summary != fresh.summary:
            columns["search_text"] = f"{fresh.search_text} {fold(summary)}".strip()
        chart = Chart(on)
        fresh.about = about
        facts = conflict.Facts.of(fresh)
        if fresh.holder and conflict.conflict_of(
            fresh.holder.officer_id, facts, unit_id=fresh.unit_id, chart=chart
        ):
            columns["holder"] = None
        lifecycle.make(fresh, "reclassify", by=by, because=because, at=at, detail=detail, **columns)
        if ladder.rung_at(fresh.unit, facts, chart).skipped:
            climb(fresh, trigger=Trigger.CONFLICT, by=by, because=reasons.IN_CONFLICT, at=at)
        elif routing.settled_above(fresh, chart=chart):
            climb(fresh, trigger=Trigger.JURISDICTION, by=by, because=reasons.LAW_NAMES_ABOVE, at=at)
    return case


def back_at_work(case: Case) -> State:
    """The state a case returns to after standing still: at work once accepted, else still to be accepted."""
    return State.IN_PROGRESS if case.accepted_at else State.RECEIVED


def _code(category: Category | None) -> str:
    return category.code if category else ""
