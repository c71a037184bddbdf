"""`make run`: everything between a checked-out tree and a served site. What is done already is skipped."""

from __future__ import annotations

import hashlib
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from config.env import VAR, choose_settings
from tools.steps import ROOT, step
from tools.translations import compile_catalogues


def main() -> None:
    """Prepare, then supervise."""
    with step("Compiling translations"):
        compile_catalogues()
    choose_settings()
    django.setup()
    with step("Bringing the database up to date"):
        call_command("migrate", verbosity=0)
    if settings.ENVIRONMENT == "development" and is_empty():
        with step("Loading the demonstration district (invented people)"):
            call_command("load_demo", verbosity=0)
    collect_static()
    connections.close_all()
    call_command("serve")


def is_empty() -> bool:
    """Whether nobody has put a unit into the database yet."""
    from organization.models import Unit

    return not Unit.objects.exists()


def collect_static() -> None:
    """Collect style sheets and pictures when one of them, or a package that brings some, has changed."""
    stamp = VAR / "static" / ".collected"
    wanted = fingerprint([ROOT / "requirements.lock", *sorted((ROOT / "static").rglob("*"))])
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        with step("Collecting static files"):
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            stamp.write_text(wanted, encoding="utf-8")


def fingerprint(paths: list[Path]) -> str:
    """One hash over the names and contents of the files among `paths`."""
    digest = hashlib.sha256()
    for path in paths:
        if path.is_file():
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


if __name__ == "__main__":
    main()
