"""What an inspector reads of one case beside its record: what was said, files, ratings, messages, and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accountability.changes import shown
from accountability.privacy import Citizen, citizen_of
from accountability.record import actor_label
from cases import clocks, remaining
from cases.explaining import criteria_in_words
from cases.models import Attachment, Case, CaseRating, Statement, Term
from cases.notices import topic
from cases.remaining import ClockCard
from cases.terms import Counting
from messaging.models import OutboundMessage
from organization.actors import ActorKind


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
class Duty:
    """Something that the office must do beside settling the matter, as desk/duties.html takes it."""

    name: str
    clock: ClockCard


@dataclass(frozen=True)
class Dossier:
    """One case apart from its record. `facts` are pairs (label, value).

    `citizen` is None once the identity was removed, `card` while no clock runs; `duties` are those still open.
    """

    facts: tuple[tuple[str, str], ...]
    citizen: Citizen | None
    said: tuple[Said, ...]
    ratings: tuple[CaseRating, ...]
    sent: tuple[Sent, ...]
    card: ClockCard | None
    duties: tuple[Duty, ...]


def dossier_of(case: Case, *, at: datetime) -> Dossier:
    """Everything but the record, in the reader's language, as it stands at `at`."""
    citizen = citizen_of(case)
    counting = Counting()
    term = clocks.running(case)
    messages = OutboundMessage.objects.filter(topic=topic(case)).order_by("created_at", "pk")
    return Dossier(
        facts=_facts(case),
        citizen=citizen,
        said=_said(case),
        ratings=tuple(case.ratings.select_related("unit", "posting__officer", "posting__post__unit")),
        sent=tuple(
            Sent(message, "" if citizen is None or citizen.sealed else message.body) for message in messages
        ),
        card=_card(term, at=at, counting=counting) if term else None,
        duties=tuple(
            Duty(each.rule.title, _card(each, at=at, counting=counting)) for each in clocks.beside(case)
        ),
    )


def _card(term: Term, *, at: datetime, counting: Counting) -> ClockCard:
    clock = clocks.read_term(term, at=at, counting=counting)
    return remaining.card(clock, at=at, calendar=counting.calendar)


def _facts(case: Case) -> tuple[tuple[str, str], ...]:
    closed = f"{case.get_state_display()}: {case.get_outcome_display()}" if case.outcome else ""
    return (
        (_("Kind"), case.get_kind_display()),
        (capfirst(_("track")), case.get_track_display()),
        (_("Remote area"), _("Yes") if case.remote else ""),
        (_("What makes it complex"), criteria_in_words(case.complexity)),
        (_("Category"), str(case.category or "")),
        (_("State"), closed or case.get_state_display()),
        (_("Ground"), case.ground_label()),
        (_("Unit"), case.unit.localized_name),
        (_("Assigned to"), str(case.holder or "")),
        (_("Where it started"), case.first_unit.localized_name),
        (_("Levels climbed"), str(case.rung) if case.rung else ""),
        (_("Officer it is about"), str(case.about or "")),
        (_("Post at the time of the act"), str(case.about_posting.post) if case.about_posting else ""),
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
