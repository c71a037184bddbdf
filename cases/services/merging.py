"""One matter, one case: joining what belongs together and taking apart what does not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases import joining, lifecycle, notices
from cases.errors import MoveRefused
from cases.models import Case
from cases.services import following, groups
from cases.services.intake import Identity, Opened, Report, open_case
from cases.vocabulary import Kind
from organization.actors import Actor, Channel


def merge(case: Case, *, into: Case, by: Actor, because: str, at: datetime, seen: int | None = None) -> Case:
    """Join a case to an open one about the same matter. Its words stay its own; its citizen hears of both.

    Where `into` was itself joined, the case is joined to the one that it leads to. Raises `MoveRefused` where that one
    is closed or is the case itself, or where only one of the two is kept secret.
    """
    head = joining.head_of(into)
    with transaction.atomic():
        # Always in the same order, so that two mergers of the same pair cannot wait for each other.
        list(Case.objects.select_for_update().filter(pk__in=[case.pk, head.pk]).order_by("pk"))
        with lifecycle.opened(case, seen=seen) as fresh:
            lifecycle.check(fresh, "merge")
            locked = following.lock_open_head(head)
            if locked is None or locked.pk == fresh.pk:
                raise MoveRefused(_("Choose another case that is still open."))
            if locked.is_secret != fresh.is_secret:
                raise MoveRefused(
                    _(
                        "What is kept secret is joined only to what is kept secret too. Reclassify one of them first."
                    )
                )
            following.follow(fresh, into=locked, by=by, because=because, at=at)
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

    It came with the same letter or visit, and the same persons stand behind it, less those who have left.

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
            about_posting=fresh.about_posting,
            reply_from=fresh.reply_from,
            split_from=fresh,
            members=groups.members_of(fresh),
            appointment_seen=groups.has_appointment(fresh),
        )
        new = open_case(report, by=by, because=because, at=at)
        lifecycle.make(fresh, "split", by=by, because=because, at=at, detail={"new": new.case.code})
    return new
