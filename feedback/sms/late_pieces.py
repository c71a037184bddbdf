"""A piece of a long text that came after the rest had been taken: added to the case that the rest was about.

It is not answered: the sender wrote one text and has had the answer to it.
"""

from __future__ import annotations

import json
from datetime import datetime

from cases.errors import MoveRefused
from cases.services import handling
from feedback import intake
from feedback.models import Submission, SubmissionKind
from feedback.sms.effects import CITIZEN
from messaging.models import InboundMessage

ADDED = "added late"
TOO_LATE = "too late to be added"


def add(piece: InboundMessage, *, at: datetime) -> str:
    """Add a late piece to its case, in the caller's transaction; returns what was done.

    Empty for every other text, and where the rest led to no case: then the piece is a text like any other. A case that
    takes nothing more leaves the piece in the inbox.
    """
    if piece.whole is None:
        return ""
    rest = f"{piece.whole.provider}:{piece.whole.provider_id}"
    submission = Submission.objects.select_related("case").filter(token=rest).first()
    if submission is None:
        return ""
    case = submission.case
    try:
        intake.record(
            case,
            kind=SubmissionKind.REPLY,
            token=f"{piece.provider}:{piece.provider_id}",
            payload=json.loads(piece.raw),
            language=case.language,
            by=CITIZEN,
            at=at,
            act=lambda: handling.reply(case, text=piece.body, by=CITIZEN, at=at),
        )
    except MoveRefused:
        return TOO_LATE
    return ADDED
