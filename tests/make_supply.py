"""An operator with the invented town as its grid, and requests of people who live there."""

from datetime import date, timedelta
from functools import lru_cache

from glueckauf.core.db import reading, writing
from glueckauf.identity.rules.actor import Rule
from glueckauf.supply import actions, queries
from glueckauf.supply.actions.grids import locked
from glueckauf.supply.actions.reservations import take_step
from glueckauf.supply.actions.town import BOCHUM, FILE, GAS_LOAD, HEAT_LOAD, SEED, YEAR
from glueckauf.supply.engine.stored import stored
from glueckauf.supply.engine.synthetic.pipes import synthetic_gas, synthetic_heat
from glueckauf.supply.engine.synthetic.streets import Town
from glueckauf.supply.engine.synthetic.water import synthetic_water
from glueckauf.supply.models import Reservation
from glueckauf.supply.providers.engine import engine
from glueckauf.supply.rules.asked import Address, Request
from glueckauf.supply.rules.devices import Device, Kind
from glueckauf.supply.rules.reservations import State
from tests.make_catalogue import NOON

OPERATOR = "stadtwerke-bochum-netz"
BY = Rule(tenant=OPERATOR, name="supply")
AMPLE, LONG, FULL = "Musterstraße", "Probeallee", "Modellpfad"  # a street of each quarter
DAY = date(2026, 11, 24)


@lru_cache(maxsize=1)
def files():
    """Of the invented town: made once for all tests."""
    return engine.ask("town", {"town": BOCHUM, "seed": SEED}, within_s=240).parts


@lru_cache(maxsize=1)
def looked_at():
    """Read as the first revision: the same for all tests."""
    archive, series, _ = files()
    return actions.look_at("power", name=FILE, content=archive, series=series, by=BY)


def town(by=BY):
    """Its grid in force; the number of its revision."""
    looked = looked_at()
    number = actions.import_grid(looked, profile_year=YEAR, is_synthetic=True, by=by, at=NOON)
    actions.release_grid("power", number=number, by=by, at=NOON)
    return number


def water(by=BY):
    """The water grid of the same streets in force."""
    content = stored(synthetic_water(Town(**BOCHUM)))
    number = actions.import_grid(actions.look_at("water", name="wasser.npz", content=content, by=by), is_synthetic=True, by=by, at=NOON)
    actions.release_grid("water", number=number, by=by, at=NOON)
    return number


def warmth(by=BY):
    """Gas and heat of the same streets in force."""
    made = (("gas", synthetic_gas, GAS_LOAD), ("heat", synthetic_heat, HEAT_LOAD))
    for network, make, load in made:
        looked = actions.look_at(network, name=f"{network}.npz", content=stored(make(Town(**BOCHUM))), by=by)
        number = actions.import_grid(looked, profile_year=load, is_synthetic=True, by=by, at=NOON)
        actions.release_grid(network, number=number, by=by, at=NOON)


def wallbox(street=AMPLE, number=12, *, kw=11.0, count=1, controllable=True, postcode="44787", kind=Kind.WALLBOX, existing_kw=0.0):
    """What somebody asks for."""
    return Request(
        device=Device(kind=kind, count=count, each_kw=kw, controllable=controllable, existing_kw=existing_kw),
        address=Address(street=street, house_number=str(number), postcode=postcode),
    )


def ask(vorgang_id, request, *, by=BY, at=NOON):
    """The answer of the check."""
    return actions.ask_for_connection(vorgang_id, request=request, by=by, at=at)


def rows(by=BY):
    """Reservations in the order of the queue."""
    with reading(by):
        return list(Reservation.objects.visible_to(by).order_by("turn"))


def state(vorgang_id, by=BY):
    """Of the latest reservation of a Vorgang."""
    return queries.states(by, vorgang_id)[-1]


def outage(tenant=OPERATOR, *, by=None, **more):
    """A draft of an outage with one valve; its id."""
    given = {
        "kommune": "bochum",
        "kind": "fault",
        "cause": "leak",
        "streets": [{"street": "Musterstraße", "first": "1", "last": "9", "houses": 5, "line": [[7.2, 51.48], [7.201, 51.48]]}],
        "addresses": [["Musterstraße", "1", "44787"], ["Musterstraße", "3", "44787"]],
        "plan": {"valves": [{"id": "S001", "street": "Musterstraße", "at": None}]},
        "is_synthetic": True,
        "begins_at": NOON,
        "expected_end": NOON + timedelta(hours=6),
    }
    return actions.draft_outage("water", **given | more, by=by or Rule(tenant=tenant, name="supply"), at=NOON).pk


def accepted(tenant=OPERATOR, vorgang_id=4_711):
    """A device that was promised its place in a grid without a revision, as if a person had accepted it; the id of its Vorgang."""
    by = Rule(tenant=tenant, name="supply")
    with writing(by):
        grid = locked(by, "power")
        row = Reservation.objects.create(
            tenant_id=tenant,
            grid=grid,
            vorgang_id=vorgang_id,
            turn=grid.reservations.count() + 1,
            kind=Kind.WALLBOX,
            sign=1,
            power_kw="11",
            outcome="possible",
            state=State.FREED,
            until=DAY,
            at=NOON,
        )
        take_step(row, State.ACCEPTED, cause="person", by=by, at=NOON)
    return vorgang_id
