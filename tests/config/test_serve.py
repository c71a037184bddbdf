"""The supervisor: everything runs, what dies comes back, and nothing outlives it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.request import urlopen

import pytest

from config.env import BASE_DIR
from config.management.commands.serve import LONGEST_PAUSE, Child

pytestmark = [pytest.mark.once, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]

PATIENCE = 30.0


def wait_until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


@dataclass(frozen=True)
class Served:
    """A supervisor that runs, in a folder of its own."""

    process: subprocess.Popen[str]
    port: int

    def children(self) -> dict[str, int]:
        """The processes under the supervisor, by what they do."""
        tasks = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        found: dict[str, int] = {}
        for pid in tasks.read_text(encoding="ascii").split():
            words = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")
            found |= {word: int(pid) for word in ("waitress", "worker", "beat") if f"\0{word}\0" in words}
        return found

    def answers(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


def ended(pid: int) -> bool:
    """Whether the process is gone, or only waits to be collected."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    settings = {"VAR_FOLDER": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    foreign = ("DATABASE_URL", "CELERY_BROKER_URL", "ENVIRONMENT")
    env = {name: value for name, value in os.environ.items() if name not in foreign} | settings
    (tmp_path / "static").mkdir()
    command = [sys.executable, "manage.py", "serve", f"--port={port}"]
    with (tmp_path / "output").open("w", encoding="utf-8") as output:
        process = subprocess.Popen(command, cwd=BASE_DIR, env=env, stdout=output, stderr=output, text=True)
    running = Served(process, port)
    try:
        wait_until(running.answers)
        yield running
    finally:
        left = running.children().values() if process.poll() is None else ()
        process.kill()
        process.wait()
        for pid in left:
            wait_until(partial(ended, pid))


def test_site_worker_and_scheduler_run_and_a_killed_one_comes_back(served: Served) -> None:
    wait_until(lambda: len(served.children()) == 3)
    before = served.children()
    os.kill(before["waitress"], signal.SIGKILL)
    wait_until(lambda: served.children().get("waitress") not in {None, before["waitress"]})
    wait_until(served.answers)
    after = served.children()
    assert (after["worker"], after["beat"]) == (before["worker"], before["beat"])


def test_ctrl_c_ends_all_of_it(served: Served) -> None:
    wait_until(lambda: len(served.children()) == 3)
    children = served.children()
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(timeout=PATIENCE) == 0
    assert all(ended(pid) for pid in children.values())


def test_nothing_outlives_a_supervisor_that_was_killed(served: Served) -> None:
    wait_until(lambda: len(served.children()) == 3)
    children = served.children()
    served.process.kill()
    served.process.wait()
    wait_until(lambda: all(ended(pid) for pid in children.values()))


def test_a_port_in_use_is_refused_with_advice(served: Served) -> None:
    command = [sys.executable, "manage.py", "serve", f"--port={served.port}"]
    refused = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, check=False)
    assert refused.returncode != 0
    assert f"PORT={served.port + 1} make run" in refused.stderr


def is_started(child: Child) -> bool:
    return child.process is not None


def start_and_wait(child: Child, now: float) -> None:
    child.tend(now)
    assert child.process is not None
    child.process.wait()


def test_one_that_keeps_dying_is_started_ever_less_often() -> None:
    child = Child("failing", [sys.executable, "-c", "raise SystemExit(3)"])
    pauses, now = [], 1000.0
    for _ in range(8):
        start_and_wait(child, now)
        assert "status 3" in child.tend(now)
        child.tend(now + child.pause - 0.1)
        assert not is_started(child), "its pause is not over"
        pauses.append(child.pause)
        now += child.pause
    assert pauses == [1.0, 2.0, 4.0, 8.0, 16.0, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]


def test_one_that_lasted_is_started_again_soon() -> None:
    child = Child("lasting", [sys.executable, "-c", ""], pause=LONGEST_PAUSE)
    start_and_wait(child, 1000.0)
    child.tend(1000.0 + 3 * LONGEST_PAUSE)
    assert child.pause == 1.0
