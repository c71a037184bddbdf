"""How the tools talk: one line when a step begins, its time when it ends, and what to do when it fails."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def say(text: str) -> None:
    """Print `text` at once, also when the output is a pipe."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@contextmanager
def step(text: str) -> Iterator[None]:
    """Announce a step and print how long it took, in seconds."""
    say(f"→ {text} …")
    begun = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - begun:.1f} s")


def run(*command: str, env: Mapping[str, str] | None = None) -> int:
    """Run `command` in the project's folder, its output on ours; the exit status."""
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def output_of(*command: str) -> str:
    """What `command` prints, run in the project's folder; raises CalledProcessError when it fails."""
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def tracked_files(*patterns: str) -> Sequence[Path]:
    """The files under version control, those that match `patterns` where given, in order."""
    listed = output_of("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns)
    return [ROOT / name for name in sorted(set(listed.split("\0"))) if name and (ROOT / name).is_file()]
