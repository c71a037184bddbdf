"""What a text causes, by its meaning: each effect through the same services as at the web and the desk.

What a service refuses is answered by how the case stands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from cases import joining, notices, reasons, selectors
from cases.errors import MoveRefused
from cases.models import Case, Statement
from cases.models.statement import StatementKind
from cases.services import handling, outcome
from cases.services.intake import Identity, Report
from cases.vocabulary import Kind, Outcome, State
from feedback import intake
from feedback.models import SubmissionKind
from feedback.sms import places, prompts
from feedback.sms.grammar import Intent, Meaning
from feedback.sms.prompts import Asked
from messaging.models import InboundMessage
from organization.actors import Actor, Channel
from organization.names import fold

LANGUAGE = "vi"
SAME_WORDS = timedelta(hours=24)

CITIZEN = Actor.citizen(Channel.SMS)


@dataclass(frozen=True)
class Turn:
    """One text of one phone: what it means, given what the phone was asked. `cases` are the phone's, newest first."""

    message: InboundMessage
    cases: QuerySet[Case]
    asked: Asked | None
    meaning: Meaning
    at: datetime

    @property
    def sent_at(self) -> datetime:
        """When the text came in; it may have waited since."""
        return self.message.received_at

    @property
    def newest(self) -> Case | None:
        """The phone's last case."""
        return self.cases.first()

    @property
    def newest_open(self) -> Case | None:
        """The phone's last case that is not closed, else its last one."""
        return self.cases.exclude(state=State.CLOSED).first() or self.newest

    @property
    def newest_answered(self) -> Case | None:
        """The phone's case that was answered last, else its last one."""
        return self.cases.exclude(answered_at=None).order_by("-answered_at").first() or self.newest


@dataclass(frozen=True)
class Reply:
    """The one answer to a text: a template, the case of the sender's it is about, and what else fills it.

    `is_promised` says that the service that had the effect has promised it already.
    """

    template: str
    case: Case | None = None
    slots: Mapping[str, object] = field(default_factory=dict)
    is_promised: bool = False


def effect_of(turn: Turn) -> Reply:
    """Do what the text asks for, in the caller's transaction; returns the answer to it."""
    match turn.meaning.intent:
        case Intent.FILE:
            return _file(turn)
        case Intent.HELP:
            return Reply("help")
        case Intent.UNKNOWN if turn.meaning.score is None:
            return Reply("unknown")
        case intent:
            return _on_own_case(turn, _ACTS[intent])


def _file(turn: Turn) -> Reply:
    """Open a case, unless one was opened for the same words; its acknowledgement is promised with it."""
    message, meaning = turn.message, turn.meaning
    if not any(letter.isalnum() for letter in meaning.text):
        return Reply("empty_pa")
    if known := _told_before(turn):
        return Reply("dup", known)
    # Terms run from the day on which a text came in, also where it was read late.
    came_at = turn.sent_at
    report = Report(
        kind=meaning.kind or Kind.FEEDBACK,
        text=meaning.text,
        channel=Channel.SMS,
        language=LANGUAGE,
        unit=places.unit_named_in(meaning.text, on=timezone.localdate(came_at)),
        anonymous=meaning.anonymous,
        identity=Identity(phone=message.sender),
        reply_from=message.recipient,
    )
    filed = intake.file_report(report, **_as_received(message), by=CITIZEN, because=reasons.FILED, at=came_at)
    if filed.case.merged_into_id:
        return Reply("joined", filed.case, is_promised=True)
    return Reply("filed_anon" if report.anonymous else "filed", filed.case, is_promised=True)


def _told_before(turn: Turn) -> Case | None:
    """The case that this phone filed with the same words lately, unless it was withdrawn."""
    filed = turn.cases.filter(received_at__gt=turn.sent_at - SAME_WORDS).exclude(outcome=Outcome.WITHDRAWN)
    lately = {case.pk: case for case in filed}
    said = Statement.objects.filter(case__in=lately, kind=StatementKind.REPORT).order_by("pk")
    words = fold(turn.meaning.text)
    return next((lately[each.case_id] for each in said if fold(each.body) == words), None)


