"""Putting words and their files on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cases import attachments
from cases.attachments import CleanFile
from cases.models import Case, Statement
from cases.models.statement import StatementKind
from organization.actors import Actor


def say(
    case: Case, kind: StatementKind, body: str, *, by: Actor, at: datetime, files: Sequence[CleanFile] = ()
) -> Statement:
    """Record what was said, by whom and in which post, with the files that came along."""
    statement = Statement.objects.create(
        case=case,
        kind=kind,
        body=body,
        at=at,
        author_kind=by.kind,
        author_name=by.name,
        author_post=by.post,
        posting_id=by.posting_id,
    )
    attachments.keep(files, case=case, statement=statement)
    return statement
