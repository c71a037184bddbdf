"""The benchmarks, as far as they can be tried without measuring anything."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bench.__main__ import table
from bench.measures import Line
from tools.steps import ROOT

pytestmark = pytest.mark.once


def test_where_no_postgresql_answers_the_bench_says_so_and_measures_nothing() -> None:
    nowhere = {**os.environ, "TEST_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    done = subprocess.run(
        [sys.executable, "-m", "bench"], cwd=ROOT, env=nowhere, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout.startswith("Nothing was measured: PostgreSQL does not answer (TEST_DATABASE_URL)")


def test_the_table_says_of_each_ratio_whether_it_keeps_its_bound(capsys: pytest.CaptureFixture[str]) -> None:
    table(
        [
            Line("a sweep", "1.00 s", "0.90 s", 1.111, "at most 1.3", holds=True),
            Line("its memory", "90 MB", "45 MB", 2.0, "at most 1.2", holds=False),
        ]
    )
    headings, first, second = capsys.readouterr().out.strip().splitlines()
    assert headings.split() == ["what", "measured", "against", "ratio", "should", "be"]
    assert first.split("  ")[0] == "a sweep"
    assert (first.endswith("kept"), "1.11" in first) == (True, True)
    assert second.endswith("MISSED")
