"""The ground that is measured on: a database of its own on a PostgreSQL, filled by `load_cases`, gone afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from tools.steps import ROOT, step

NAME = "bench_lang_nghe"
# A case that the clock may send up: somebody works on it, its main term runs, and there is a level above.
CLIMBERS = """
    SELECT c.id FROM cases_case c
    JOIN organization_unit u ON u.id = c.unit_id
    JOIN cases_term t ON t.case_id = c.id AND t.main AND t.ended_at IS NULL
    WHERE u.parent_id IS NOT NULL AND c.state IN ('received', 'accepted', 'in_progress')
      AND c.next_action IN ('remind', 'escalate') AND c.next_action_at > now() + interval '1 day'
    ORDER BY c.code LIMIT %s
"""


class Interrupted(Exception):
    """A step that must succeed did not."""


@dataclass
class Ground:
    """The database, and how programs find it."""

    connection: psycopg.Connection[Any]
    env: dict[str, str]
    loads: int = 0

    def manage(self, *arguments: str) -> None:
        """Run `manage.py` on it."""
        done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.env, check=False)
        if done.returncode:
            raise Interrupted(" ".join(arguments))

    def measure(self, what: str, *, times: int = 1) -> list[dict[str, Any]]:
        """What `times` processes that do the same at once say of it (`bench.worker`)."""
        command = [sys.executable, "-m", "bench.worker", what]
        workers = [
            subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=subprocess.PIPE, text=True)
            for _ in range(times)
        ]
        said = [worker.communicate()[0] for worker in workers]
        if any(worker.returncode for worker in workers):
            raise Interrupted(what)
        return [json.loads(text) for text in said]

    def load(self, upto: int) -> None:
        """Load open cases until there are so many, none of them due, and let the database tidy up."""
        missing = upto - self.count("cases_case WHERE state <> 'closed'")
        if missing > 0:
            self.loads += 1
            with step(f"Loading {missing} open cases"):
                self.manage("load_cases", str(missing), "--open-only", "--seed", str(self.loads))
        self.tidy()

    def tidy(self) -> None:
        """What autovacuum would do in time."""
        with step("Letting the database tidy up"):
            self.connection.execute("VACUUM ANALYZE")
            self.connection.execute("CHECKPOINT")

    def count(self, rows: str) -> int:
        """How many rows there are, given as a table with its condition."""
        row = self.connection.execute(f"SELECT count(*) FROM {rows}").fetchone()
        return int(row[0]) if row else 0

    def make_due(self, many: int) -> int:
        """Let as many cases be due to go up one level as a minute ago; how many there were to choose from at most."""
        return self.connection.execute(
            "UPDATE cases_case SET next_action = 'escalate', next_action_at = now() - interval '1 minute'"
            f" WHERE id IN ({CLIMBERS})",
            [many],
        ).rowcount


@contextmanager
def ground(url: str, name: str = NAME) -> Iterator[Ground]:
    """A fresh database with the tables in it; dropped at the end."""
    server = psycopg.connect(url, dbname="postgres", autocommit=True)
    with server:
        _drop(server, name)
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            with psycopg.connect(url, dbname=name, autocommit=True) as connection:
                env = {
                    **os.environ,
                    "DATABASE_URL": _url(url, name),
                    "DJANGO_SETTINGS_MODULE": "config.settings.test",
                }
                prepared = Ground(connection, env)
                with step("Making the tables"):
                    prepared.manage("migrate", "--verbosity", "0")
                yield prepared
        finally:
            _drop(server, name)


def _drop(server: psycopg.Connection[Any], name: str) -> None:
    server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _url(server: str, name: str) -> str:
    """The address of our database on the server."""
    known = conninfo_to_dict(server)
    user = known.get("user", "postgres")
    if password := known.get("password"):
        user = f"{user}:{password}"
    return f"postgres://{user}@{known.get('host', '127.0.0.1')}:{known.get('port', 5432)}/{name}"
