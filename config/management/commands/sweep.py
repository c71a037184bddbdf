"""`manage.py sweep`: one pass of everything that time triggers."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.sweeping import sweep


class Command(BaseCommand):
    help = "Remind, escalate, close, send what was left, read what was left. Safe to run at once with others."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", help="the moment to sweep for, as YYYY-MM-DDTHH:MM; default: now")

    def handle(self, *args: Any, **options: Any) -> None:
        for what, count in sorted(sweep(at=self._moment(options["at"])).items()):
            self.stdout.write(f"{what}: {count}")

    def _moment(self, text: str | None) -> datetime:
        if not text:
            return timezone.now()
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"“{text}” is not a moment like 2026-11-23T08:00") from error
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
