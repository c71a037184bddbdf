"""`manage.py load_cases N`: realistic cases in bulk, for benchmarks. Development only."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from config.demo.people import bring_in
from config.loading.offices import NoOffices
from config.loading.work import MOST, Order, load
from organization.actors import Actor, Channel
from organization.calendar import YearNotEntered
from organization.models import Posting

BETWEEN_LINES = 5.0  # seconds
WORTH_TWO = 20_000  # cases from which on a second process pays


class Command(BaseCommand):
    help = "Load invented cases with their whole history and ledger, as of now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", type=int, metavar="N", help="how many cases")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same cases (1)")
        parser.add_argument("--due", type=int, default=0, metavar="M", help="M of them are due to go up now")
        parser.add_argument("--open-only", action="store_true", help="none of them is closed")
        parser.add_argument("--workers", type=int, help="processes (2 for many cases on PostgreSQL, else 1)")

    def handle(self, *args: Any, **options: Any) -> None:
        count, due = options["count"], options["due"]
        if settings.ENVIRONMENT == "production":
            raise CommandError(
                "Invented cases are for development: they would stand among those of citizens."
            )
        if not 0 <= due <= count <= MOST:
            raise CommandError(f"N is a number up to {MOST}, and M one up to N.")
        now = timezone.now()
        if not Posting.objects.exists():
            call_command("load_reference", stdout=self.stderr)
            by = Actor.system("load_cases", channel=Channel.COMMAND)
            bring_in(by=by, because="invented people for measuring", on=timezone.localdate(now))
        order = Order(count, options["seed"], now, due, open_only=options["open_only"])
        many = connection.vendor == "postgresql" and count >= WORTH_TWO
        begun = told = time.monotonic()
        try:
            for loaded in load(order, workers=options["workers"] or (2 if many else 1)):
                now_at = time.monotonic()
                if loaded == count or now_at - told >= BETWEEN_LINES:
                    told = now_at
                    rate = loaded / (now_at - begun)
                    self.stderr.write(f"{loaded:,} of {count:,} cases, {rate:,.0f} a second")
        except (NoOffices, YearNotEntered) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"cases: {count}")
