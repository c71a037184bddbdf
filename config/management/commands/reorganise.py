"""`manage.py reorganise FILE --on DATE --because TEXT`: merge, split, rename and abolish units by a table."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.reorganised import Table, summary, tables
from cases.services.reorganising import reorganise
from organization.actors import Actor, Channel, actor_of, actor_of_account
from organization.errors import PlanRefused
from organization.plan_files import read_day, read_plan
from organization.selectors import current_posting


class Command(BaseCommand):
    help = "Carry out a reorganisation of units. With --dry-run nothing is written. May be repeated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the plan, as .csv; see organization/reference/README.md")
        parser.add_argument("--on", required=True, metavar="DATE", help="the first day of the new units")
        parser.add_argument("--because", required=True, metavar="TEXT", help="the reason that goes on record")
        parser.add_argument("--legal-basis", default="", metavar="TEXT", help="without it, the reason")
        parser.add_argument("--dry-run", action="store_true", help="show what would be done")
        parser.add_argument("--user", metavar="USERNAME", help="the account whose officer does it")

    def handle(self, *args: Any, **options: Any) -> None:
        because = options["because"].strip()
        if not because:
            raise CommandError("Give the reason: --because TEXT")
        by = _actor(options["user"])
        basis = options["legal_basis"].strip() or because
        try:
            content = options["file"].read_bytes()
            plan = read_plan(content, on=read_day(options["on"]), legal_basis=basis)
            report = reorganise(
                plan,
                table=content.decode("utf-8-sig"),
                by=by,
                because=because,
                at=timezone.now(),
                dry_run=options["dry_run"],
            )
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except PlanRefused as refused:
            lines = [str(problem) for problem in refused.problems]
            raise CommandError("\n".join([*lines, "Nothing was written."])) from refused
        for table in tables(report):
            self.stdout.write(_drawn(table))
        self.stdout.write(summary(report))


def _actor(username: str | None) -> Actor:
    if not username:
        return Actor.system("reorganise", channel=Channel.COMMAND)
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no active account {username!r}.")
    posting = current_posting(user, timezone.localdate())
    if posting is not None:
        return actor_of(posting, channel=Channel.COMMAND)
    return actor_of_account(user, channel=Channel.COMMAND)


def _drawn(table: Table) -> str:
    rows = [table.heading, *table.rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.heading))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join([table.title, *(f"  {line}" for line in lines), ""])
