"""What a text causes, by its meaning: each effect through the same services as at the web and the desk.

What a service refuses is answered by how the case stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cases import joining, notices, reasons, selectors
from cases.deadlines import last_day_of
from cases.errors import MoveRefused
from cases.models import Case, CaseRating
from cases.models.statement import StatementKind
from cases.services import forgetting, handling, outcome, placing
from cases.vocabulary import State
from feedback import intake, throttling
from feedback.models import SubmissionKind
from feedback.sms import filing, places, prompts
from feedback.sms.grammar import Intent, Prompt
from feedback.sms.lexicon.reading import read
from feedback.sms.turns import CITIZEN, Reply, Turn
from feedback.throttling import TooMany
from messaging import optouts
from messaging.models import OptOutSource
from organization.names import fold

NO_PLACE = "0"


def effect_of(turn: Turn) -> Reply:
    """Do what the text asks for, in the caller's transaction; returns the answer to it."""
    match turn.meaning.intent:
        case Intent.FILE:
            return filing.file(turn)
        case Intent.HELP:
            return Reply("help")
        case Intent.STOP:
            return _stop(turn)
        case Intent.START:
            optouts.opt_in(turn.message.sender, at=turn.at)
            return Reply("optin")
        case Intent.UNKNOWN if turn.meaning.score is None:
            return _not_understood(turn)
        case intent:
            return _on_own_case(turn, _ACTS[intent])


def append(turn: Turn, topic: str) -> Reply | None:
    """Add the words to the case under that topic, where their beginning stands; None where it takes none any more."""
    key = notices.key_in(topic)
    case = turn.cases.filter(pk=key).first() if key else None
    text = read(turn.message.body).words
    if case is None or not text:
        return None
    case = _own_head(turn, case)
    said = case.statements.filter(kind=StatementKind.REPLY, at__gt=turn.sent_at - filing.SAME_WORDS)
    if fold(text) in {fold(each.body) for each in said}:
        return Reply("dup", case, is_silent=True)
    try:
        _say_more(turn, case, text, is_about_place=not case.place and _names_a_place(turn, text))
    except MoveRefused:
        return None
    return Reply("added", case, {"date": _due(case)}) if case.due_at else Reply("reply_ok", case)


def _stop(turn: Turn) -> Reply:
    optouts.opt_out(turn.message.sender, source=OptOutSource.TEXT, at=turn.at)
    return Reply("optout", is_silent=turn.is_out)


def _not_understood(turn: Turn) -> Reply:
    """A few words that answer nothing, unless they come late to a question that still waits."""
    late = prompts.late_question(turn.cases, sent_at=turn.sent_at)
    return _which_question(late) if late and turn.meaning.text else Reply("unknown")


def _which_question(asked: prompts.Asked) -> Reply:
    return Reply("reply_many", asked.case, {"count": asked.count}, concerns=False)


def _on_own_case(turn: Turn, act: _Act) -> Reply:
    """Act on the case that the text names, or on the one that it means without a name.

    Of a case filed from another telephone only the state is told. Of one that was joined, the case that it was joined
    to is meant, where that is the sender's too; else its state is told.
    """
    meaning = turn.meaning
    if meaning.wrong_code:
        return _bad_code(turn, meaning.wrong_code)
    if not meaning.code and (prompt := _fitting(turn, act)):
        if prompt.count > 1:
            return _say_which(prompt)
        case: Case | None = prompt.case
    else:
        case = selectors.by_code(meaning.code) if meaning.code else act.otherwise(turn)
        if not meaning.code and act.which and (several := turn.open_count) > 1:
            return Reply(act.which, case, {"count": several}, concerns=False)
    if case is None:
        return _bad_code(turn, meaning.code) if meaning.code else Reply("no_case")
    if not turn.cases.filter(pk=case.pk).exists():
        return _of_another(turn, case)
    if act.on_head:
        case = _own_head(turn, case)
    try:
        return act.do(turn, case)
    except MoveRefused:
        case.refresh_from_db()
        return _status(turn, case)


def _own_head(turn: Turn, case: Case) -> Case:
    """The case that this one was joined to, where that is the sender's too."""
    return turn.cases.filter(merged=case).first() or case


def _fitting(turn: Turn, act: _Act) -> prompts.Asked | None:
    """The open prompt, if it asks for such a text."""
    return turn.asked if turn.asked and turn.asked.prompt in act.answers else None


