"""The installation of a run: two web servers, two workers and the scheduler as in production, started and killed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from redis import Redis

from bench.ground import Interrupted
from bench.surroundings import HOST, free_port
from config.management.commands.serve import answers, commands
from tools.steps import ROOT

PATIENCE = 60.0


class Site:
    """Its programs, `each` kind so many times; all are gone when the `with` block ends. `redis` is their broker."""

    def __init__(self, env: Mapping[str, str], redis: Redis, *, each: int = 2) -> None:
        self.each = each
        self.ports = [free_port() for _ in range(each)]
        self.env = {**env, "FAULTS_WEB": ",".join(f"http://{HOST}:{port}" for port in self.ports)}
        self.redis, self.queues = (
            redis,
            [env["BENCH_PREFIX"] + each.name for each in settings.CELERY_TASK_QUEUES],
        )
        self.posters: list[subprocess.Popen[str]] = []
        self.web: list[subprocess.Popen[str]] = []
        self.workers: list[subprocess.Popen[str]] = []
        self.sweepers: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Site:
        self.web = [self._start(commands(HOST, port)["web"]) for port in self.ports]
        self.workers = self._new_workers()
        self.scheduler = self._start(commands(HOST, self.ports[0])["scheduler"])
        deadline = time.monotonic() + PATIENCE
        while not all(answers(HOST, port) for port in self.ports):
            if time.monotonic() > deadline:
                raise Interrupted("starting the web servers")
            time.sleep(0.1)
        return self

    def __exit__(self, *_: object) -> None:
        for program in (*self.posters, self.scheduler, *self.web, *self.workers, *self.sweepers):
            program.kill()
            program.wait()
            for pipe in (program.stdin, program.stdout):
                if pipe:
                    pipe.close()

    def kill_workers(self) -> None:
        """End the workers in the middle of whatever they do, and start others."""
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.workers = self._new_workers()

    def end_workers(self) -> None:
        """Let the workers finish what they have begun, and end them and the scheduler."""
        ending = (self.scheduler, *self.workers)
        for program in ending:
            program.terminate()
        for program in ending:
            program.wait(PATIENCE)

    def waiting(self) -> int:
        """How many wake-ups no worker has heard yet."""
        return sum(int(self.redis.llen(queue)) for queue in self.queues)

    def post(self) -> list[subprocess.Popen[str]]:
        """Start the posters."""
        self.posters = [
            self._start(_module("bench.faults.poster", str(share), str(self.each)), stdout=subprocess.PIPE)
            for share in range(self.each)
        ]
        return self.posters

    def start_sweepers(self) -> list[subprocess.Popen[str]]:
        """Start processes that sweep when told to."""
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.sweepers = [self._start(_module("bench.faults.sweeper"), **pipes) for _ in range(self.each)]
        return self.sweepers

    def _new_workers(self) -> list[subprocess.Popen[str]]:
        command = commands(HOST, self.ports[0])["worker"]
        return [self._start([*command, f"--hostname=faults{number}@%h"]) for number in range(self.each)]

    def _start(self, command: Sequence[str], **pipes: Any) -> subprocess.Popen[str]:
        return subprocess.Popen(command, cwd=ROOT, env=self.env, text=True, **pipes)


def sweep(sweepers: Sequence[subprocess.Popen[str]], at: datetime) -> Counter[str]:
    """Let all of them sweep at once for a moment, until nothing is due at it; what they counted."""
    for each in sweepers:
        if each.stdin:
            each.stdin.write(at.isoformat() + "\n")
            each.stdin.flush()
    counts: Counter[str] = Counter()
    for each in sweepers:
        said = each.stdout.readline() if each.stdout else ""
        if not said:
            raise Interrupted("a sweep")
        counts.update(json.loads(said))
    return counts


def _module(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", name, *arguments]
