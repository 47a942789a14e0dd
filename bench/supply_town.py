"""A wallbox through the web on a real low-voltage grid, and a burst of 1,000. `python -m bench.supply_town [--quick] [--database sqlite]`

SimBench's 1-LV-rural3 (129 nodes, 35,136 quarter-hours) with invented addresses is the grid in force of an operator. `web`: a visitor fills
the form, hands in and reloads her page until the answer stands on it; told is the time from handing in: receipt, worker, engine, letter.
`burst`: 16 threads ask at once; a request's turn is when the one before it was answered. On SQLite a hundred ask.
"""

import re
import threading
import time
from datetime import timedelta
from typing import Any

import numpy as np

from bench.alone import alone
from bench.installation import Installation, running
from bench.journey import NUMBER, in_threads
from bench.results import Row, row
from bench.visitor import Connection, Visitor

GRID, OPERATOR, STREET, POSTCODE = "1-LV-rural3", "stadtwerke-bochum-netz", "Musterstraße", "44787"
ANSWER = re.compile("trägt die Wallbox mit 11 kW")
WAIT_S = 60.0
BURST = {"postgresql": 1_000, "sqlite": 100}
ALONE = 200  # turns asked again one by one: what comes later does not change them


def measure(made: Installation, *, quick: bool) -> list[Row]:
    """The web first, on a grid where nothing was promised; then the burst on the same grid, emptied."""
    from tests.shared import SHARED

    if SHARED is None:
        print("NOT MEASURED: supply town: no data")
        return []
    houses = in_force()
    name = f"supply.wallbox_year.web.{made.database}"
    with running(made):
        first = asked_by_web(made.port, houses, 1)
        took = sorted(asked_by_web(made.port, houses, number) for number in range(2, 5 if quick else 17))
    return [
        row(name, float(np.median(took)), "s", "<= 1.5"),
        row(f"{name}.worst", took[-1], "s"),
        row(f"{name}.first", first, "s"),
        *burst(made.database, houses, 12 if quick else BURST[made.database]),
    ]


def in_force() -> int:
    """How many addresses the grid has: one at each node with a load."""
    from glueckauf.core.clock import now
    from glueckauf.supply import actions

    archive, series, houses = files()
    looked = actions.look_at("power", name="netz.zip", content=archive, series=series, by=operator())
    number = actions.import_grid(looked, profile_year="SimBench", by=operator(), at=now())
    actions.release_grid("power", number=number, by=operator(), at=now())
    return houses


def operator() -> Any:
    """Who acts."""
    from glueckauf.identity.rules.actor import Rule

    return Rule(tenant=OPERATOR, name="bench")


def files() -> tuple[bytes, bytes, int]:
    """The grid in our own format, its year, and the number of addresses. SimBench scales p and q by series of their own: a load is two."""
    from dataclasses import replace

    from glueckauf.supply.engine.calls.model import written_profiles
    from glueckauf.supply.engine.exports import own
    from glueckauf.supply.engine.power.addresses import Connections
    from glueckauf.supply.engine.power.series import Profiles
    from tests import make_grids
    from tests.shared import SHARED

    grid = make_grids.simbench(GRID)
    loads, found = grid.loads, np.load(SHARED / "supply/power" / f"{GRID}--0-sw.profiles.npz")
    both = replace(
        loads,
        id=tuple(f"{kind}{name}" for kind in "pq" for name in loads.id),
        node=np.tile(loads.node, 2),
        p_kw=np.concatenate([loads.p_kw, 0 * loads.p_kw]),
        q_kvar=np.concatenate([0 * loads.q_kvar, loads.q_kvar]),
        profile=tuple(f"{name}_{kind}load" for kind in "pq" for name in loads.profile),
        in_service=np.tile(loads.in_service, 2),
    )
    known = set(map(str, found["sgen_names"]))
    makers = replace(grid.generators, in_service=np.array([name in known for name in grid.generators.profile]))
    nodes = np.unique(loads.node)
    addresses = Connections(
        id=tuple(f"a{node}" for node in nodes),
        node=nodes,
        street=(STREET,) * len(nodes),
        house_number=tuple(map(str, range(1, len(nodes) + 1))),
        postcode=(POSTCODE,) * len(nodes),
    )
    values = np.concatenate([found["load"], found["sgen"]], axis=1).astype(np.float32)
    profiles = Profiles(names=(*map(str, found["load_names"]), *map(str, found["sgen_names"])), values=values)
    return own.zipped(replace(grid, loads=both, generators=makers), addresses), written_profiles(profiles), len(nodes)


def steps(number: int) -> tuple[dict[str, str], ...]:
    """The answers of whoever lives at this number."""
    from glueckauf.core.clock import local_day, now

    begins = local_day(now()) + timedelta(days=40)
    place = {"street": STREET, "house_number": str(number), "postcode": POSTCODE, "city": "Bochum"}
    return (
        {f"objekt-{key}": value for key, value in place.items()} | {"zaehler": "1ITR0012345678", "eigentum": "ich", "altanlage": "nein"},
        {"hersteller": "Muster Charge 11", "zahl": "1", "leistung": "11", "phasen": "drei", "steuerbar": "ja"}
        | {f"inbetriebnahme-{part}": str(getattr(begins, part)) for part in ("day", "month", "year")},
        {"betrieb_name": ""},
        {"vorname": "Erika", "nachname": "Mustermann", "email": "erika@mustermann.example"}
        | {f"anschrift-{key}": value for key, value in place.items()},
    )


