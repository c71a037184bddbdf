"""Which term rule is in force for a kind, a stage and a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.errors import NoRule
from cases.models import TermRule
from cases.vocabulary import Kind, Stage


def in_force(kind: str, stage: str, on: date) -> TermRule:
    """The one rule for `kind` and `stage` on that day; `NoRule` where there is none or more than one."""
    rules = [
        rule
        for rule in TermRule.objects.filter(
            Q(valid_to=None) | Q(valid_to__gte=on), stage=stage, valid_from__lte=on
        )
        if kind in rule.kinds
    ]
    if len(rules) == 1:
        return rules[0]
    problem = _("No rule is in force for “%(kind)s”, “%(stage)s” on %(day)s.")
    if rules:
        problem = _("More than one rule is in force for “%(kind)s”, “%(stage)s” on %(day)s.")
    raise NoRule(problem % {"kind": Kind(kind).label, "stage": Stage(stage).label, "day": on.isoformat()})
