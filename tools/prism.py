"""Prism, the proxy that holds requests and answers to an OpenAPI file: installed into `var/prism`, by its lock."""

from __future__ import annotations

import shutil
import subprocess

from tools.environment import digest
from tools.steps import ROOT, step

SOURCE = ROOT / "tests" / "contracts" / "twilio"
LOCK = SOURCE / "package-lock.json"
HOME = ROOT / "var" / "prism"
PROGRAM = HOME / "node_modules" / ".bin" / "prism"
INSTALLED = HOME / "locked"
# No script of a package is run, and npm asks for nothing but the packages.
OPTIONS = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")


def install() -> str:
    """Make `PROGRAM` what the lock says; empty when it is, else why it could not be."""
    if is_installed():
        return ""
    npm = shutil.which("npm")
    if not (npm and shutil.which("node")):
        return "Node.js with npm is not installed"
    with step("Installing Prism"):
        HOME.mkdir(parents=True, exist_ok=True)
        INSTALLED.unlink(missing_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(SOURCE / name, HOME / name)
        done = subprocess.run(
            [npm, "ci", *OPTIONS], cwd=HOME, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
        )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        return f"npm could not install it: {said[0] if said else done.returncode}"
    INSTALLED.write_text(f"{digest(LOCK)}\n", encoding="utf-8")
    return ""


def is_installed() -> bool:
    """Whether what is in `var/prism` is what the lock says now."""
    return PROGRAM.exists() and INSTALLED.exists() and INSTALLED.read_text().strip() == digest(LOCK)
