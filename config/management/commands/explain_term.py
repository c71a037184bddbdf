"""`manage.py explain_term`: until when a term runs, by which rule, and every day that counted or did not."""

from __future__ import annotations

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import allowances, terms
from cases.deadlines import NeverDue
from cases.errors import CaseError
from cases.models import TermRule
from cases.remaining import remaining
from cases.rules import Rulebook
from cases.terms import Explanation
from cases.vocabulary import Modifier, Stage, StartEvent
from organization.calendar import YearNotEntered
from organization.selectors import working_calendar


class Command(BaseCommand):
    help = (
        "Explain a term: its rule and legal basis, each day counted or skipped and why, and when it is due."
    )

    def create_parser(self, *args: Any, **options: Any) -> Any:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rule", nargs="?", help="the code of a rule, like C2; --list names them all")
        parser.add_argument("--start", help="the event it is counted from: 2026-11-23 or 2026-11-23T08:00")
        parser.add_argument(
            "--modifier",
            action="append",
            default=[],
            dest="modifiers",
            choices=Modifier.values,
            help="a circumstance; may be given several times. What it lets a decision add is added in full",
        )
        parser.add_argument("--extension-days", type=int, help="the days that decisions added, instead")
        parser.add_argument(
            "--at", help="the moment to look at it from: says what is left, or how late it is"
        )
        parser.add_argument("--list", action="store_true", help="name every rule in force today")
        parser.add_argument("--confirmed-only", action="store_true", help="leave provisional holidays out")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self._list(as_json=options["json"])
            return
        if not options["rule"] or not options["start"]:
            raise CommandError("Name a rule and its start, or ask for --list.")
        start = _moment(options["start"])
        at = _moment(options["at"]) if options["at"] else None
        try:
            explained = terms.explain(
                options["rule"],
                start=start,
                modifiers=options["modifiers"],
                extension_days=options["extension_days"],
                confirmed_only=options["confirmed_only"],
            )
        except (CaseError, YearNotEntered, NeverDue) as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            late = {"at": timezone.localtime(at).isoformat(), "late": explained.due <= at} if at else {}
            self.stdout.write(json.dumps(explained.as_json() | late, ensure_ascii=False, indent=2))
        else:
            self._tell(explained, options["modifiers"])
            if at is not None:
                calendar = working_calendar(confirmed_only=options["confirmed_only"])
                left = remaining(explained.due, at=at, unit=explained.rule.unit, calendar=calendar)
                self.stdout.write(f"  {timezone.localtime(at):%Y-%m-%d %H:%M}: {left.words}")

    def _tell(self, explained: Explanation, modifiers: list[str]) -> None:
        rule = explained.rule
        say = self.stdout.write
        say(f"{rule.code} · {_named(rule)}")
        say(f"  {rule.basis}")
        start = timezone.localtime(explained.start)
        say(f"  {StartEvent(rule.starts_with).label}: {start:%Y-%m-%d %H:%M}")
        given = f" · {', '.join(str(Modifier(each).label) for each in modifiers)}" if modifiers else ""
        added = f" (+{explained.extension_days})" if explained.extension_days else ""
        say(f"  {explained.length}{added} {rule.get_unit_display()}{given}")
        for day in explained.days:
            say(f"  {'+' if day.counted else ' '} {day.date:%a %Y-%m-%d}  {day.why}")
        say(f"  → {explained.last_day:%Y-%m-%d} 24:00")

    def _list(self, *, as_json: bool) -> None:
        today = timezone.localdate()
        rules = Rulebook().all_on(today)
        if as_json:
            rows = [
                {
                    "rule": rule.code,
                    "name": rule.title,
                    "stage": rule.stage,
                    "tracks": rule.tracks,
                    "starts_with": rule.starts_with,
                    "length": rule.length,
                    "unit": rule.unit,
                    "before": rule.before,
                    "lengths": rule.lengths,
                    "extensions": rule.extensions,
                    "basis": rule.basis,
                    "confirmed": rule.confirmed,
                }
                for rule in rules
            ]
            found = {"rules": rows, "modifiers": [modifier.value for modifier in Modifier]}
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        for rule in rules:
            more = " ".join(
                each
                for each in (
                    allowances.show_lengths(rule.lengths),
                    allowances.show_extensions(rule.extensions),
                )
                if each
            )
            self.stdout.write(
                f"{rule.code:<5} {rule.length:>3} {rule.unit:<8} {Stage(rule.stage).value:<12} "
                f"{_named(rule)}{'  ' + more if more else ''}"
            )
        self.stdout.write("\n" + "\n".join(f"{each.value:<15} {each.label}" for each in Modifier))


def _named(rule: TermRule) -> str:
    """The name of the rule, and whether it is still to be held against the law."""
    return rule.title if rule.confirmed else f"{rule.title} · {_('to be confirmed')}"


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"“{text}” is not a day or moment like 2026-11-23 or 2026-11-23T08:00.") from error
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
