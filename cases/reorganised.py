"""The report of a reorganisation as tables in words, for the administration's page and the command line alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.services.reorganising import Report
from cases.vocabulary import State


@dataclass(frozen=True)
class Table:
    """One part of the report: a title, the heading and the rows."""

    title: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(report: Report) -> list[Table]:
    """What happened, or would: units, posts, people, cases and what is left to do by hand; no empty tables."""
    units, people = report.units, report.units.people
    heirs = {pk: ", ".join(unit.name for unit in left.heirs) for pk, left in units.inheritances.items()}
    found = [
        Table(
            _("Units that end"),
            (_("Code"), _("Unit"), _("Taken over by")),
            tuple((unit.code, unit.name, heirs[unit.pk]) for unit in units.ended),
        ),
        Table(
            _("Units that begin"),
            (_("Code"), _("Unit"), _("Part of")),
            tuple((unit.code, unit.name, str(unit.parent or "–")) for unit in units.opened),
        ),
        Table(_("Posts that begin"), (_("Post"),), tuple((post,) for post in people.opened)),
        Table(
            _("People carried over"),
            (_("Officer"), _("Former post"), _("New post")),
            tuple((move.officer, move.old, move.new) for move in people.carried),
        ),
        Table(
            _("People without a post from that day"),
            (_("Officer"), _("Former post")),
            tuple((move.officer, move.old) for move in people.without_post),
        ),
        Table(_("Stand-ins carried over"), (_("Stand-in"),), tuple((name,) for name in people.stand_ins)),
        Table(_("Open cases"), (_("From"), _("To"), _("State"), _("Cases")), tuple(_cases(report))),
        Table(_("Left to do by hand"), (_("What"),), tuple((line,) for line in _by_hand(report))),
    ]
    return [table for table in found if table.rows]


def summary(report: Report) -> str:
    """The whole of it in a sentence or two."""
    if report.is_empty and not report.waiting:
        return _("Everything is as planned already: nothing was changed.")
    text = _(
        "Units that end: %(ended)s, that begin: %(opened)s. People carried over: %(people)s. "
        "Open cases moved: %(cases)s."
    ) % {
        "ended": len(report.units.ended),
        "opened": len(report.units.opened),
        "people": len(report.units.people.carried),
        "cases": report.moved,
    }
    if report.is_trial:
        text += " " + _("This was a trial: nothing was changed.")
    if report.waiting:
        waiting = _("Open cases that follow when this is carried out again on the day: %(cases)s.")
        text += " " + waiting % {"cases": report.waiting}
    return text


def _cases(report: Report) -> Iterator[tuple[str, str, str, str]]:
    for (former, new, state), count in sorted(report.cases.items()):
        yield former, new, str(State(state).label), str(count)


def _by_hand(report: Report) -> Iterator[str]:
    for unit in report.units.without_head:
        yield _("Appoint who heads %(unit)s.") % {"unit": unit.name}
    yield from report.units.people.by_hand
    if report.unassigned:
        text = _("Assign the cases that are in nobody’s hands now: %(cases)s.")
        yield text % {"cases": report.unassigned}
    for category in report.categories:
        yield _(
            "Choose a lower or higher tier for the category “%(category)s”: no unit of its tier is left."
        ) % {"category": category}
    if report.default_unit_ends:
        yield _("Change the setting DEFAULT_UNIT_CODE: the unit it names ends.")
