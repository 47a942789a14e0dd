"""Objects behind the URLs of networks, as tests/samples.py has those of all others."""

from uuid import uuid4

from glueckauf.core import clock
from glueckauf.identity.rules.actor import Rule
from glueckauf.supply import queries as supply
from glueckauf.supply.actions.watches import ask_to_watch, token_of
from glueckauf.telemetry.actions import raise_alarm
from glueckauf.telemetry.rules.finding import Detector, Finding
from tests import make_imports, make_studies, make_supply, make_trench
from tests.sampling import sample


@sample("netz")
def network(owner):
    """Who runs none sees an empty page."""
    return {"network": "wasser"}


@sample("netz-studie-neu")
def asked_study(owner):
    """A form for whoever has a grid."""
    return {"kind": "rohrbruch"}


@sample("netz-studie", "netz-studie-csv", "netz-studie-schritt", of_tenant=True)
def study(owner):
    """A finished one."""
    return {"study_id": make_studies.finished(owner.tenant)}


@sample("netz-element")
def element(owner):
    """Without an id the way leads back to the network."""
    return {"network": "strom"}


@sample("netz-karte", "netz-tag", of_tenant=True)
def grid(owner):
    """Of a tenant that runs its own network."""
    by = Rule(tenant=owner.tenant, name="supply")
    try:
        supply.in_force(by, "power")
    except supply.NoGrid:
        make_supply.town(by=by)
    return {"network": "strom"}


@sample("netz-importe", of_tenant=True)
def imports(owner):
    """Of a tenant that runs its own network; a city that runs none has no such page."""
    make_imports.in_force(Rule(tenant=owner.tenant, name="supply"))
    return {}


@sample("netz-import", of_tenant=True)
def grid_file(owner):
    """Looked at, and not yet a revision."""
    return imports(owner) | {"file_id": make_imports.brought(owner.tenant)}


@sample("netz-fassung", of_tenant=True)
def revision(owner):
    """The one in force."""
    return {"network": "strom", "number": make_imports.in_force(Rule(tenant=owner.tenant, name="supply"))}


for name in ("netz-fassung-netz", "netz-fassung-lastgaenge"):

    @sample(name, of_tenant=True)
    def revision_files(owner):
        """Of one with profiles."""
        return {"network": "strom", "number": make_supply.town(by=Rule(tenant=owner.tenant, name="supply"))}


@sample("netz-stoerung", of_tenant=True)
def outage(owner):
    """Of a tenant that runs its own network."""
    return {"outage_id": make_supply.outage(owner.tenant)}


def trench(owner):
    """In a network of the tenant."""
    return {"trench_id": make_trench.lying(owner.tenant, vorgang_id=uuid4().int % 10**9)}


for name in ("netz-aufgrabung", "netz-aufgrabung-plan", "netz-aufgrabung-geojson"):
    sample(name, of_tenant=True)(trench)


@sample("netz-angeschlossen", of_tenant=True)
def accepted_device(owner):
    """Promised, and not yet running."""
    return {"vorgang_id": make_supply.accepted(owner.tenant)}


@sample("stoerungen-abo")
def street_watch(owner):
    """Good for whoever holds the link."""
    row = ask_to_watch("bochum", street="Musterstraße", email="erika@mustermann.example", language="de", at=clock.now())
    return {"token": token_of(row)}


@sample("netz-meldungen")
def alarms_of_network(owner):
    """Who runs none sees an empty page."""
    return {"network": "wasser"}


@sample("netz-meldung", "netz-meldung-ort", "netz-meldung-schritt", of_tenant=True)
def alarm_of_network(owner):
    """Somebody's leak, whose sensors nobody placed."""
    at = clock.now()
    ms = round(at.timestamp() * 1000)
    found = Finding(detector=Detector.BURST, cause="leak:x", subjects=("zufluss",), onset_ms=ms, found_ms=ms)
    return {"alarm_id": raise_alarm(found, by=Rule(tenant=owner.tenant, name="test"), at=at)}
