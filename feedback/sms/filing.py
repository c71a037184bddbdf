"""A text that tells a matter: a case of its own, the case of the same words, or one more for tomorrow.

A complete matter is filed at once. What it lacks is asked after: where it happened, and the rest of a text that looks
cut.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from cases import reasons
from cases.models import Case, Statement
from cases.models.statement import StatementKind
from cases.services.intake import Identity, Report
from cases.vocabulary import Kind, Outcome
from feedback import intake, throttling
from feedback.sms import pieces, places
from feedback.sms.turns import CITIZEN, LANGUAGE, Reply, Turn
from feedback.throttling import TooMany
from messaging.models import InboundMessage
from organization.actors import Channel
from organization.names import fold

SAME_WORDS = timedelta(hours=24)
MORNING = time(7)


def file(turn: Turn) -> Reply:
    """Open a case, unless one was opened for the same words; its acknowledgement is promised with it."""
    message, meaning = turn.message, turn.meaning
    if not any(letter.isalnum() for letter in meaning.text):
        return Reply("empty_pa")
    if known := told_before(turn, turn.cases):
        return Reply("dup", known)
    try:
        throttling.spend(throttling.TEXTED_CASES, _today(turn), at=turn.at)
    except TooMany:
        return _put_off(turn)
    # Terms run from the day on which a text came in, also where it was read late.
    came_at = turn.sent_at
    named = places.place_named_in(meaning.text, on=timezone.localdate(came_at))
    report = Report(
        kind=meaning.kind or Kind.FEEDBACK,
        text=meaning.text,
        channel=Channel.SMS,
        language=LANGUAGE,
        unit=named.unit if named else None,
        place=named.phrase if named else "",
        anonymous=meaning.anonymous,
        identity=Identity(phone=message.sender),
        reply_from=message.recipient,
        acknowledgement=_acknowledgement(turn, has_place=named is not None and named.unit is not None),
    )
    filed = intake.file_report(report, **as_received(message), by=CITIZEN, because=reasons.FILED, at=came_at)
    template = "joined" if filed.case.merged_into_id else report.acknowledged_by
    return Reply(template, filed.case, is_promised=True)


def as_received(message: InboundMessage) -> dict[str, Any]:
    """The token of a sending and what came with it, less the number: that is kept where it can be deleted alone."""
    number = message.sender.lstrip("+")
    forms = {number, "0" + number.removeprefix("84")}
    raw = json.loads(message.raw)
    return {
        "token": f"{message.provider}:{message.provider_id}",
        "payload": {name: value for name, value in raw.items() if re.sub(r"\D", "", str(value)) not in forms},
    }


def _acknowledgement(turn: Turn, *, has_place: bool) -> str:
    """What tells of the new case: what else is asked of who sent it, one thing at most; empty for the usual."""
    if turn.is_out:
        return "filed_out"
    if pieces.looks_cut(turn.message):
        return "too_long"
    if has_place:
        return ""
    return "filed_anon_ask" if turn.meaning.anonymous else "filed_ask"


def told_before(turn: Turn, cases: QuerySet[Case]) -> Case | None:
    """The one of these cases to which the same words were said lately, as a matter or in reply; none withdrawn."""
    own = {case.pk: case for case in cases.exclude(outcome=Outcome.WITHDRAWN)}
    said = Statement.objects.filter(
        case__in=own,
        kind__in=(StatementKind.REPORT, StatementKind.REPLY),
        at__gt=turn.sent_at - SAME_WORDS,
    )
    words = fold(turn.meaning.text)
    return next((own[each.case_id] for each in said.order_by("pk") if fold(each.body) == words), None)


def _put_off(turn: Turn) -> Reply:
    """One matter too many today: it is taken tomorrow morning. The person is told once a day."""
    try:
        throttling.spend(throttling.TOLD_OF_LIMIT, _today(turn), at=turn.at)
        told = True
    except TooMany:
        told = False
    return Reply("limit", is_silent=not told, held_until=_next_morning(turn.at))


def _next_morning(at: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(at) + timedelta(days=1), MORNING))


def _today(turn: Turn) -> str:
    return f"{turn.message.sender} {timezone.localdate(turn.at)}"
