"""What every source keeps to: short modules that say what they own, and no address of a registry or of one machine."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tools.steps import ROOT, tracked_files

pytestmark = pytest.mark.once

LONGEST_MODULE = 400
REGISTRY = re.compile(r"https?://[^\s\"'<>]*\b(?:pypi|pythonhosted|npmjs|registry|crates)\b", re.IGNORECASE)
ONE_MACHINE = re.compile(r"(?<![\w.$}~-])/(?:root|home|Users|work|opt|mnt)/\w")
PYTHON = tracked_files("*.py")
TEXT = [
    path for path in tracked_files() if path.suffix not in {".png", ".jpg", ".webp", ".ico", ".pdf", ".xlsx"}
]
MIGRATIONS = [path for path in PYTHON if path.parent.name == "migrations"]
# What a field needs to be rebuilt: its own class, and the function that names a stored file.
NEEDED_BY_FIELDS = {"organization.vault", "feedback.models"}
OURS = {"accountability", "cases", "config", "feedback", "messaging", "organization", "tests", "tools"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [path for path in PYTHON if path not in MIGRATIONS], ids=named)
def test_a_module_is_short_and_begins_by_saying_what_it_owns(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST_MODULE
    assert not source.strip() or ast.get_docstring(ast.parse(source))


@pytest.mark.parametrize("path", MIGRATIONS, ids=named)
def test_a_migration_imports_nothing_of_ours_but_what_its_fields_need(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names}
    assert {name for name in imported if name.split(".")[0] in OURS} <= NEEDED_BY_FIELDS


def test_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    found = [
        f"{named(path)}:{number}"
        for path in TEXT
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if REGISTRY.search(line) or ONE_MACHINE.search(line)
    ]
    assert found == []


def test_both_would_be_seen() -> None:
    assert REGISTRY.search("see https:" + "//pypi" + ".org/simple for more")
    assert ONE_MACHINE.search("cd /" + "home/somebody")
    assert not ONE_MACHINE.search('path("/homework/")')
