"""The programs that tests use where they are there: PostgreSQL, Redis, Chromium, Prism, gammu-smsd. None is needed."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg
import redis

from tools.prism import PROGRAM, is_installed

POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379/15"
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


@dataclass(frozen=True)
class Found:
    """A companion: where it is, or why not."""

    where: str
    why_not: str = ""


def postgres() -> Found:
    """A PostgreSQL where tests may create a database: TEST_DATABASE_URL, or the usual local one."""
    url = os.environ.get("TEST_DATABASE_URL") or POSTGRES
    try:
        with psycopg.connect(url, connect_timeout=3, dbname="postgres") as connection:
            allowed = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            )
            if allowed.fetchone() != (True,):
                return Found("", "the PostgreSQL user may not create databases")
    except psycopg.Error as error:
        return Found("", f"PostgreSQL does not answer (TEST_DATABASE_URL): {first_line(error)}")
    return Found(url)


def broker() -> Found:
    """A Redis: TEST_BROKER_URL, or the usual local one."""
    url = os.environ.get("TEST_BROKER_URL") or REDIS
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=3) as connection:
            connection.ping()
    except redis.RedisError as error:
        return Found("", f"Redis does not answer (TEST_BROKER_URL): {first_line(error)}")
    return Found(url)


def chromium() -> Found:
    """A Chromium: CHROMIUM, or one on the PATH."""
    named = os.environ.get("CHROMIUM")
    for candidate in [named] if named else BROWSERS:
        path = shutil.which(candidate)
        if path:
            return Found(str(Path(path)))
    return Found("", "no Chromium found (CHROMIUM): looked for " + ", ".join([named] if named else BROWSERS))


def prism() -> Found:
    """The Prism of our lock, where it is installed and this machine's Node.js can run it."""
    if not is_installed():
        return Found("", "Prism is not installed; `make test` installs it where Node.js and npm are")
    tried = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=False)
    if tried.returncode:
        said = tried.stderr.partition("\n")[0]
        return Found("", f"Prism does not run: {said}")
    return Found(str(PROGRAM))


def modem_daemon() -> Found:
    """gammu-smsd, and gammu to put texts into the phone that it pretends to have."""
    for program in ("gammu-smsd", "gammu"):
        if not shutil.which(program):
            return Found("", f"{program} is not installed")
    return Found(str(shutil.which("gammu-smsd")))


def first_line(error: Exception) -> str:
    """The first line of what an error says."""
    return (str(error).splitlines() or [type(error).__name__])[0]
