"""Fifty people at once in front of ten places, by HTTP, at the web processes as they run: ten come, forty hear it, no place twice."""

import contextlib
import html
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from urllib.parse import urlencode, urlsplit

import pytest
from e2e.house import is_healthy
from real_mail import ROOT, House, free_port, wait_for

from bench.journey import NUMBER
from bench.visitor import Connection, Visitor

pytestmark = pytest.mark.slow

CLIENTS, PLACES = 50, 10
SCRIPT = "tests/appointments_house.py"
CASE = {"art": "regulaer", "anlass": "abgelaufen", "alter": "ab_24", "foto": "amt", "zusendung": "nein"}
WHO = {"vorname": "Erika", "nachname": "Mustermann", "email": "erika@mustermann.example"}
TIMES = re.compile(r'name="termin" type="radio" value="([^"]+)"')


class Booker(Visitor):
    """Straight to the server; an answer of 422 is a page too."""

    def headers(self, body):
        """No proxy between."""
        return super().headers(body) | ({"Origin": f"http://127.0.0.1:{self.connection.port}"} if body is not None else {})

    def choose(self, path, times):
        """A time for her, whoever was faster: the next address, or nothing once no time is left."""
        while times:
            values = {**self.hidden, "termin": html.unescape(times[0])}
            onward, page = self.ask("POST", path, urlencode(values), 303, 302, 422)
            if onward:
                return urlsplit(onward).path
            times = TIMES.findall(page)
        return ""


@pytest.fixture
def house(tmp_path):
    found = House(tmp_path)
    shutil.copytree(ROOT / "kommunen/bochum", tmp_path / "kommunen/bochum")  # one city is enough, and published sooner than six
    found.env["GLUECKAUF_KOMMUNEN"] = str(tmp_path / "kommunen")
    for command in ("cities_sync", "catalogue_publish"):
        found.run("manage.py", command)
    found.run(SCRIPT, "open")
    return found


@pytest.fixture
def port(house):
    """Two web processes."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    env = {**house.env, "GLUECKAUF_LISTEN_PORT": str(port), "GLUECKAUF_BASE_URL": base, "GLUECKAUF_WEB_PROCESSES": "2"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([sys.executable, "-m", "glueckauf", "web"], cwd=ROOT, env=env, start_new_session=True, **quiet)
    wait_for(lambda: is_healthy(base), seconds=120)
    yield port
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_fifty_at_once_by_http_for_ten_places_get_an_answer_each_and_no_place_twice(house, port):
    answers, together = [], threading.Barrier(CLIENTS, timeout=120)

    def client():
        try:
            answers.append(book(Booker(Connection(port)), together))
        except Exception as error:  # told by the test, not lost in a thread
            together.abort()
            answers.append(repr(error)[:2_000])

    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in clients:
        thread.start()
    for thread in clients:
        thread.join()
    numbers = sorted(a for a in answers if NUMBER.fullmatch(a))
    assert Counter("booked" if a in numbers else a for a in answers) == {"booked": PLACES, "": CLIENTS - PLACES}
    found = json.loads(house.run(SCRIPT, "count").splitlines()[-1])
    assert found == {"booked": PLACES, "places": PLACES, "numbers": numbers, "held": 0}


def book(visitor, together):
    """The number on her receipt; empty when somebody else was faster everywhere. All see the same free times, then all want the first."""
    start = "/bochum/leistungen/personalausweis/antrag/"
    visitor.get(start)
    path = visitor.post(start, CASE)
    times = TIMES.findall(visitor.get(path))
    together.wait()
    onward = visitor.choose(path, times)
    if not onward:
        visitor.connection.close()
        return ""
    visitor.get(onward)
    path = visitor.post(onward, WHO)
    visitor.get(path)
    token = {"csrfmiddlewaretoken": visitor.hidden["csrfmiddlewaretoken"], "channel": "portal"}
    found = NUMBER.search(visitor.get(visitor.post(path, token)))[1]
    visitor.connection.close()
    return found
