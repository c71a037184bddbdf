"""`manage.py reorganise`: a table in, a report out; what cannot be is refused row by row, and nothing is written."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import translation

from organization.models import Unit
from tests.factories.organization import Cast, a_cast
from tests.factories.reorganisation import DAY, HEADING

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return a_cast()


@pytest.fixture
def file(tmp_path: Path, cast: Cast) -> Path:
    """A plan that renames the commune."""
    plan = tmp_path / "plan.csv"
    plan.write_text(f"{HEADING}\nrename,{cast.commune.code},,Xã Đổi Tên\n", encoding="utf-8")
    return plan


def run(file: Path, *more: str, on: str = "2025-07-01", because: str = "Nghị quyết 1") -> str:
    said = io.StringIO()
    with translation.override("en"):
        call_command("reorganise", str(file), "--on", on, "--because", because, *more, stdout=said)
    return said.getvalue()


def refused(file: Path, *more: str, on: str = "2025-07-01", because: str = "Nghị quyết 1") -> str:
    before = Unit.history.count()
    with pytest.raises(CommandError) as refusal:
        run(file, *more, on=on, because=because)
    assert refusal.value.returncode == 1
    assert Unit.history.count() == before
    return str(refusal.value)


def test_the_report_names_units_and_people(file: Path, cast: Cast) -> None:
    said = run(file)
    for told in (
        "Units that end",
        "Xã Gốc Đa",
        "Xã Đổi Tên",
        "Đỗ Văn Trưởng",
        "Units that end: 1, that begin: 1.",
    ):
        assert told in said
    assert Unit.objects.get(code=cast.commune.code, valid_from=DAY).history.get().actor_name == "reorganise"


def test_a_second_run_says_that_nothing_was_changed(file: Path) -> None:
    run(file)
    assert run(file).strip() == "Everything is as planned already: nothing was changed."


def test_a_trial_is_no_run(file: Path, cast: Cast) -> None:
    assert "This was a trial: nothing was changed." in run(file, "--dry-run")
    assert not Unit.objects.filter(valid_from=DAY).exists()


def test_an_officer_named_with_it_signs_it(file: Path, cast: Cast) -> None:
    run(file, "--user", "province")
    row = Unit.objects.get(code=cast.commune.code, valid_from=DAY).history.get()
    assert (row.actor_name, row.actor_channel) == ("Vũ Thị Tỉnh", "command")
    User.objects.create_user("helper")
    assert "helper" not in run(file, "--user", "helper")


def test_every_bad_row_is_named(file: Path) -> None:
    file.write_text(f"{HEADING}\nmerge,X,Y\nsell,A,B\n", encoding="utf-8")
    assert refused(file).splitlines() == [
        "Row 3: “sell” is not an action: write merge, split, rename or abolish.",
        "Nothing was written.",
    ]
    file.write_text(f"{HEADING}\nmerge,X,Y\nabolish,Z\n", encoding="utf-8")
    assert [line.split(":")[0] for line in refused(file).splitlines()[:3]] == ["Row 2", "Row 2", "Row 3"]


@pytest.mark.parametrize("on", ["1 July 2025", "2025-07-32", "", "31/06/2025"])
def test_a_day_in_the_wrong_form_is_refused(file: Path, on: str) -> None:
    assert "is not a day" in refused(file, on=on)


def test_a_file_that_is_not_there_an_unknown_account_and_no_reason_are_refused(
    file: Path, tmp_path: Path
) -> None:
    assert "nowhere.csv" in refused(tmp_path / "nowhere.csv")
    assert "'ghost'" in refused(file, "--user", "ghost")
    assert "reason" in refused(file, because="  ")
    assert "Give the legal basis" in refused(file, because="x" * 301)
