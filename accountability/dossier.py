"""What an inspector reads of one case beside its record: what was said, files, ratings, messages, and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accountability.changes import shown
from accountability.privacy import Citizen, citizen_of
from accountability.record import actor_label
from cases import clocks, remaining
from cases.clocks import Clock
from cases.models import Attachment, Case, CaseRating, Statement
from cases.notices import topic
from cases.remaining import ClockCard
from messaging.models import OutboundMessage
from organization.actors import ActorKind
from organization.selectors import working_calendar


@dataclass(frozen=True)
class File:
    """A file as a page links to it; `size` in bytes."""

    name: str
    url: str
    size: int
    is_image: bool


@dataclass(frozen=True)
class Said:
    """Something said about the case, as components/timeline.html takes it."""

    what: str
    who: str
    post: str
    when: datetime
    words: str
    files: tuple[File, ...]
    tone: str


@dataclass(frozen=True)
class Sent:
    """A message about the case. `text` is empty where it stays closed: the template alone then says what it was."""

    message: OutboundMessage
    text: str


@dataclass(frozen=True)
class Dossier:
    """One case apart from its record. `facts` are pairs (label, value).

    `citizen` is None once the identity was removed, `clock` while none runs, `card` also while it stands still.
    """

    facts: tuple[tuple[str, str], ...]
    citizen: Citizen | None
    said: tuple[Said, ...]
    ratings: tuple[CaseRating, ...]
    sent: tuple[Sent, ...]
    clock: Clock | None
    card: ClockCard | None


def dossier_of(case: Case, *, at: datetime) -> Dossier:
    """Everything but the record, in the reader's language, as it stands at `at`."""
    citizen = citizen_of(case)
    clock = clocks.read(case, at=at)
    messages = OutboundMessage.objects.filter(topic=topic(case)).order_by("created_at", "pk")
    return Dossier(
        facts=_facts(case),
        citizen=citizen,
        said=_said(case),
        ratings=tuple(case.ratings.select_related("unit", "posting__officer", "posting__post__unit")),
        sent=tuple(
            Sent(message, "" if citizen is None or citizen.sealed else message.body) for message in messages
        ),
        clock=clock,
        card=remaining.card(clock, at=at, calendar=working_calendar()) if clock else None,
    )


def _facts(case: Case) -> tuple[tuple[str, str], ...]:
    closed = f"{case.get_state_display()}: {case.get_outcome_display()}" if case.outcome else ""
    return (
        (_("Kind"), case.get_kind_display()),
        (_("Category"), str(case.category or "")),
        (_("State"), closed or case.get_state_display()),
        (_("Ground"), case.ground_label()),
        (_("Unit"), case.unit.localized_name),
        (_("Assigned to"), str(case.holder or "")),
        (_("Where it started"), case.first_unit.localized_name),
        (_("Levels climbed"), str(case.rung) if case.rung else ""),
        (_("Officer it is about"), str(case.about or "")),
        (_("Summary"), case.summary),
        (_("Place"), case.place),
        (_("Came by"), case.get_channel_display()),
        (_("Received at"), shown(case.received_at)),
        (_("Answered at"), shown(case.answered_at) if case.answered_at else ""),
        (_("Closed at"), shown(case.closed_at) if case.closed_at else ""),
        (_("Joined to"), str(case.merged_into or "")),
        (_("Taken out of"), str(case.split_from or "")),
    )


def _said(case: Case) -> tuple[Said, ...]:
    statements = case.statements.prefetch_related("attachments").order_by("pk")
    return tuple(_saying(statement) for statement in statements)


def _saying(statement: Statement) -> Said:
    citizen = statement.author_kind == ActorKind.CITIZEN
    return Said(
        what=statement.get_kind_display(),
        who=actor_label(statement.author_kind, statement.author_name),
        post=statement.author_post,
        when=statement.at,
        words=statement.body,
        files=tuple(_file(attachment) for attachment in statement.attachments.all()),
        tone="neutral" if statement.is_internal else "info" if citizen else "ok",
    )


def _file(attachment: Attachment) -> File:
    url = reverse("inspection:file", args=[attachment.pk])
    return File(attachment.name, url, attachment.size, attachment.is_image)
