"""What a step of the ledger says beside its columns: why a unit was chosen, who was passed over, what was decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases import reasons
from cases.codes import show_code
from cases.deadlines import last_day_of
from cases.explaining import criteria_in_words
from cases.models import CaseEvent
from cases.models.recusal import RecusalGround
from cases.vocabulary import Review, Track, Trigger
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
    """The details of a step as pairs (label, words), in the reader's language. What is unknown comes last, as it is."""
    told = []
    for key, value in sorted(event.detail.items(), key=_place):
        if key in TOLD_ELSEWHERE or value in (None, "", []):
            continue
        if key == "ground":
            told.append((_("Ground"), event.ground_label))
            continue
        label, words = READ[key](value, names) if key in READ else (key, str(value))
        told.append((label, words))
    return tuple(told)


def _place(item: tuple[str, Any]) -> int:
    """The place of a detail; a database may keep them in any order."""
    known = list(READ)
    return known.index(item[0]) if item[0] in known else len(known)


def _passed_over(value: Any, names: Mapping[str, str]) -> Detail:
    units = [f"{names.get(each['unit'], each['unit'])} ({reasons.shown(each['why'])})" for each in value]
    return _("Passed over"), "; ".join(units)


def _track(value: Any, names: Mapping[str, str]) -> Detail:
    """One track, or the one before and the one after."""
    tracks = [str(dict(Track.choices).get(each, each)) for each in _pair(value)]
    return capfirst(_("track")), " → ".join(tracks)


def _remote(value: Any, names: Mapping[str, str]) -> Detail:
    return _("Remote area"), " → ".join(_("Yes") if each else _("No") for each in _pair(value))


def _complexity(value: Any, names: Mapping[str, str]) -> Detail:
    before, after = (criteria_in_words(each) or "–" for each in value)
    return _("What makes it complex"), f"{before} → {after}"


def _pair(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _new(value: Any, names: Mapping[str, str]) -> Detail:
    """The code of a case that was taken out, or the due moment that a term got."""
    if moment := _moment(value):
        return _("Due now"), moment
    return _("New case"), show_code(str(value))


def _moment(value: Any) -> str:
    """A due moment as its last day; empty for what is none."""
    if not isinstance(value, str) or "T" not in value:
        return ""
    return date_format(last_day_of(datetime.fromisoformat(value)), "SHORT_DATE_FORMAT")


def _yes_or_no(value: Any) -> str:
    return _("Yes") if value else _("No")


def _place_told(value: Any, names: Mapping[str, str]) -> Detail:
    """Whether it was asked where it happened, and what came of it; the place itself is a word of the citizen's."""
    words = {
        "asked": _("asked for"),
        "told": _("told by the citizen"),
        "left": _("left open by the citizen"),
    }
    return capfirst(_("place")), words.get(value, str(value))


READ: dict[str, Callable[[Any, Mapping[str, str]], Detail]] = {
    "trigger": lambda value, names: (_("Cause"), str(dict(Trigger.choices).get(value, value))),
    "why_here": lambda value, names: (_("Why this unit"), reasons.shown(value)),
    "passed_over": _passed_over,
    "review": lambda value, names: (_("Review"), str(dict(Review.choices).get(value, value))),
    "place": _place_told,
    "score": lambda value, names: (_("Rating"), f"{value}/5"),
    "days": lambda value, names: (_("Days added"), str(value)),
    "outside": lambda value, names: (_("Forwarded to"), str(value)),
    "letter": lambda value, names: (_("Forwarded by letter"), str(value)),
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
    "old": lambda value, names: (_("Due before"), _moment(value) or str(value)),
    "new": _new,
    "track": _track,
    "remote": _remote,
    "complexity": _complexity,
    "rule": lambda value, names: (_("Rule"), str(value)),
    "number": lambda value, names: (_("Number"), str(value)),
    "year": lambda value, names: (_("Year"), str(value)),
    "persons": lambda value, names: (_("Persons behind it"), str(value)),
    "representatives": lambda value, names: (_("Representatives"), str(value)),
    "appointment_seen": lambda value, names: (_("The appointment has come"), _yes_or_no(value)),
    "contact": lambda value, names: (_("The contact person withdrew"), _yes_or_no(value)),
    "left": lambda value, names: (_("Persons who go on"), str(value)),
    "code": lambda value, names: (_("Case that follows"), show_code(value)),
    "no_signs": lambda value, names: (
        _("Looked into before ending it"),
        _("no sign of a violation, of a threat or of a bribe"),
    ),
}
