"""The catalogues: compiled without gettext, and compared with the sources where gettext is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tools.steps import ROOT, tracked_files

LOCALE = ROOT / "locale"
LANGUAGE = "vi"
SOURCE_LANGUAGE = "en"
NOT_SHOWN = ("tests", "tools")


def compile_catalogues() -> None:
    """Write each ``.mo`` that is older than its ``.po``; what is fuzzy or untranslated shows in English."""
    for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime <= source.stat().st_mtime:
            draft = compiled.with_suffix(".draft")
            with draft.open("wb") as file:
                write_mo(file, read(source))
            draft.replace(compiled)


def read(path: Path, language: str = LANGUAGE) -> Catalog:
    """The catalogue of a ``.po`` file."""
    with path.open("rb") as file:
        return read_po(file, locale=language)


def sources() -> Catalog:
    """Every translatable text of the sources, read from a copy: the reader writes beside what it reads."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", "--no-location", "--verbosity=0"]
    command += ["--locale", SOURCE_LANGUAGE]
    with tempfile.TemporaryDirectory() as folder:
        for path in tracked_files("*.py", "*.html", "*.txt"):
            part = path.relative_to(ROOT)
            if part.parts[0] not in NOT_SHOWN:
                (folder / part).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, folder / part)
        (Path(folder) / "locale").mkdir()
        subprocess.run(command, cwd=folder, env=environment, check=True)
        return read(Path(folder) / "locale" / SOURCE_LANGUAGE / "LC_MESSAGES" / "django.po", SOURCE_LANGUAGE)


def unfinished(catalogue: Catalog) -> list[str]:
    """The messages that a reader of the language would meet in English: fuzzy ones and untranslated ones."""
    found = []
    for message in catalogue:
        if not message.id:
            continue
        texts = message.string if isinstance(message.string, list | tuple) else [message.string]
        if message.fuzzy:
            found.append(f"fuzzy: {name(message)}")
        elif not all(texts):
            found.append(f"untranslated: {name(message)}")
    return found


def outdated(catalogue: Catalog, sources: Catalog) -> list[str]:
    """What differs between a catalogue and the messages that the sources ask for, both ways."""
    have, want = ({key(message) for message in one if message.id} for one in (catalogue, sources))
    missing = [f"not in the catalogue: {text}" for text, context in sorted(want - have)]
    return missing + [f"no longer in the sources: {text}" for text, context in sorted(have - want)]


def key(message: Message) -> tuple[str, str]:
    """What tells two messages apart: the (singular) text and its context."""
    return name(message), message.context or ""


def name(message: Message) -> str:
    """The text of a message in the source language; of a plural one, the singular."""
    return message.id if isinstance(message.id, str) else message.id[0]


def gettext_is_installed() -> bool:
    """Whether the programs that read the sources are here."""
    return all(shutil.which(program) for program in ("xgettext", "msguniq", "msgmerge"))
