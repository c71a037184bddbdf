"""The categories and term rules that a new installation starts with. What an administrator changed is left alone."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from cases.models import Category, TermRule
from organization.actors import Actor
from organization.history import attributed

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
    return added


def _rule(row: dict[str, str]) -> TermRule:
    return TermRule(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        kinds=row["kinds"].split(),
        stage=row["stage"],
        length=int(row["length"]),
        unit=row["unit"],
        waits_for_citizen=row["waits_for_citizen"] == "yes",
        legal_basis=row["legal_basis"],
        legal_basis_en=row["legal_basis_en"],
        confirmed=row["confirmed"] == "yes",
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
