"""`manage.py read_modem`: what came to the modem on this machine, and what became of what it was to send."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from feedback.sms import gammu


class Command(BaseCommand):
    help = (
        "Keep the texts and reports that gammu-smsd has left in GAMMU_SPOOL. Safe to run at once with others."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.GAMMU_SPOOL:
            raise CommandError("GAMMU_SPOOL is not set: no modem is known.")
        counts = gammu.read(at=timezone.now())
        for what in ("modem_texts", "modem_reports", "modem_refused"):
            self.stdout.write(f"{what}: {counts[what]}")
