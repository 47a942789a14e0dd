"""50 submissions by HTTP while web and worker are killed again and again: none lost, none doubled, everything follows exactly once."""

import contextlib
import http.client
import itertools
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time

import pytest
from e2e.house import is_healthy
from real_mail import ROOT, House, free_port, wait_for

from bench.journey import DOG, NUMBER
from bench.visitor import Connection, Visitor

pytestmark = pytest.mark.slow

SUBMISSIONS, SCAFFOLDS, CLIENTS = 50, 4, 3
SCAFFOLD = (
    {
        "art": "geruest",
        "grund": "Die Fassade wird gestrichen.",
        "privatgrund": "nein",
        **{f"zeitraum-{end}-{part}": value for end, day in (("first", "10"), ("last", "20")) for part, value in (("day", day),)},
        **{f"zeitraum-{end}-{part}": value for end in ("first", "last") for part, value in (("month", "12"), ("year", "2027"))},
    },
    {
        "stelle-street": "Musterstraße",
        "stelle-number_from": "12",
        "stelle-number_to": "14",
        "stelle-side": "even",
        "stelle-length_m": "5",
        "stelle-width_m": "2",
        "oertlichkeit": "gehweg",
        "restbreite": "1,80",
        "halteverbot": "nein",
    },
    {
        **{name: value for name, value in DOG[0].items() if not name.startswith("geburtsdatum")},
        "verantwortlich": "Max Beispiel",
        "verantwortlich_telefon": "0151 0000000",
        "rechnung": "ich",
    },
    {"lageplan-later": "ja", "skizze-later": "ja", "vollmacht-later": "ja"},
)


class Stubborn(Visitor):
    """Sends the same request again until somebody answers, as a person does who presses the button once more."""

    def ask(self, method, path, body, *allowed):
        """The answer of whichever attempt got one."""
        while True:
            try:
                return super().ask(method, path, body, *allowed)
            except (OSError, http.client.HTTPException):
                self.connection.close()
                self.connection.line = http.client.HTTPConnection("127.0.0.1", self.connection.port, timeout=20)
                time.sleep(0.1)

    def headers(self, body):
        """Straight to the server, no proxy between."""
        return super().headers(body) | ({"Origin": f"http://127.0.0.1:{self.connection.port}"} if body is not None else {})


def submit(visitor, slug, steps):
    """The number on her receipt; handing in again shows the same."""
    path = f"/bochum/leistungen/{slug}/antrag/"
    for answers in steps:
        visitor.get(path)
        path = visitor.post(path, answers)
    visitor.get(path)
    token = {"csrfmiddlewaretoken": visitor.hidden["csrfmiddlewaretoken"], "channel": "portal"}
    numbers = {number_on(visitor.get(visitor.post(path, token))) for _ in range(2)}
    visitor.connection.close()
    assert len(numbers) == 1
    return numbers.pop()


def number_on(page):
    """Of a receipt."""
    found = NUMBER.search(page)
    assert found, re.sub(r"<[^>]+>|\s+", " ", page)[-1_500:]
    return found[1]


class Killed:
    """Web and worker, each its own group of processes; one after the other dies without a word and is started again."""

    def __init__(self, house):
        self.house, self.port, self.deaths = house, free_port(), {"web": 0, "worker": 0}
        self.base = f"http://127.0.0.1:{self.port}"
        self.env = {**house.env, "GLUECKAUF_LISTEN_PORT": str(self.port), "GLUECKAUF_BASE_URL": self.base, "GLUECKAUF_WEB_PROCESSES": "1"}
        self.processes = {}
        for name in self.deaths:
            self.start(name)
        wait_for(lambda: is_healthy(self.base), seconds=60)

    def start(self, name):
        """A group of its own, so that all of it can die at one instant."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        command = [sys.executable, "-m", "glueckauf", name]
        self.processes[name] = subprocess.Popen(command, cwd=ROOT, env=self.env, start_new_session=True, **quiet)

    def kill(self, name):
        """kill -9."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()
        self.deaths[name] += 1

    def haunt(self, is_over, chance):
        """Until it is over: lets them work for a moment, then one dies."""
        for name in itertools.cycle(("web", "worker", "web")):
            if is_over():
                return
            wait_for(lambda: is_healthy(self.base), seconds=60)
            time.sleep(0.7 + chance.random())
            self.kill(name)
            self.start(name)


@pytest.fixture
def house(tmp_path):
    found = House(tmp_path)
    for command in ("cities_sync", "catalogue_publish"):
        found.run("manage.py", command)
    return found


@pytest.fixture
def killed(house):
    found = Killed(house)
    yield found
    for name in found.processes:
        found.kill(name)


def test_fifty_submissions_while_web_and_worker_are_killed_none_is_lost_none_is_doubled(house, killed):
    todo = [("sondernutzung-strasse", SCAFFOLD)] * SCAFFOLDS + [("hundesteuer-anmeldung", DOG)] * (SUBMISSIONS - SCAFFOLDS)
    seen, faults = [], []

    def client():
        try:
            while todo:
                slug, steps = todo.pop()
                seen.append((slug, submit(Stubborn(Connection(killed.port)), slug, steps)))
        except Exception as error:  # told by the test, not lost in a thread
            faults.append(repr(error)[:2_000])

    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in clients:
        thread.start()
    killed.haunt(lambda: not any(thread.is_alive() for thread in clients), random.Random(50))
    assert not faults
    assert killed.deaths["web"] >= 2 and killed.deaths["worker"] >= 1
    for name in killed.processes:
        killed.kill(name)
    (house.folder / "clock-offset").write_text("600")  # past the leases of the workers that were killed
    house.env = {**house.env, "GLUECKAUF_MODE": "demo", "GLUECKAUF_UNDO_MINUTES": "0"}
    scaffolds = (number for slug, number in seen if slug == "sondernutzung-strasse")
    found = json.loads(house.run("tests/journey_house.py", *scaffolds).splitlines()[-1])
    once = found["once"]
    assert once["numbers"] == sorted(number for _, number in seen) and len(once["numbers"]) == once["submissions"] == SUBMISSIONS
    assert (once["bescheide"], once["letters"], once["effects"]) == ({"1": SUBMISSIONS}, SUBMISSIONS, SCAFFOLDS)
    assert once["mails"] == {"1": 2 * SUBMISSIONS}  # that it is there, that it is decided
    assert (once["undone"], once["is_whole"], once["stages"]) == (0, True, {"announced": SUBMISSIONS})
    assert found["repeated"] >= 4 * SUBMISSIONS and found["twice"] == once
