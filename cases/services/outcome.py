"""How a case ends, and what the citizen says to it: answer, confirm, dispute, rate, refuse, withdraw, reopen.

A dispute or a poor rating is not the end: it opens a review one level up, and the case counts as settled only when
that review is answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import clocks, conflict, lifecycle, notices, reasons
from cases.attachments import CleanFile
from cases.errors import MoveRefused, NoHigherUnit
from cases.grounds import Purpose
from cases.models import Case, CaseRating
from cases.models.statement import StatementKind
from cases.services import groups
from cases.services.escalation import climb
from cases.services.grounded import given, told
from cases.services.intake import start_at_receipt
from cases.services.withdrawal import end_as_withdrawn
from cases.services.words import say
from cases.terms import Counting
from cases.vocabulary import (
    DENUNCIATIONS,
    LAST_INSTANCE,
    NEXT_INSTANCE,
    Outcome,
    Review,
    Stage,
    StartEvent,
    State,
    Track,
    Trigger,
)
from organization.actors import Actor
from organization.names import fold

POOR = 2  # a score up to this opens a review
SECOND_THOUGHTS_DAYS = 30  # after closing, to rate or dispute
FULL_WITHDRAWAL = "full_withdrawal"


def answer(
    case: Case,
    *,
    text: str,
    by: Actor,
    because: str,
    at: datetime,
    files: Sequence[CleanFile] = (),
    seen: int | None = None,
) -> Case:
    """Answer the citizen, with what was done; they are asked whether it is solved."""
    with lifecycle.opened(case, seen=seen) as fresh:
        lifecycle.check(fresh, "answer")
        conflict.refuse_conflicted(by.officer_id, fresh, timezone.localdate(at))
        say(fresh, StatementKind.ANSWER, text, by=by, at=at, files=files)
        counting = Counting()
        clocks.start_beside(fresh, StartEvent.ANSWER, by=by, because=because, at=at, counting=counting)
        columns = clocks.start(fresh, Stage.CONFIRMATION, by=by, because=because, at=at, counting=counting)
        if by.posting_id is not None:
            columns["holder_id"] = by.posting_id
        lifecycle.make(fresh, "answer", by=by, because=because, at=at, answered_at=at, **columns)
        notices.tell_citizen(fresh, "confirm", at=at)
    return case


def confirm(case: Case, *, by: Actor, at: datetime) -> Case:
    """The citizen says that it is solved: the case is closed as settled, and a rating is asked for."""
    because = reasons.CONFIRMED
    with lifecycle.opened(case) as fresh:
        lifecycle.check(fresh, "confirm")
        columns = clocks.end(fresh, by=by, because=because, at=at)
        lifecycle.make(
            fresh,
            "confirm",
            by=by,
            because=because,
            at=at,
            outcome=Outcome.SETTLED,
            review=Review.NONE,
            **columns,
        )
        notices.tell_followers(fresh, "closed", at=at)
    return case


def dispute(case: Case, *, by: Actor, at: datetime, text: str = "", files: Sequence[CleanFile] = ()) -> Case:
    """The citizen says that it is not solved: a review opens one level up, with a term of its own.

    Also within 30 days after it was closed as settled. Raises `MoveRefused` otherwise.
    """
    with lifecycle.opened(case) as fresh:
        lifecycle.check(fresh, "dispute")
        if fresh.track in LAST_INSTANCE:
            raise MoveRefused(
                _(
                    "The second decision ends the matter here. You can bring it before the administrative court."
                )
            )
        if fresh.state == State.CLOSED and not is_open_to_second_thoughts(fresh, at=at):
            raise MoveRefused(_("The time to object is over. You can file the matter anew."))
        _open_review(fresh, Review.DISPUTE, text=text, files=files, by=by, because=reasons.DISPUTED, at=at)
    return case


def rate(case: Case, *, score: int, by: Actor, at: datetime, comment: str = "") -> Case:
    """Record a rating of one to five. One or two opens a review one level up, also after closing.

    A case that was answered and is rated well stays open for confirmation. Raises `MoveRefused` for a score outside
    the scale, for a case that was not answered, and later than 30 days after closing.
    """
    if not 1 <= score <= 5:
        raise MoveRefused(_("A rating is a number from 1 to 5."))
    with lifecycle.opened(case) as fresh:
        lifecycle.check(fresh, "rate")
        if fresh.answered_at is None:
            raise MoveRefused(_("Only an answered case can be rated."))
        if fresh.state == State.CLOSED and not is_open_to_second_thoughts(fresh, at=at):
            raise MoveRefused(_("The time to rate this case is over."))
        CaseRating.objects.create(
            case=fresh, score=score, at=at, channel=by.channel, unit=fresh.unit, posting=fresh.holder
        )
        if comment:
            say(fresh, StatementKind.COMMENT, comment, by=by, at=at)
        lifecycle.make(fresh, "rate", by=by, because=reasons.RATED, at=at, detail={"score": score})
        if score <= POOR and fresh.track not in LAST_INSTANCE:
            _open_review(fresh, Review.POOR_RATING, by=by, because=reasons.POOR_RATING, at=at)
    return case


def is_open_to_second_thoughts(case: Case, *, at: datetime) -> bool:
    """Whether a case that was closed as settled can still be rated or disputed."""
    settled_on = case.closed_at if case.outcome == Outcome.SETTLED else None
    if settled_on is None:
        return False
    if (at - settled_on).days < SECOND_THOUGHTS_DAYS:
        return True
    confirmation = case.terms.filter(stage=Stage.CONFIRMATION).last()
    return confirmation is not None and at < confirmation.due_at


def refuse(
    case: Case,
    *,
    ground: str,
    text: str = "",
    earlier: Case | None = None,
    by: Actor,
    because: str,
    at: datetime,
    seen: int | None = None,
) -> Case:
    """Do not take the case, on a coded ground of its track.

    The citizen reads `text`, or the text of the ground, which may name an `earlier` case. Raises `MoveRefused` for a
    ground of another track.
    """
    with lifecycle.opened(case, seen=seen) as fresh:
        lifecycle.check(fresh, "refuse")
        found = given(fresh, ground, Purpose.NON_ACCEPTANCE, Purpose.NOT_ELIGIBLE)
        say(fresh, StatementKind.REFUSAL, text or told(found, fresh, earlier=earlier), by=by, at=at)
        columns = clocks.end_all(fresh, by=by, because=because, at=at)
        lifecycle.make(
            fresh,
            "refuse",
            by=by,
            because=because,
            at=at,
            detail={"ground": found.code},
            ground=found.code,
            outcome=Outcome.NOT_ACCEPTED,
            **columns,
        )
        notices.tell_citizen(fresh, "refused", at=at)
    return case


def withdraw(case: Case, *, by: Actor, at: datetime, text: str = "") -> Case:
    """The citizen takes it back.

    A denunciation is not ended by its withdrawal: the office decides whether it goes on
    (Law on Denunciations 25/2018, art. 33). Where others stand behind the case too, it goes on for them.
    """
    because = reasons.WITHDRAWN
    with lifecycle.opened(case) as fresh:
        lifecycle.check(fresh, "withdraw")
        if fresh.is_secret:
            raise MoveRefused(
                _("Information about wrongdoing stays on record; the office decides whether it goes on.")
            )
        if text:
            say(fresh, StatementKind.WITHDRAWAL, text, by=by, at=at)
        if not groups.withdraw_contact(fresh, by=by, because=because, at=at):
            end_as_withdrawn(fresh, by=by, because=because, at=at)
    return case


def terminate(
    case: Case,
    *,
    ground: str,
    text: str = "",
    no_signs: bool = False,
    by: Actor,
    because: str,
    at: datetime,
    seen: int | None = None,
) -> Case:
    """End the case without a decision, on a coded ground of its track. The citizen reads `text`, or that of the ground.

    A denunciation that was withdrawn ends only where nothing speaks for a violation or for coercion: `no_signs` says
    that this was looked into (Law on Denunciations 25/2018, art. 33(3), 34(3)(a)). Raises `MoveRefused` otherwise.
    """
    with lifecycle.opened(case, seen=seen) as fresh:
        lifecycle.check(fresh, "terminate")
        found = given(fresh, ground, Purpose.TERMINATION)
        withdrawn = found.code == FULL_WITHDRAWAL and fresh.track in DENUNCIATIONS
        if withdrawn and not no_signs:
            raise MoveRefused(
                _(
                    "A denunciation goes on in spite of its withdrawal where there are signs of a violation, or that"
                    " the person was threatened or bribed (Law on Denunciations, art. 33). Confirm that there are none."
                )
            )
        say(fresh, StatementKind.TERMINATION, text or told(found, fresh), by=by, at=at)
        columns = clocks.end_all(fresh, by=by, because=because, at=at)
        lifecycle.make(
            fresh,
            "terminate",
            by=by,
            because=because,
            at=at,
            detail={"ground": found.code, **({"no_signs": True} if withdrawn else {})},
            ground=found.code,
            outcome=Outcome.TERMINATED,
            **columns,
        )
        notices.tell_citizen(fresh, "closed", at=at)
    return case


def reopen(case: Case, *, by: Actor, because: str, at: datetime, seen: int | None = None) -> Case:
    """A head takes a closed case up again, with a new settlement term; a joined case stays joined."""
    with lifecycle.opened(case, seen=seen) as fresh:
        lifecycle.check(fresh, "reopen")
        if fresh.outcome == Outcome.MERGED:
            raise MoveRefused(_("This case was joined to another. Reopen that one."))
        accepted = fresh.accepted_at is not None
        if accepted:
            columns = clocks.start(fresh, Stage.SETTLEMENT, by=by, because=because, at=at)
        else:
            columns = start_at_receipt(fresh, by=by, because=because, at=at)
        end = State.ACCEPTED if accepted else State.RECEIVED
        if fresh.holder and not conflict.may_hold(fresh.holder, fresh, timezone.localdate(at)):
            columns["holder"] = None
        lifecycle.make(fresh, "reopen", by=by, because=because, at=at, end=end, **columns)
        notices.tell_citizen(fresh, "reopened", at=at)
    return case


def _open_review(
    case: Case,
    review: Review,
    *,
    by: Actor,
    because: str,
    at: datetime,
    text: str = "",
    files: Sequence[CleanFile] = (),
) -> None:
    """Take an answered case up again one level up; at the top it stays, unassigned.

    Where the law has a next instance for who does not agree (a second complaint, a further denunciation), that is what
    opens, with its own terms from receipt on; else a review under the local rule.
    """
    if text or files:
        say(case, StatementKind.DISPUTE, text, by=by, at=at, files=files)
    further = NEXT_INSTANCE.get(Track(case.track)) if review == Review.DISPUTE else None
    if further:
        case.track = further
        columns = start_at_receipt(case, by=by, because=because, at=at)
        columns |= {"track": further, "accepted_at": None}
    else:
        columns = clocks.start(case, Stage.REVIEW, by=by, because=because, at=at)
    search_text = f"{case.search_text} {fold(text)}".strip()
    lifecycle.make(
        case,
        "dispute",
        by=by,
        because=because,
        at=at,
        end=State.RECEIVED if further else State.ACCEPTED,
        detail={"review": review, **({"track": further} if further else {})},
        review=review,
        holder=None,
        search_text=search_text,
        **columns,
    )
    try:
        climb(case, trigger=Trigger(review.value), by=by, because=because, at=at)
    except NoHigherUnit:
        lifecycle.record(case, lifecycle.AT_TOP, by=by, because=reasons.REVIEW_AT_TOP, at=at)
