"""`manage.py sms_parse` tells what a text means in words and in JSON, from the same code that takes texts."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import translation

from config.management.commands import sms_parse
from organization.services import load_reference_units
from tests.factories.organization import SETTING_UP, somebody

CODE = "12345671"
NOTHING = {"code": "", "score": None, "text": "", "anonymous": False, "place": ""}


def said(*options: str) -> str:
    out = StringIO()
    call_command("sms_parse", *options, stdout=out)
    return out.getvalue()


def as_json(*options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said(*options, "--json"))
    return found


@pytest.mark.parametrize(
    ("options", "meaning"),
    [
        ([f"TC {CODE}"], {"intent": "track", "code": CODE}),
        ([f"DG {CODE} 5 nhiet tinh"], {"intent": "rate", "code": CODE, "score": 5, "text": "nhiet tinh"}),
        (["TO CAO can bo X"], {"intent": "file", "text": "TO CAO can bo X", "anonymous": True}),
        (["PA rác\nthôn 4"], {"intent": "file", "text": "rác\nthôn 4", "place": "thôn 4"}),
        (["DUNG"], {"intent": "stop"}),
        ([f"XOA {CODE}"], {"intent": "forget", "code": CODE}),
        (["5"], {"intent": "unknown", "text": "5"}),
        (["5", "--open", "rating"], {"intent": "rate", "score": 5}),
        (["2", "--open", "confirm"], {"intent": "dispute"}),
        (["0", "--open", "place"], {"intent": "answer", "text": "0"}),
        (["hom qua", "--open", "question"], {"intent": "answer", "text": "hom qua"}),
        (["TC 1234567"], {"intent": "track"}),
        ([""], {"intent": "unknown"}),
    ],
)
def test_the_json_has_what_the_text_says_and_needs_no_data(
    db: None, options: list[str], meaning: dict[str, Any]
) -> None:
    assert as_json(*options) == NOTHING | meaning


def test_the_place_is_told_with_the_unit_of_today(db: None) -> None:
    load_reference_units(by=somebody(), because=SETTING_UP)
    text = "PA duong xom 5 quynh thach hong"
    assert as_json(text)["place"] == "xom 5 quynh thach"
    with translation.override("en"):
        assert "Place: xom 5 quynh thach (17143 Quỳnh Văn Commune)" in said(text).splitlines()


def test_where_the_database_has_no_tables_the_place_is_read_by_its_shape(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_such_table(text: str, on: date) -> None:
        raise DatabaseError

    monkeypatch.setattr(sms_parse, "place_named_in", no_such_table)
    assert as_json("PA mat dien xom 5")["place"] == "xom 5"
    assert as_json("PA mat dien ca ngay")["place"] == ""


def test_without_json_a_person_reads_it(db: None) -> None:
    with translation.override("en"):
        assert said("TO CAO can bo X").splitlines() == [
            "Meaning: a report (file)",
            "Kind: Information about wrongdoing",
            "Name: to be kept back",
            "Text: TO CAO can bo X",
        ]
        assert said(f"DG {CODE} 4").splitlines() == [
            "Meaning: a score (rate)",
            "Code: 1234 5671",
            "Score: 4",
        ]
        assert said("TC 12345672").splitlines()[1:] == ["Typed as a code, and none: 12345672"]
        assert said("7").splitlines()[1:] == ["Digit: 7", "Text: 7"]
    assert said("HUY").startswith("Ý nghĩa: rút lại")


def test_a_prompt_that_is_not_known_is_told_by_name() -> None:
    with pytest.raises(CommandError, match="weather"):
        said("5", "--open", "weather")
