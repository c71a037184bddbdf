"""A matter becomes a case: routed, with its first clock running, and acknowledged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cases import clocks, codes, identity, joining, lifecycle, notices, reasons, routing
from cases.attachments import CleanFile
from cases.clocks import Columns
from cases.models import Case, Category, Complainant, Letter, Visit
from cases.models.statement import StatementKind
from cases.services import following, groups, origins
from cases.services.groups import Member
from cases.services.origins import Origin, Written
from cases.services.words import say
from cases.terms import Counting
from cases.vocabulary import TRACKS, Kind, Stage, StartEvent, State, Track
from organization.actors import Actor, Channel
from organization.history import attributed
from organization.models import Officer, Posting, Unit
from organization.names import fold
from organization.permissions import seat
from organization.vault import fingerprint

JOINER = Actor.system("joining")
BY_HAND = frozenset({Channel.DESK})
# Acknowledgements that ask where it happened.
ASKING_WHERE = frozenset({"filed_ask", "filed_anon_ask"})


@dataclass(frozen=True)
class Identity:
    """Who the citizen is, as far as given. `phone` in E.164."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Report:
    """What came in by one of the doors, already checked for form.

    `acknowledgement` names the message that tells the citizen of the case, in place of the usual one.
    """

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
    origin: Origin | None = None
    members: Sequence[Member] = ()
    appointment_seen: bool = False
    reply_from: str = ""
    split_from: Case | None = None
    token: UUID | None = None
    acknowledgement: str = ""

    @property
    def acknowledged_by(self) -> str:
        """The name of the message that tells the citizen of the case."""
        return self.acknowledgement or ("filed_anon" if self.anonymous else "filed")

    @property
    def persons(self) -> int:
        """How many stand behind it: those who are named, at least those who signed."""
        if self.split_from is not None and not self.members:
            return self.split_from.persons
        signed = self.origin.signers if isinstance(self.origin, Written) else 1
        return max(1, len(self.members), signed)


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

    What the same person has told before, in a case that is still open, is joined to that case in the same transaction:
    it keeps its own code, PIN and words.

    Raises `GroupRefused` where the persons named cannot be, `NoHigherUnit` when nobody may take it, `NoRule` when its
    term is not known, `YearNotEntered`.
    """
    kind = kind_by_channel(report.kind, report.channel)
    track = track_of(kind, report.track)
    matter = routing.Matter(track, report.category, report.unit, report.about, report.about_posting)
    route = routing.start(matter, on=timezone.localdate(at))
    if report.split_from is None:
        groups.check(report.members)
    pin = identity.new_pin()
    person = report.identity
    phone_key = fingerprint(person.phone) if person.phone else ""
    with transaction.atomic():
        letter, visit = _origin(report, route.unit, by=by, because=because, at=at)
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
            letter=letter,
            visit=visit,
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
            name=person.name,
            phone=person.phone,
            email=person.email,
            phone_key=phone_key,
            pin_key=identity.pin_key(case.code, pin),
        )
        groups.keep(case, report.members)
        with lifecycle.opened(case) as fresh:
            columns = start_at_receipt(fresh, by=by, because=because, at=at)
            detail = {
                "kind": kind,
                **route.as_detail(),
                **({"place": "asked"} if report.acknowledgement in ASKING_WHERE else {}),
                **groups.as_detail(report.persons, report.members, appointment_seen=report.appointment_seen),
            }
            lifecycle.receive(fresh, by=by, because=because, at=at, detail=detail, **columns)
            if earlier := _sent_before(report, fresh, phone_key):
                following.follow(fresh, into=earlier, by=JOINER, because=reasons.SENT_BEFORE, at=at)
                notices.tell_citizen(fresh, "joined", at=at)
            else:
                notices.tell_citizen(fresh, report.acknowledged_by, at=at)
    return Opened(case, pin)


def _origin(
    report: Report, unit: Unit, *, by: Actor, because: str, at: datetime
) -> tuple[Letter | None, Visit | None]:
    """What it came with; the unit of the officer at the counter received it, else the one that it goes to."""
    if report.split_from is not None:
        return report.split_from.letter, report.split_from.visit
    received_by = seat(by) or unit
    return origins.enter(
        report.origin, channel=report.channel, unit=received_by, by=by, because=because, at=at
    )


def _sent_before(report: Report, fresh: Case, phone_key: str) -> Case | None:
    """The open case in which the same person told the same before, locked; the same sent twice at once waits here."""
    if report.split_from is not None or not phone_key:
        return None
    following.one_at_a_time(phone_key)
    earlier = joining.sent_before(fresh, report.text)
    locked = following.lock_open_head(earlier) if earlier else None
    return locked if locked and locked.state != State.ANSWERED else None


def _unused_code() -> str:
    while Case.objects.filter(code=(code := codes.new_code())).exists():
        pass
    return code
