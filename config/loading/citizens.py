"""What the citizen says to an invented case, as `cases.services` does it. Each deed returns whether it was possible."""

from __future__ import annotations

from datetime import datetime

from cases import reasons
from cases.models.statement import StatementKind
from cases.services.outcome import SECOND_THOUGHTS_DAYS
from cases.vocabulary import (
    LAST_INSTANCE,
    NEXT_INSTANCE,
    SECRET_KINDS,
    EventKind,
    Outcome,
    Review,
    Stage,
    State,
    Track,
    Trigger,
)
from config.loading import words
from config.loading.deeds import POOR_SCORES, SCORES
from config.loading.lives import Life
from config.loading.officers import UNDECIDED, terminate


def reply(life: Life, at: datetime) -> bool:
    if life.book.state != State.AWAITING_CITIZEN:
        return False
    life.book.say(StatementKind.REPLY, life.rng.choice(words.REPLIES), by=life.citizen, at=at)
    columns = life.book.watch.resume(life.book.rung, by=life.citizen, because=reasons.REPLIED, at=at)
    return life.said("reply", reasons.REPLIED, at, state=life.back_at_work(), **columns)


def confirm(life: Life, at: datetime) -> bool:
    if life.book.state != State.ANSWERED:
        return False
    columns = life.book.watch.end(by=life.citizen, because=reasons.CONFIRMED, at=at)
    columns |= {"state": State.CLOSED, "outcome": Outcome.SETTLED, "review": Review.NONE}
    return life.said("confirm", reasons.CONFIRMED, at, **columns)


def rate(life: Life, at: datetime) -> bool:
    return _rate(life, SCORES.draw(life.rng), at)


def rate_poorly(life: Life, at: datetime) -> bool:
    if not _rate(life, POOR_SCORES.draw(life.rng), at):
        return False
    if life.book.track not in LAST_INSTANCE:
        _review(life, Review.POOR_RATING, reasons.POOR_RATING, at)
    return True


def dispute(life: Life, at: datetime) -> bool:
    if not _may_object(life, at) or life.book.track in LAST_INSTANCE:
        return False
    life.book.say(StatementKind.DISPUTE, life.rng.choice(words.DISPUTES), by=life.citizen, at=at)
    _review(life, Review.DISPUTE, reasons.DISPUTED, at)
    return True


def withdraw(life: Life, at: datetime) -> bool:
    if life.filing.kind in SECRET_KINDS:
        return terminate(life, at)
    if life.book.state not in UNDECIDED:
        return False
    life.book.say(StatementKind.WITHDRAWAL, life.rng.choice(words.WITHDRAWALS), by=life.citizen, at=at)
    columns = life.book.watch.end_all(by=life.citizen, because=reasons.WITHDRAWN, at=at)
    columns |= {"state": State.CLOSED, "outcome": Outcome.WITHDRAWN}
    return life.said("withdraw", reasons.WITHDRAWN, at, **columns)


def _rate(life: Life, score: int, at: datetime) -> bool:
    if not _may_object(life, at):
        return False
    life.book.rate(score, by=life.citizen, at=at)
    return life.said("rate", reasons.RATED, at, {"score": score})


def _may_object(life: Life, at: datetime) -> bool:
    """Whether the case is answered, or was closed as settled not long ago."""
    closed_at = life.book.closed_at
    if life.book.state == State.ANSWERED or closed_at is None:
        return life.book.state == State.ANSWERED
    return life.book.outcome == Outcome.SETTLED and (at - closed_at).days < SECOND_THOUGHTS_DAYS


def _review(life: Life, review: Review, because: str, at: datetime) -> None:
    """Where the law has a next instance that opens, else a review under the local rule."""
    book = life.book
    further = NEXT_INSTANCE.get(Track(book.track)) if review == Review.DISPUTE else None
    detail = {"review": review.value}
    if further:
        detail["track"] = further.value
        book.track = book.watch.track = further
        book.accepted = False
        columns = book.start_at_receipt(by=life.citizen, because=because, at=at)
        columns |= {"track": further, "accepted_at": None, "state": State.RECEIVED}
    else:
        columns = book.watch.start(Stage.REVIEW, by=life.citizen, because=because, at=at)
        columns |= {"state": State.ACCEPTED}
    columns |= book.give_to(None) | {"review": review}
    life.said("dispute", because, at, detail, **columns)
    if not life.climb(Trigger(review.value), life.citizen, because, at):
        book.enter(EventKind.AT_TOP, by=life.citizen, because=reasons.REVIEW_AT_TOP, at=at)
