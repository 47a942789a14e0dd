"""What follows an event, and what time ends. Each is safe to run twice."""

from datetime import datetime, timedelta
from secrets import token_hex

from django.conf import settings

from glueckauf.cities.queries import tenants
from glueckauf.core.clock import local_day, now
from glueckauf.core.jobs import job
from glueckauf.core.worker import at_start
from glueckauf.identity.rules.actor import Rule
from glueckauf.supply import actions, queries
from glueckauf.supply.events import DeviceMoved, GridReleased, OutageMoved
from glueckauf.supply.providers.studies.run import Cluster
from glueckauf.supply.rules.imports import KEEP
from glueckauf.vorgaenge import actions as vorgaenge
from glueckauf.vorgaenge.events import OfVorgang

KEEP_STUDIES = timedelta(days=730)


def settle(event: OfVorgang, at: datetime) -> None:
    """The Vorgang moved: its reservation follows."""
    actions.settle(event.vorgang_id, by=Rule(tenant=event.tenant, name="supply"), at=at)


def follow_trench(event: OfVorgang, at: datetime) -> None:
    """The Vorgang moved: the trenches its city and operators know of follow."""
    actions.settle_trench(event.vorgang_id, by=Rule(tenant=event.tenant, name="supply"), at=at)


@job("supply.expire", every=timedelta(hours=1))
def expire(at: datetime) -> None:
    """Reservations whose time is over, of all operators."""
    for tenant in tenants():
        actions.expire(local_day(at), by=Rule(tenant=tenant, name="supply"), at=at)


def ask_again(event: GridReleased, at: datetime) -> None:
    """A model is in force: what was checked on another and nobody decided is checked anew."""
    by = Rule(tenant=event.tenant, name="supply")
    if event.network == actions.POWER:
        actions.prepare(by=by)
        vorgaenge.ask_again("netzanschluss", by=by, at=at)
    for kommune in queries.kommunen_of(event.tenant):
        vorgaenge.ask_again("aufgrabung", by=Rule(tenant=kommune, name="supply"), at=at)


def register(event: DeviceMoved, at: datetime) -> None:
    """A device may be connected: the mail about its entry goes out, once."""
    actions.remind(by=Rule(tenant=event.tenant, name="supply"), at=at)


@job("supply.remind_register", every=timedelta(hours=12))
def remind_register(at: datetime) -> None:
    """What has to be entered in the next days, of all operators."""
    for tenant in tenants():
        actions.remind(by=Rule(tenant=tenant, name="supply"), at=at)


@at_start
def prepare() -> None:
    """Before the first question: it would wait for libraries and for a year of load flow. Those that find no room are loaded when asked."""
    loaded = 0
    for tenant in tenants():
        loaded += actions.prepare(by=Rule(tenant=tenant, name="supply"))
        if loaded == actions.KEPT:
            break


def tell(event: OutageMoved, at: datetime) -> None:
    """Everybody who watches a street of it."""
    actions.tell_watchers(event.outage_id, event.step_id, by=Rule(tenant=event.tenant, name="supply"), at=at)


@job("supply.forget_unconfirmed", every=timedelta(hours=12))
def forget_unconfirmed(at: datetime) -> None:
    """Addresses nobody confirmed."""
    actions.forget_unconfirmed(at=at)


@job("supply.studies", every=timedelta(seconds=2), lease=timedelta(minutes=2))
def studies(at: datetime) -> None:
    """Some seconds of the study that waits longest. Its turn says who computes it, so several workers share the studies, never one."""
    env = settings.GLUECKAUF
    cluster = Cluster(address=env.dask, ca=env.dask_ca, certificate=env.dask_certificate, key=env.dask_key) if env.dask else None
    actions.drive(token_hex(8), clock=now, cluster=cluster, processes=env.studies_processes)


@job("supply.looks", every=timedelta(seconds=1), lease=timedelta(minutes=5))
def looks(at: datetime) -> None:
    """The file of a grid that waits longest for the engine."""
    actions.look_at_next(token_hex(8), clock=now)


@job("supply.forget_files", every=timedelta(days=1))
def forget_files(at: datetime) -> None:
    """Files of grids that became no revision."""
    for tenant in tenants():
        actions.forget_files(at - KEEP, by=Rule(tenant=tenant, name="retention"))


@job("supply.forget_studies", every=timedelta(days=1))
def forget_studies(at: datetime) -> None:
    """Two years after their start."""
    for tenant in tenants():
        actions.forget_studies(at - KEEP_STUDIES, by=Rule(tenant=tenant, name="retention"))
