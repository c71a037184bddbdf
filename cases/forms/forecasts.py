"""What the form of a move says will follow: terms that would begin, and how far the running one would reach."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import allowances, clocks, complexity
from cases.errors import CaseError
from cases.explaining import CONDITIONS, circumstances, in_days, in_short, names_of
from cases.forms.base import Situation
from cases.models import Case, Term
from cases.terms import Counting
from cases.vocabulary import Modifier, Stage, StartEvent
from organization.calendar import YearNotEntered


def deadline_that_follows(situation: Situation, stage: Stage) -> str:
    """Until when the case would have to be settled, and by which rule; empty where that is not known."""
    case, at = situation.case, situation.at
    try:
        rule, deadline = clocks.forecast(case, stage, at=at)
    except (CaseError, YearNotEntered):
        return ""
    modifiers = complexity.modifiers(case)
    why = names_of(circumstances(rule, modifiers))
    length = in_days(allowances.length_of(rule.length, rule.lengths, modifiers), rule.unit)
    return _("It must then be settled by %(day)s: %(length)s, rule %(code)s.") % {
        "day": in_short(deadline.last_day),
        "length": f"{length} ({why})" if why else length,
        "code": rule.code,
    }


def duties_that_begin(situation: Situation, event: StartEvent) -> list[str]:
    """What else the office would have to do from this event on, by when and by which law."""
    case, at, counting = situation.case, situation.at, Counting()
    told = []
    for rule in counting.book.duties(case.track, event, situation.on):
        length = allowances.length_of(rule.length, rule.lengths, complexity.modifiers(case))
        try:
            due = counting.deadline(rule, start=at, length=length)
        except YearNotEntered:
            continue
        told.append(
            _("%(duty)s by %(day)s: %(length)s, rule %(code)s, %(basis)s")
            % {
                "duty": rule.title,
                "day": in_short(due.last_day),
                "length": in_days(length, rule.unit),
                "code": rule.code,
                "basis": rule.basis,
            }
        )
    return told


def last_day(term: Term, *, at: datetime, counting: Counting, more: int = 0) -> date | None:
    """The last day of a running term if it were `more` days longer; of a standing one, if it went on now.

    None where the calendar does not reach so far.
    """
    longer = copy(term)
    longer.extension_days += more
    try:
        clock = clocks.read_term(longer, at=at, counting=counting)
    except (YearNotEntered, ValueError):
        return None
    return clock.if_resumed or clock.days[-1].date


def with_circumstances(term: Term, modifiers: Collection[str]) -> Term:
    """The same term as it would be under other circumstances; not to be saved."""
    other = copy(term)
    other.modifiers = list(modifiers)
    return other


def circumstances_that_matter(case: Case, term: Term, *, at: datetime) -> list[str]:
    """Until when the running term lasts as the case is on record, and what each circumstance would make of it."""
    counting, rule = Counting(), term.rule
    known = complexity.modifiers(case)
    told = []
    if day := last_day(with_circumstances(term, known), at=at, counting=counting):
        told.append(
            _("As it is now, rule %(code)s gives %(length)s: the term ends on %(day)s.")
            % {
                "code": rule.code,
                "length": in_days(with_circumstances(term, known).length, rule.unit),
                "day": in_short(day),
            }
        )
    for names in (
        ["", *sorted(rule.lengths, key=lambda each: (rule.lengths[each], each))] if rule.lengths else ()
    ):
        other = with_circumstances(term, names.split(allowances.JOINT) if names else [])
        day = last_day(other, at=at, counting=counting)
        if day and other.length != with_circumstances(term, known).length:
            told.append(
                _("%(circumstances)s: it would end on %(day)s (%(length)s).")
                % {
                    "circumstances": names_of(circumstances(rule, other.modifiers))
                    or _("Without any of these"),
                    "day": in_short(day),
                    "length": in_days(other.length, rule.unit),
                }
            )
    return told + extensions_that_rest_on_circumstances(term)


def extensions_that_rest_on_circumstances(term: Term) -> list[str]:
    """Which circumstance lets the head extend the term, how often and by how much."""
    told = []
    for modifier in Modifier:
        if modifier in term.rule.extensions:
            times, days = term.rule.extensions[modifier]
            told.append(
                ngettext(
                    "%(circumstance)s: the head may extend it once, by at most %(days)s.",
                    "%(circumstance)s: the head may extend it %(times)s times, by at most %(days)s each.",
                    times,
                )
                % {
                    "circumstance": modifier.label,
                    "times": times,
                    "days": in_days(days, term.rule.unit),
                }
            )
    return told


def why_not_extended(term: Term, used: int) -> tuple[str, bool]:
    """Why the running term cannot be extended now, and whether recording a circumstance would change that."""
    rule, allowance = term.rule, term.allowance
    given = allowances.with_implied(term.modifiers)
    lacking = [each for each in Modifier if each in rule.extensions and each not in given]
    further = [each for each in lacking if rule.extensions[each][0] > used]
    if used and used >= allowance.times:
        told = ngettext(
            "Rule %(code)s allows %(times)s extension under these circumstances, and it has been used.",
            "Rule %(code)s allows %(times)s extensions under these circumstances, and they have been used.",
            allowance.times,
        ) % {"code": rule.code, "times": allowance.times}
        if further:
            told = _(
                "%(told)s Once more is possible only when %(condition)s: record what makes it so first."
            ) % {
                "told": told,
                "condition": CONDITIONS[further[0]],
            }
        return told, bool(further)
    if lacking:
        told = _("Rule %(code)s can be extended only when %(condition)s: record what makes it so first.")
        return told % {"code": rule.code, "condition": CONDITIONS[lacking[0]]}, True
    if rule.lengths:
        told = _(
            "Rule %(code)s is not extended by decision: the law itself makes it longer under some circumstances. Record"
            " those that hold."
        )
        return told % {"code": rule.code}, True
    return _("Rule %(code)s allows no extension.") % {"code": rule.code}, False
