"""Many ask at the same moment for a feeder that carries some: the answers are those of a queue, and the grid holds with all of them."""

import threading
from dataclasses import replace

import make_grids
import make_supply
import numpy as np
import pytest
from django.db import connection

from glueckauf.core.db import writing
from glueckauf.supply import actions, queries
from glueckauf.supply.engine.calls.connect import device_of, parsed
from glueckauf.supply.engine.calls.model import limits_of, read
from glueckauf.supply.engine.exports import own
from glueckauf.supply.engine.power.addresses import Connections
from glueckauf.supply.engine.power.circuit import supplied
from glueckauf.supply.engine.power.judge import extremes
from glueckauf.supply.engine.power.year import year_flow
from glueckauf.supply.models import Reservation
from glueckauf.supply.rules.answer import PROMISES, Outcome
from glueckauf.supply.rules.devices import Kind, as_asked
from glueckauf.supply.rules.norms import default_limits
from tests.make_catalogue import NOON

pytestmark = pytest.mark.django_db(transaction=True)
HOUSES, REQUESTS = 5, 20


def archive(kva=50.0):
    """A small feeder with addresses in Musterstraße."""
    grid = make_grids.feeder(HOUSES, kva=kva, house_kw=4.0)
    nodes = np.arange(2, 2 + HOUSES)
    grid = replace(grid, loads=replace(grid.loads, id=tuple(f"load-{at}" for at in nodes)))
    addresses = Connections(
        id=tuple(f"a-{at}" for at in nodes),
        node=nodes,
        street=("Musterstraße",) * HOUSES,
        house_number=tuple(map(str, range(1, HOUSES + 1))),
        postcode=("44787",) * HOUSES,
    )
    return own.zipped(grid, addresses)


@pytest.fixture
def feeder():
    looked = actions.look_at("power", name="netz.zip", content=archive(), by=make_supply.BY)
    number = actions.import_grid(looked, by=make_supply.BY, at=NOON)
    actions.release_grid("power", number=number, by=make_supply.BY, at=NOON)


def asked(vorgang_id):
    return make_supply.wallbox("Musterstraße", vorgang_id % HOUSES + 1)


def all_at_once():
    """Outcome of each Vorgang, every one in a thread and on a connection of its own."""
    start, found = threading.Barrier(REQUESTS), {}

    def one(vorgang_id):
        start.wait()
        found[vorgang_id] = make_supply.ask(vorgang_id, asked(vorgang_id)).found
        connection.close()

    threads = [threading.Thread(target=one, args=(at,)) for at in range(1, REQUESTS + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_burst_gets_the_answers_of_a_queue_and_breaks_no_limit_when_all_is_built(feeder):
    found = all_at_once()
    order = [row.vorgang_id for row in make_supply.rows()]
    assert sorted(order) == list(range(1, REQUESTS + 1))
    outcomes = [found[vorgang_id].outcome for vorgang_id in order]
    assert {Outcome.POSSIBLE, Outcome.DIMMED, Outcome.REINFORCE} == set(outcomes)
    promised = queries.promised(make_supply.BY, "power")
    assert len(promised) == sum(outcome in PROMISES for outcome in outcomes)
    assert over_limits(promised) == []
    assert one_by_one(order) == [(found[key].outcome, found[key].said["largest_kw"]) for key in order]


def one_by_one(order):
    """The same requests in the order of their turns, on a grid where nothing was promised yet."""
    with writing(make_supply.BY):
        Reservation.objects.visible_to(make_supply.BY).delete()
    answers = [make_supply.ask(key, asked(key)).found for key in order]
    return [(found.outcome, found.said["largest_kw"]) for found in answers]


def over_limits(promised):
    """What is over a limit when every promised device runs as far as it was promised: dimmed where that was the answer."""
    model = read(archive(), b"")
    demand = model.base.demand_kva.copy()
    for one in promised:
        device = device_of(model, parsed(as_asked(Kind(one.kind), one.node, one.power_kw, one.least_kw)))
        bus = model.made.bus[model.found.grid.nodes.id.index(one.node)]
        column = int(np.flatnonzero(model.base.ready.power_bus == bus)[0])
        demand[:, column] += device.share * (one.least_kw or one.power_kw)
    flow = year_flow(model.base.ready, demand)
    return [one for one in extremes(model.made, flow, limits_of(default_limits()), supplied(model.made)) if one.use > 1]