def _say_which(asked: prompts.Asked) -> Reply:
    """Several wait for the same sort of answer: none is guessed, and the text has no effect."""
    match asked.prompt:
        case Prompt.CONFIRM:
            return Reply("digit", asked.case, concerns=False)
        case Prompt.RATING:
            return Reply("rate_bad", asked.case, concerns=False)
        case _:
            return _which_question(asked)


def _bad_code(turn: Turn, typed: str) -> Reply:
    """Told a few times an hour; then nothing, since somebody may be guessing codes."""
    try:
        throttling.spend(throttling.WRONG_CODE_BY_TEXT, turn.message.sender, at=turn.at)
    except TooMany:
        return Reply("bad_code", slots={"typed": typed}, is_silent=True)
    return Reply("bad_code", slots={"typed": typed})


def _of_another(turn: Turn, case: Case) -> Reply:
    guesses = throttling.is_reached(throttling.WRONG_CODE_BY_TEXT, turn.message.sender, at=turn.at)
    return Reply("status_other", slots=_state(case), is_silent=guesses)


def _status(turn: Turn, case: Case) -> Reply:
    return Reply("status", case, _state(case) | {"unit": joining.head_of(case).unit.name})


def _state(case: Case) -> dict[str, object]:
    """How a case stands; one that was joined stands as the other does."""
    head = joining.head_of(case)
    status = notices.status_of(head, follows=head != case)
    return {"code": case.code, "status": status, "date": head.events.latest("pk").at}


def _confirm(turn: Turn, case: Case) -> Reply:
    if prompts.is_to_be_rated(case, sent_at=turn.sent_at):
        return Reply("rate_bad", case)  # it was confirmed before: now a score is asked for
    _keep(turn, case, SubmissionKind.CONFIRM, lambda: outcome.confirm(case, by=CITIZEN, at=turn.at))
    return Reply("confirm_yes", case)


def _dispute(turn: Turn, case: Case) -> Reply:
    text = turn.meaning.text
    _keep(
        turn, case, SubmissionKind.DISPUTE, lambda: outcome.dispute(case, text=text, by=CITIZEN, at=turn.at)
    )
    return Reply("confirm_no", case)


def _rate(turn: Turn, case: Case) -> Reply:
    score, comment = turn.meaning.score, turn.meaning.text
    if score is None:
        return Reply("rate_bad", case)
    old = _score_of_this_answer(case)
    _keep(
        turn,
        case,
        SubmissionKind.RATE,
        lambda: outcome.rate(case, score=score, comment=comment, by=CITIZEN, at=turn.at),
    )
    if old is not None and old != score:
        return Reply("rate_twice", case, {"old": old, "score": score})
    return Reply("rate_ok", case, {"score": score})


def _score_of_this_answer(case: Case) -> int | None:
    """What the citizen has given to the answer that the case has now."""
    given = CaseRating.objects.filter(case=case, at__gte=case.answered_at) if case.answered_at else None
    last = given.last() if given is not None else None
    return last.score if last else None


def _answer(turn: Turn, case: Case) -> Reply:
    """Words for a case: where it happened, if that was asked; else what the citizen adds or replies."""
    text = turn.meaning.text
    if not text:
        return Reply("help")
    if outcome.is_open_to_second_thoughts(case, at=turn.at):
        return Reply("expired", case)
    if not turn.meaning.code:
        is_place = turn.asked is not None and turn.asked.prompt == Prompt.PLACE
    else:
        is_place = _may_be_the_place(turn, case, text)
    if is_place and (known := filing.told_before(turn, turn.cases.filter(pk=case.pk))):
        return Reply("dup", known)  # the matter sent twice is not where it happened
    if is_place and text == NO_PLACE:
        _keep(
            turn,
            case,
            SubmissionKind.REPLY,
            lambda: placing.leave_place_open(case, by=CITIZEN, at=turn.at),
        )
        return Reply("filed", case, {"date": _due(case)})
    _say_more(turn, case, text, is_about_place=is_place)
    if is_place:
        return Reply("place_ok", case, {"unit": case.unit.name, "date": _due(case)})
    return Reply("reply_ok", case)


