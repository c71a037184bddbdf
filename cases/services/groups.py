"""Several persons behind one matter: who they are, who speaks for them, and that one who leaves takes only their part.

Names are sealed rows of their own; the ledger holds numbers. The first row of a group is the contact, to whom news
goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import lifecycle, notices
from cases.errors import GroupRefused, MoveRefused
from cases.models import Case, CaseEvent, Complainant, MemberWithdrawal, Petitioner
from cases.services.withdrawal import end_as_withdrawn
from cases.vocabulary import EventKind, Kind, State
from organization.actors import Actor

LARGEST = 200
LONGEST_NAME = 120
MARK = "*"
APPOINTED = "appointment_seen"

# Up to so many persons, at most so many representatives (Law on Reception of Citizens 42/2013, art. 29; Decree
# 155/2026, art. 4). For fewer than five no law gives a number: they are held to that of the smallest group named.
FEW, REPRESENTATIVES_OF_FEW, REPRESENTATIVES = 10, 2, 5


@dataclass(frozen=True)
class Member:
    """One person of a group."""

    name: str
    represents: bool = False


def read_members(text: str) -> list[Member]:
    """The persons named in a text, one a line; a line that begins or ends with `*` names one who represents.

    Empty lines are left out. Raises `GroupRefused` for a mark without a name, a name that is too long, too many names.
    """
    members = []
    for line in text.splitlines():
        if not line.strip():
            continue
        name = " ".join(line.replace(MARK, " ").split())
        if not name:
            raise GroupRefused(_("A line has the mark of a representative but no name."))
        if len(name) > LONGEST_NAME:
            raise GroupRefused(
                _("A name has at most %(most)s letters. Write one name a line.") % {"most": LONGEST_NAME}
            )
        members.append(Member(name, represents=MARK in line))
    if len(members) >= LARGEST:
        raise GroupRefused(
            _("At most %(most)s persons can be named; these are %(count)s.")
            % {"most": LARGEST, "count": len(members) + 1}
        )
    return members


def most_representatives(persons: int) -> int:
    """How many of a group of so many may represent it."""
    return REPRESENTATIVES_OF_FEW if persons <= FEW else REPRESENTATIVES


def check(members: Sequence[Member]) -> None:
    """Raise `GroupRefused` unless as many of a group represent it as its number allows; one person needs nobody."""
    persons, representing = len(members), sum(member.represents for member in members)
    most = most_representatives(persons)
    if persons > 1 and not 1 <= representing <= most:
        raise GroupRefused(
            ngettext(
                "A group of %(persons)s persons names from 1 to %(most)s representatives; here it is %(count)s.",
                "A group of %(persons)s persons names from 1 to %(most)s representatives; here they are %(count)s.",
                representing,
            )
            % {"persons": persons, "most": most, "count": representing}
        )


def keep(case: Case, members: Sequence[Member]) -> None:
    """Put the names of a group on record, sealed, the contact's first."""
    Petitioner.objects.bulk_create(
        [Petitioner(case=case, name=each.name, is_representative=each.represents) for each in members]
    )


def as_detail(persons: int, members: Sequence[Member], *, appointment_seen: bool) -> dict[str, Any]:
    """What the ledger keeps of a group: numbers, and whether the paper is there; nothing for one person."""
    if persons < 2:
        return {}
    representing = sum(member.represents for member in members)
    return {"persons": persons, "representatives": representing, APPOINTED: appointment_seen}


def members_of(case: Case) -> list[Member]:
    """The persons of a group who have not left, the contact first."""
    rows = case.petitioners.filter(withdrawal=None).order_by("pk")
    return [Member(row.name, row.is_representative) for row in rows]


def has_appointment(case: Case) -> bool:
    """Whether it is on record that all have signed and the paper that appoints the representatives is there."""
    seen = CaseEvent.objects.filter(case=case, kind__in=(EventKind.RECEIVE, EventKind.MEMBER))
    return seen.filter(**{f"detail__{APPOINTED}": True}).exists()


