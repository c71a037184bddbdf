"""`manage.py load_demo`: the demonstration district with its cast and cases. Development only, once only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from config.demo.people import bring_in, people_are_in
from config.demo.playing import Play
from messaging.models import OutboundMessage, OutboundState
from organization.actors import Actor, Channel


class Command(BaseCommand):
    help = "Load the demonstration district: real places, invented people. A second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENVIRONMENT == "production":
            raise CommandError("The demonstration is for development: its passwords are known to everybody.")
        if people_are_in():
            self.stdout.write("The demonstration district is already there.")
            return
        now = timezone.now()
        by = Actor.system("load_demo", channel=Channel.COMMAND)
        because = "demonstration with invented people"
        with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
            call_command("load_reference", stdout=self.stdout)
            cast = bring_in(by=by, because=because, on=timezone.localdate(now))
            self.stdout.write(f"people: {len(cast.postings)}")
            cases = Play(cast, now, {}).run()
            _send_nothing()
            self.stdout.write(f"cases: {cases}")


def _send_nothing() -> None:
    """Mark what the stories promised as sent long ago: nobody invented is texted."""
    OutboundMessage.objects.filter(state=OutboundState.PENDING).update(
        state=OutboundState.SENT, provider="demonstration", sent_at=F("created_at"), next_attempt_at=None
    )