def _may_be_the_place(turn: Turn, case: Case, text: str) -> bool:
    """Whether words sent with a code tell the place: it was asked of this case, and they name one or decline to."""
    own = turn.cases.filter(pk=case.pk)
    if case.state == State.AWAITING_CITIZEN or not prompts.open_place(own, sent_at=turn.sent_at):
        return False
    return text == NO_PLACE or _names_a_place(turn, text)


def _names_a_place(turn: Turn, text: str) -> bool:
    """Whether the words name a unit or a hamlet."""
    return places.place_named_in(text, on=timezone.localdate(turn.sent_at)) is not None


def _say_more(turn: Turn, case: Case, text: str, *, is_about_place: bool) -> None:
    def say() -> None:
        if is_about_place:
            named = places.place_named_in(text, on=timezone.localdate(turn.sent_at))
            placing.tell_place(case, text=text, unit=named.unit if named else None, by=CITIZEN, at=turn.at)
        else:
            handling.reply(case, text=text, by=CITIZEN, at=turn.at)

    _keep(turn, case, SubmissionKind.REPLY, say)


def _due(case: Case) -> date | str:
    return last_day_of(case.due_at) if case.due_at else "-"


def _withdraw(turn: Turn, case: Case) -> Reply:
    text = turn.meaning.text
    try:
        _keep(
            turn,
            case,
            SubmissionKind.WITHDRAW,
            lambda: outcome.withdraw(case, text=text, by=CITIZEN, at=turn.at),
        )
    except MoveRefused:
        return Reply("cancel_late", case)
    return Reply("withdrawn_ok", case, is_promised=True)


def _forget(turn: Turn, case: Case) -> Reply:
    """Delete the number from exactly this case. Without its code nothing is deleted: it cannot be undone."""
    if not turn.meaning.code:
        return Reply("forget_ask", case, concerns=False)
    forgetting.forget_number(case, by=CITIZEN, because=reasons.NUMBER_FORGOTTEN, at=turn.at)
    return Reply("forgotten", case, forgets=True)


def _ask_for_a_code(turn: Turn, case: Case) -> Reply:
    """A digit that answers nothing that is open; where it comes too late to say whether it is solved, that is told."""
    closed = prompts.late_confirming(turn.cases) if turn.meaning.score in (1, 2) else None
    if closed and outcome.is_open_to_second_thoughts(closed, at=turn.at):
        return Reply("expired", closed, concerns=False)
    return Reply("digit", case, concerns=False)


@dataclass(frozen=True)
class _Act:
    """What is done with a case, and which one is meant by a text that names none.

    That is the case of the open prompt, where the text `answers` such a prompt, and else another one; `which` is the
    template that asks, where several are open and to take the wrong one would do harm. `on_head` lets the case that it
    was joined to stand for it.
    """

    do: Callable[[Turn, Case], Reply]
    otherwise: Callable[[Turn], Case | None]
    answers: frozenset[Prompt] = frozenset()
    which: str = ""
    on_head: bool = True


_JUDGING = frozenset({Prompt.CONFIRM})
_ACTS: Mapping[Intent, _Act] = {
    Intent.TRACK: _Act(_status, lambda turn: turn.newest),
    Intent.CONFIRM: _Act(_confirm, lambda turn: turn.newest, _JUDGING),
    Intent.DISPUTE: _Act(_dispute, lambda turn: turn.newest, _JUDGING),
    Intent.RATE: _Act(_rate, lambda turn: turn.newest_answered, frozenset({Prompt.CONFIRM, Prompt.RATING})),
    Intent.ANSWER: _Act(
        _answer, lambda turn: turn.newest_open, frozenset({Prompt.QUESTION, Prompt.PLACE}), "say_many"
    ),
    Intent.WITHDRAW: _Act(_withdraw, lambda turn: turn.newest_open, which="cancel_many"),
    Intent.FORGET: _Act(_forget, lambda turn: turn.newest, on_head=False),
    Intent.UNKNOWN: _Act(_ask_for_a_code, lambda turn: turn.newest),
}


def _keep(turn: Turn, case: Case, kind: SubmissionKind, act: Callable[[], object]) -> None:
    """Keep the text as it was received and do what it says, both or neither."""
    intake.record(
        case,
        kind=kind,
        **filing.as_received(turn.message),
        language=case.language,
        by=CITIZEN,
        at=turn.at,
        act=act,
    )
