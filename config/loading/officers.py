"""What officers do with an invented case, as `cases.services` does it. Each deed returns whether it was possible."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from cases import grounds, reasons
from cases.grounds import Purpose
from cases.models.statement import StatementKind
from cases.vocabulary import (
    EventKind,
    Outcome,
    Stage,
    StartEvent,
    State,
)
from config.loading import words
from config.loading.lives import Life

RECEIVED, AWAITING = State.RECEIVED, State.AWAITING_CITIZEN
WORKING = (State.ACCEPTED, State.IN_PROGRESS)
UNDECIDED = (RECEIVED, *WORKING, AWAITING, State.SUSPENDED)
MOMENT = timedelta(seconds=10)
FULL_WITHDRAWAL = "full_withdrawal"


def accept(life: Life, at: datetime) -> bool:
    if life.book.state != RECEIVED:
        return False
    clerk, because = life.clerk(), life.reason("accept")
    life.book.watch.end_processing(by=clerk.actor, because=because, at=at)
    life.book.watch.start_beside(StartEvent.ACCEPTANCE, by=clerk.actor, because=because, at=at)
    columns = life.book.watch.start(Stage.SETTLEMENT, by=clerk.actor, because=because, at=at)
    if life.book.holder is None:
        columns |= life.book.give_to(clerk)
    life.book.accepted = True
    return life.save("accept", clerk, because, at, state=State.ACCEPTED, accepted_at=at, **columns)


def assign(life: Life, at: datetime) -> bool:
    if life.book.state not in UNDECIDED:
        return False
    to = life.clerk(another=True)
    post = to.posting.post
    detail = {"posting": to.pk, "to": to.posting.officer.full_name, "post": post.title}
    head = life.book.office.head
    return life.save("assign", head, life.reason("assign"), at, detail, **life.book.give_to(to))


def start(life: Life, at: datetime) -> bool:
    if life.book.state == RECEIVED:
        return accept(life, at)
    if life.book.state != State.ACCEPTED:
        return False
    return life.save("start", life.holder(), life.reason("start"), at, state=State.IN_PROGRESS)


def ask(life: Life, at: datetime) -> bool:
    book = life.book
    if book.state not in (RECEIVED, *WORKING):
        return False
    clerk, because = life.holder(), life.reason("ask")
    waits = book.watch.running.term.rule.waits_for_citizen
    columns = book.watch.pause(by=clerk.actor, because=because, at=at) if waits else {}
    book.say(StatementKind.QUESTION, life.rng.choice(words.QUESTIONS), by=clerk.actor, at=at)
    return life.save("ask", clerk, because, at, {"from": book.state}, state=AWAITING, **columns)


def note(life: Life, at: datetime) -> bool:
    clerk = life.holder().actor
    life.book.say(StatementKind.NOTE, life.rng.choice(words.NOTES), by=clerk, at=at)
    life.book.enter(EventKind.NOTE, by=clerk, because=reasons.NOTED, at=at)
    return True


def extend(life: Life, at: datetime) -> bool:
    book = life.book
    if book.state not in WORKING:
        return False
    term = book.watch.running.term
    if not term.allowance.times or term.extension_days:
        return True  # its rule allows none
    days = term.allowance.days_each
    head, because = book.office.head, life.reason("extend")
    columns = book.watch.extend(days, book.rung, by=head.actor, because=because, at=at)
    return life.save("extend", head, because, at, {"days": days}, **columns)


def suspend(life: Life, at: datetime) -> bool:
    if life.book.state not in WORKING:
        return False
    head, because, ground = life.book.office.head, life.reason("suspend"), _ground(life, Purpose.SUSPENSION)
    columns = life.book.watch.pause(by=head.actor, because=because, at=at)
    life.book.say(StatementKind.SUSPENSION, life.rng.choice(words.SUSPENSIONS), by=head.actor, at=at)
    columns |= {"state": State.SUSPENDED, "ground": ground}
    return life.save("suspend", head, because, at, {"ground": ground}, **columns)


def resume(life: Life, at: datetime) -> bool:
    if life.book.state != State.SUSPENDED:
        return False
    head, because = life.book.office.head, life.reason("resume")
    columns = life.book.watch.resume(life.book.rung, by=head.actor, because=because, at=at)
    return life.save("resume", head, because, at, state=life.back_at_work(), ground="", **columns)


def transfer(life: Life, at: datetime) -> bool:
    others = [each for each in life.world.offices.communes if each is not life.book.office]
    if life.book.state not in (RECEIVED, *WORKING):
        return False
    if not others or life.filing.about_id or not life.book.office.above:
        return True  # it belongs where it is
    clerk, to = life.holder(), life.rng.choice(others)
    reason = life.reason("transfer")
    return life.save("transfer", clerk, reason, at, office=to, **life.book.give_to(None))


def forward(life: Life, at: datetime) -> bool:
    if life.book.state not in (RECEIVED, *WORKING):
        return False
    head, because, body = life.book.office.head, life.reason("forward"), life.rng.choice(words.OUTSIDE)
    letter = life.book.write_letter(body, by=head.actor, because=because, at=at)
    columns = life.book.watch.end_all(by=head.actor, because=because, at=at)
    columns |= {"state": State.CLOSED, "outcome": Outcome.FORWARDED}
    return life.save("transfer", head, because, at, {"outside": body, "letter": letter}, **columns)


def refuse(life: Life, at: datetime) -> bool:
    if life.book.state != RECEIVED:
        return False
    ground, text = _ground(life, Purpose.NON_ACCEPTANCE), life.rng.choice(words.REFUSALS)
    life.book.say(StatementKind.REFUSAL, text, by=life.book.office.head.actor, at=at)
    detail = {"ground": ground}
    return _end(life, (RECEIVED,), "refuse", Outcome.NOT_ACCEPTED, at, detail, ground=ground)


def terminate(life: Life, at: datetime) -> bool:
    if life.book.state not in UNDECIDED:
        return False
    ground, text = _ground(life, Purpose.TERMINATION), life.rng.choice(words.TERMINATIONS)
    life.book.say(StatementKind.TERMINATION, text, by=life.book.office.head.actor, at=at)
    detail = {"ground": ground}
    return _end(life, UNDECIDED, "terminate", Outcome.TERMINATED, at, detail, ground=ground)


def merge(life: Life, at: datetime) -> bool:
    if life.book.state not in UNDECIDED:
        return False
    into = next((other for other in life.others if other.may_be_joined(life.filing, at)), None)
    if into is None:
        return terminate(life, at)
    into.follow(life.filing.code, by=life.book.office.head.actor, because=life.reason("merge"), at=at)
    detail = {"into": into.filing.code}
    return _end(life, UNDECIDED, "merge", Outcome.MERGED, at, detail, merged_into_id=into.pk)


def answer(life: Life, at: datetime) -> bool:
    if life.book.state not in WORKING:
        return False
    clerk, because = life.holder(), life.reason("answer")
    life.book.say(StatementKind.ANSWER, life.rng.choice(words.ANSWERS), by=clerk.actor, at=at)
    life.book.watch.start_beside(StartEvent.ANSWER, by=clerk.actor, because=because, at=at)
    columns = life.book.watch.start(Stage.CONFIRMATION, by=clerk.actor, because=because, at=at)
    columns |= life.book.give_to(clerk) | {"state": State.ANSWERED, "answered_at": at}
    return life.save("answer", clerk, because, at, **columns)


def fulfil(life: Life, at: datetime) -> bool:
    """Do what the office must do beside settling the matter."""
    clerk, because = life.holder().actor, life.reason("fulfil")
    duties = life.book.watch.duties()
    for left, duty in zip(reversed(range(len(duties))), duties, strict=True):
        done = at - left * MOMENT  # each is put on record by itself
        life.book.watch.fulfil(duty, by=clerk, because=because, at=done)
        detail = {"rule": duty.term.rule.code}
        life.book.enter(EventKind.FULFIL, by=clerk, because=because, at=done, detail=detail)
    return True


def _end(
    life: Life,
    states: Sequence[State],
    name: str,
    outcome: Outcome,
    at: datetime,
    detail: Any,
    **columns: Any,
) -> bool:
    """The head of the office ends the case."""
    if life.book.state not in states:
        return False
    head, because = life.book.office.head, life.reason(name)
    columns |= life.book.watch.end_all(by=head.actor, because=because, at=at)
    return life.save(name, head, because, at, detail, state=State.CLOSED, outcome=outcome, **columns)


def _ground(life: Life, purpose: Purpose) -> str:
    """A ground of the track; not a withdrawal, which the citizen would have to declare."""
    offered = [each.code for each in grounds.for_track(purpose, life.book.track)]
    return life.rng.choice([code for code in offered if code != FULL_WITHDRAWAL])