def asked_by_web(port: int, houses: int, number: int) -> float:
    """Seconds from handing in to the page that holds the answer. Raises RuntimeError when none comes."""
    visitor = Visitor(Connection(port))
    path = "/bochum/leistungen/wallbox-netzanschluss/antrag/"
    for answers in steps(1 + number * 7 % houses):
        visitor.get(path)
        path = visitor.post(path, answers)
    visitor.get(path)
    begun = time.monotonic()
    receipt = NUMBER.search(visitor.get(visitor.post(path, {"channel": "portal"})))
    if receipt is None:
        raise RuntimeError("no receipt")
    while time.monotonic() < begun + WAIT_S:
        if ANSWER.search(visitor.get(f"/vorgaenge/{receipt[1]}/")):
            took = time.monotonic() - begun
            visitor.connection.close()
            return took
        time.sleep(0.02)
    raise RuntimeError(f"no answer to {receipt[1]} in {WAIT_S:.0f} s")


def burst(database: str, houses: int, count: int) -> list[Row]:
    """All at once, then what they were promised all built, then the first turns again one by one in their order."""
    together, ended = answers(range(1, count + 1), houses, threads=16)
    order = turns()
    worst = over_limits()
    turn_s = np.diff(np.sort(np.array(ended)))
    alone_again, _ = answers(order[:ALONE], houses, threads=1)
    differ = sum(together[key] != found for key, found in alone_again.items())
    name = f"supply.burst.{database}"
    promised = sum(outcome in ("possible", "dimmed") for outcome, _ in together.values())
    return [
        row(f"{name}.after_turn_p95", float(np.quantile(turn_s, 0.95)), "s", "<= 3"),
        row(f"{name}.rate", count / (ended[-1] - ended[0] + float(np.median(turn_s))), "1/s"),
        row(f"{name}.requests", count, "requests"),
        row(f"{name}.promised", promised, "requests"),
        row(f"{name}.over_a_limit_when_all_is_built", worst, "elements", "<= 0"),
        row(f"{name}.other_than_one_by_one", differ + len(set(range(1, count + 1)) ^ set(order)), "requests", "<= 0"),
    ]


def answers(keys: Any, houses: int, *, threads: int) -> tuple[dict[int, tuple[str, float]], list[float]]:
    """Outcome and largest power of each request, and when each was answered; on a grid where nothing was promised before."""
    from glueckauf.core.db import writing
    from glueckauf.supply.models import Reservation

    with writing(operator()):
        Reservation.objects.visible_to(operator()).delete()
    left, found, ended, guard = list(keys)[::-1], {}, [], threading.Lock()

    def work() -> None:
        from django.db import connections

        while True:
            with guard:
                if not left:
                    break
                key = left.pop()
            answer = asked(key, houses)
            with guard:
                found[key] = answer
                ended.append(time.monotonic())
        connections.close_all()

    in_threads(threads, work)
    return found, ended


def asked(key: int, houses: int) -> tuple[str, float]:
    """One request at the action the check calls."""
    from glueckauf.core.clock import now
    from glueckauf.supply import actions
    from glueckauf.supply.rules.asked import Address, Request
    from glueckauf.supply.rules.devices import Device, Kind

    place = Address(street=STREET, house_number=str(1 + key * 7 % houses), postcode=POSTCODE)
    device = Device(kind=Kind.WALLBOX, count=1, each_kw=11.0, controllable=True, existing_kw=0.0)
    told = actions.ask_for_connection(key, request=Request(device=device, address=place), by=operator(), at=now()).found
    return str(told.outcome), float(told.said["largest_kw"])


def turns() -> list[int]:
    """Requests in the order of their turns."""
    from glueckauf.core.db import reading
    from glueckauf.supply.models import Reservation

    with reading(operator()):
        return list(Reservation.objects.visible_to(operator()).order_by("turn").values_list("vorgang_id", flat=True))


def over_limits() -> int:
    """How many elements are over a limit when every promised device runs at what it was promised at least."""
    from glueckauf.supply import queries
    from glueckauf.supply.engine.calls.connect import device_of, parsed
    from glueckauf.supply.engine.calls.model import limits_of, read
    from glueckauf.supply.engine.power.circuit import supplied
    from glueckauf.supply.engine.power.judge import extremes
    from glueckauf.supply.engine.power.year import year_flow
    from glueckauf.supply.rules.devices import Kind, as_asked
    from glueckauf.supply.rules.norms import default_limits

    archive, series, _ = files()
    model = read(archive, series)
    demand = model.base.demand_kva.copy()
    for one in queries.promised(operator(), "power"):
        device = device_of(model, parsed(as_asked(Kind(one.kind), one.node, one.power_kw, one.least_kw)))
        bus = model.made.bus[model.found.grid.nodes.id.index(one.node)]
        demand[:, np.flatnonzero(model.base.ready.power_bus == bus)[0]] += device.share * (one.least_kw or one.power_kw)
    flow = year_flow(model.base.ready, demand)
    return sum(one.use > 1 for one in extremes(model.made, flow, limits_of(default_limits()), supplied(model.made)))


if __name__ == "__main__":
    alone(measure, database="postgresql")
