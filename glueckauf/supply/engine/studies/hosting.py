"""How much each connection could still take, over the binding quarter-hours of the year: one part per low-voltage area.

Binding are the quarter-hours in which the area is nearest to each of its limits, and those of its largest load or its largest surplus.
Values hold for one addition and never add up over neighbours. Inside the medium voltage nothing is judged (see area.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from importlib.metadata import version
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls.connect import SOLVER, Asked, from_profile, parsed, within
from glueckauf.supply.engine.calls.model import Model, limits_of, read
from glueckauf.supply.engine.power.admittance import Complexes
from glueckauf.supply.engine.power.circuit import Circuit, circuit, supplied
from glueckauf.supply.engine.power.cut import cut_out, fed_at
from glueckauf.supply.engine.power.dense import dense
from glueckauf.supply.engine.power.grid import Bools, Floats, Ints, PowerGrid, node_index
from glueckauf.supply.engine.power.hosting import ROUNDS, Sweep
from glueckauf.supply.engine.power.judge import uses
from glueckauf.supply.engine.power.limits import PowerLimits
from glueckauf.supply.engine.power.newton import NotConverged
from glueckauf.supply.engine.power.series import demand_kva
from glueckauf.supply.engine.power.year import year_flow

TIGHTEST = 3  # quarter-hours of each quantity


class HostingStudy:
    """`asked`: sign (-1 feeds in, 1 draws), most_kw, and `promised`: devices that count already, as calls/connect.py takes them."""

    def __init__(self, files: Sequence[bytes], limits: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
        self.model: Model = read(files[0], files[1])
        self.limits: PowerLimits = limits_of(limits)
        self.sign, self.most_kw = int(asked["sign"]), float(asked["most_kw"])
        self.promised = [parsed(one) for one in asked.get("promised", ())]

    @property
    def solver(self) -> str:
        """With versions."""
        return f"{SOLVER}, numpy {version('numpy')}, power-grid-model {version('power-grid-model')}"

    @property
    def areas(self) -> list[Ints]:
        """Buses of each."""
        return self.model.areas

    def demand(self, made: Circuit, steps: Ints | slice = slice(None)) -> Complexes:
        """Steps x buses of the grid or a part of it, with what was promised there at full power in its hours."""
        found, row = demand_kva(made, self.model.profiles, steps), node_index(made.grid)
        for one in self.promised:
            bus = int(made.bus[row[one.node]]) if one.node in row else -1
            if bus >= 0:
                found[:, bus] += one.sign * one.power_kw * self.share(one)[steps]
        return found

    def share(self, one: Asked) -> Floats:
        """Of its power, each quarter-hour of the year."""
        profiles = self.model.profiles
        return from_profile(profiles, one.profile) if one.profile in profiles.names else within(one.hours, len(profiles.values))

    def about(self) -> dict[str, Any]:
        """Quarter-hours of the year."""
        return {"steps": len(self.model.profiles.values)}

    def parts(self) -> list[dict[str, Any]]:
        """One for each area."""
        return [{"area": number, "weight": len(buses)} for number, buses in enumerate(self.areas)]

    def part(self, given: Mapping[str, Any]) -> list[dict[str, Any]]:
        """A row for each node where somebody is connected, else for each with a load."""
        made, buses = self.model.made, self.areas[int(given["area"])]
        grid = cut_out(made, buses)
        nodes = self.candidates(buses)
        if not nodes:
            return []
        steps = self.binding(circuit(grid))
        try:
            sweeps = list(self.sweeps(grid, nodes, steps))
            over = any(sweep.over() for sweep in sweeps)
        except NotConverged:  # what is asked of the grid already cannot be supplied at one of these quarter-hours
            sweeps, over = [], True
        found, step = largest([] if over else sweeps, len(nodes), most_kw=self.most_kw, sign=self.sign)
        station = ", ".join(sorted(grid.transformers.id))
        return [
            {
                "id": node,
                "place": self.places.get(node, ""),
                "station": station,
                "kw": None if over else round(float(found[at]), 1),
                "step": None if over or step[at] < 0 else int(steps[step[at]]),
                "steps": len(steps),
            }
            for at, node in enumerate(nodes)
        ]

    @cached_property
    def places(self) -> dict[str, str]:
        """Addresses of each node."""
        joined, found = self.model.found.connections, dict[str, list[str]]()
        for street, number, node in zip(joined.street, joined.house_number, joined.node.tolist(), strict=True):
            if node >= 0:
                found.setdefault(self.model.made.grid.nodes.id[node], []).append(f"{street} {number}")
        return {node: ", ".join(sorted(names)) for node, names in found.items()}

    def candidates(self, buses: Ints) -> list[str]:
        """Ids of nodes, one for each bus, in their order."""
        made = self.model.made
        joined = self.model.found.connections.node
        wanted = joined[joined >= 0] if len(joined) else made.grid.loads.node
        first: dict[int, str] = {}
        for node in sorted(set(wanted.tolist()), key=lambda node: made.grid.nodes.id[node]):
            if made.bus[node] in buses:
                first.setdefault(int(made.bus[node]), made.grid.nodes.id[node])
        return sorted(first.values())

    def binding(self, made: Circuit) -> Ints:
        """Quarter-hours that may bind, in order."""
        ready = dense(made, np.flatnonzero(supplied(made)))
        demand = self.demand(made)
        flow = year_flow(ready, np.take(demand, ready.power_bus, axis=1), threads=1)
        net = demand.real.sum(axis=1) * self.sign
        chosen: set[int] = set(np.argsort(-net, kind="stable")[:TIGHTEST].tolist())
        for _quantity, use, _values in uses(flow, self.limits, supplied(made)):
            if use.shape[1]:
                chosen |= set(np.argsort(-use.max(axis=1), kind="stable")[:TIGHTEST].tolist())
        return np.array(sorted(chosen), dtype=np.int64)

    def sweeps(self, grid: PowerGrid, nodes: Sequence[str], steps: Ints) -> Iterable["Sweep"]:
        """One for each quarter-hour, fed with what the medium voltage is then."""
        flow = self.model.flows.flow(self.demand(self.model.made, steps))
        feeds = [grid.nodes.id[node] for node in grid.sources.node]
        row, bus = node_index(self.model.made.grid), self.model.made.bus
        at = [int(bus[row[name]]) for name in feeds]
        for number, step in enumerate(steps):
            made = circuit(fed_at(grid, flow.voltage_pu[number, at]))
            index = node_index(grid)
            wanted = np.array([made.bus[index[name]] for name in nodes], dtype=np.int64)
            yield AreaSweep(made, self.demand(made, np.array([step])), self.limits, wanted)


class AreaSweep(Sweep):
    """All buses of the area have power; those asked for come first."""

    def __init__(self, made: Circuit, demand_kva: Complexes, limits: PowerLimits, candidates: Ints) -> None:
        others = np.setdiff1d(np.flatnonzero(supplied(made)), candidates)
        feeds = made.bus[made.grid.sources.node]
        super().__init__(made, demand_kva, limits, np.concatenate([candidates, np.setdiff1d(others, feeds)]))


def largest(sweeps: Sequence[Sweep], count: int, *, most_kw: float, sign: int) -> tuple[Floats, Ints]:
    """Bisection of all in lock-step over all quarter-hours; the largest power of each, and which refuses a little more (-1: none)."""
    low, high = np.zeros(count), np.full(count, most_kw)
    refused = refusing(sweeps, high, sign)
    low[refused < 0] = most_kw
    for _ in range(ROUNDS + max(int(np.ceil(np.log2(most_kw / 100))), 0)):
        middle = (low + high) / 2
        now = refusing(sweeps, middle, sign)
        fits: Bools = now < 0
        low, high = np.where(fits, middle, low), np.where(fits, high, middle)
        refused = np.where(fits, refused, now)
    return low, refused


def refusing(sweeps: Sequence[Sweep], power_kw: Floats, sign: int) -> Ints:
    """The first quarter-hour that breaks a limit with this power, -1 for none."""
    found = np.full(len(power_kw), -1)
    for number in reversed(range(len(sweeps))):
        found[~sweeps[number].fits(power_kw, sign)] = number
    return found
