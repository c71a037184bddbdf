"""Quỳnh Lưu in June 2025: a district with twenty-five communes, invented people in them, and the real plan."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date

from organization.models import Posting, Role, Tier, Unit
from organization.plan_files import read_plan
from organization.services.reference import FOLDER
from organization.succession import Plan
from tests.factories.cases import reference_data
from tests.factories.once import Once
from tests.factories.organization import a_member, a_unit

DAY, EVE = date(2025, 7, 1), date(2025, 6, 30)
BASIS = "Nghị quyết 1678/NQ-UBTVQH15"
FILE = FOLDER / "reorganisation-2025-07-01.csv"
HEADING = "action,old,new,new_name,new_name_en,tier,parent,principal,parts,places,note"


@dataclass(frozen=True)
class June:
    """The units by their codes, and the head, reception and officer of each."""

    units: dict[str, Unit]
    people: dict[tuple[str, Role], Posting]

    def of(self, code: str, role: Role) -> Posting:
        return self.people[code, role]


def _build() -> June:
    reference_data()
    units: dict[str, Unit] = {}
    people: dict[tuple[str, Role], Posting] = {}
    with (FOLDER / "units.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["valid_from"] < DAY.isoformat()]
    for row in rows:
        code = row["code"]
        units[code] = a_unit(
            row["name"],
            code=code,
            name_en=row["name_en"],
            tier=Tier(row["tier"]),
            parent=units.get(row["parent"]),
            valid_from=date.fromisoformat(row["valid_from"]),
        )
    for code, unit in units.items():
        if unit.tier == Tier.DEPARTMENT:
            continue
        for role in (Role.HEAD, Role.RECEPTION, Role.OFFICER):
            name = {Role.HEAD: "Trưởng", Role.RECEPTION: "Tiếp", Role.OFFICER: "Việc"}[role]
            people[code, role] = a_member(
                unit,
                role,
                f"Hồ {name} {code}",
                username=f"{role.value}-{code}" if code in {"40", "421", "Q421-02"} else "",
                is_head=role == Role.HEAD,
            )
    return June(units, people)


june_2025 = Once(_build)


def the_real_plan() -> Plan:
    return read_plan(FILE.read_bytes(), on=DAY, legal_basis=BASIS)


def a_plan(*rows: str, on: date = DAY) -> Plan:
    """A plan from rows as they stand in a file, without the heading."""
    return read_plan("\n".join([HEADING, *rows]), on=on, legal_basis=BASIS)


def new_unit(code: str) -> Unit:
    """The unit that bears the code on the day."""
    return Unit.objects.get(code=code, valid_from=DAY)
