"""The import contracts of pyproject.toml hold, and each of them notices when it is broken."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.steps import ROOT

pytestmark = pytest.mark.once

PACKAGES = ("accountability", "cases", "config", "feedback", "messaging", "organization")
LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"


def broken_contracts(folder: Path) -> set[str]:
    """The names of the contracts that `lint-imports` finds broken in `folder`."""
    done = subprocess.run(
        [LINT_IMPORTS, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )
    verdicts = [line for line in done.stdout.splitlines() if line.endswith((" KEPT", " BROKEN"))]
    assert verdicts, done.stdout + done.stderr
    return {line.removesuffix(" BROKEN") for line in verdicts if line.endswith(" BROKEN")}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the code, to break."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path


def test_the_house_keeps_every_contract() -> None:
    assert broken_contracts(ROOT) == set()


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("organization/planted.py", "import cases.models", "Imports go down only"),
        ("messaging/planted.py", "import feedback.apps", "Imports go down only"),
        ("cases/planted.py", "import config.urls", "Imports go down only"),
        (
            "accountability/planted.py",
            "import cases.services",
            "The watchers read the evidence and cannot touch it",
        ),
        ("feedback/planted.py", "import cases.lifecycle", "Only the services move a case"),
        (
            "messaging/planted.py",
            "import twilio.rest",
            "Only the gateways and the webhook's signature check know Twilio",
        ),
        ("feedback/planted.py", "import openpyxl", "Only the reports write spreadsheets"),
    ],
)
def test_a_planted_import_breaks_its_contract(house: Path, module: str, line: str, contract: str) -> None:
    (house / module).write_text(line + "\n", encoding="utf-8")
    assert contract in broken_contracts(house)
