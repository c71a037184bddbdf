"""Reading the plan of a reorganisation from a table: commas, semicolons or tabs, as files and spreadsheets give it.

Columns: action, old, new, new_name, new_name_en, tier, parent, principal, parts, places, note. Only `action` and `old`
must be there. `parts` and `places` take several entries with `|` between them; the note is for people.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from organization.errors import PlanRefused, Problem
from organization.models import Tier
from organization.succession import Action, Link, Plan

NEEDED = ("action", "old")
COLUMNS = (
    *NEEDED,
    "new",
    "new_name",
    "new_name_en",
    "tier",
    "parent",
    "principal",
    "parts",
    "places",
    "note",
)
YES_OR_NO = {"": False, "no": False, "yes": True}
LONGEST = {"old": 30, "new": 30, "parent": 30, "new_name": 200, "new_name_en": 200}
LONGEST_BASIS = 300
Value = TypeVar("Value")


def read_day(text: str) -> date:
    """The day written as 2025-07-01 or 01/07/2025; raises `PlanRefused` for anything else."""
    written = text.strip()
    try:
        if "/" in written:
            day, month, year = written.split("/")
            return date(int(year), int(month), int(day))
        return date.fromisoformat(written)
    except ValueError:
        message = _("“%(value)s” is not a day: write 2025-07-01 or 01/07/2025.") % {"value": text}
        raise PlanRefused([Problem(0, message)]) from None


def read_plan(content: str | bytes, *, on: date, legal_basis: str) -> Plan:
    """The plan in a table; raises `PlanRefused` with every row that cannot be so and why."""
    rows = _rows(_decoded(content))
    problems: list[Problem] = []
    links = [link for number, cells in rows if (link := _link(number, cells, problems))]
    if not rows:
        problems.append(Problem(0, _("The table names no unit.")))
    if not 0 < len(legal_basis.strip()) <= LONGEST_BASIS:
        problems.append(
            Problem(0, _("Give the legal basis, in no more than %(most)s letters.") % {"most": LONGEST_BASIS})
        )
    try:
        plan = Plan(on, legal_basis.strip(), tuple(links))
    except PlanRefused as refused:
        raise PlanRefused([*problems, *refused.problems]) from None
    if problems:
        raise PlanRefused(problems)
    return plan


def _decoded(content: str | bytes) -> str:
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PlanRefused([Problem(0, _("The file is not text in UTF-8."))]) from None


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    """The rows that hold anything, by their number; the heading is row 1."""
    lines = text.strip().splitlines()
    if not lines:
        return []
    heading = lines[0]
    delimiter = next((each for each in "\t;" if each in heading), ",")
    try:
        table = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        raise PlanRefused([Problem(0, _("The file is not a table."))]) from None
    names = [name.strip().lower() for name in table[0]]
    unknown = [_("There is no column “%(name)s”.") % {"name": name} for name in names if name not in COLUMNS]
    missing = [
        _("The column “%(name)s” is missing.") % {"name": name} for name in NEEDED if name not in names
    ]
    if unknown or missing:
        raise PlanRefused(Problem(1, message) for message in [*unknown, *missing])
    rows = []
    for number, cells in enumerate(table[1:], start=2):
        given = [cell.strip() for cell in cells]
        if any(given[len(names) :]):
            raise PlanRefused([Problem(number, _("This row has more cells than the heading."))])
        if any(given):
            rows.append((number, dict(zip(names, given, strict=False))))
    return rows


def _link(row: int, cells: dict[str, str], problems: list[Problem]) -> Link | None:
    """The link of a row; None, with the problems noted, when it cannot be read."""
    found: list[Problem] = []

    def read(column: str, convert: Callable[[str], Value], otherwise: Value, message: str) -> Value:
        value = cells.get(column, "")
        try:
            return convert(value)
        except (KeyError, ValueError):
            found.append(Problem(row, message % {"value": value}))
            return otherwise

    action = read(
        "action",
        lambda value: Action(value.lower()),
        Action.MERGE,
        _("“%(value)s” is not an action: write merge, split, rename or abolish."),
    )
    tier = read(
        "tier", lambda value: Tier(value.lower()) if value else None, None, _("“%(value)s” is not a tier.")
    )
    principal = read(
        "principal",
        lambda value: YES_OR_NO[value.lower()],
        otherwise=False,
        message=_("“%(value)s” is neither yes nor no."),
    )
    old, new = cells.get("old", ""), cells.get("new", "")
    if not old:
        found.append(Problem(row, _("The code of the former unit is missing.")))
    found += [
        Problem(row, _("“%(value)s” is too long.") % {"value": cells[column]})
        for column, longest in LONGEST.items()
        if len(cells.get(column, "")) > longest
    ]
    problems += found
    if found:
        return None
    return Link(
        row=row,
        action=action,
        old=old,
        new=new or (old if action == Action.RENAME else ""),
        name=cells.get("new_name", ""),
        name_en=cells.get("new_name_en", ""),
        tier=tier,
        parent=cells.get("parent", ""),
        principal=principal,
        parts=_several(cells.get("parts", "")),
        places=_several(cells.get("places", "")),
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(entry.strip() for entry in cell.split("|") if entry.strip())
