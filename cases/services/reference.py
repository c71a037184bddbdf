"""What a new installation starts with: categories, term rules, jurisdictions, the way of counting.

What an administrator changed is left alone.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from cases.allowances import read_extensions, read_lengths
from cases.models import Category, CountingPolicy, Jurisdiction, TermRule
from organization.actors import Actor
from organization.history import attributed

ALWAYS = date(2017, 1, 1)  # the Civil Code 2015 has been in force since
CIVIL_CODE = {
    "legal_basis": "Bộ luật Dân sự 2015, Điều 147, 148 (cách áp dụng thông thường, cần xác nhận)",
    "legal_basis_en": "Civil Code 2015, art. 147 and 148 (the usual practice, to be confirmed)",
}
FOLDER = Path(__file__).resolve().parent.parent / "reference"


def load_reference(*, by: Actor, because: str) -> int:
    """Add what is missing of the categories and term rules; returns how many rows were added."""
    added = 0
    with transaction.atomic(), attributed(by, because):
        known = set(Category.objects.values_list("code", flat=True))
        for row in _rows("categories.csv"):
            if row["code"] not in known:
                Category.objects.create(**{**row, "position": int(row["position"])})
                added += 1
        rules = set(TermRule.objects.values_list("code", "valid_from"))
        for row in _rows("term_rules.csv"):
            rule = _rule(row)
            if (rule.code, rule.valid_from) not in rules:
                rule.full_clean()
                rule.save()
                added += 1
        rows_of_the_law = set(Jurisdiction.objects.values_list("code", "valid_from"))
        for row in _rows("jurisdictions.csv"):
            jurisdiction = _jurisdiction(row)
            if (jurisdiction.code, jurisdiction.valid_from) not in rows_of_the_law:
                jurisdiction.full_clean()
                jurisdiction.save()
                added += 1
        if not CountingPolicy.objects.exists():
            CountingPolicy.objects.create(civil_code=True, valid_from=ALWAYS, **CIVIL_CODE)
            added += 1
    return added


def _rule(row: dict[str, str]) -> TermRule:
    return TermRule(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        tracks=row["tracks"].split(),
        stage=row["stage"],
        starts_with=row["starts_with"],
        length=int(row["length"]),
        unit=row["unit"],
        before=row["before"] == "yes",
        lengths=read_lengths(row["lengths"]),
        extensions=read_extensions(row["extensions"]),
        waits_for_citizen=row["waits_for_citizen"] == "yes",
        legal_basis=row["legal_basis"],
        legal_basis_en=row["legal_basis_en"],
        confirmed=row["confirmed"] == "yes",
        **_validity(row),
    )


def _jurisdiction(row: dict[str, str]) -> Jurisdiction:
    as_written = (
        "code",
        "name",
        "name_en",
        "level",
        "post",
        "settled_by",
        "outside_body",
        "outside_body_en",
        "legal_basis",
        "legal_basis_en",
    )
    return Jurisdiction(
        **{name: row[name] for name in as_written},
        tracks=row["tracks"].split(),
        confirmed=row["confirmed"] == "yes",
        **_validity(row),
    )


def _validity(row: dict[str, str]) -> dict[str, date | None]:
    return {
        "valid_from": date.fromisoformat(row["valid_from"]),
        "valid_to": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
