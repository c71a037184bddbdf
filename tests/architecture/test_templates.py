"""Every template compiles, shows no text that cannot be translated, and asks the browser for nothing unsafe."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import engines
from django.template.base import Lexer, TokenType

from tools.steps import ROOT, tracked_files

pytestmark = pytest.mark.once

FOLDER = ROOT / "templates"
PAGES = [path for path in tracked_files("templates/**") if path.suffix in {".html", ".txt"}]
# Text messages and mail are written once in each language, one file a language.
HTML = [
    path for path in PAGES if path.suffix == ".html" and not {"sms", "email", "letters"} & set(path.parts)
]
SHOWN = {"alt", "aria-label", "placeholder", "title", "content", "label"}
NAMES = {"Lắng Nghe", "width=device-width, initial-scale=1", "light dark"}
NOT_TEXT = ("blocktranslate", "comment", "block body_class")
WORD = re.compile(r"[^\W\d_]{2,}")


class Reader(HTMLParser):
    """Collects what a person would see or hear, and what a strict content policy would block."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.unsafe: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.silent += tag in {"script", "style"}
        if tag == "style" or (tag == "script" and "src" not in names) or "style" in names:
            self.unsafe.append(f"inline {tag}")
        for name, value in attrs:
            if name.startswith("on") or (value or "").startswith(("http:", "https:", "//", "javascript:")):
                self.unsafe.append(f"{tag} {name}={value}")
            if name in SHOWN and value:
                self.seen.append(value)

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.seen.append(data)


def read(source: str) -> Reader:
    """Read a template without what Django puts in and without what is translated already."""
    kept, until = [], ""
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split()[0]
            if token.contents.startswith(NOT_TEXT):
                until = f"end{name}"
            elif name == until:
                until = ""
        elif token.token_type == TokenType.TEXT and not until:
            kept.append(token.contents)
    reader = Reader()
    reader.feed("".join(kept))
    reader.close()
    return reader


def untranslated(reader: Reader) -> list[str]:
    return [text.strip() for text in reader.seen if WORD.search(text) and text.strip(" ·\n") not in NAMES]


def named(path: Path) -> str:
    return str(path.relative_to(FOLDER))


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_template_compiles(path: Path) -> None:
    engines["django"].from_string(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", HTML, ids=named)
def test_a_page_shows_no_text_that_cannot_be_translated(path: Path) -> None:
    assert untranslated(read(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", HTML, ids=named)
def test_a_page_has_nothing_inline_and_nothing_from_another_host(path: Path) -> None:
    assert read(path.read_text(encoding="utf-8")).unsafe == []


def test_such_faults_would_be_seen() -> None:
    reader = read('<p title="Hello there">{% translate "Fine" %} not fine</p><b style="x" onclick="y"></b>')
    assert untranslated(reader) == ["Hello there", "not fine"]
    assert len(reader.unsafe) == 2
