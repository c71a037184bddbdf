"""A small run with faults, and what the command says of one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from bench.faults.__main__ import told
from bench.faults.counts import Count, answered, taken
from bench.faults.plan import OWN_NUMBER, plan
from bench.faults.run import Run
from bench.faults.site import Site
from bench.faults.trouble import Trouble
from bench.surroundings import left_empty, surroundings
from bench.texts import Sort
from messaging import inbox
from messaging.models import MessageChannel, OutboundMessage, OutboundState
from organization.services import load_reference_units
from tests.factories.cases import BECAUSE, reference_data
from tests.factories.organization import somebody
from tests.fakes.twilio_messages import Message
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


@pytest.mark.django_db
def test_what_arrived_twice_or_never_is_counted_from_the_side_of_the_gateway() -> None:
    at = timezone.now()
    rows = [
        OutboundMessage.objects.create(
            channel=MessageChannel.SMS,
            address=f"+8490000000{number}",
            body="LangNghe: Da nhan.",
            template="dup",
            language="vi",
            topic="case:1",
            state=OutboundState.SENT,
            provider="twilio",
            provider_id=f"SM{number}",
            created_at=at,
        )
        for number in range(3)
    ]
    for number in range(3):
        inbox.receive(
            provider="twilio",
            provider_id=f"text {number}",
            sender=rows[number].address,
            recipient=OWN_NUMBER,
            body="dup",
            raw={},
            at=at,
        )
    arrived = [Message(row.provider_id, {"To": row.address, "Body": row.body}) for row in rows]
    assert off(answered(arrived)) == {}

    twice = Message("SM9", arrived[0].form)
    assert off(answered([*arrived, twice])) == {
        "replies that arrived, each once": 4,
        "arrived without a row that says so": 1,
        "arrived more often than promised": 1,
    }
    assert off(answered(arrived[:2])) == {
        "replies that arrived, each once": 2,
        "rows that say so and are wrong": 1,
    }
    rows[2].state, rows[2].next_attempt_at = OutboundState.SENDING, at
    rows[2].save()
    assert off(answered(arrived[:2])) == {"replies that arrived, each once": 2, "still open": 1}


@pytest.mark.django_db
def test_a_text_that_was_not_taken_or_did_not_become_a_case_is_counted() -> None:
    planned = plan(3, seed=5)
    reports = sum(text.sort == Sort.REPORT for text in planned.texts)
    first, *_others = planned.texts
    inbox.receive(
        provider="twilio",
        provider_id=first.sid,
        sender=first.sender,
        recipient=OWN_NUMBER,
        body=first.body,
        raw={},
        at=timezone.now(),
    )
    assert reports
    assert off(taken(planned)) == {
        "texts that came in, each kept in one row": 1,
        "taken": 0,
        "texts that report, each with one case": 0,
        "reports without a case of their own": reports,
    }


def off(counts: Sequence[Count]) -> dict[str, int]:
    """What is off, by its name."""
    return {count.what.strip(): count.counted for count in counts if not count.is_right}


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
