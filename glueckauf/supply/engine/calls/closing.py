"""A closure as another process asks for it: the place in, valves to turn and everybody who is dry or short of pressure out."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import cached_property
from math import nan
from types import MappingProxyType
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls import told
from glueckauf.supply.engine.calls.assumed import as_they_stand, assumed
from glueckauf.supply.engine.imports.epanet import water_grid
from glueckauf.supply.engine.power.addresses import UnknownAddress, no_connections, node_of
from glueckauf.supply.engine.spelling import spelled
from glueckauf.supply.engine.stored import read
from glueckauf.supply.engine.water.closure import Alternative, CannotIsolate, Closure, alternatives, closure, effect, normal
from glueckauf.supply.engine.water.grid import Ints, WaterGrid
from glueckauf.supply.engine.water.hydraulics import Day
from glueckauf.supply.engine.water.inp import PressureDriven
from glueckauf.supply.engine.water.model import WaterModel
from glueckauf.supply.engine.water.response import Response
from glueckauf.supply.engine.water.segments import Segments, segments

NOT_MOVED: Mapping[str, bool] = MappingProxyType({})


class WaterKept:
    """One revision as the engine keeps it: segments and the normal day are computed once."""

    def __init__(self, model: WaterModel, least_m: float) -> None:
        self.model, self.pressure = model, PressureDriven(full_m=least_m)
        self.days: OrderedDict[str, Day] = OrderedDict()  # for a desk, by what was shut
        self.responses: dict[Any, Response] = {}  # what sensors would see of leaks, see leaking.py

    @cached_property
    def parts(self) -> Segments:
        """Between isolation valves."""
        return segments(self.model.grid)

    @cached_property
    def normal(self) -> Day:
        """Without a closure."""
        return normal(self.model.grid, self.pressure)


def kept_water(content: bytes, *, least_m: float) -> WaterKept:
    """From what a revision keeps. Raises NotStored, ImportRefused."""
    return WaterKept(water_model(content), least_m)


def water_model(content: bytes) -> WaterModel:
    """Our own tables, or an EPANET model: that knows neither addresses nor isolation valves. Raises NotStored, ImportRefused."""
    if content.startswith(b"PK"):
        return read(WaterModel, content)
    return bare(water_grid(content).grid)


def bare(grid: WaterGrid) -> WaterModel:
    """Without addresses, and in a place nobody knows."""
    return WaterModel(grid=grid, connections=no_connections(), longitude=nan, latitude=nan)


def close(kept: WaterKept, place: Mapping[str, Any], stuck: Sequence[str], positions: Mapping[str, bool] = NOT_MOVED) -> dict[str, Any]:
    """The plan around an address or pipes, as plain values. `positions`: valves that stand otherwise than recorded (id -> open), because of
    other closures. The plan holds while they last and when they end first: `held` are valves they shut and it needs shut as well.

    Raises UnknownAddress, CannotIsolate, KeyError for a stuck valve we do not have.
    """
    grid = kept.model.grid
    pipes, opened = pipes_at(kept.model, place), as_they_stand(grid, positions)
    plan = closure(grid, kept.parts, pipes, opened=opened, stuck=stuck)
    before = normal(grid, kept.pressure, opened=opened) if positions else kept.normal
    found = effect(grid, plan, before, kept.pressure)
    plans = [plan, *([] if not positions else alone(kept, pipes, stuck))]
    dry, shut = every(plans, "customers"), every(plans, "close", "verify")
    is_open = dict(zip(grid.isolation.id, opened.tolist(), strict=True))
    short = [name for name in found.customers if name not in set(dry)]
    return {
        "valves": [valve(kept.model, name) for name in every(plans, "close") if is_open[name]],
        "held": [valve(kept.model, name) for name in shut if positions.get(name) is False],
        "verify": [valve(kept.model, name) for name in plan.verify],
        "pipes": list(plan.pipes),
        "length_m": round(float(grid.pipes.length_m[[grid.pipes.id.index(name) for name in plan.pipes]].sum()), 1),
        "dry": addresses(kept.model, dry),
        "first": [{"address": one, "why": why} for one, why in in_need(kept.model, every(plans, "priority"))],
        "short": addresses(kept.model, short),
        "hydrants": list(plan.hydrants),
        "stuck": [otherwise(one) for one in alternatives(grid, kept.parts, pipes, plan, opened=opened, stuck=stuck)],
        "assumed": assumed(grid, plan, opened, positions),
        "streets": streets(kept.model, dry),
        "solver": f"{found.solver} {found.version}",
    }


def alone(kept: WaterKept, pipes: Ints, stuck: Sequence[str]) -> list[Closure]:
    """The plan as it is once the others ended; none where it needs one of them."""
    try:
        return [closure(kept.model.grid, kept.parts, pipes, stuck=stuck)]
    except CannotIsolate:
        return []


def every(plans: Sequence[Closure], *names: str) -> tuple[str, ...]:
    """Ids of these fields of all plans, each once."""
    return tuple(dict.fromkeys(one for plan in plans for name in names for one in getattr(plan, name)))


def pipes_at(model: WaterModel, place: Mapping[str, Any]) -> Ints:
    """Rows: those named, or those of the street that meet at the node of the address."""
    pipes = model.grid.pipes
    if names := place.get("pipes"):
        return np.array([pipes.id.index(name) for name in names], dtype=np.int64)
    node = node_of(model.connections, street=place["street"], house_number=place["house_number"], postcode=place["postcode"])
    meets = (pipes.start == node) | (pipes.end == node)
    wanted = np.array([spelled(name) == spelled(place["street"]) for name in pipes.street])
    found = np.flatnonzero(meets & wanted)
    if not len(found):
        raise UnknownAddress
    return found


def valve(model: WaterModel, name: str) -> dict[str, Any]:
    """As a crew looks for it: number, street, place on the map."""
    row = model.grid.isolation.id.index(name)
    x, y = model.grid.nodes.xy[model.grid.isolation.node[row]].tolist()
    return {"id": name, "street": model.grid.isolation.street[row], "at": model.degrees(x, y)}


def addresses(model: WaterModel, customers: Sequence[str]) -> list[list[str]]:
    """Street, number and postcode of customers, in the order of streets and numbers."""
    row = {name: at for at, name in enumerate(model.connections.id)}
    return told.addresses(model.connections, [row[name] for name in customers])


def in_need(model: WaterModel, customers: Sequence[str]) -> list[tuple[list[str], str]]:
    """Who must be told first, and why."""
    points = model.grid.customers
    return [(addresses(model, [name])[0], points.priority[points.id.index(name)]) for name in customers]


def otherwise(found: Alternative) -> dict[str, Any]:
    """What if a valve does not shut."""
    return {
        "valve": found.stuck,
        "possible": found.plan is not None,
        "more_valves": list(found.more_valves),
        "more_customers": len(found.more_customers),
    }


def streets(model: WaterModel, customers: Sequence[str]) -> list[dict[str, Any]]:
    """For the public: each street with the numbers between which nobody has water."""
    row = {name: at for at, name in enumerate(model.connections.id)}
    return told.streets(
        model.connections, [row[name] for name in customers], lambda node: model.degrees(*model.grid.nodes.xy[node].tolist())
    )
