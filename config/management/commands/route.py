"""`manage.py route`: where such a case would start and the ladder above it, by the functions that run intake."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import reasons, routing
from cases.errors import CaseError
from cases.ladder import Route
from cases.models import Category
from cases.services.intake import track_of
from cases.vocabulary import TRACKS, Kind, Track
from organization.models import Officer, Posting
from organization.selectors import unit_by_code


class Command(BaseCommand):
    help = "Show at which unit a case would start, why, and every rung of the ladder from the lowest unit up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kind", required=True, help="; ".join(Kind.values))
        parser.add_argument("--category", required=True, help="code of the category")
        parser.add_argument("--unit", required=True, help="code of the unit where it happened")
        parser.add_argument("--about", help="staff code of the officer it is about")
        parser.add_argument("--about-post", type=int, help="number of the posting held when it happened")
        parser.add_argument("--track", help="; ".join(Track.values))
        parser.add_argument("--on", help="the day of filing, as YYYY-MM-DD; default: today")
        parser.add_argument("--json", action="store_true", help="for other programs")

    def handle(self, *args: Any, **options: Any) -> None:
        on = _day(options["on"])
        try:
            route = routing.start(_matter(options, on), on=on)
        except CaseError as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(as_json(route), ensure_ascii=False))
            return
        self.stdout.write(f"{route.unit.code} {route.unit.localized_name}: {route.explained()}")
        for rung in route.rungs:
            mark = "–" if rung.skipped else "→" if rung is route.rung else " "
            named = ", ".join(part for part in (rung.unit.localized_name, rung.title) if part)
            why = f": {reasons.shown(rung.why)}" if rung.why else ""
            self.stdout.write(f"{mark} {rung.unit.code} {named}{why}")


def as_json(route: Route) -> dict[str, Any]:
    """In the form that other programs rely on."""
    return {
        "unit": route.unit.code,
        "why": route.explained(),
        "ladder": [
            {
                "unit": rung.unit.code,
                "post": rung.title,
                "skipped": rung.skipped,
                "why": reasons.shown(rung.why),
            }
            for rung in route.rungs
        ],
    }


def _matter(options: dict[str, Any], on: date) -> routing.Matter:
    kind, wished = options["kind"], options["track"]
    if kind not in Kind.values:
        raise CommandError(_("No kind is called “%(name)s”.") % {"name": kind})
    if wished and wished not in TRACKS[Kind(kind)]:
        raise CommandError(_("No track of this kind is called “%(name)s”.") % {"name": wished})
    category = Category.objects.filter(code=options["category"]).first()
    if category is None:
        raise CommandError(_("No category has the code “%(code)s”.") % {"code": options["category"]})
    unit = unit_by_code(options["unit"], on)
    if unit is None:
        raise CommandError(_("No unit has the code “%(code)s” on that day.") % {"code": options["unit"]})
    about = _officer(options["about"])
    return routing.Matter(
        track_of(Kind(kind), Track(wished) if wished else None),
        category,
        unit,
        about,
        _posting(options["about_post"], about),
    )


def _officer(staff_code: str | None) -> Officer | None:
    if not staff_code:
        return None
    officer = Officer.objects.filter(staff_code=staff_code).first()
    if officer is None:
        raise CommandError(_("No officer has the staff code “%(code)s”.") % {"code": staff_code})
    return officer


def _posting(number: int | None, about: Officer | None) -> Posting | None:
    if number is None:
        return None
    posting = Posting.objects.filter(pk=number, officer=about).select_related("post").first()
    if posting is None:
        raise CommandError(_("This officer never held the posting %(number)s.") % {"number": number})
    return posting


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else timezone.localdate()
    except ValueError as error:
        raise CommandError(_("“%(text)s” is not a day like 2026-11-23.") % {"text": text}) from error
