"""The clocks of one invented case with every row that comes of them, as `cases.clocks` keeps them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cases import clocks
from cases.clocks import REMIND_AFTER, Columns
from cases.deadlines import Span
from cases.models import Term, TermRule
from cases.vocabulary import NextAction, Stage, StartEvent
from config.loading.rows import Harvest, Sheet
from config.loading.world import World
from organization.actors import Actor


class NothingRuns(Exception):
    """A clock was asked for that does not run."""


class Running:
    """A term that runs."""

    def __init__(self, term: Term, sheet: Sheet) -> None:
        self.term, self.sheet = term, sheet
        self.spans: list[Span] = []
        self.pause: Sheet | None = None


class Watch:
    """The main clock of a case and those beside it. `by`, `because` and `at` are those of the move that causes it."""

    def __init__(self, world: World, case_id: int, track: str, unit_id: int, modifiers: list[str]) -> None:
        self.world, self.case_id, self.modifiers = world, case_id, modifiers
        self.track, self.unit_id = track, unit_id
        self._main: Running | None = None
        self._beside: list[Running] = []
        self._sheets: list[Sheet] = []
        self._extensions: list[list[Any]] = []

    @property
    def running(self) -> Running:
        """The main clock; raises `NothingRuns`."""
        if self._main is None:
            raise NothingRuns
        return self._main

    def start(self, stage: Stage, *, by: Actor, because: str, at: datetime) -> Columns:
        """End the main term and start the one of a stage."""
        self.end(by=by, because=because, at=at)
        self._main = self._new(self.world.terms.rule(self.track, stage, at), by=by, because=because, at=at)
        return clocks.next_look(self._main.term)

    def start_beside(self, event: StartEvent, *, by: Actor, because: str, at: datetime) -> None:
        """Start what the office must do by when, counted from an event."""
        for rule in self.world.terms.beside(self.track, event, at):
            self._beside.append(self._new(rule, main=False, by=by, because=because, at=at))

    def end(self, *, by: Actor, because: str, at: datetime) -> Columns:
        """End the main term; nothing is due any more."""
        if self._main:
            self._close_pause(by=by, because=because, at=at)
            self._main.sheet.record({"ended_at": at}, by=by, because=because, at=at)
            self._main = None
        return dict(clocks.STANDING)

    def end_all(self, *, by: Actor, because: str, at: datetime) -> Columns:
        """End the main term and all beside it."""
        for each in self._beside:
            each.sheet.record({"ended_at": at}, by=by, because=because, at=at)
        self._beside = []
        return self.end(by=by, because=because, at=at)

    def end_processing(self, *, by: Actor, because: str, at: datetime) -> None:
        """Somebody has taken it up."""
        for each in [each for each in self._beside if each.term.stage == Stage.PROCESSING]:
            each.sheet.record({"ended_at": at}, by=by, because=because, at=at)
            self._beside.remove(each)

    def duties(self) -> list[Running]:
        """The duties of the office that are not done."""
        return [each for each in self._beside if each.term.stage == Stage.DUTY]

    def fulfil(self, duty: Running, *, by: Actor, because: str, at: datetime) -> None:
        """A duty is done."""
        duty.sheet.record({"ended_at": at}, by=by, because=because, at=at)
        self._beside.remove(duty)

    def passed_by(self, moment: datetime) -> list[Running]:
        """The terms beside the main one that have passed by then and were not reported, in that order."""
        passed = [each for each in self._beside if each.term.due_at <= moment and not each.term.reminders]
        return sorted(passed, key=lambda each: (each.term.due_at, each.term.pk))

    def report(self, beside: Running, *, by: Actor, because: str, at: datetime) -> None:
        """Note that it was reported that a term beside the main one has passed."""
        beside.term.reminders += 1
        beside.sheet.record({"reminders": beside.term.reminders}, by=by, because=because, at=at)

    def pause(self, *, by: Actor, because: str, at: datetime) -> Columns:
        """Stop the main clock, unless it stands still."""
        if self._main and not self._main.pause:
            self._main.pause = pause = Sheet(self.world.pause)
            values = {"id": self.world.key("pause"), "term_id": self._main.term.pk, "started_at": at}
            pause.record(values, by=by, because=because, at=at)
            self._sheets.append(pause)
            self._main.spans.append(Span(at))
        return dict(clocks.STANDING)

    def resume(self, rung: int, *, by: Actor, because: str, at: datetime) -> Columns:
        """Let the clock go on; nothing where it did not stand still."""
        if not self._close_pause(by=by, because=because, at=at):
            return {}
        return self._recount(rung, by=by, because=because, at=at)

    def extend(self, days: int, rung: int, *, by: Actor, because: str, at: datetime) -> Columns:
        """Add days to the main term by a decision."""
        term = self.running.term
        term.extension_days += days
        extension = self.world.extension.row(
            term_id=term.pk,
            number=1,
            days=days,
            at=at,
            approved_by=by.name,
            approved_post=by.post,
            posting_id=by.posting_id,
            reason=because,
        )
        self._extensions.append(extension)
        return self._recount(rung, by=by, because=because, at=at)

    def remind(self, *, by: Actor, because: str, at: datetime) -> Columns:
        """Note that a reminder went out."""
        term = self.running.term
        term.reminders = max(term.reminders + 1, clocks.reminders_due(term, at=at))
        self.running.sheet.record({"reminders": term.reminders}, by=by, because=because, at=at)
        return clocks.next_look(term)

    def last_reminder(self, at: datetime) -> bool:
        """Whether a reminder that goes out then is the last one."""
        term = self.running.term
        return max(term.reminders + 1, clocks.reminders_due(term, at=at)) >= len(REMIND_AFTER)

    def look_again(self, at: datetime) -> Columns:
        """When a late case is looked at again at the level that it has reached."""
        rule = self.world.terms.rule(self.track, Stage.RUNG, at)
        moment = self.world.terms.due(rule, rule.length, start=at)
        return {"next_action": NextAction.ESCALATE, "next_action_at": moment}

    def close(self, harvest: Harvest) -> None:
        """Hand over all rows."""
        for sheet in self._sheets:
            harvest.add_sheet(sheet)
        for extension in self._extensions:
            harvest.add(self.world.extension, extension)

    def _new(self, rule: TermRule, *, main: bool = True, by: Actor, because: str, at: datetime) -> Running:
        key, modifiers = self.world.key("term"), self.modifiers
        term = Term(id=key, stage=rule.stage, main=main, rule=rule, started_at=at, modifiers=modifiers)
        term.due_at = self.world.terms.due(rule, term.length, start=at)
        values = {
            "id": key,
            "case_id": self.case_id,
            "stage": rule.stage,
            "main": main,
            "rule_id": rule.pk,
            "unit_id": self.unit_id,
            "started_at": at,
            "due_at": term.due_at,
            "modifiers": modifiers,
        }
        sheet = Sheet(self.world.term)
        sheet.record(values, by=by, because=because, at=at)
        self._sheets.append(sheet)
        return Running(term, sheet)

    def _close_pause(self, *, by: Actor, because: str, at: datetime) -> bool:
        if self._main is None or self._main.pause is None:
            return False
        self._main.pause.record({"ended_at": at}, by=by, because=because, at=at)
        self._main.spans[-1] = Span(self._main.spans[-1].start, at)
        self._main.pause = None
        return True

    def _recount(self, rung: int, *, by: Actor, because: str, at: datetime) -> Columns:
        term, pauses = self.running.term, self.running.spans
        term.due_at = self.world.terms.due(term.rule, term.length, start=term.started_at, pauses=pauses)
        term.version += 1
        values = {name: getattr(term, name) for name in ("due_at", "extension_days", "version")}
        self.running.sheet.record(values, by=by, because=because, at=at)
        if rung and term.due_at <= at:
            return {"due_at": term.due_at, **self.look_again(at)}
        return clocks.next_look(term)
