"""Gas and heat in the shape of a desk: one state with what the grid says is drawn, because no revision holds a year of it."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls.connect import NoAnswer
from glueckauf.supply.engine.calls.piped import PIPE, VALVE, Bools, Floats, Links, Nodes, Piped, Spot, Valves, as_they_stand, limit_of
from glueckauf.supply.engine.calls.situation import placed_xy
from glueckauf.supply.engine.calls.trench import pipe_model
from glueckauf.supply.engine.ground.ground import returns
from glueckauf.supply.engine.pipes.fluid import NORMAL_K
from glueckauf.supply.engine.pipes.grid import PipeGrid, branch_ends, branch_ids
from glueckauf.supply.engine.pipes.hydraulics import Flow, flow
from glueckauf.supply.engine.pipes.model import PipeModel
from glueckauf.supply.engine.pipes.network import network
from glueckauf.supply.engine.pipes.problems import NothingSupplied, TooMuchHeat, Unsolvable
from glueckauf.supply.engine.pipes.state import state
from glueckauf.supply.engine.pipes.temperature import Heat

KEPT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """`heat`: of a heat grid; a gas is taken at the temperature of the ground."""

    flow: Flow
    heat: Heat | None


class PipesKept:
    """One revision as the engine keeps it, with the states asked for lately by positions of valves."""

    def __init__(self, model: PipeModel) -> None:
        self.model = model
        self.states: OrderedDict[tuple[Any, ...], Solved] = OrderedDict()

    def solved(self, grid: PipeGrid, opened: Bools, out: tuple[str, ...] = ()) -> Solved:
        """`grid`: that of the model without the pipes that are `out`. Raises NoAnswer: supply, heat, pipes."""
        key = (out, *opened.tolist())
        if key not in self.states:
            self.states[key] = solve(grid, opened)
            while len(self.states) > KEPT:
                self.states.popitem(last=False)
        self.states.move_to_end(key)
        return self.states[key]


def kept_pipes(content: bytes) -> PipesKept:
    """From what a revision keeps. Raises NotStored, ImportRefused."""
    return PipesKept(pipe_model(content))


def solve(grid: PipeGrid, opened: Bools) -> Solved:
    """Raises NoAnswer."""
    try:
        made = network(grid, opened)
        if grid.fluid.is_gas:
            return Solved(flow=flow(made), heat=None)
        found = state(made)
        return Solved(flow=found.flow, heat=found.heat)
    except NothingSupplied as error:
        raise NoAnswer("supply") from error
    except TooMuchHeat as error:
        raise NoAnswer("heat") from error
    except Unsolvable as error:
        raise NoAnswer("pipes") from error


def of_pipes(kept: PipesKept, given: Mapping[str, Any]) -> Piped:
    """A single state, without the pipes that are `out`. Raises NoAnswer."""
    out = tuple(given.get("out", ()))
    grid, joined = without(kept.model.grid, out), kept.model.connections
    opened, unknown = as_they_stand(grid.valves.id, grid.valves.open, given.get("positions", {}))
    found = kept.solved(grid, opened, out)
    is_heat, pressure = found.heat is not None, found.flow.pressure_bar
    facts = told(grid, found)
    drawn = places_of_draw(grid)
    xy, is_placed = placed_xy(grid.junctions.xy)
    sources, names = feeds(grid)
    return Piped(
        nodes=Nodes(id=grid.junctions.id, street=grid.junctions.street, spot=spots(xy), drawn=drawn),
        links=links(grid, opened, is_placed=is_placed),
        valves=valves(grid, opened),
        sources=sources,
        source_names=names,
        connections=joined,
        back=returns(grid, joined),
        pressure=pressure[None, :],
        judged=np.where(drawn, facts["difference_bar"] if is_heat else pressure, np.nan)[None, :],
        draw_m3h=None,
        flow=flows(grid, found.flow)[None, :],
        unit="bar",
        flow_unit="kg/s",
        least=limit_of(given, "least_difference_bar" if is_heat else "least_pressure_bar"),
        facts=facts,
        load=load(found),
        unknown=unknown,
        is_placed=is_placed,
        solver=f"{found.flow.solver} {found.flow.version}",
    )


def without(grid: PipeGrid, out: tuple[str, ...]) -> PipeGrid:
    """The grid with these pipes out of service. Raises NoAnswer: element."""
    if not out:
        return grid
    if set(out) - set(grid.pipes.id):
        raise NoAnswer("element")
    stays = np.array([name not in out for name in grid.pipes.id], dtype=bool)
    return replace(grid, pipes=replace(grid.pipes, in_service=grid.pipes.in_service & stays))


def places_of_draw(grid: PipeGrid) -> Bools:
    """Junctions with a sink or a consumer in service; what is fed in is no draw."""
    found = np.zeros(len(grid.junctions), dtype=bool)
    found[grid.sinks.junction[grid.sinks.in_service & (grid.sinks.flow_kg_s > 0)]] = True
    found[grid.consumers.start[grid.consumers.in_service]] = True
    return found


def told(grid: PipeGrid, found: Solved) -> dict[str, Floats]:
    """Values per junction; of heat what a consumer there gets: the pressure between both sides, and the temperature it sends back."""
    facts = {"elevation_m": grid.junctions.height_m} if np.any(grid.junctions.height_m) else {}
    if found.heat is None:
        return facts
    consumers, pressure = grid.consumers, found.flow.pressure_bar
    apart, back = np.full(len(grid.junctions), np.nan), np.full(len(grid.junctions), np.nan)
    apart[consumers.start] = pressure[consumers.start] - pressure[consumers.end]
    back[consumers.start] = found.heat.return_k - NORMAL_K
    warm = found.heat.temperatures.junction - NORMAL_K
    return facts | {"temperature_c": warm, "difference_bar": apart, "return_c": back}


def load(found: Solved) -> dict[str, float]:
    """What is drawn in this state, so that a page can say which one it is."""
    taken = np.concatenate([found.flow.sink_kg_s[found.flow.sink_kg_s > 0], found.flow.consumer_kg_s[found.flow.consumer_kg_s > 0]])
    told = {"draws": float(len(taken)), "kg_s": round(float(taken.sum()), 4)}
    if found.heat is not None:
        told |= {"heat_kw": round(float(found.heat.drawn_w.sum()) / 1000, 1), "lost_kw": round(float(found.heat.lost_w.sum()) / 1000, 1)}
    return told


def feeds(grid: PipeGrid) -> tuple[Any, tuple[str, ...]]:
    """Junctions that hold their pressure, with the name of what holds it; a pump has two sides."""
    pairs = [(int(node), name) for node, name, on in zip(grid.feeds.junction, grid.feeds.id, grid.feeds.in_service, strict=True) if on]
    for out, back, name, on in zip(grid.pumps.out, grid.pumps.back, grid.pumps.id, grid.pumps.in_service, strict=True):
        pairs += [(int(out), name), (int(back), name)] if on else []
    alive = dict(pair for pair in pairs if grid.junctions.in_service[pair[0]])
    return np.array(list(alive), dtype=np.int64), tuple(alive.values())


def carrying(grid: PipeGrid, opened: Bools) -> Bools:
    """Branches in service between junctions in service."""
    start, end = branch_ends(grid)
    works = np.concatenate([grid.pipes.in_service, opened])
    return np.asarray(works & grid.junctions.in_service[start] & grid.junctions.in_service[end], dtype=bool)


def flows(grid: PipeGrid, found: Flow) -> Floats:
    """Without sign, NaN where nothing can flow."""
    size = np.full(len(grid.pipes) + len(grid.valves), np.nan)
    size[found.made.branch] = np.abs(np.concatenate([found.pipe_kg_s, found.valve_kg_s]))[found.made.branch]
    return size


def links(grid: PipeGrid, opened: Bools, *, is_placed: bool) -> Links:
    """Pipes, then valves."""
    pipes, valves, street = grid.pipes, grid.valves, grid.junctions.street
    start, end = branch_ends(grid)
    between = [path[1:-1] if is_placed and len(path) > 2 else path[:0] for path in pipes.path]
    return Links(
        id=branch_ids(grid),
        kind=(PIPE,) * len(pipes) + (VALVE,) * len(valves),
        street=tuple(street[a] if street[a] == street[b] else street[a] or street[b] for a, b in zip(start, end, strict=True)),
        name=pipes.name + valves.name,
        start=start,
        end=end,
        width_mm=np.concatenate([pipes.diameter_mm, valves.diameter_mm]),
        length_m=np.concatenate([pipes.length_m, np.full(len(valves), np.nan)]),
        path=tuple(tuple(spot for spot in spots(path) if spot) for path in between) + ((),) * len(valves),
        one_way=np.zeros(len(start), dtype=bool),
        normal=carrying(grid, grid.valves.open),
        usable=carrying(grid, opened),
    )


def valves(grid: PipeGrid, opened: Bools) -> Valves:
    """Each is a branch of its own."""
    found, street = grid.valves, grid.junctions.street
    return Valves(
        id=found.id,
        street=tuple(street[a] or street[b] for a, b in zip(found.start, found.end, strict=True)),
        node=found.start,
        link=len(grid.pipes) + np.arange(len(found)),
        open=opened,
    )


def spots(xy: Floats) -> tuple[Spot | None, ...]:
    """With seven digits."""
    return tuple((round(x, 7), round(y, 7)) if np.isfinite((x, y)).all() else None for x, y in xy.tolist())
