"""Real-life texts: each means what a reader at the reception desk would say, and names the place that they would find.

The table was written without sight of the parser; `real_texts.md` says how.
"""

from __future__ import annotations

import csv
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from feedback.sms.grammar import Intent, Meaning, Prompt, parse
from feedback.sms.places import place_named_in
from organization.models import Tier
from organization.services import load_reference_units
from tests.factories.organization import SETTING_UP, somebody

TODAY = date(2026, 10, 5)
with Path(__file__).with_name("real_texts.csv").open(encoding="utf-8", newline="") as _table:
    ROWS = list(csv.DictReader(_table))
PLACES_IN = {Intent.FILE, Intent.ANSWER}


def meant(row: dict[str, str]) -> Meaning:
    return parse(row["text"], Prompt(row["asked"]) if row["asked"] else None)


@pytest.mark.once
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['asked']}-{row['text'][:40]}")
def test_a_text_means_what_its_reader_says(row: dict[str, str]) -> None:
    meaning = meant(row)
    score = meaning.score if meaning.intent == Intent.RATE else None
    assert {
        "intent": meaning.intent,
        "code": meaning.code,
        "score": str(score or ""),
        "anonymous": "yes" if meaning.anonymous else "",
        "kind": meaning.kind or "",
    } == {name: row[name] for name in ("intent", "code", "score", "anonymous", "kind")}, row["why"]


def test_the_place_of_a_text_is_the_commune_of_today(db: None) -> None:
    load_reference_units(by=somebody(), because=SETTING_UP)
    found, expected = {}, {}
    for row in ROWS:
        meaning = meant(row)
        place = place_named_in(meaning.text, TODAY) if meaning.intent in PLACES_IN else None
        commune = place.unit if place and place.unit and place.unit.tier == Tier.COMMUNE else None
        found[row["asked"], row["text"]] = commune.name if commune else ""
        expected[row["asked"], row["text"]] = row["place"]
        assert place is None or place.phrase in unicodedata.normalize("NFC", meaning.text)
    assert found == expected


def test_every_keyword_prompt_and_kind_is_in_the_table() -> None:
    assert len(ROWS) >= 180
    assert {row["intent"] for row in ROWS} == set(Intent)
    assert {row["asked"] for row in ROWS} == {"", *Prompt}
