"""`make test`: the tests on the embedded database, again on PostgreSQL with Redis, and in a browser.

What could not run is listed at the end by name, with the reason; it is not a failure.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from tools.companions import broker, chromium, postgres
from tools.steps import run, say, step
from tools.translations import compile_catalogues

NOT_IN_A_BROWSER = "not browser"
ONCE_MORE = "not browser and not once"


def main(arguments: Sequence[str]) -> int:
    """Run all that can run, hand `arguments` to pytest, and return 1 when anything failed."""
    compile_catalogues()
    database, queue, browser = postgres(), broker(), chromium()
    failed = [] if passes("the embedded database", NOT_IN_A_BROWSER, arguments) else ["embedded database"]
    absent = [f"tests on PostgreSQL: {database.why_not}"] if database.why_not else []
    absent += (
        [f"tests with Redis: {queue.why_not or 'they run on PostgreSQL'}"]
        if not (queue.where and database.where)
        else []
    )
    absent += [f"browser tests: {browser.why_not}"] if browser.why_not else []
    if database.where:
        name = "PostgreSQL with Redis" if queue.where else "PostgreSQL"
        servers = {"DATABASE_URL": database.where, "CELERY_BROKER_URL": queue.where}
        failed += [] if passes(name, ONCE_MORE, arguments, servers) else [name]
    if browser.where:
        failed += (
            [] if passes("Chromium", "browser", arguments, {"CHROMIUM": browser.where}) else ["Chromium"]
        )
    say("\nCould not run here:" if absent else "\nEverything could run here.")
    for line in absent:
        say(f"  - {line}")
    say(f"FAILED: {', '.join(failed)}" if failed else "All tests that ran passed.")
    return 1 if failed else 0


def passes(where: str, marked: str, arguments: Sequence[str], servers: dict[str, str] | None = None) -> bool:
    """Whether the tests `marked` pass on the given servers alone, whatever this shell's own settings are."""
    ours = ("DATABASE_URL", "CELERY_BROKER_URL", "ENVIRONMENT", "DJANGO_SETTINGS_MODULE")
    env = {name: value for name, value in os.environ.items() if name not in ours} | (servers or {})
    with step(f"Tests on {where}" if marked != "browser" else f"Tests in {where}"):
        status = run(sys.executable, "-m", "pytest", "-m", marked, *arguments, env=env)
    # With arguments of the caller's, finding no test here (status 5) is an answer; without, it is a fault.
    return status == 0 or (status == 5 and bool(arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
