"""Which term rule, and which way of counting, is in force on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from cases.errors import NoRule, UnknownRule
from cases.models import CountingPolicy, TermRule
from cases.vocabulary import Stage, StartEvent, Track


class Rulebook:
    """Every rule and way of counting, read in two queries; answers for any day without asking again."""

    def __init__(self) -> None:
        self._rules = list(TermRule.objects.order_by("code", "valid_from"))
        self._policies = list(CountingPolicy.objects.order_by("-valid_from"))

    def in_force(self, track: str, stage: str, on: date) -> TermRule:
        """The one rule for `track` and `stage` on that day; `NoRule` where there is none or more than one."""
        rules = [rule for rule in self._on(on) if rule.stage == stage and track in rule.tracks]
        if len(rules) == 1:
            return rules[0]
        problem = _("No rule is in force for “%(track)s”, “%(stage)s” on %(day)s.")
        if rules:
            problem = _("More than one rule is in force for “%(track)s”, “%(stage)s” on %(day)s.")
        raise NoRule(
            problem % {"track": Track(track).label, "stage": Stage(stage).label, "day": on.isoformat()}
        )

    def duties(self, track: str, event: StartEvent, on: date) -> list[TermRule]:
        """What the office must do by when, counted from this event, on this track."""
        return [
            rule
            for rule in self._on(on)
            if rule.stage == Stage.DUTY and rule.starts_with == event and track in rule.tracks
        ]

    def processing(self, track: str, on: date) -> list[TermRule]:
        """The rule by which a matter must be processed at all, where there is one."""
        return [rule for rule in self._on(on) if rule.stage == Stage.PROCESSING and track in rule.tracks]

    def named(self, code: str, on: date) -> TermRule:
        """The rule of that code on that day, however its letters are written; raises `UnknownRule`."""
        bearing = [rule for rule in self._rules if rule.code.lower() == code.lower()]
        if not bearing:
            raise UnknownRule(_("There is no rule “%(code)s”.") % {"code": code})
        found = next((rule for rule in self._on(on) if rule in bearing), None)
        if found is None:
            raise UnknownRule(
                _("Rule “%(code)s” is not in force on %(day)s.") % {"code": code, "day": on.isoformat()}
            )
        return found

    def all_on(self, on: date) -> list[TermRule]:
        """Every rule in force on that day, by code."""
        return list(self._on(on))

    def civil_code(self, on: date) -> bool:
        """Whether a term that starts on that day is counted by the Civil Code; so it is unless a policy says not."""
        policy = self.policy(on)
        return policy is None or policy.civil_code

    def policy(self, on: date) -> CountingPolicy | None:
        """The way of counting for a term that starts on that day, where one was entered."""
        return next((policy for policy in self._policies if policy.valid_from <= on), None)

    def _on(self, on: date) -> Iterable[TermRule]:
        return (
            rule
            for rule in self._rules
            if rule.valid_from <= on and (rule.valid_to is None or on <= rule.valid_to)
        )
