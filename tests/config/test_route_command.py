"""`manage.py route` answers from the functions that run intake, in the form that other programs rely on."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from organization.models import Tier
from tests.factories.cases import a_case
from tests.factories.cast import the_cast
from tests.factories.organization import Cast, a_unit


@pytest.fixture
def cast(db: None) -> Cast:
    return the_cast()


def route(*options: str) -> str:
    said = StringIO()
    call_command("route", *options, stdout=said)
    return said.getvalue()


def asked(cast: Cast, kind: str, *more: str, category: str = "environment") -> dict[str, Any]:
    options = ["--kind", kind, "--category", category, "--unit", cast.commune.code, *more, "--json"]
    found: dict[str, Any] = json.loads(route(*options))
    return found


def test_the_json_has_the_unit_why_and_every_rung_from_the_lowest_up(cast: Cast) -> None:
    hamlet = a_unit("Thôn Thử", tier=Tier.HAMLET, parent=cast.commune)
    with translation.override("en"):
        said = route("--kind", "feedback", "--category", "environment", "--unit", hamlet.code, "--json")
    assert json.loads(said) == {
        "unit": cast.commune.code,
        "why": "the lowest unit with the power to settle it",
        "ladder": [
            {
                "unit": hamlet.code,
                "post": "",
                "skipped": True,
                "why": "this level does not have the power to settle it",
            },
            {"unit": cast.commune.code, "post": "Chủ tịch", "skipped": False, "why": ""},
            {"unit": cast.top.code, "post": "Chủ tịch", "skipped": False, "why": ""},
        ],
    }


def test_it_starts_where_intake_starts(cast: Cast) -> None:
    head = cast.head.officer
    found = asked(cast, "complaint", "--about", head.staff_code)
    assert found["unit"] == a_case(cast.commune, kind="complaint", about=head).unit.code == cast.commune.code
    assert (
        asked(cast, "feedback", category="mining")["unit"]
        == a_case(cast.commune, category="mining").unit.code
    )


def test_the_heads_own_denunciation_goes_to_the_superior_and_names_the_law(cast: Cast) -> None:
    found = asked(cast, "denunciation", "--about", cast.head.officer.staff_code, "--on", "2026-10-05")
    assert found["unit"] == cast.top.code
    assert [rung["skipped"] for rung in found["ladder"]] == [True, False]
    assert "Luật Tố cáo" in found["why"]


def test_a_track_and_a_day_may_be_given(cast: Cast) -> None:
    assert asked(cast, "complaint", "--track", "complaint_second")["unit"] == cast.top.code
    number = str(cast.officer.pk)
    about = ["--about", cast.officer.officer.staff_code, "--about-post", number, "--on", "2026-10-05"]
    assert asked(cast, "denunciation", *about)["unit"] == cast.commune.code


def test_without_json_a_person_reads_it(cast: Cast) -> None:
    with translation.override("en"):
        said = route("--kind", "feedback", "--category", "mining", "--unit", cast.commune.code).splitlines()
    assert said[0] == f"{cast.top.code} {cast.top.name}: the lowest unit with the power to settle it"
    assert said[1].startswith(f"– {cast.commune.code}")
    assert said[2].startswith(f"→ {cast.top.code}")


@pytest.mark.parametrize(
    ("wrong", "value"),
    [
        ("--kind", "gossip"),
        ("--category", "weather"),
        ("--unit", "nowhere"),
        ("--about", "nobody"),
        ("--track", "tip"),
        ("--on", "tomorrow"),
        ("--about-post", "9999999"),
    ],
)
def test_what_is_not_known_is_said_by_name(cast: Cast, wrong: str, value: str) -> None:
    options = {"--kind": "feedback", "--category": "environment", "--unit": cast.commune.code, wrong: value}
    with pytest.raises(CommandError, match=value):
        route(*(part for pair in options.items() for part in pair))


def test_where_nobody_may_take_it_the_command_fails_with_the_reason(cast: Cast) -> None:
    with pytest.raises(CommandError):
        asked(cast, "feedback", "--about", cast.province.officer.staff_code)
