"""Bad days: workers killed between any two steps, two at once, servers that die and come back. Nothing is lost, nothing doubled."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from pathlib import Path

import pytest
from e2e.house import house as demo_house
from real_mail import ROOT, House, answers, free_port, is_alive, wait_for

from glueckauf.core.supervise import die_with_parent

pytestmark = pytest.mark.slow

SCRIPT = "tests/outbox_house.py"
ALL_DONE = {"open": 0, "dead": 0, "broken": []}


@pytest.fixture
def house(tmp_path):
    return House(tmp_path)


def counted(house):
    return json.loads(house.run(SCRIPT, "count").splitlines()[-1])


def runs(house):
    """Which lamp was handled how often, and by how many processes."""
    path = house.folder / "runs.txt"
    pairs = [line.split() for line in path.read_text().splitlines()] if path.exists() else []
    return Counter(int(lamp) for _, lamp in pairs), {pid for pid, _ in pairs}


def test_a_worker_killed_between_any_two_steps_loses_and_doubles_nothing(house):
    steps = ("_claim", "_run", "effect", "_settle")
    for number, step in enumerate(steps):
        minutes = 10 * number
        assert house.start(SCRIPT, "die", str(3 * number), str(minutes), step, "2").wait(30) == -signal.SIGKILL, step
        house.run(SCRIPT, "deliver", str(minutes), str(minutes + 2))  # at once what is not leased, then what the dead one held
    found = counted(house)
    assert {**found, **ALL_DONE} == found and found["rows"] == 3 * len(steps)
    handled, _ = runs(house)
    assert sorted(handled) == list(range(3 * len(steps))) and max(handled.values()) == 2


def test_two_workers_share_the_work_and_handle_each_event_once(house):
    workers = [house.start(SCRIPT, "work") for _ in range(2)]
    house.run(SCRIPT, "lamps", "0", "150")
    wait_for(lambda: len(runs(house)[0]) == 150, seconds=60)
    wait_for(lambda: counted(house)["sealed"] == 150, seconds=10)
    for worker in workers:
        worker.terminate()
    assert [worker.wait(10) for worker in workers] == [0, 0]
    handled, processes = runs(house)
    assert handled == Counter(range(150)) and len(processes) == 2
    found = counted(house)
    assert {**found, **ALL_DONE} == found


def test_workers_killed_at_any_moment_lose_nothing(house):
    chance = random.Random(11)
    house.run(SCRIPT, "lamps", "0", "60")
    for _ in range(6):
        worker = house.start(SCRIPT, "deliver", "0")
        time.sleep(1.0 + chance.random() / 3)
        worker.kill()
        worker.wait()
    house.run(SCRIPT, "deliver", "0", "3")
    found = counted(house)
    assert {**found, **ALL_DONE} == found and found["rows"] == 60
    handled, _ = runs(house)
    assert sorted(handled) == list(range(60)) and sum(handled.values()) <= 60 + 6


class Running:
    """`glueckauf run` on ports of its own."""

    def __init__(self, house):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = {**house.env, "GLUECKAUF_LISTEN_PORT": str(self.port), "GLUECKAUF_BASE_URL": self.url}
        self.lmtp_port = house.lmtp_port
        self.process = subprocess.Popen(
            [sys.executable, "-m", "glueckauf", "run"],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            preexec_fn=die_with_parent,
        )
        lines = []
        wait_for(lambda: lines.append(self.process.stdout.readline()) or "ready" in lines[-1], seconds=90)
        self.announced = lines

    def health(self):
        """True when a page is answered."""
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def children(self, pid=None):
        """Process ids below one process."""
        parent = pid or self.process.pid
        return [int(child) for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]

    def everything(self):
        """All process ids below ours."""
        found = self.children()
        return found + [grandchild for child in found for grandchild in self.children(child)]

    def ended(self, pids):
        """Whether none of them runs and both ports are free."""
        return not any(is_alive(pid) for pid in pids) and not answers(self.port) and not answers(self.lmtp_port)


@pytest.fixture
def running(house):
    found = Running(house)
    yield found
    with found.process:
        found.process.kill()


def test_one_command_starts_everything_and_ends_it_within_seconds(running):
    assert running.announced[-1].strip().endswith(running.url)
    assert running.health() and answers(running.lmtp_port)
    pids = running.everything()
    assert len(pids) == 5  # web with two processes, worker, inlet
    running.process.terminate()
    assert running.process.wait(10) == 0
    assert running.ended(pids)


def test_whatever_is_killed_comes_back(running):
    for victim in sorted(running.everything(), reverse=True):
        os.kill(victim, signal.SIGKILL)
        wait_for(lambda victim=victim: not is_alive(victim))
        wait_for(lambda: running.health() and answers(running.lmtp_port) and len(running.everything()) == 5, seconds=40)


def test_nothing_stays_behind_when_the_parent_itself_is_killed(running):
    pids = running.everything()
    running.process.kill()
    running.process.wait()
    wait_for(lambda: running.ended(pids), seconds=15)


def test_a_web_server_alone_brings_its_own_styles(house):
    databases = {name.removeprefix("GLUECKAUF_"): value for name, value in house.env.items() if "_DATABASE" in name}
    with demo_house(
        Path(house.env["GLUECKAUF_VAR"]), command="web", **databases
    ) as base:  # demo: styles come from the copy, as in production
        with urllib.request.urlopen(f"{base}/impressum/", timeout=10) as answer:
            page = answer.read().decode()
        style = re.search(r'href="(/static/glueckauf\.[0-9a-f]+\.css)"', page)[1]
        with urllib.request.urlopen(base + style, timeout=10) as answer:
            assert answer.status == 200
