"""A matter becomes a case: routed, with its first clock running, and acknowledged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cases import clocks, codes, identity, lifecycle, notices, routing
from cases.attachments import CleanFile
from cases.clocks import Columns
from cases.models import Case, Category, Complainant, Letter, Visit
from cases.models.statement import StatementKind
from cases.services.words import say
from cases.terms import Counting
from cases.vocabulary import TRACKS, Kind, Stage, StartEvent, State, Track
from organization.actors import Actor, Channel
from organization.history import attributed
from organization.models import Officer, Posting, Unit
from organization.names import fold
from organization.vault import fingerprint

BY_HAND = frozenset({Channel.DESK})


@dataclass(frozen=True)
class Identity:
    """Who the citizen is, as far as given. `phone` in E.164."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Report:
    """What came in by one of the doors, already checked for form."""

    kind: Kind
    text: str
    channel: Channel
    language: str = "vi"
    category: Category | None = None
    unit: Unit | None = None
    place: str = ""
    lat: Decimal | None = None
    lng: Decimal | None = None
    anonymous: bool = False
    identity: Identity = field(default_factory=Identity)
    files: Sequence[CleanFile] = ()
    track: Track | None = None
    about: Officer | None = None
    about_posting: Posting | None = None
    letter: Letter | None = None
    visit: Visit | None = None
    persons: int = 1
    reply_from: str = ""
    split_from: Case | None = None
    token: UUID | None = None


@dataclass(frozen=True)
class Opened:
    """The new case, and the PIN that opens its content; the PIN is kept only as a digest."""

    case: Case
    pin: str


def kind_by_channel(kind: Kind, channel: Channel) -> Kind:
    """A denunciation that comes neither on paper nor in person is information (Law on Denunciations, art. 22, 25)."""
    if kind == Kind.DENUNCIATION and channel not in BY_HAND:
        return Kind.TIP
    return kind


def track_of(kind: Kind, wished: Track | None = None) -> Track:
    """The track a matter of this kind goes: the one wished for where the kind may go it, else the usual one."""
    possible = TRACKS[kind]
    return wished if wished in possible else possible[0]


def start_at_receipt(case: Case, *, by: Actor, because: str, at: datetime) -> Columns:
    """The clocks that begin when a matter is received: the main one, and those beside it."""
    counting = Counting()
    clocks.start_beside(case, StartEvent.RECEIPT, by=by, because=because, at=at, counting=counting)
    return clocks.start(case, Stage.ACCEPTANCE, by=by, because=because, at=at, counting=counting)


def open_case(report: Report, *, by: Actor, because: str, at: datetime) -> Opened:
    """Open a case for a report: one transaction writes it, its words, its identity, its clock and the acknowledgement.

    Raises `NoHigherUnit` when nobody may take it, `NoRule` when its term is not known, `YearNotEntered`.
    """
    kind = kind_by_channel(report.kind, report.channel)
    track = track_of(kind, report.track)
    matter = routing.Matter(track, report.category, report.unit, report.about, report.about_posting)
    route = routing.start(matter, on=timezone.localdate(at))
    pin = identity.new_pin()
    with transaction.atomic():
        case = Case(
            code=_unused_code(),
            kind=kind,
            track=track,
            category=report.category,
            state=State.RECEIVED,
            unit=route.unit,
            first_unit=route.unit,
            about=report.about,
            about_posting=report.about_posting,
            remote=bool(report.unit and report.unit.is_remote) or route.unit.is_remote,
            letter=report.letter,
            visit=report.visit,
            persons=report.persons,
            place=report.place,
            lat=report.lat,
            lng=report.lng,
            search_text=fold(f"{report.text} {report.place}"),
            channel=report.channel,
            language=report.language,
            anonymous=report.anonymous,
            reply_from=report.reply_from,
            split_from=report.split_from,
            intake_token=report.token,
            received_at=at,
        )
        with attributed(by, because, at=at):
            case.save(force_insert=True)
        say(case, StatementKind.REPORT, report.text, by=by, at=at, files=report.files)
        Complainant.objects.create(
            case=case,
            name=report.identity.name,
            phone=report.identity.phone,
            email=report.identity.email,
            phone_key=fingerprint(report.identity.phone) if report.identity.phone else "",
            pin_key=identity.pin_key(case.code, pin),
        )
        with lifecycle.opened(case) as fresh:
            columns = start_at_receipt(fresh, by=by, because=because, at=at)
            detail = {
                "kind": kind,
                **route.as_detail(),
            }
            lifecycle.receive(fresh, by=by, because=because, at=at, detail=detail, **columns)
            template = "filed_anon" if report.anonymous else "filed"
            notices.tell_citizen(fresh, template, at=at)
    return Opened(case, pin)


def _unused_code() -> str:
    while Case.objects.filter(code=(code := codes.new_code())).exists():
        pass
    return code
