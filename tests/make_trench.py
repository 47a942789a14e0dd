"""An Aufgrabung in the invented town: grids of four networks, answers as the form gives them, and the finding of the check."""

import json
import os
import signal
import threading
from datetime import date, timedelta
from functools import lru_cache

import make_supply

from glueckauf.catalogue import queries as catalogue
from glueckauf.cities import queries as cities
from glueckauf.core.db import reading, writing
from glueckauf.core.outbox.dispatch import drain
from glueckauf.identity.rules.actor import Rule
from glueckauf.supply import actions
from glueckauf.supply.actions.town import BOCHUM
from glueckauf.supply.models import Trench
from glueckauf.supply.providers.engine import engine
from glueckauf.vorgaenge import actions as vorgaenge
from glueckauf.vorgaenge.registry import CheckCase, run_check
from glueckauf.vorgaenge.rules.stage import Ending
from tests import make
from tests.make_catalogue import NOON

CITY = Rule(tenant="bochum", name="supply")
PLACE = {"street": "Musterstraße", "number_from": "12", "number_to": "20", "side": "even", "length_m": "35", "width_m": "0.6"}
TIME = {"first": "2026-12-07", "last": "2026-12-18"}
RING = [[7.2132, 51.4781], [7.2143, 51.4781], [7.2143, 51.4782], [7.2132, 51.4782], [7.2132, 51.4781]]  # in front of these houses


@lru_cache(maxsize=1)
def warmth():
    """Gas and heat of the town: made once for all tests."""
    return engine.ask("warmth", {"town": BOCHUM}, within_s=60).parts


def networks(by=make_supply.BY):
    """All four grids in force."""
    make_supply.town(by)
    make_supply.water(by)
    for network, content in zip(("gas", "heat"), warmth(), strict=True):
        looked = actions.look_at(network, name=f"{network}.npz", content=content, by=by)
        actions.release_grid(network, number=actions.import_grid(looked, is_synthetic=True, by=by, at=NOON), by=by, at=NOON)


def geojson(ring=RING, **more):
    """As somebody pastes it."""
    return json.dumps({"type": "Polygon", "coordinates": [ring], **more})


def finding(kommune="bochum", *, vorgang_id=0, place=PLACE, time=TIME, area=""):
    """As examine() asks."""
    service = catalogue.leistung(kommune, "aufgrabung")
    answers = {"art": "privat", "stelle": place, "bauzeit": time, "flaeche": area}
    case = CheckCase(
        leistung=service.leistung,
        kommune=service.kommune,
        owner=cities.tenant(kommune),
        answers=answers,
        day=make_supply.DAY,
        at=NOON,
        vorgang_id=vorgang_id,
    )
    return run_check("aufgrabung", case)


def rows(tenant):
    """Trenches a tenant knows of."""
    with reading(Rule(tenant=tenant, name="supply")):
        return list(Trench.objects.filter(tenant=tenant).prefetch_related("steps").order_by("pk"))


def stopped(pid):
    """It hears nothing any more."""
    os.kill(pid, signal.SIGSTOP)
    return pid


def kill_soon(pid):
    """A process that was stopped dies while somebody waits for it."""
    timer = threading.Timer(0.5, os.kill, (pid, signal.SIGKILL))
    timer.start()
    return timer


def decide(case, *, grant):
    """By a person of the city; the letter goes out."""
    by = make.clerk("bochum")
    vorgaenge.set_fee(case.number, total_cents=7500, reason="Ausgedacht.", by=by, at=NOON)
    vorgaenge.decide(case.number, ending=Ending.GRANT if grant else Ending.REFUSE, reasons="Ausgedacht.", by=by, at=NOON)
    drain(NOON + timedelta(hours=2))


def withdraw(case):
    """By the applicant."""
    vorgaenge.withdraw(case.number, by=make.guest(case.person), at=NOON)
    drain(NOON + timedelta(hours=2))


def lying(tenant, **more):
    """A row of a tenant without a Vorgang behind it; its id."""
    given = {
        "kommune": "bochum",
        "vorgang_id": 1,
        "number": "BO-2026-000001-X",
        "street": "Musterstraße",
        "house_first": 12,
        "house_last": 20,
        "where": "Musterstraße 12 bis 20",
        "ring": RING,
        "is_drawn": True,
        "networks": [{"network": "power", "sections": 1, "metres": 38.0, "customers": 14, "synthetic": True}],
        "begins": date(2026, 12, 7),
        "ends": date(2026, 12, 18),
        "state": "pending",
        "at": NOON,
    }
    with writing(Rule(tenant=tenant, name="supply")):
        return Trench.objects.create(tenant_id=tenant, **given | more).pk
