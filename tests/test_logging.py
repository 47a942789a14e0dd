"""Logs and health: an operator finds what happened by number, and nobody's name."""

import io
import json
import logging
from datetime import timedelta

import pytest
import structlog
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from glueckauf.config import logging as house_logging
from glueckauf.config import urls
from glueckauf.core import readiness
from glueckauf.core.clock import now
from glueckauf.core.db import writing
from glueckauf.core.models import Delivery, Event, Job
from glueckauf.core.readiness import Problem
from glueckauf.core.scope import Scope
from glueckauf.identity.permissions import permission

pytestmark = pytest.mark.django_db

handler404, handler500 = urls.handler404, urls.handler500


@permission("public")
def broken(request, name):
    raise ValueError(f"cannot read {name}")


@permission("public")
def sound(request, name):
    return HttpResponse("ok")


urlpatterns = [*urls.urlpatterns, path("kaputt/<str:name>/", broken, name="kaputt"), path("heil/<str:name>/", sound, name="heil")]


@pytest.fixture
def lines():
    """What is written to the log, parsed."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(house_logging.lines(structlog.processors.JSONRenderer()))
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


@pytest.mark.urls(__name__)
def test_a_request_leaves_one_line_with_its_page_not_its_address(client, lines):
    client.get("/heil/Mustermann/?wer=Erika")
    (line,) = lines()
    assert {"event": "answered", "page": "heil", "method": "GET", "status": 200, "actor": "anonymous"}.items() <= line.items()
    assert "Mustermann" not in json.dumps(line) and "Erika" not in json.dumps(line)


@pytest.mark.urls(__name__)
def test_a_fault_of_ours_leaves_class_and_place_under_the_number_on_the_page(lines):
    answer = Client(raise_request_exception=False).get("/kaputt/Mustermann/")
    assert answer.status_code == 500
    number = answer.headers["X-Request-Number"]
    assert number in answer.content.decode()
    (fault,) = [line for line in lines() if "error" in line]
    assert fault["request"] == number
    assert fault["error"].startswith("builtins.ValueError at test_logging.py:")
    assert "Mustermann" not in json.dumps(lines())


def test_what_a_library_says_is_cut_to_who_and_where(lines):
    logging.getLogger("smtp").warning("cannot deliver to %s", "erika@example.org")
    try:
        int("Mustermann")
    except ValueError:
        logging.getLogger("smtp").exception("Mustermann is no number")
        structlog.get_logger("jobs").exception("job_failed", job="sweep")
    assert [line["event"] for line in lines()] == ["smtp", "smtp", "job_failed"]
    assert "erika" not in json.dumps(lines()) and "Mustermann" not in json.dumps(lines())
    assert all("builtins.ValueError at" in line["error"] for line in lines()[1:])


def test_ready_means_that_work_is_being_done(client):
    assert client.get("/ready").json() == {"status": "ready", "problems": []}
    with writing(Scope(tenant="bochum")):
        event = Event.objects.create(tenant="bochum", kind="test.Seen", payload={}, actor="rule:test", at=now())
    Delivery.objects.create(event=event, tenant="bochum", handler="a.one", due_at=now() - timedelta(hours=1))
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()["problems"]) == (503, ["delivery late"])


def test_a_job_that_nobody_runs_is_named():
    Job.objects.create(name="mail.send", due_at=now() - timedelta(hours=1))
    state = readiness.readiness(now())
    assert (state.problems, state.late_jobs) == ((Problem.JOB_LATE,), ("mail.send",))


def test_a_full_disk_is_a_problem(monkeypatch):
    monkeypatch.setattr(readiness, "FREE_GB", 1e9)
    assert readiness.readiness(now()).problems == (Problem.DISK,)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_an_answer_not_a_fault(monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", "/nowhere/at/all")
    state = readiness.readiness(now())
    assert (state.problems, state.outbox) == ((Problem.DATABASE,), None)
