"""`make test`: the tests on the embedded database, on PostgreSQL with Redis, in a browser, against Twilio's contract.

The first two run side by side, and what the second said is shown when both are through. What could not run is
listed at the end by name, with the reason; it is not a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from typing import IO

from tools.companions import broker, chromium, modem_daemon, postgres, prism
from tools.prism import install
from tools.steps import ROOT, say, step
from tools.translations import compile_catalogues

OURS = ("DATABASE_URL", "CELERY_BROKER_URL", "ENVIRONMENT", "DJANGO_SETTINGS_MODULE")
NOTHING_FOUND = 5


def main(arguments: Sequence[str]) -> int:
    """Run all that can run, hand `arguments` to pytest, and return 1 when anything failed."""
    compile_catalogues()
    database, queue, browser = postgres(), broker(), chromium()
    not_installed = install()
    contract = prism()
    results: dict[str, int] = {}
    with tempfile.TemporaryFile() as aside:
        second = None
        if database.where:
            servers = {"DATABASE_URL": database.where, "CELERY_BROKER_URL": queue.where}
            second = start("not browser and not prism and not once", arguments, servers, aside)
        with step("Tests on the embedded database"):
            results["embedded database"] = start("not browser and not prism", arguments).wait()
        if second:
            with step(
                f"Tests on PostgreSQL {'with' if queue.where else 'without'} Redis, begun with the others"
            ):
                results["PostgreSQL"] = second.wait()
                aside.seek(0)
                shutil.copyfileobj(aside, sys.stdout.buffer)
    if browser.where:
        with step("Tests in Chromium"):
            results["Chromium"] = start("browser", arguments, {"CHROMIUM": browser.where}).wait()
    if contract.where:
        with step("Tests against Twilio's contract"):
            results["Twilio's contract"] = start("prism", arguments).wait()
    absent = {
        "tests on PostgreSQL": database.why_not,
        "tests with Redis": queue.why_not or ("" if database.where else "they run on PostgreSQL"),
        "browser tests": browser.why_not,
        "tests against Twilio's contract": not_installed or contract.why_not,
        "tests with a modem's daemon": modem_daemon().why_not,
    }
    return summary(results, {name: reason for name, reason in absent.items() if reason}, arguments)


def start(
    marked: str,
    arguments: Sequence[str],
    servers: Mapping[str, str] | None = None,
    output: IO[bytes] | None = None,
) -> subprocess.Popen[bytes]:
    """Start the tests `marked` with the given servers alone, whatever this shell's own settings are."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    command = [sys.executable, "-m", "pytest", "-m", marked, *arguments]
    return subprocess.Popen(command, cwd=ROOT, env={**kept, **(servers or {})}, stdout=output, stderr=output)


def summary(results: Mapping[str, int], absent: Mapping[str, str], arguments: Sequence[str]) -> int:
    """Name what could not run and what failed; 1 when anything failed."""
    say("\nCould not run here:" if absent else "\nEverything could run here.")
    for name, reason in absent.items():
        say(f"  - {name}: {reason}")
    # With arguments of the caller's, finding no test in one place is an answer; without, it is a fault.
    fine = {0, NOTHING_FOUND} if arguments else {0}
    failed = [name for name, status in results.items() if status not in fine]
    say(f"FAILED: {', '.join(failed)}" if failed else "All tests that ran passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
