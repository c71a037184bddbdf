"""Taking in what a citizen sends, by whichever door: kept exactly as received, acted on once.

A sending is named by its token. The same sending again, also at the same moment, changes nothing and finds the case of
the first one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from cases.models import Case
from cases.services.intake import Report, open_case
from feedback.models import Submission, SubmissionKind
from organization.actors import Actor
from organization.turns import Line, wait_for_turn

Payload = Mapping[str, Any]


class TokenSpent(Exception):
    """The token was used before, for something else: `case` is what became of that."""

    def __init__(self, case: Case) -> None:
        super().__init__("the token of this sending was used for another one")
        self.case = case


@dataclass(frozen=True)
class Filed:
    """The case of a report. `pin` is empty unless the case was opened just now (`is_new`)."""

    case: Case
    pin: str
    is_new: bool


def file_report(
    report: Report, *, token: str, payload: Payload, by: Actor, because: str, at: datetime
) -> Filed:
    """Open a case for a report and keep what was received, in one transaction; sent again, find that case.

    Raises `TokenSpent`, and what `cases.services.intake.open_case` raises.
    """
    with transaction.atomic():
        if known := _sent_before(token, payload):
            return Filed(known, pin="", is_new=False)
        opened = open_case(report, by=by, because=because, at=at)
        _keep(opened.case, SubmissionKind.REPORT, token, payload, language=report.language, by=by, at=at)
    return Filed(opened.case, opened.pin, is_new=True)


def record(
    case: Case,
    *,
    kind: SubmissionKind,
    token: str,
    payload: Payload,
    language: str,
    by: Actor,
    at: datetime,
    act: Callable[[], object],
) -> bool:
    """Keep what a citizen says about their case and do it, in one transaction; whether it was new.

    `act` calls the service of `cases.services` for it; what it raises leaves nothing behind. Raises `TokenSpent`.
    """
    with transaction.atomic():
        if _sent_before(token, payload):
            return False
        act()
        _keep(case, kind, token, payload, language=language, by=by, at=at)
    return True


def canonical(payload: Payload) -> str:
    """The one way of writing a payload down: JSON in ASCII, keys in order, no spaces."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":"))


def digest(payload: Payload) -> str:
    """SHA-256 of the canonical payload, in hex."""
    return hashlib.sha256(canonical(payload).encode()).hexdigest()


def _sent_before(token: str, payload: Payload) -> Case | None:
    """The case that the same sending led to. Others with this token wait here until the transaction ends."""
    wait_for_turn(Line.SENDING, token)
    known = Submission.objects.select_related("case").filter(token=token).first()
    if known is None:
        return None
    if known.digest != digest(payload):
        raise TokenSpent(known.case)
    return known.case


def _keep(
    case: Case, kind: SubmissionKind, token: str, payload: Payload, *, language: str, by: Actor, at: datetime
) -> None:
    Submission.objects.create(
        token=token,
        case=case,
        kind=kind,
        channel=by.channel,
        language=language,
        payload=canonical(payload),
        digest=digest(payload),
        received_at=at,
    )
