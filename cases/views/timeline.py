"""The ledger of a case in words (templates/components/timeline.html)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import grounds
from cases.codes import show_code
from cases.grounds import Purpose
from cases.models import Case, CaseEvent
from cases.views.tones import EVENT_TONES
from cases.vocabulary import EventKind, Ground, Kind, TerminationGround, Trigger
from organization.actors import ActorKind


@dataclass(frozen=True)
class Entry:
    """One thing that happened: what, who, in which post, when and why."""

    what: str
    who: str
    post: str
    when: datetime
    why: str
    tone: str


def entries(case: Case) -> list[Entry]:
    """Everything that happened to the case, the latest first."""
    events: Iterable[CaseEvent] = case.events.select_related("from_unit", "to_unit").order_by("-pk")
    return [
        Entry(
            what=_what(event),
            who=_who(event),
            post=event.actor_post,
            when=event.at,
            why=event.why,
            tone=EVENT_TONES.get(event.kind, "neutral"),
        )
        for event in events
    ]


def _what(event: CaseEvent) -> str:
    label = event.get_kind_display()
    more = SPECIFICS[event.kind](event) if event.kind in SPECIFICS else ""
    return f"{label}: {more}" if more else str(label)


def _who(event: CaseEvent) -> str:
    return event.actor_name if event.actor_kind == ActorKind.OFFICER else str(event.get_actor_kind_display())


def _unit_reached(event: CaseEvent) -> str:
    return event.to_unit.localized_name


def _transfer(event: CaseEvent) -> str:
    outside, letter = event.detail.get("outside"), event.detail.get("letter")
    if outside and letter:
        return _("%(body)s (letter %(number)s)") % {"body": outside, "number": letter}
    return str(outside or _unit_reached(event))


def _escalation(event: CaseEvent) -> str:
    trigger, ground = event.detail.get("trigger", ""), event.detail.get("ground", "")
    words = str(Trigger(trigger).label) if trigger in Trigger.values else ""
    if ground:
        words = grounds.label(ground, Purpose.LACK_OF_POWER)
    return f"{_unit_reached(event)} ({words})" if words else _unit_reached(event)


def _extension(event: CaseEvent) -> str:
    days = int(event.detail.get("days", 0))
    return ngettext("by %(days)s day", "by %(days)s days", days) % {"days": days}


def _kinds(event: CaseEvent) -> str:
    before, after = event.detail.get("kind", ["", ""])
    if before == after or not {before, after} <= set(Kind.values):
        return ""
    return _("from %(before)s to %(after)s") % {"before": Kind(before).label, "after": Kind(after).label}


def _succession(event: CaseEvent) -> str:
    """Both names as they were: nothing renames a unit that has ended."""
    before = event.from_unit or event.to_unit
    if before == event.to_unit:
        return ""
    units = {"before": before.localized_name, "after": event.to_unit.localized_name}
    return _("from %(before)s to %(after)s") % units


def _ground(event: CaseEvent) -> str:
    ground = event.detail.get("ground", "")
    for vocabulary in (Ground, TerminationGround):
        if ground in vocabulary.values:
            return str(vocabulary(ground).label)
    return ""


def _members(event: CaseEvent) -> str:
    if "left" not in event.detail:
        return _("all have signed, the appointment is there")
    left = int(event.detail["left"])
    return ngettext("one withdrew, %(left)s goes on", "one withdrew, %(left)s go on", left) % {"left": left}


# What each kind of entry says beside its label, from what the ledger keeps of it.
SPECIFICS: Mapping[str, Callable[[CaseEvent], str]] = MappingProxyType(
    {
        EventKind.RECEIVE: _unit_reached,
        EventKind.ASSIGN: lambda event: str(event.detail.get("to", "")),
        EventKind.EXTEND: _extension,
        EventKind.ESCALATE: _escalation,
        EventKind.SEND_DOWN: _unit_reached,
        EventKind.TRANSFER: _transfer,
        EventKind.RECLASSIFY: _kinds,
        EventKind.REFUSE: _ground,
        EventKind.TERMINATE: _ground,
        EventKind.MERGE: lambda event: show_code(str(event.detail.get("into", ""))),
        EventKind.SPLIT: lambda event: show_code(str(event.detail.get("new", ""))),
        EventKind.RECUSE: lambda event: str(event.detail.get("officer", "")),
        EventKind.REORGANISE: _succession,
        EventKind.FOLLOW: lambda event: show_code(str(event.detail.get("code", ""))),
        EventKind.MEMBER: _members,
        EventKind.RATE: lambda event: f"{event.detail.get('score', '')}/5",
    }
)
