"""Entering what a matter came with: a letter or a visit, by the unit that received it.

What comes by telephone or by text message is neither. A matter taken out of another one came with the same letter or
visit: none is entered a second time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.models import Letter, Visit
from cases.models.origin import VisitKind
from organization.actors import Actor, Channel
from organization.history import attributed
from organization.models import Unit


@dataclass(frozen=True)
class Written:
    """It came as a letter that so many persons signed."""

    signers: int = 1


@dataclass(frozen=True)
class Spoken:
    """It was brought by so many persons in a reception of this sort."""

    kind: VisitKind = VisitKind.REGULAR
    persons: int = 1


Origin = Written | Spoken


def enter(
    origin: Origin | None, *, channel: Channel, unit: Unit, by: Actor, because: str, at: datetime
) -> tuple[Letter | None, Visit | None]:
    """The letter or visit of a matter, entered for the unit. A form sent on the web is a letter of one person."""
    match origin:
        case Spoken(kind, persons):
            visit = Visit(unit=unit, kind=kind, at=at, persons=persons)
            with attributed(by, because, at=at):
                visit.save(force_insert=True)
            return None, visit
        case Written(signers):
            return _letter(signers, channel, unit, by, because, at), None
        case None if channel == Channel.WEB:
            return _letter(1, channel, unit, by, because, at), None
    return None, None


def _letter(signers: int, channel: Channel, unit: Unit, by: Actor, because: str, at: datetime) -> Letter:
    letter = Letter(unit=unit, channel=channel, received_at=at, signers=signers)
    with attributed(by, because, at=at):
        letter.save(force_insert=True)
    return letter
