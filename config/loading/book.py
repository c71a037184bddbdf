"""The rows of one invented case, kept as `cases.lifecycle` and `cases.clocks` keep them: each change on record."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime
from random import Random
from typing import Any

from django.utils import timezone

from cases import identity
from cases.clocks import Columns
from cases.models.statement import StatementKind
from cases.vocabulary import Heading, NextAction, Outcome, Stage, StartEvent, State
from config.loading.offices import Clerk, Office
from config.loading.rows import Harvest, Sheet
from config.loading.watch import Watch
from config.loading.world import Filing, World
from organization.actors import Actor, Channel
from organization.vault import fingerprint


class Book:
    """A case as it stands, and every row that came of it."""

    # The columns that the story itself looks at.
    FOLLOWED = frozenset(
        {
            "closed_at",
            "heading",
            "next_action",
            "next_action_at",
            "outcome",
            "rung",
            "track",
            "turns",
        }
    )

    def __init__(self, world: World, rng: Random, filing: Filing) -> None:
        self.world, self.rng, self.filing = world, rng, filing
        self.pk = world.key("case")
        self.case = Sheet(world.case)
        self.events: list[list[Any]] = []
        self.moments: list[datetime] = []
        self.statements: list[list[Any]] = []
        self.ratings: list[list[Any]] = []
        self.letters: list[list[Any]] = []
        self.origin: Sheet | None = None
        self.office: Office = filing.office
        self.state = State.RECEIVED
        self.outcome = Outcome.NONE
        self.holder: Clerk | None = None
        self.rung, self.version = 0, 1
        self.accepted = False
        self.moved_at = filing.at
        self.closed_at: datetime | None = None
        self.next_action = NextAction.NONE
        self.next_action_at: datetime | None = None
        self.track, self.heading, self.turns = filing.track, Heading.NONE, 0
        self.watch = Watch(world, self.pk, filing.track, self.office.unit.pk, filing.modifiers)

    def may_be_joined(self, filing: Filing, moment: datetime) -> bool:
        """Whether another case could be joined to this one at a moment; one that was joined itself leads elsewhere."""
        was_there = self.filing.at <= moment and (self.closed_at is None or moment < self.closed_at)
        return was_there and self.outcome != Outcome.MERGED and self.filing.is_secret == filing.is_secret

    def follow(self, code: str, *, by: Actor, because: str, at: datetime) -> None:
        """Enter, in its time, that another case follows this one."""
        place = bisect_right(self.moments, at)
        state, unit_id = self.world.event.picking(("to_state", "to_unit_id"))(self.events[place - 1])
        row = self._event("follow", by=by, because=because, at=at, detail={"code": code})
        self.world.event.change(row, {"to_state": state, "to_unit_id": unit_id})
        self.events.insert(place, row)
        self.moments.insert(place, at)

    def open(self, by: Actor, because: str) -> None:
        """The case comes in: its row, its words, its clock, and the first entry of its ledger."""
        filing, at = self.filing, self.filing.at
        values = {
            "id": self.pk,
            "code": filing.code,
            "kind": filing.kind,
            "track": filing.track,
            "remote": filing.remote,
            "category_id": filing.category.pk,
            "state": State.RECEIVED,
            "unit_id": self.office.unit.pk,
            "first_unit_id": self.office.unit.pk,
            "about_id": filing.about_id,
            "place": filing.place,
            "lat": filing.lat,
            "lng": filing.lng,
            "search_text": filing.search_text,
            "channel": filing.channel,
            "anonymous": filing.anonymous,
            "received_at": at,
            **self._came_with(by, because),
        }
        self.case.record(values, by=by, because=because, at=at)
        self.say(StatementKind.REPORT, " ".join(filing.said), by=by, at=at)
        columns = self.start_at_receipt(by=by, because=because, at=at)
        detail = {"kind": filing.kind, **filing.route.as_detail()}
        self.save(
            "receive", by=by, because=because, at=at, detail=detail, once=f"{self.pk}:receive", **columns
        )

    def _came_with(self, by: Actor, because: str) -> Columns:
        """The letter or the visit that it came with, if any, as `services.origins` enters it."""
        filing, unit_id = self.filing, self.office.unit.pk
        if filing.channel == Channel.WEB:
            key, self.origin = self.world.key("letter"), Sheet(self.world.letter)
            values = {"id": key, "unit_id": unit_id, "channel": filing.channel, "received_at": filing.at}
            column = "letter_id"
        elif filing.channel == Channel.DESK:
            key, self.origin = self.world.key("visit"), Sheet(self.world.visit)
            values = {"id": key, "unit_id": unit_id, "at": filing.at}
            column = "visit_id"
        else:
            return {}
        self.origin.record(values, by=by, because=because, at=filing.at)
        return {column: key}

    def start_at_receipt(self, *, by: Actor, because: str, at: datetime) -> Columns:
        """The clocks that begin when a matter is received."""
        self.watch.start_beside(StartEvent.RECEIPT, by=by, because=because, at=at)
        return self.watch.start(Stage.ACCEPTANCE, by=by, because=because, at=at)

    def save(
        self,
        name: str,
        *,
        by: Actor,
        because: str,
        at: datetime,
        detail: dict[str, Any] | None = None,
        once: str | None = None,
        office: Office | None = None,
        **changes: Any,
    ) -> None:
        """One entry of the ledger with the columns of the case that change by it, as `lifecycle.make` does it."""
        before = ("" if name == "receive" else self.state, self.office.unit.pk)
        state = changes.get("state", self.state)
        if state == State.CLOSED:
            changes.setdefault("closed_at", self.closed_at or at)
        elif self.state == State.CLOSED:
            changes |= {"closed_at": None, "outcome": Outcome.NONE, "ground": ""}
        if office:
            self.office = office
            changes["unit_id"] = self.watch.unit_id = office.unit.pk
        self.version += 1
        self.state = State(state)
        for column in self.FOLLOWED & changes.keys():
            setattr(self, column, changes[column])
        self.watch.track = self.track
        self.moved_at = at
        changes |= {"version": self.version, "moved_at": at}
        self.case.record(changes, by=by, because=because, at=at)
        self.enter(name, by=by, because=because, at=at, detail=detail, once=once, before=before)

    def enter(
        self,
        kind: str,
        *,
        by: Actor,
        because: str,
        at: datetime,
        detail: dict[str, Any] | None = None,
        once: str | None = None,
        before: tuple[str, int | None] = ("", None),
    ) -> None:
        """One row of the ledger."""
        row = self._event(kind, by=by, because=because, at=at, detail=detail, once=once, before=before)
        self.events.append(row)
        self.moments.append(at)

    def _event(
        self,
        kind: str,
        *,
        by: Actor,
        because: str,
        at: datetime,
        detail: dict[str, Any] | None = None,
        once: str | None = None,
        before: tuple[str, int | None] = ("", None),
    ) -> list[Any]:
        return self.world.event.row(
            case_id=self.pk,
            kind=kind,
            at=at,
            from_state=before[0],
            to_state=self.state,
            from_unit_id=before[1],
            to_unit_id=self.office.unit.pk,
            actor_kind=by.kind,
            actor_name=by.name,
            actor_post=by.post,
            actor_posting_id=by.posting_id,
            channel=by.channel,
            address=by.address or None,
            reason=because,
            detail=detail or {},
            once=once,
        )

    def give_to(self, clerk: Clerk | None) -> Columns:
        """The column that puts the case into somebody's hands."""
        self.holder = clerk
        return {"holder_id": clerk.pk if clerk else None}

    def say(self, kind: StatementKind, body: str, *, by: Actor, at: datetime) -> None:
        """Words on record."""
        self.statements.append(
            self.world.statement.row(
                case_id=self.pk,
                kind=kind,
                body=body,
                at=at,
                author_kind=by.kind,
                author_name=by.name,
                author_post=by.post,
                posting_id=by.posting_id,
            )
        )

    def write_letter(self, body: str, *, by: Actor, because: str, at: datetime) -> str:
        """A letter to a body outside; the number under which it is kept."""
        number, year = self.filing.letter_number, timezone.localdate(at).year
        self.letters.append(
            self.world.forwarding.row(
                case_id=self.pk,
                unit_id=self.office.unit.pk,
                year=year,
                number=number,
                at=at,
                body=body,
                because=because,
                signed_by=by.name,
                signed_post=by.post,
                posting_id=by.posting_id,
            )
        )
        return f"{number}/{year}"

    def rate(self, score: int, *, by: Actor, at: datetime) -> None:
        """A rating on record."""
        self.ratings.append(
            self.world.rating.row(
                case_id=self.pk,
                score=score,
                at=at,
                channel=by.channel,
                unit_id=self.office.unit.pk,
                posting_id=self.holder.pk if self.holder else None,
            )
        )

    def close(self, harvest: Harvest) -> None:
        """Hand over all rows."""
        world, filing = self.world, self.filing
        if self.origin:
            harvest.add_sheet(self.origin)
        harvest.add_sheet(self.case)
        pin = f"{self.rng.randrange(10**6):06}"
        person = world.complainant.row(
            case_id=self.pk,
            name="" if filing.anonymous else f"Người dân mẫu {filing.number + 1}",
            phone=filing.phone,
            phone_key=fingerprint(filing.phone) if filing.phone else "",
            pin_key=identity.pin_key(filing.code, pin),
        )
        harvest.add(world.complainant, person)
        self.watch.close(harvest)
        for shape, rows in (
            (world.statement, self.statements),
            (world.event, self.events),
            (world.rating, self.ratings),
            (world.forwarding, self.letters),
        ):
            for row in rows:
                harvest.add(shape, row)
