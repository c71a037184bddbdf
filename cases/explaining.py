"""A term in words: what it is counted from, how long it is by law and why, what was added, when it stood still.

For officers and inspectors, who may know all of it; what the citizen reads is put together elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import allowances
from cases.clocks import Clock
from cases.deadlines import local_day
from cases.grounds import COMPLEXITY
from cases.models import TermRule
from cases.models.rule import DayUnit
from cases.vocabulary import Modifier, StartEvent

Fact = tuple[str, str]

# A circumstance as the reason for something: "because …", "only when …".
CONDITIONS: Mapping[str, str | Promise] = MappingProxyType(
    {
        Modifier.REMOTE: gettext_lazy("it lies in a remote area"),
        Modifier.COMPLEX: gettext_lazy("the matter is complex"),
        Modifier.VERY_COMPLEX: gettext_lazy("the matter is very complex"),
        Modifier.SEVERAL_PLACES: gettext_lazy("it has to be verified at several places"),
    }
)


@dataclass(frozen=True)
class Standstill:
    """One pause of a clock: its first day, the day on which it went on, and how many days were not counted by it."""

    began: datetime
    ended: datetime | None
    days: int


def in_days(days: int, unit: str) -> str:
    """`30 calendar days`, `7 working days`."""
    if unit == DayUnit.WORKING:
        return ngettext("%(days)s working day", "%(days)s working days", days) % {"days": days}
    return ngettext("%(days)s calendar day", "%(days)s calendar days", days) % {"days": days}


def in_short(day: date) -> str:
    """A day as tables show it."""
    return formats.date_format(day, "SHORT_DATE_FORMAT")


def circumstances(rule: TermRule, modifiers: Collection[str]) -> list[Modifier]:
    """The circumstances under which the rule gives the length that holds; none where its usual length does."""
    _days, names = allowances.longest(rule.length, rule.lengths, modifiers)
    return [modifier for modifier in Modifier if modifier in names]


def names_of(modifiers: Iterable[Modifier]) -> str:
    """Circumstances by name."""
    return ", ".join(str(modifier.label) for modifier in modifiers)


def criteria_in_words(criteria: Iterable[str]) -> str:
    """What makes a matter complex, by its codes, in the order of the law; one that is not known is shown as it is."""
    given = set(criteria)
    named = [str(each.label) for code, each in COMPLEXITY.items() if code in given]
    return "; ".join([*named, *sorted(given - COMPLEXITY.keys())])


def standstills(clock: Clock) -> list[Standstill]:
    """The pauses of a clock, with the days of its count that fell into each."""
    event = local_day(clock.started_at)
    skipped = [day.date for day in clock.days if not day.counted and day.date != event]
    found = []
    for pause in clock.pauses:
        first, last = local_day(pause.started_at), local_day(pause.ended_at) if pause.ended_at else None
        inside = [day for day in skipped if first <= day and (last is None or day < last)]
        found.append(Standstill(pause.started_at, pause.ended_at, len(inside)))
    return found


def facts_of(clock: Clock) -> list[Fact]:
    """Everything that made the due moment, as names and values."""
    term, unit = clock.term, clock.rule.unit
    facts = [(_("Counted from"), counted_from(clock)), (_("Length by law"), _length(clock))]
    facts += [
        (
            _("Extension %(number)s") % {"number": extension.number},
            _("%(days)s, by decision of %(who)s on %(day)s: %(why)s")
            % {
                "days": in_days(extension.days, unit),
                "who": ", ".join(part for part in (extension.approved_by, extension.approved_post) if part),
                "day": in_short(local_day(extension.at)),
                "why": extension.reason,
            },
        )
        for extension in clock.extensions
    ]
    if term.extension_days:
        facts.append((_("Together"), in_days(term.length, unit)))
    facts += [(_("Stood still"), _stood_still(pause)) for pause in standstills(clock)]
    return facts


def counted_from(clock: Clock) -> str:
    """The event and its moment."""
    moment = formats.date_format(timezone.localtime(clock.started_at), "SHORT_DATETIME_FORMAT")
    if clock.rule.before:
        return _("%(event)s, %(moment)s, counted back") % {
            "event": StartEvent(clock.rule.starts_with).label,
            "moment": moment,
        }
    return f"{StartEvent(clock.rule.starts_with).label}, {moment}"


def if_it_went_on(clock: Clock, *, at: datetime) -> str:
    """What a standing clock leads to."""
    if clock.if_resumed is None:
        return ""
    day = formats.date_format(clock.if_resumed, "DATE_FORMAT")
    if clock.if_resumed < local_day(at):
        return _("No due date. Its last day was %(day)s, before the clock was stopped.") % {"day": day}
    return _("No due date. If it went on today, it would be due on %(day)s.") % {"day": day}


def _length(clock: Clock) -> str:
    rule, by_law = clock.rule, clock.term.length_by_law
    length = in_days(by_law, rule.unit)
    if by_law == rule.length:
        return length
    return _("%(length)s (%(circumstances)s; otherwise %(usual)s)") % {
        "length": length,
        "circumstances": names_of(circumstances(rule, clock.term.modifiers)),
        "usual": rule.length,
    }


def _stood_still(pause: Standstill) -> str:
    days = ngettext("%(days)s day not counted", "%(days)s days not counted", pause.days) % {
        "days": pause.days
    }
    began = in_short(local_day(pause.began))
    if pause.ended is None:
        return _("since %(began)s: %(days)s so far") % {"began": began, "days": days}
    return _("from %(began)s to %(ended)s: %(days)s") % {
        "began": began,
        "ended": in_short(local_day(pause.ended)),
        "days": days,
    }
