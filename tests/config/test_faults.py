"""A small run with faults, and what the command says of one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from bench.faults.__main__ import told
from bench.faults.counts import Count
from bench.faults.plan import plan
from bench.faults.run import Run
from bench.faults.site import Site
from bench.faults.trouble import Trouble
from bench.surroundings import left_empty, surroundings
from organization.services import load_reference_units
from tests.factories.cases import BECAUSE, reference_data
from tests.factories.organization import somebody
from tests.fakes.twilio_server import Fault, TwilioServer
from tests.messaging.test_crash import database_url
from tools.companions import broker
from tools.steps import ROOT

TEXTS, SEED = 120, 7


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="the run is on PostgreSQL, with several programs"
)
@pytest.mark.django_db(transaction=True)
def test_every_text_is_taken_once_and_every_reply_is_sent_once_whatever_fails(tmp_path: Path) -> None:
    queue = broker()
    if not queue.where:
        pytest.skip(queue.why_not)
    reference_data()
    load_reference_units(by=somebody(), because=BECAUSE)
    trouble = Trouble(SEED)
    with TwilioServer() as twilio:
        twilio.fail_by(trouble.draw, look=trouble.look_fails)
        env = os.environ | surroundings(twilio, queue=queue.where, folder=str(tmp_path))
        env |= {"DATABASE_URL": database_url(), "FAULTS_TEXTS": str(TEXTS), "FAULTS_SEED": str(SEED)}
        with left_empty(queue.where, env["BENCH_PREFIX"]) as redis, Site(env, redis, each=1) as site:
            counts = Run(plan(TEXTS, seed=SEED), site, twilio, trouble).whole()
    assert [count for count in counts if not count.is_right] == []
    assert trouble.dealt.total() > TEXTS / 5


def test_a_plan_repeats_one_text_in_five_and_brings_one_in_twenty_late() -> None:
    planned = plan(4_000, seed=3)
    posted = [text for post in planned.posts for text in post]
    assert len(planned.texts) == len({text.sid for text in posted}) == 4_000
    assert 700 < planned.repeats == len(posted) - 4_000 < 900
    assert 150 < planned.late < 250
    assert any(post.count(text) > 1 for post in planned.posts for text in post)
    assert planned == plan(4_000, seed=3) != plan(4_000, seed=4)


def test_a_run_in_which_a_count_is_off_ends_by_1_and_names_it(capsys: pytest.CaptureFixture[str]) -> None:
    trouble = Trouble(SEED)
    trouble.dealt[Fault.RESET_AFTER] = 3
    right, wrong = Count("taken", 5, 5), Count("still open", 1, 0)
    assert (told(trouble, [right], seed=1), told(trouble, [right, wrong], seed=1)) == (0, 1)
    said = capsys.readouterr().out.splitlines()
    assert [line.split() for line in said if line.startswith("OFF")] == [["OFF", "1", "0", "still", "open"]]
    assert "        3  reset after" in said


@pytest.mark.once
def test_where_no_redis_answers_nothing_is_run() -> None:
    nowhere = {
        **os.environ,
        "TEST_BROKER_URL": "redis://127.0.0.1:1/0",
        "TEST_DATABASE_URL": "postgres://nobody@127.0.0.1:1/x",
    }
    done = subprocess.run(
        [sys.executable, "-m", "bench.faults"],
        cwd=ROOT,
        env=nowhere,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.startswith("Nothing was run: PostgreSQL does not answer")
