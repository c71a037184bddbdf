"""`manage.py serve`: the web site, the worker and the scheduler in the foreground, restarted when they die.

No child outlives the supervisor: TERM, then KILL; and on Linux the kernel sends TERM to the children of a
supervisor that was itself killed.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from dataclasses import dataclass
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.env import BASE_DIR, VAR

LONGEST_PAUSE = 30.0
PATIENCE = 10.0
PR_SET_PDEATHSIG = 1
ACCOUNTS = """
  Demonstration accounts, password "demo" (invented people):
    reception, officer, head   a commune
    province                   one level up
    inspector                  reads everything under the jurisdiction
    admin                      administration, at /admin/
"""


@dataclass
class Child:
    """One process that must run, and when it may be started again; times are monotonic seconds."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0

    def tend(self, now: float) -> str:
        """Start the process when it is not running and its pause is over; what happened, or nothing."""
        if self.process is None:
            if now >= self.started + self.pause:
                self.process = start(self.command)
                self.started = now
        elif self.process.poll() is not None:
            lasted = now - self.started > 2 * LONGEST_PAUSE
            self.pause = 1.0 if lasted else min(LONGEST_PAUSE, 2 * self.pause or 1.0)
            status, self.process = self.process.returncode, None
            self.started = now
            return f"{self.name} ended with status {status}; starting it again in {self.pause:.0f} s"
        return ""


class Command(BaseCommand):
    help = "Serves the web site, the worker and the scheduler until Ctrl-C."
    stopping = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        if answers(host, port):
            raise CommandError(f"Port {port} is in use. Choose another one: PORT={port + 1} make run")
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        children = [Child(name, command) for name, command in commands(host, port).items()]
        announced = False
        while not self.stopping:
            for child in children:
                if report := child.tend(time.monotonic()):
                    self.stderr.write(report)
            if not announced and answers(host, port):
                announced = True
                self.announce(host, port)
            time.sleep(0.2)
        self.stdout.write("Stopping …")
        end(children)

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Leave the loop; the second signal changes nothing."""
        self.stopping = True

    def announce(self, host: str, port: int) -> None:
        """Say where to look and, in development, as whom."""
        self.stdout.write(f"\n  Lắng Nghe is served at http://{host}:{port}/   (Ctrl-C stops it)")
        self.stdout.write(ACCOUNTS if settings.ENVIRONMENT == "development" else "")


def commands(host: str, port: int) -> dict[str, list[str]]:
    """What runs, by name. Attachments are at most 10 MB each, so no request needs 64 MB."""
    celery = [sys.executable, "-m", "celery", "--app=config", "--quiet"]
    # By itself waitress drops what a proxy says; with proxies of ours in front, ClientAddressMiddleware reads it.
    believed = ["--no-clear-untrusted-proxy-headers"] if settings.PROXY_COUNT else []
    web = [
        *believed,
        "--threads=8",
        "--ident=",
        "--max-request-body-size=67108864",
        f"--listen={host}:{port}",
    ]
    worker = [
        "--pool=threads",
        "--concurrency=4",
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat",
    ]
    return {
        "web": [sys.executable, "-m", "waitress", *web, "config.wsgi:application"],
        "worker": [*celery, "worker", *worker, "--loglevel=WARNING"],
        "scheduler": [
            *celery,
            "beat",
            f"--schedule={VAR / 'beat-schedule'}",
            "--pidfile=",
            "--loglevel=WARNING",
        ],
    }


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a child out of reach of the terminal's Ctrl-C, which is the supervisor's to pass on."""
    # preexec_fn is unsafe beside threads; the supervisor has none.
    return subprocess.Popen(command, cwd=BASE_DIR, start_new_session=True, preexec_fn=die_with_us)  # noqa: PLW1509


def die_with_us() -> None:
    """In the child, before it becomes its program: ask Linux for TERM when the supervisor is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def answers(host: str, port: int) -> bool:
    """Whether something listens there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def end(children: list[Child]) -> None:
    """TERM to all, KILL after ten seconds to those that stay."""
    running = [child.process for child in children if child.process is not None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in running:
        try:
            process.wait(timeout=max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
