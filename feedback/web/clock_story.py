"""The clock of a case in one paragraph for the citizen: until when, counted from what, by which law, what changed it.

Nothing is named that the code alone must not show: an officer's own words only to whoever opened the case, and never in
a secret matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from django.utils import formats
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.clocks import Clock
from cases.deadlines import local_day
from cases.explaining import CONDITIONS, Standstill, circumstances, standstills
from cases.models import Case, TermExtension
from cases.models.rule import DayUnit
from cases.vocabulary import EventKind, Review, Stage, StartEvent

Words = Mapping[str, str | Promise]

ASKED = "asked"
IN_TIME: Words = MappingProxyType(
    {
        Stage.ACCEPTANCE: gettext_lazy("You get a first reply by %(day)s."),
        Stage.SETTLEMENT: gettext_lazy("It is to be settled by %(day)s."),
        Stage.REVIEW: gettext_lazy("The level above is to decide by %(day)s."),
        Stage.CONFIRMATION: gettext_lazy("Until %(day)s you can say whether it is solved."),
    }
)
TOO_LATE: Words = MappingProxyType(
    {
        Stage.ACCEPTANCE: gettext_lazy("You should have had a first reply by %(day)s."),
        Stage.SETTLEMENT: gettext_lazy("It should have been settled by %(day)s."),
        Stage.REVIEW: gettext_lazy("The level above should have decided by %(day)s."),
        Stage.CONFIRMATION: gettext_lazy("Until %(day)s you could say whether it is solved."),
    }
)
WHEN: Words = MappingProxyType(
    {
        StartEvent.RECEIPT: gettext_lazy("when it was received"),
        StartEvent.ACCEPTANCE: gettext_lazy("when it was accepted"),
        StartEvent.ANSWER: gettext_lazy("when it was answered"),
        StartEvent.DECISION_RECEIVED: gettext_lazy("when the decision was given to you"),
        StartEvent.REQUEST: gettext_lazy("when it was to be looked at again"),
    }
)
WHEN_DISPUTED: Words = MappingProxyType(
    {
        Review.DISPUTE: gettext_lazy("when you said that it is not solved"),
        Review.POOR_RATING: gettext_lazy("when you rated the service"),
    }
)
WHILE: Words = MappingProxyType(
    {
        ASKED: gettext_lazy("while we waited for your reply"),
        "force_majeure": gettext_lazy("while something beyond your power kept you from taking part"),
        "other_body": gettext_lazy("while we waited for what another body finds"),
        "expert": gettext_lazy("while we waited for an expert opinion"),
        "": gettext_lazy("for a reason that is on record"),
    }
)
STILL_WHILE: Words = MappingProxyType(
    {
        ASKED: gettext_lazy("while we wait for your reply"),
        "force_majeure": gettext_lazy("while something beyond your power keeps you from taking part"),
        "other_body": gettext_lazy("while we wait for what another body finds"),
        "expert": gettext_lazy("while we wait for an expert opinion"),
        "": gettext_lazy("for a reason that is on record"),
    }
)


def story_of(case: Case, clock: Clock, *, at: datetime, opened: bool, follows: bool = False) -> str:
    """The paragraph, in the reader's language.

    `opened` tells whether the reader has shown that it is their case; who only follows it was asked nothing.
    """
    sentences = [
        *_until(clock, at=at),
        _counted(case, clock),
        *_by_circumstance(clock),
        *(_longer(extension, clock, named=opened and not case.is_secret) for extension in clock.extensions),
        *_stood_still(case, clock, follows=follows),
    ]
    return " ".join(sentences)


def _until(clock: Clock, *, at: datetime) -> list[str]:
    if clock.last_day is None:
        return []
    words = (TOO_LATE if clock.is_late else IN_TIME)[clock.stage]
    return [str(words) % {"day": _in_full(clock.last_day)}]


def _counted(case: Case, clock: Clock) -> str:
    told = _("That is %(length)s from %(day)s, %(when)s, under rule %(code)s, %(basis)s.")
    if clock.last_day is None:
        told = _("There are %(length)s from %(day)s, %(when)s, under rule %(code)s, %(basis)s.")
    return told % {
        "length": _days(clock.term.length_by_law, clock.rule.unit),
        "day": _short(local_day(clock.started_at)),
        "when": _when(case, clock),
        "code": clock.rule.code,
        "basis": clock.rule.basis,
    }


def _when(case: Case, clock: Clock) -> str:
    """What happened when the clock began, as the ledger has it."""
    began = {event.kind: event.detail for event in case.events.filter(at=clock.started_at)}
    if EventKind.DISPUTE in began:
        return str(WHEN_DISPUTED.get(began[EventKind.DISPUTE].get("review", ""), WHEN[StartEvent.REQUEST]))
    if EventKind.REOPEN in began:
        return _("when it was taken up again")
    event = StartEvent(clock.rule.starts_with)
    return str(WHEN.get(event, event.label))


def _by_circumstance(clock: Clock) -> list[str]:
    if clock.term.length_by_law == clock.rule.length:
        return []
    reasons = [str(CONDITIONS[each]) for each in circumstances(clock.rule, clock.term.modifiers)]
    return [
        _("The law gives that instead of %(usual)s because %(reasons)s.")
        % {
            "usual": _days(clock.rule.length, clock.rule.unit),
            "reasons": get_text_list(reasons, _("and")),
        }
    ]


def _longer(extension: TermExtension, clock: Clock, *, named: bool) -> str:
    given = {
        "days": _days(extension.days, clock.rule.unit),
        "day": _short(local_day(extension.at)),
        "why": extension.reason.rstrip(" ."),
    }
    if named:
        return _("It was made %(days)s longer on %(day)s, for this reason: “%(why)s”.") % given
    return _("It was made %(days)s longer by a decision of %(day)s.") % given


def _stood_still(case: Case, clock: Clock, *, follows: bool) -> list[str]:
    pauses = [pause for pause in standstills(clock) if pause.days or pause.ended is None]
    causes = _causes(case) if pauses else {}
    told = []
    for pause in pauses:
        words = STILL_WHILE if pause.ended is None else WHILE
        cause = causes.get(pause.began, "")
        why = str(words[""] if follows and cause == ASKED else words.get(cause, words[""]))
        told.append(_still(clock, why) if pause.ended is None else _was_still(pause, why))
    return told


def _was_still(pause: Standstill, why: str) -> str:
    return ngettext(
        "The clock stood still for %(days)s day %(why)s.",
        "The clock stood still for %(days)s days %(why)s.",
        pause.days,
    ) % {"days": pause.days, "why": why}


def _still(clock: Clock, why: str) -> str:
    told = _("The clock stands still %(why)s, so no last day is set.") % {"why": why}
    if clock.if_resumed is None:
        return told
    return "{} {}".format(
        told, _("If it went on today, the last day would be %(day)s.") % {"day": _in_full(clock.if_resumed)}
    )


def _causes(case: Case) -> dict[datetime, str]:
    """Why the clock stopped, by the moment: a question to the citizen, or a coded ground."""
    stops = case.events.filter(kind__in=[EventKind.ASK, EventKind.SUSPEND])
    return {
        event.at: ASKED if event.kind == EventKind.ASK else str(event.detail.get("ground", ""))
        for event in stops
    }


def _days(days: int, unit: str) -> str:
    if unit == DayUnit.WORKING:
        return ngettext("%(days)s working day", "%(days)s working days", days) % {"days": days}
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def _in_full(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def _short(day: date) -> str:
    return formats.date_format(day, "SHORT_DATE_FORMAT")
