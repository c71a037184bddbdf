"""`make check`: all that must hold before a change is kept. Every check runs; the end names what failed."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tools import matrix
from tools.environment import LOCKS
from tools.prism import LOCK
from tools.steps import ROOT, run, say, tracked_files
from tools.translations import LANGUAGE, LOCALE, gettext_is_installed, outdated, read, sources, unfinished

REGISTRY = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|file:", re.IGNORECASE)
PYTHON = sys.executable
BIN = Path(sys.executable).parent


def main() -> int:
    """Run the checks, then the tests; 1 when anything failed."""
    checks: dict[str, Callable[[], bool]] = {
        "format": lambda: run(str(BIN / "ruff"), "format", "--check", ".") == 0,
        "lint": lambda: run(str(BIN / "ruff"), "check", ".") == 0,
        "import contracts": lambda: run(str(BIN / "lint-imports")) == 0,
        "types": lambda: run(PYTHON, "-m", "mypy") == 0,
        "templates": templates,
        "migrations": lambda: run(PYTHON, "manage.py", "makemigrations", "--check", "--dry-run") == 0,
        "translations": translations,
        "locks": locks,
    }
    failed = []
    for name, check in checks.items():
        begun = time.monotonic()
        passed = check()
        say(f"{'✓' if passed else '✗'} {name} ({time.monotonic() - begun:.1f} s)\n")
        failed += [] if passed else [name]
    failed += ["tests"] if matrix.main([]) else []
    if not gettext_is_installed():
        say("Could not run here:\n  - translations against the sources: gettext is not installed")
    say(f"CHECK FAILED: {', '.join(failed)}" if failed else "Everything that was checked holds.")
    return 1 if failed else 0


def templates() -> bool:
    """Whether djade would leave every template as it is."""
    pages = [str(path) for path in tracked_files("*.html")]
    return not pages or run(str(BIN / "djade"), "--check", "--target-version", "5.2", *pages) == 0


def translations() -> bool:
    """Whether the catalogue is complete and, where gettext is here, holds just what the sources ask for."""
    path = LOCALE / LANGUAGE / "LC_MESSAGES" / "django.po"
    if not path.exists():
        say(f"{path.relative_to(ROOT)} is missing")
        return False
    catalogue = read(path)
    found = unfinished(catalogue)
    if gettext_is_installed():
        found += outdated(catalogue, sources())
    for line in found:
        say(line)
    return not found


def locks() -> bool:
    """Whether no lock names a registry."""
    naming = [path.name for path in LOCKS.values() if REGISTRY.search(path.read_text(encoding="utf-8"))]
    for name in naming:
        say(f"{name} names a registry; `make lock` writes it without")
    # npm's lock also holds addresses where a package asks for money.
    resolved = '"resolved"' in LOCK.read_text(encoding="utf-8")
    if resolved:
        say(f"{LOCK.name} names a registry; npm in its folder writes it without")
    return not (naming or resolved)


if __name__ == "__main__":
    sys.exit(main())
