"""`manage.py load_reference`: the calendar, the units, the categories and the term rules of a new installation."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cases.services.reference import load_reference
from organization.actors import Actor, Channel
from organization.services import fill_calendar, load_reference_units

YEARS = range(2024, 2028)


class Command(BaseCommand):
    help = "Enter the calendar, units, categories and term rules that are missing. May be repeated."

    def handle(self, *args: Any, **options: Any) -> None:
        by = Actor.system("load_reference", channel=Channel.COMMAND)
        because = "reference data of a new installation"
        self.stdout.write(f"days: {fill_calendar(YEARS, by=by, because=because)}")
        self.stdout.write(f"units, names, successions: {load_reference_units(by=by, because=because)}")
        self.stdout.write(f"categories, term rules: {load_reference(by=by, because=because)}")
