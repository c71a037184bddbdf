"""The ledger of a case in words (templates/components/timeline.html)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.codes import show_code
from cases.deadlines import last_day_of
from cases.explaining import criteria_in_words
from cases.models import Case, CaseEvent
from cases.models.call import CallResult
from cases.views.tones import EVENT_TONES
from cases.vocabulary import EventKind, Kind, Track, Trigger
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
    rules = {term.rule.code: term.rule.title for term in case.terms.select_related("rule")}
    return [
        Entry(
            what=_what(event, rules),
            who=_who(event),
            post=event.actor_post,
            when=event.at,
            why=event.why,
            tone=EVENT_TONES.get(event.kind, "neutral"),
        )
        for event in events
    ]


def _what(event: CaseEvent, rules: Mapping[str, str]) -> str:
    label = event.get_kind_display()
    more = SPECIFICS[event.kind](event) if event.kind in SPECIFICS else ""
    if event.kind in OF_A_TERM:
        code = str(event.detail.get("rule", ""))
        more = f"{rules[code]} ({code})" if code in rules else code
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
    trigger = event.detail.get("trigger", "")
    words = event.ground_label or (str(Trigger(trigger).label) if trigger in Trigger.values else "")
    return f"{_unit_reached(event)} ({words})" if words else _unit_reached(event)


def _extension(event: CaseEvent) -> str:
    days = int(event.detail.get("days", 0))
    return ngettext("by %(days)s day", "by %(days)s days", days) % {"days": days}


def _classification(event: CaseEvent) -> str:
    """What was changed about the matter, as far as it is told in words: kind, track, remote, what makes it complex."""
    changes = event.detail
    told = [
        _changed(changes.get("kind"), Kind.choices),
        _changed(changes.get("track"), Track.choices),
        _remote(changes.get("remote")),
        _complex(changes.get("complexity")),
    ]
    return "; ".join(each for each in told if each)


def _changed(pair: Any, choices: Iterable[tuple[str, Any]]) -> str:
    before, after = pair or ("", "")
    names = dict(choices)
    if before == after or not {before, after} <= set(names):
        return ""
    return _("from %(before)s to %(after)s") % {"before": names[before], "after": names[after]}


def _succession(event: CaseEvent) -> str:
    """Both names as they were: nothing renames a unit that has ended."""
    before = event.from_unit or event.to_unit
    if before == event.to_unit:
        return ""
    units = {"before": before.localized_name, "after": event.to_unit.localized_name}
    return _("from %(before)s to %(after)s") % units


def _remote(pair: Any) -> str:
    if not pair:
        return ""
    return _("in a remote area") if pair[1] else _("not in a remote area")


def _complex(pair: Any) -> str:
    if not pair:
        return ""
    if not pair[1]:
        return _("no longer complex")
    return _("complex: %(why)s") % {"why": criteria_in_words(pair[1])}


def _recount(event: CaseEvent) -> str:
    days = [_last_day(event.detail.get(name)) for name in ("old", "new")]
    return _("from %(before)s to %(after)s") % {"before": days[0], "after": days[1]} if all(days) else ""


def _last_day(due: Any) -> str:
    if not isinstance(due, str) or not due:
        return ""
    return formats.date_format(last_day_of(datetime.fromisoformat(due)), "SHORT_DATE_FORMAT")


def _members(event: CaseEvent) -> str:
    if "left" not in event.detail:
        return _("all have signed, the appointment is there")
    left = int(event.detail["left"])
    return ngettext("one withdrew, %(left)s goes on", "one withdrew, %(left)s go on", left) % {"left": left}


def _call(event: CaseEvent) -> str:
    result = str(event.detail.get("result", ""))
    return str(CallResult(result).label) if result in CallResult.values else _("taken back")


# What each kind of entry says beside its label, from what the ledger keeps of it.
SPECIFICS: Mapping[str, Callable[[CaseEvent], str]] = MappingProxyType(
    {
        EventKind.RECEIVE: _unit_reached,
        EventKind.ASSIGN: lambda event: str(event.detail.get("to", "")),
        EventKind.EXTEND: _extension,
        EventKind.SUSPEND: lambda event: event.ground_label,
        EventKind.ESCALATE: _escalation,
        EventKind.SEND_DOWN: _unit_reached,
        EventKind.TRANSFER: _transfer,
        EventKind.RECLASSIFY: _classification,
        EventKind.REFUSE: lambda event: event.ground_label,
        EventKind.TERMINATE: lambda event: event.ground_label,
        EventKind.MERGE: lambda event: show_code(str(event.detail.get("into", ""))),
        EventKind.SPLIT: lambda event: show_code(str(event.detail.get("new", ""))),
        EventKind.RECUSE: lambda event: str(event.detail.get("officer", "")),
        EventKind.REORGANISE: _succession,
        EventKind.FOLLOW: lambda event: show_code(str(event.detail.get("code", ""))),
        EventKind.MEMBER: _members,
        EventKind.CALL: _call,
        EventKind.RATE: lambda event: f"{event.detail.get('score', '')}/5",
        EventKind.RECOUNT: _recount,
    }
)
# Entries about one term: they name its rule.
OF_A_TERM = frozenset({EventKind.FULFIL, EventKind.DUTY_LATE, EventKind.ALARM})
