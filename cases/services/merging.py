"""One matter, one case: joining what belongs together and taking apart what does not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases import clocks, lifecycle, notices
from cases.errors import MoveRefused
from cases.models import Case
from cases.services.intake import Identity, Opened, Report, open_case
from cases.vocabulary import Kind, Outcome
from organization.actors import Actor, Channel


def merge(case: Case, *, into: Case, by: Actor, because: str, at: datetime, seen: int | None = None) -> Case:
    """Join a case to an open one about the same matter. Its words stay its own; its citizen is told the code."""
    with transaction.atomic():
        # Always in the same order, so that two mergers of the same pair cannot wait for each other.
        list(Case.objects.select_for_update().filter(pk__in=[case.pk, into.pk]).order_by("pk"))
        with lifecycle.opened(case, seen=seen) as fresh:
            lifecycle.check(fresh, "merge")
            into.refresh_from_db()
            if into.pk == fresh.pk or not into.is_open:
                raise MoveRefused(_("Choose another case that is still open."))
            columns = clocks.end_all(fresh, by=by, because=because, at=at)
            lifecycle.make(
                fresh,
                "merge",
                by=by,
                because=because,
                at=at,
                detail={"into": into.code},
                outcome=Outcome.MERGED,
                merged_into=into,
                **columns,
            )
            notices.tell_citizen(fresh, "update", at=at)
    return case


def split(
    case: Case,
    *,
    text: str,
    kind: Kind,
    by: Actor,
    because: str,
    at: datetime,
    seen: int | None = None,
) -> Opened:
    """Take one matter out of a case that holds several: a new case of the same citizen, with its own clock.

    `text` is the part of the citizen's words that the new case is about.
    """
    with lifecycle.opened(case, seen=seen) as fresh:
        lifecycle.check(fresh, "split")
        person = fresh.complainant
        report = Report(
            kind=kind,
            text=text,
            channel=Channel(fresh.channel),
            language=fresh.language,
            category=fresh.category,
            unit=fresh.unit,
            place=fresh.place,
            anonymous=fresh.anonymous,
            identity=Identity(name=person.name, phone=person.phone, email=person.email),
            about=fresh.about,
            reply_from=fresh.reply_from,
            split_from=fresh,
        )
        new = open_case(report, by=by, because=because, at=at)
        lifecycle.make(fresh, "split", by=by, because=because, at=at, detail={"new": new.case.code})
    return new
