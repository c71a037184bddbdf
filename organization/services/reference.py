"""Loading the reference units: the province, the former district and what became of it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction

from organization.actors import Actor
from organization.models import Tier, Unit, UnitAlias, UnitSuccession
from organization.names import fold
from organization.services.units import add_alias, open_unit, record_succession

FOLDER = Path(__file__).parent.parent / "reference"


def load_reference_units(*, by: Actor, because: str) -> int:
    """Enter the units, other names and successions that are missing; returns how many. What is there stays."""
    with transaction.atomic():
        units = {(unit.code, unit.valid_from): unit for unit in Unit.objects.all()}
        return _units(units, by, because) + _aliases(units, by, because) + _successions(units, by, because)


Units = dict[tuple[str, date], Unit]


def _units(units: Units, by: Actor, because: str) -> int:
    added = 0
    for row in _rows("units.csv"):
        key = row["code"], date.fromisoformat(row["valid_from"])
        if key in units:
            continue
        units[key] = open_unit(
            row["code"],
            name=row["name"],
            name_en=row["name_en"],
            tier=Tier(row["tier"]),
            parent=_unit(units, row["parent"], key[1]) if row["parent"] else None,
            valid_from=key[1],
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            by=by,
            because=because,
        )
        added += 1
    return added


def _aliases(units: Units, by: Actor, because: str) -> int:
    known = set(UnitAlias.objects.values_list("unit_id", "folded"))
    added = 0
    for row in _rows("aliases.csv"):
        unit = _unit(units, row["unit"], date.fromisoformat(row["on"]))
        if (unit.pk, fold(row["name"])) not in known:
            add_alias(unit, name=row["name"], by=by, because=because)
            added += 1
    return added


def _successions(units: Units, by: Actor, because: str) -> int:
    known = set(UnitSuccession.objects.values_list("old_id", "new_id"))
    added = 0
    for row in _rows("successions.csv"):
        on = date.fromisoformat(row["on"])
        old = _unit(units, row["old"], date.fromisoformat(row["old_until"]))
        new = _unit(units, row["new"], on)
        if (old.pk, new.pk) not in known:
            record_succession(old, new=new, on=on, legal_basis=row["legal_basis"], by=by, because=because)
            added += 1
    return added


def _unit(units: Units, code: str, on: date) -> Unit:
    """The unit that bears the code on the day; raises `KeyError` when a file names one that is not there."""
    for (each, _), unit in units.items():
        if each == code and unit.exists_on(on):
            return unit
    raise KeyError(f"no unit {code} on {on}")


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