def lacks_appointment(case: Case) -> bool:
    """Whether a complaint of several persons cannot be accepted yet (Decree 155/2026, art. 10)."""
    return case.kind == Kind.COMPLAINT and case.persons > 1 and not has_appointment(case)


def require_appointment(case: Case) -> None:
    """Raise `MoveRefused` for a complaint of several persons that cannot be accepted yet."""
    if lacks_appointment(case):
        raise MoveRefused(
            _(
                "A complaint of several persons is accepted when all of them have signed and the paper that appoints"
                " their representatives is there (Decree 155/2026, article 10). Record it first."
            )
        )


def record_appointment(case: Case, *, by: Actor, because: str, at: datetime) -> Case:
    """Enter that all have signed and that the paper which appoints the representatives is there."""
    with lifecycle.opened(case) as fresh:
        _require_undecided(fresh)
        lifecycle.record(fresh, lifecycle.MEMBER, by=by, because=because, at=at, detail={APPOINTED: True})
    return case


def withdraw_member(case: Case, petitioner: Petitioner, *, by: Actor, because: str, at: datetime) -> Case:
    """One person of the group takes back their part; the case goes on for the others (Decree 155/2026, art. 5).

    When nobody is left it ends as withdrawn, other than a denunciation, of which the office decides whether it goes on
    (Law on Denunciations 25/2018, art. 33). Raises `GroupRefused` for a person of another case or one who has left.
    """
    with lifecycle.opened(case) as fresh:
        _require_undecided(fresh)
        group = {each.pk: each for each in fresh.petitioners.select_related("withdrawal").order_by("pk")}
        member = group.get(petitioner.pk)
        if member is None:
            raise GroupRefused(_("This person does not stand behind this case."))
        if not has_stayed(member):
            raise GroupRefused(_("This person has already withdrawn."))
        MemberWithdrawal.objects.create(case=fresh, petitioner=member, at=at)
        staying = [each for each in group.values() if has_stayed(each) and each != member]
        left = len(staying) + _others_following(fresh)
        detail = {"contact": member.pk == min(group), "left": left}
        lifecycle.record(fresh, lifecycle.MEMBER, by=by, because=because, at=at, detail=detail)
        if not left and not fresh.is_secret:
            end_as_withdrawn(fresh, by=by, because=because, at=at)
    return case


def withdraw_contact(fresh: Case, *, by: Actor, because: str, at: datetime) -> bool:
    """The contact of an opened case takes back their part, where others stand behind it too; whether others do.

    Raises `MoveRefused` for a contact who has left before.
    """
    group = list(fresh.petitioners.select_related("withdrawal").order_by("pk"))
    others = [member for member in group[1:] if has_stayed(member)]
    left = len(others) + _others_following(fresh)
    if not left:
        return False
    if CaseEvent.objects.filter(case=fresh, kind=EventKind.MEMBER, detail__contact=True).exists():
        raise MoveRefused(_("Your part is already withdrawn. The case goes on for the others."))
    if group and has_stayed(group[0]):
        MemberWithdrawal.objects.create(case=fresh, petitioner=group[0], at=at)
    detail = {"contact": True, "left": left}
    lifecycle.record(fresh, lifecycle.MEMBER, by=by, because=because, at=at, detail=detail)
    notices.tell_citizen(fresh, "withdrawn_ok", at=at)
    return True


def has_stayed(member: Petitioner) -> bool:
    """Whether a person of a group, read with `withdrawal`, has not taken back their part."""
    return not hasattr(member, "withdrawal")


def _others_following(case: Case) -> int:
    """How many cases of other persons were joined to it; who left no telephone counts as another person."""
    same = Complainant.objects.filter(case=case).exclude(phone_key="").values("phone_key")
    return case.merged.exclude(complainant__phone_key__in=same).count()


def _require_undecided(case: Case) -> None:
    if case.state in (State.ANSWERED, State.CLOSED):
        raise MoveRefused(
            _("The persons behind a case are not changed while it is “%(state)s”.")
            % {"state": State(case.state).label}
        )
