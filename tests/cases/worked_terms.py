"""The terms counted by hand from the law: the table beside this file, read, and as a page for a lawyer.

The table is the work of a person with the law and a wall calendar, not of the program; the tests hold the program to
it. `python -m tests.cases.worked_terms` writes the page again after the table has changed.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

TABLE = Path(__file__).with_suffix(".csv")
PAGE = Path(__file__).parents[2] / "docs" / "worked-terms.md"
HEAD = """# Terms counted by hand

Written by `python -m tests.cases.worked_terms` from `tests/cases/worked_terms.csv`; change the table, not this page.

The answers were counted from the text of the law and the calendar of days off, and the program is tested against them.
The day of the event is not counted; a term ends at midnight of its last day (Civil Code 2015, art. 147, 148). Times are
Viet Nam times. A suspension is given as the day it begins and the day the work goes on, which counts again. Terms that
rest on 24 November are provisional, for no text that makes that day a day off has been seen.
"""


@dataclass(frozen=True)
class Pause:
    """The day from which the clock stands still, and the day on which it runs again."""

    first: date
    resumed: date


@dataclass(frozen=True)
class Example:
    """One situation with the last day that is in time, and why."""

    number: int
    title: str
    rule: str
    modifiers: tuple[str, ...]
    start: datetime
    pauses: tuple[Pause, ...]
    extension_days: int
    last_day: date
    counted_by_hand: str
    source: str

    def __str__(self) -> str:
        return f"{self.number}-{self.rule}"


def examples() -> list[Example]:
    """The table, in its order. `start` is naive: Viet Nam time as written."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [_example(row) for row in csv.DictReader(file, strict=True)]


def page() -> str:
    """The table as a page of Markdown."""
    return HEAD + "".join(f"\n{_section(example)}" for example in examples())


def _example(row: dict[str, str]) -> Example:
    return Example(
        number=int(row["number"]),
        title=row["title"],
        rule=row["rule"],
        modifiers=tuple(row["modifiers"].split()),
        start=datetime.fromisoformat(row["start"]),
        pauses=tuple(_pause(span) for span in row["pauses"].split(";") if span),
        extension_days=int(row["extension_days"]),
        last_day=date.fromisoformat(row["last_day"]),
        counted_by_hand=row["counted_by_hand"],
        source=row["source"],
    )


def _pause(span: str) -> Pause:
    first, resumed = span.split("..")
    return Pause(date.fromisoformat(first), date.fromisoformat(resumed))


def _section(example: Example) -> str:
    facts = [f"Rule {example.rule}", f"starts {example.start:%d/%m/%Y %H:%M}"]
    if example.modifiers:
        facts.append(", ".join(example.modifiers).replace("_", " "))
    facts += [f"suspended {pause.first:%d/%m/%Y} to {pause.resumed:%d/%m/%Y}" for pause in example.pauses]
    if example.extension_days:
        facts.append(f"extended by {example.extension_days} days")
    return (
        f"## {example.number}. {example.title}\n"
        f"{'; '.join(facts)}. **Last day: {example.last_day:%d/%m/%Y}.**\n\n"
        f"{example.counted_by_hand}\n\n"
        f"*{example.source}.*\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
