"""Twilio's own OpenAPI file, trimmed to what we use of it: text messages and their media.

`.venv/bin/python -m tools.twilio_contract` takes it afresh from the package that Twilio publishes it in, with npm;
`.venv/bin/python -m tools.twilio_contract VERSION` from another version of that package.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tools.prism import SOURCE
from tools.steps import ROOT, say

PACKAGE, VERSION = "@twilio/cli-core", "9.0.0"
WHOLE = "package/src/services/twilio-api/twilio_api_v2010.json"
LICENCE = "package/LICENSE"
TRIMMED = SOURCE / "twilio_api_v2010.messages.json"

MESSAGES = "/2010-04-01/Accounts/{AccountSid}/Messages"
PATHS = (
    f"{MESSAGES}.json",
    f"{MESSAGES}/{{Sid}}.json",
    f"{MESSAGES}/{{MessageSid}}/Media.json",
    f"{MESSAGES}/{{MessageSid}}/Media/{{Sid}}.json",
)
LISTS = (PATHS[0], PATHS[2])
# Twilio's file says that these are absolute; what Twilio sends are paths, and its own client expects either.
PAGE_ADDRESSES = ("uri", "first_page_uri", "next_page_uri", "previous_page_uri")
# What describes without binding: examples, and notes to Twilio's own generators.
UNUSED = frozenset({"examples", "x-twilio"})


def main(arguments: Sequence[str]) -> int:
    """Write the trimmed file and its licence."""
    version = arguments[0] if arguments else VERSION
    with tempfile.TemporaryDirectory() as folder:
        fetch = ("npm", "pack", f"{PACKAGE}@{version}")
        subprocess.run(fetch, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        [package] = Path(folder).glob("*.tgz")
        with tarfile.open(package) as archive:
            whole = json.loads(_read(archive, WHOLE))
            licence = _read(archive, LICENCE)
    TRIMMED.write_text(json.dumps(trim(whole), indent=1) + "\n", encoding="utf-8")
    (SOURCE / "LICENSE").write_bytes(licence)
    say(f"{TRIMMED.relative_to(ROOT)} is from {PACKAGE} {version}")
    return 0


def trim(whole: dict[str, Any]) -> dict[str, Any]:
    """What `PATHS` need of a whole file, with the page addresses of lists mended; KeyError where one is gone."""
    paths = {path: _without_unused(whole["paths"][path]) for path in PATHS}
    for path in LISTS:
        answer = paths[path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        for name in PAGE_ADDRESSES:
            answer["properties"][name]["format"] = "uri-reference"
    every = whole["components"]["schemas"]
    schemas = {name: _without_unused(every[name]) for name in sorted(_needed(paths, every))}
    return {
        "openapi": whole["openapi"],
        "info": _without_unused(whole["info"]),
        "servers": whole["servers"],
        "security": whole["security"],
        "paths": paths,
        "components": {"securitySchemes": whole["components"]["securitySchemes"], "schemas": schemas},
    }


def _without_unused(part: Any) -> Any:
    """A copy without `UNUSED`."""
    if isinstance(part, dict):
        return {name: _without_unused(value) for name, value in part.items() if name not in UNUSED}
    return [_without_unused(value) for value in part] if isinstance(part, list) else part


def _needed(part: Any, every: dict[str, Any]) -> set[str]:
    """The names of all schemas that `part` leads to."""
    found: set[str] = set()
    ahead = set(_references(part))
    while ahead:
        found |= ahead
        ahead = {name for known in ahead for name in _references(every[known])} - found
    return found


def _references(part: Any) -> Iterator[str]:
    """The names of the schemas that `part` itself refers to."""
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"].removeprefix("#/components/schemas/")
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    """One file of the package; KeyError where it is not in it."""
    held = archive.extractfile(name)
    if held is None:
        raise KeyError(name)
    with held:
        return held.read()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
