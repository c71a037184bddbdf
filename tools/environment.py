"""The environment: `.venv` with the locked packages, built from nothing but Python.

Run by the Python that was found on the machine, so it uses the standard library alone. A lock that is
installed already is skipped: its hash is kept in `.venv/locked`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from tools.steps import ROOT, run, say, step

VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
INSTALLED = VENV / "locked"
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
NO_PIP = """This Python can make no virtual environment with pip and has no pip itself. On Debian or Ubuntu:

    sudo apt-get install -y python3-venv
"""


def main(purpose: str) -> int:
    """Make `.venv` fit for `purpose`: "run" (to serve) or "dev" (also to test and check)."""
    if not VENV_PYTHON.exists():
        with step(f"Making .venv with Python {sys.version.split()[0]}"):
            make_venv()
    wanted = digest(LOCKS[purpose])
    if wanted in installed():
        return 0
    with step(f"Installing the packages of {LOCKS[purpose].name}"):
        status = install(LOCKS[purpose])
    if status == 0:
        # The packages to serve are among those to test: either purpose is fit for "run" afterwards.
        INSTALLED.write_text(f"{wanted}\n{digest(LOCKS['run'])}\n", encoding="utf-8")
    return status


def make_venv() -> None:
    """Make `.venv`; without `ensurepip` (a bare Debian) the machine's own pip installs into it."""
    with_pip = [] if importlib.util.find_spec("ensurepip") else ["--without-pip"]
    if with_pip and not importlib.util.find_spec("pip"):
        sys.exit(NO_PIP)
    if run(sys.executable, "-m", "venv", *with_pip, str(VENV)) != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(NO_PIP)


def install(lock: Path) -> int:
    """Install what `lock` names, by hash alone, counting along; pip's exit status, its last words if bad."""
    # Thousands of modules are never imported; Python compiles those that are.
    options = ["--require-hashes", "--no-deps", "--no-compile", "--prefer-binary", "--requirement", str(lock)]
    total = lock.read_text(encoding="utf-8").count("==")
    with subprocess.Popen(
        [*pip(), "install", *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        said: list[str] = []
        done = 0
        for line in process.stdout or ():
            said.append(line)
            if line.startswith(("Collecting ", "Processing ", "Requirement already")):
                done += 1
                if done % 10 == 0:
                    say(f"  {done} of {total}")
    if process.returncode:
        say("".join(said[-20:]))
    return process.returncode


def pip() -> list[str]:
    """The command that installs into `.venv`: its own pip, or the machine's."""
    own = subprocess.run([str(VENV_PYTHON), "-m", "pip", "--version"], capture_output=True, check=False)
    if own.returncode == 0:
        return [str(VENV_PYTHON), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(VENV_PYTHON)]


def installed() -> list[str]:
    """The hashes of the locks that `.venv` holds."""
    return INSTALLED.read_text(encoding="utf-8").split() if INSTALLED.exists() else []


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