def _on_own_case(turn: Turn, act: _Act) -> Reply:
    """Act on the case that the text names, or on the one that it means without a name.

    Of a case filed from another telephone only the state is told. Of one that was joined, the case that it was joined
    to is meant, where that is the sender's too; else its state is told.
    """
    meaning = turn.meaning
    case = selectors.by_code(meaning.code) if meaning.code else act.meant(turn)
    if meaning.wrong_code or (meaning.code and case is None):
        return Reply("bad_code", slots={"typed": meaning.wrong_code or meaning.code})
    if case is None:
        return Reply("no_case")
    if not turn.cases.filter(pk=case.pk).exists():
        return Reply("status_other", slots=_state(case))
    case = turn.cases.filter(merged=case).first() or case
    try:
        return act.do(turn, case)
    except MoveRefused:
        case.refresh_from_db()
        return _status(turn, case)


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
    _keep(
        turn,
        case,
        SubmissionKind.RATE,
        lambda: outcome.rate(case, score=score, comment=comment, by=CITIZEN, at=turn.at),
    )
    return Reply("rate_ok", case, {"score": score})


def _answer(turn: Turn, case: Case) -> Reply:
    text = turn.meaning.text
    if not text:
        return Reply("help")
    if outcome.is_open_to_second_thoughts(case, at=turn.at):
        return Reply("expired", case)
    _keep(turn, case, SubmissionKind.REPLY, lambda: handling.reply(case, text=text, by=CITIZEN, at=turn.at))
    return Reply("reply_ok", case)


def _withdraw(turn: Turn, case: Case) -> Reply:
    text = turn.meaning.text
    _keep(
        turn, case, SubmissionKind.WITHDRAW, lambda: outcome.withdraw(case, text=text, by=CITIZEN, at=turn.at)
    )
    return Reply("withdrawn_ok", case, is_promised=True)


def _ask_for_a_code(turn: Turn, case: Case) -> Reply:
    return Reply("digit", case)


def _asked_or(otherwise: Callable[[Turn], Case | None]) -> Callable[[Turn], Case | None]:
    return lambda turn: turn.asked.case if turn.asked else otherwise(turn)


@dataclass(frozen=True)
class _Act:
    """What is done with a case, and which one is meant by a text that names none."""

    do: Callable[[Turn, Case], Reply]
    meant: Callable[[Turn], Case | None]


_ACTS: Mapping[Intent, _Act] = {
    Intent.TRACK: _Act(_status, lambda turn: turn.newest),
    Intent.CONFIRM: _Act(_confirm, _asked_or(lambda turn: turn.newest)),
    Intent.DISPUTE: _Act(_dispute, _asked_or(lambda turn: turn.newest)),
    Intent.RATE: _Act(_rate, _asked_or(lambda turn: turn.newest_answered)),
    Intent.ANSWER: _Act(_answer, _asked_or(lambda turn: turn.newest_open)),
    Intent.WITHDRAW: _Act(_withdraw, lambda turn: turn.newest_open),
    Intent.UNKNOWN: _Act(_ask_for_a_code, _asked_or(lambda turn: turn.newest)),
}


def _keep(turn: Turn, case: Case, kind: SubmissionKind, act: Callable[[], object]) -> None:
    """Keep the text as it was received and do what it says, both or neither."""
    intake.record(
        case,
        kind=kind,
        **_as_received(turn.message),
        language=case.language,
        by=CITIZEN,
        at=turn.at,
        act=act,
    )


def _as_received(message: InboundMessage) -> dict[str, Any]:
    return {"token": f"{message.provider}:{message.provider_id}", "payload": json.loads(message.raw)}
