"""What a step of the ledger says beside its columns: why a unit was chosen, who was passed over, what was decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases import reasons
from cases.codes import show_code
from cases.models import Case, CaseEvent
from cases.models.recusal import RecusalGround
from cases.vocabulary import Review, Trigger
from organization.models import Unit

Detail = tuple[str, str]

# Told by the columns that the step changed.
TOLD_ELSEWHERE = frozenset({"category", "from", "kind", "posting", "rung", "to", "post", "officer_id"})


def unit_names(events: Iterable[CaseEvent]) -> dict[str, str]:
    """The names of the units that were passed over in any of the steps, by code; one query."""
    codes = {each["unit"] for event in events for each in event.detail.get("passed_over", [])}
    units = Unit.objects.filter(code__in=codes).order_by("valid_from") if codes else []
    return {unit.code: unit.localized_name for unit in units}


def details_of(event: CaseEvent, names: Mapping[str, str]) -> tuple[Detail, ...]:
    """The details of a step as pairs (label, words), in the reader's language. What is unknown is shown as it is."""
    told = []
    for key, value in event.detail.items():
        if key in TOLD_ELSEWHERE or value in (None, "", []):
            continue
        label, words = READ[key](value, names) if key in READ else (key, str(value))
        told.append((label, words))
    return tuple(told)


def _passed_over(value: Any, names: Mapping[str, str]) -> Detail:
    units = [f"{names.get(each['unit'], each['unit'])} ({reasons.shown(each['why'])})" for each in value]
    return _("Passed over"), "; ".join(units)


READ: dict[str, Callable[[Any, Mapping[str, str]], Detail]] = {
    "trigger": lambda value, names: (_("Cause"), str(dict(Trigger.choices).get(value, value))),
    "why_here": lambda value, names: (_("Why this unit"), reasons.shown(value)),
    "passed_over": _passed_over,
    "review": lambda value, names: (_("Review"), str(dict(Review.choices).get(value, value))),
    "score": lambda value, names: (_("Rating"), f"{value}/5"),
    "days": lambda value, names: (_("Days added"), str(value)),
    "ground": lambda value, names: (_("Ground"), Case(ground=value).ground_label() or str(value)),
    "outside": lambda value, names: (_("Forwarded to"), str(value)),
    "letter": lambda value, names: (_("By letter"), str(value)),
    "nobody_acts": lambda value, names: (_("Nobody has it, because"), reasons.shown(value)),
    "rung_post": lambda value, names: (_("Post that has it"), str(value)),
    "jurisdiction": lambda value, names: (_("Rule of jurisdiction"), str(value)),
    "basis": lambda value, names: (_("Legal basis"), str(value)),
    "outside_body": lambda value, names: (_("Body that the law names"), str(value)),
    "turns": lambda value, names: (_("Went up and down"), str(value)),
    "officer": lambda value, names: (_("Officer"), str(value)),
    "recusal": lambda value, names: (
        _("Kind of conflict"),
        str(dict(RecusalGround.choices).get(value, value)),
    ),
    "into": lambda value, names: (_("Joined to"), show_code(value)),
    "new": lambda value, names: (_("New case"), show_code(value)),
}
