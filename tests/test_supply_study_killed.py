"""Who computes a study is killed in the middle: the rows are those of a run that nobody disturbed, each part stands there once."""

import json
import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest
from distributed import LocalCluster
from django.urls import reverse
from real_mail import House, wait_for
from structlog.testing import capture_logs
from studies_house import digest

from glueckauf.core.db import reading
from glueckauf.identity.rules.actor import Role
from glueckauf.supply import actions, queries
from glueckauf.supply.models import StudyWait
from glueckauf.supply.providers.engine import engine, reader
from glueckauf.supply.providers.studies import cluster as cluster_run
from glueckauf.supply.providers.studies.cluster import security
from glueckauf.supply.providers.studies.machine import planner, rest
from glueckauf.supply.providers.studies.run import Cluster
from glueckauf.supply.rules.scheduler import InsecureScheduler, check
from glueckauf.supply.rules.studies import Kind, State, Waits
from tests import make_identity, make_studies, make_supply
from tests.make_catalogue import NOON

pytestmark = pytest.mark.slow
BY = make_supply.BY
HOUSE = "tests/studies_house.py"


@pytest.fixture
def cluster():
    """Two worker processes under a nanny that starts another when one is killed."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50
    ) as made:
        yield made


class DeadlyClock:
    """Stands at noon; the n-th look kills a process."""

    def __init__(self, look, pid):
        self.left, self.pid = look, pid

    def __call__(self):
        self.left -= 1
        if not self.left:
            os.kill(self.pid, signal.SIGKILL)
        return NOON


@pytest.mark.django_db
def test_a_dask_worker_killed_in_the_middle_loses_and_doubles_nothing(cluster):
    make_studies.grids()
    leaks, outages = make_studies.started(Kind.LEAKS, leaks=60), make_studies.started(Kind.OUTAGES)
    at = Cluster(address=cluster.scheduler_address)
    doomed = cluster.workers[0].pid
    assert actions.drive("a", clock=DeadlyClock(6, doomed), cluster=at)
    found = queries.study(BY, leaks)
    assert found.state is State.FINISHED and found.runners == ("dask",) and make_studies.kept(leaks) == list(range(6))
    assert make_studies.rows(leaks) == make_studies.at_once(Kind.LEAKS, leaks=60)
    wait_for(lambda: cluster.workers[0].pid not in (doomed, None), seconds=60)
    assert actions.drive("a", clock=lambda: NOON, cluster=at)
    assert make_studies.rows(outages) == make_studies.at_once(Kind.OUTAGES)


@pytest.mark.django_db
def test_an_engine_process_killed_in_the_middle_gives_its_part_to_the_next():
    make_studies.grids()
    key, killed = make_studies.started(Kind.LEAKS, leaks=60), []

    def clock():
        if len(make_studies.kept(key)) == 2 and not killed:
            killed.extend({*engine_processes()} - {engine.pid, reader.pid, planner.pid})
            for pid in killed:
                os.kill(pid, signal.SIGKILL)
        return NOON

    assert actions.drive("a", clock=clock)
    assert len(killed) == 1 and queries.study(BY, key).state is State.FINISHED
    assert make_studies.kept(key) == list(range(6)) and make_studies.rows(key) == make_studies.at_once(Kind.LEAKS, leaks=60)
    rest()


def engine_processes():
    """Children of this process."""
    for file in Path("/proc/self/task").glob("*/children"):
        for pid in map(int, file.read_text().split()):
            if b"engine_process" in Path(f"/proc/{pid}/cmdline").read_bytes():
                yield pid


@pytest.mark.django_db
def test_without_a_scheduler_a_study_waits_and_nothing_is_lost():
    make_studies.grids()
    key = make_studies.started(Kind.OUTAGES)
    gone = Cluster(address="tcp://127.0.0.1:9")
    assert queries.study(BY, key).waits_for is None
    with capture_logs() as said:
        assert actions.drive("a", clock=lambda: NOON, cluster=gone)
    (found,) = [line for line in said if line["event"] == "study_waits"]
    assert (found["log_level"], found["study"], found["waits_for"], found["error"]) == ("warning", key, "scheduler", "RunnerDown")
    study = queries.study(BY, key)
    assert (study.state, study.waits_for, study.waits_since) == (State.STARTED, Waits.SCHEDULER, NOON)
    assert not actions.drive("a", clock=lambda: NOON + timedelta(seconds=20))
    assert actions.drive("a", clock=lambda: NOON + timedelta(seconds=31), cluster=gone)
    assert queries.studies(BY)[0].waits_since == NOON
    desk = make_identity.desk_of(make_identity.clerk(make_supply.OPERATOR, roles=(Role.CLERK,), offices=("leitstelle",)))
    page = desk.get(reverse("netz-studie", args=[key])).content.decode()
    assert (
        "Die Studie wartet seit" in page
        and "Die Rechner für Studien antworten nicht." in page
        and "wartet" in desk.get(reverse("netz-studien")).content.decode()
    )
    assert actions.drive("a", clock=lambda: NOON + timedelta(seconds=62))
    assert queries.study(BY, key).state is State.FINISHED and queries.study(BY, key).waits_for is None
    assert "Die Studie wartet seit" not in desk.get(reverse("netz-studie", args=[key])).content.decode()


@pytest.mark.django_db
def test_a_scheduler_without_workers_is_said_to_have_none_and_the_first_to_come_goes_on(monkeypatch):
    monkeypatch.setattr(cluster_run, "NOBODY_S", 1.0)
    make_studies.grids()
    key = make_studies.started(Kind.OUTAGES)
    with LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50) as made:
        at = Cluster(address=made.scheduler_address)
        assert actions.drive("a", clock=lambda: NOON, cluster=at)
        assert (queries.study(BY, key).state, queries.study(BY, key).waits_for) == (State.STARTED, Waits.WORKERS)
        desk = make_identity.desk_of(make_identity.clerk(make_supply.OPERATOR, roles=(Role.CLERK,), offices=("leitstelle",)))
        assert "kein Rechner hat sich bei ihr gemeldet" in desk.get(reverse("netz-studie", args=[key])).content.decode()
        monkeypatch.setattr(cluster_run, "NOBODY_S", 120.0)  # the process of a worker starts in seconds, on a busy machine in many
        made.scale(1)
        assert actions.drive("a", clock=lambda: NOON + timedelta(seconds=31), cluster=at)
    assert queries.study(BY, key).state is State.FINISHED and queries.study(BY, key).waits_for is None


@pytest.mark.django_db
def test_who_cancels_a_study_that_waits_does_not_find_it_waiting_when_it_goes_on():
    make_studies.grids()
    key = make_studies.started(Kind.OUTAGES)
    gone = Cluster(address="tcp://127.0.0.1:9")
    assert actions.drive("a", clock=lambda: NOON, cluster=gone)
    actions.cancel_study(key, by=BY, at=NOON)
    assert queries.study(BY, key).waits_for is None
    actions.resume_study(key, by=BY, at=NOON + timedelta(hours=1))
    assert queries.study(BY, key).waits_for is None
    with reading(BY):
        assert list(StudyWait.objects.values_list("at", "ended_at")) == [(NOON, NOON)]


def test_the_driving_worker_killed_in_the_middle_loses_and_doubles_nothing(tmp_path):
    house = House(tmp_path)

    def told(*words):
        return json.loads(house.run(HOUSE, *words).splitlines()[-1])

    key = str(told("prepare", "60"))
    assert house.start(HOUSE, "die", key, "2").wait(300) == -signal.SIGKILL
    before, at_once, later, after = told("finish", key)
    assert before["state"] == "started" and 2 <= len(before["kept"]) < 6
    assert (at_once, later) == (False, True)  # the lease of the dead one holds for a while
    assert after == {"state": "finished", "kept": list(range(6)), "rows": digest(make_studies.at_once(Kind.LEAKS, leaks=60))}


@pytest.mark.parametrize(
    "address", ["tcp://scheduler.example:8786", "tcp://10.0.0.7:8786", "tls://10.0.0.7:8786", "tcp://0.0.0.0:1", "x", "inproc://a"]
)
def test_a_scheduler_that_anybody_may_reach_is_refused(address):
    with pytest.raises(InsecureScheduler):
        check(address, has_files=False)
    with pytest.raises(InsecureScheduler):
        security(Cluster(address=address))


def test_tls_with_both_certificates_and_loopback_are_taken(tmp_path):
    check("tls://10.0.0.7:8786", has_files=True)
    assert security(Cluster(address="tcp://127.0.0.1:8786")) is None
    files = [tmp_path / name for name in ("ca.pem", "cert.pem", "key.pem")]
    made = security(Cluster(address="tls://10.0.0.7:8786", ca=files[0], certificate=files[1], key=files[2]))
    assert made.require_encryption and made.tls_ca_file == str(files[0])
