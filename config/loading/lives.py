"""One invented case on its way: what the clock does to it, and what all deeds of people have in common."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from cases import reasons
from cases.services.sweeping import CLOCK
from cases.vocabulary import EventKind, Heading, NextAction, Outcome, Review, Stage, State, Trigger
from config.loading import words
from config.loading.book import Book
from config.loading.offices import Clerk
from config.loading.world import Filing, World
from organization.actors import Actor, Channel

MINUTE = timedelta(minutes=1)


class Life:
    """A case on its way. It may be joined to one of the `others`."""

    def __init__(self, world: World, rng: Random, filing: Filing, others: Sequence[Book] = ()) -> None:
        self.rng, self.world, self.filing = rng, world, filing
        self.book = Book(world, rng, filing)
        self.others = others
        by_hand = filing.channel == Channel.DESK
        self.citizen = Actor.citizen(Channel.WEB if by_hand else filing.channel)
        if by_hand:
            self.book.open(filing.office.reception.actor, reasons.IN_PERSON)
        else:
            self.book.open(self.citizen, reasons.FILED)

    def run_clock(self, until: datetime) -> None:
        """Do what the sweep, once a minute, would have done by then."""
        while (moment := self.book.next_action_at) and moment <= until:
            self._report_passed(moment)
            self._tick(self._swept(moment, until))
        self._report_passed(until)

    def _report_passed(self, until: datetime) -> None:
        """Enter what beside the main clock was not done in time."""
        for beside in self.book.watch.passed_by(until):
            term, at = beside.term, self._swept(beside.term.due_at, until)
            alarm = term.stage == Stage.PROCESSING
            because = reasons.NOT_PROCESSED if alarm else reasons.DUTY_LATE
            self.book.watch.report(beside, by=CLOCK, because=because, at=at)
            kind, detail = EventKind.ALARM if alarm else EventKind.DUTY_LATE, {"rule": term.rule.code}
            once = f"beside:{term.pk}.{term.version}"
            self.book.enter(kind, by=CLOCK, because=because, at=at, detail=detail, once=once)

    def _swept(self, moment: datetime, until: datetime) -> datetime:
        """When the sweep does what is due at a moment; what a pause has put into the past, right after that."""
        moment = max(moment, self.book.moved_at)
        whole = moment.replace(second=0, microsecond=0)
        return min(whole if whole == moment else whole + MINUTE, until)

    def _tick(self, at: datetime) -> None:
        book, term = self.book, self.book.watch.running.term
        if book.next_action == NextAction.CLOSE:
            columns = book.watch.end(by=CLOCK, because=reasons.NOT_CONFIRMED, at=at)
            columns |= {"state": State.CLOSED, "outcome": Outcome.SETTLED, "review": Review.NONE}
            book.save("close", by=CLOCK, because=reasons.NOT_CONFIRMED, at=at, **columns)
        elif book.next_action == NextAction.REMIND and at < term.due_at:
            because = reasons.DUE_SOON if book.watch.last_reminder(at) else reasons.HALF_TIME
            columns = book.watch.remind(by=CLOCK, because=because, at=at)
            once = f"remind:{term.pk}.{term.version}:{term.reminders}"
            book.save(EventKind.REMIND, by=CLOCK, because=because, at=at, once=once, **columns)
        else:
            once = f"late:{book.pk}:{book.rung}:{term.pk}.{term.version}"
            top = f"top:{term.pk}.{term.version}:{book.next_action_at:%Y%m%dT%H%M}"
            columns = book.watch.look_again(at)
            if not self.climb(Trigger.LATE, CLOCK, reasons.LATE, at, once, **columns):
                because = reasons.LATE_AT_TOP
                book.save(EventKind.REMIND, by=CLOCK, because=because, at=at, once=top, **columns)

    def climb(
        self, trigger: Trigger, by: Actor, because: str, at: datetime, once: str | None = None, **columns: Any
    ) -> bool:
        """Go one level up; False at the top."""
        book = self.book
        if (higher := self.world.up(book.office.unit, book.track, self.filing.about_id)) is None:
            return False
        route, office, clerk = higher
        rung, turns = book.rung + 1, book.turns + (book.heading == Heading.DOWN)
        detail = {"trigger": trigger.value, "rung": rung, **route.as_detail()}
        columns |= book.give_to(clerk) | {"rung": rung, "heading": Heading.UP, "turns": turns}
        book.save(
            "escalate", by=by, because=because, at=at, detail=detail, once=once, office=office, **columns
        )
        return True

    def save(
        self, name: str, clerk: Clerk, because: str, at: datetime, detail: Any = None, **columns: Any
    ) -> bool:
        """An officer makes an entry."""
        self.book.save(name, by=clerk.actor, because=because, at=at, detail=detail, **columns)
        return True

    def said(self, name: str, because: str, at: datetime, detail: Any = None, **columns: Any) -> bool:
        """The citizen makes an entry."""
        self.book.save(name, by=self.citizen, because=because, at=at, detail=detail, **columns)
        return True

    def back_at_work(self) -> State:
        """The state to which it returns after standing still."""
        return State.IN_PROGRESS if self.book.accepted else State.RECEIVED

    def reason(self, name: str) -> str:
        """Why an officer does something."""
        return self.rng.choice(words.REASONS[name])

    def holder(self) -> Clerk:
        """Who has it, else somebody of the office."""
        return self.book.holder or self.clerk()

    def clerk(self, *, another: bool = False) -> Clerk:
        """Somebody of the office who may have the case; not who has it now, where it is to be `another`."""
        barred = self.book.holder if another else None
        may = [
            clerk
            for clerk in self.book.office.officers
            if clerk.posting.officer_id != self.filing.about_id and clerk is not barred
        ]
        return self.rng.choice(may) if may else self.book.office.head
