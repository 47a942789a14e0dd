"""The water grid in the shape of a desk: a day of EPANET with the valves as they stand."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls.closing import WaterKept
from glueckauf.supply.engine.calls.piped import PIPE, Bools, Floats, Links, Nodes, Piped, Spot, Valves, as_they_stand
from glueckauf.supply.engine.calls.water_day import STEPS, day_of, pressures, usable
from glueckauf.supply.engine.ground.ground import no_return
from glueckauf.supply.engine.water.grid import JUNCTION, WaterGrid, base_demand, link_ends, link_ids
from glueckauf.supply.engine.water.hydraulics import Day
from glueckauf.supply.engine.water.topology import one_way, passable, supply

NOTHING: Mapping[str, float] = MappingProxyType({})


def of_water(kept: WaterKept, given: Mapping[str, Any]) -> Piped:
    """96 quarter-hours. Raises NoAnswer and what EPANET raises."""
    grid, found = kept.model.grid, day_of(kept, given)
    carries, unknown = usable(kept, given)
    pressure = pressures(kept, given, found)
    taken = base_demand(grid) > 0
    junction = np.array(grid.nodes.kind) == JUNCTION
    sources = np.concatenate([grid.reservoirs.node, grid.tanks.node])
    return Piped(
        nodes=Nodes(id=grid.nodes.id, street=grid.nodes.street, spot=spots(kept, grid.nodes.xy), drawn=taken),
        links=links(kept, carries),
        valves=valves(grid, given.get("positions", {})),
        sources=sources,
        source_names=tuple(grid.nodes.id[node] for node in sources.tolist()),
        connections=kept.model.connections,
        back=no_return(kept.model.connections),
        pressure=pressure,
        judged=np.where(taken, pressure, np.nan),
        draw_m3h=np.where(junction, found.demand_m3h[:STEPS], 0.0),
        flow=flows(grid, found, carries),
        unit="m",
        flow_unit="m³/h",
        least=kept.pressure.full_m,
        facts={"elevation_m": grid.nodes.elevation_m},
        load=NOTHING,
        unknown=tuple(unknown),
        is_placed=bool(np.isfinite(kept.model.longitude)),
        solver=f"{found.solver} {found.version}",
    )


def flows(grid: WaterGrid, found: Day, carries: Bools) -> Floats:
    """NaN where a link is shut or hangs on no source."""
    wet, (start, _) = supply(grid, carries).reached, link_ends(grid)
    return np.where(carries & wet[start], np.abs(found.flow_m3h[:STEPS]), np.nan)


def links(kept: WaterKept, carries: Bools) -> Links:
    """Pipes, pumps and control valves."""
    grid = kept.model.grid
    start, end = link_ends(grid)
    pipes, rest = len(grid.pipes), len(grid.pumps) + len(grid.valves)
    normal = passable(grid)
    normal[grid.isolation.pipe[~grid.isolation.open]] = False
    return Links(
        id=link_ids(grid),
        kind=(PIPE,) * pipes + ("pump",) * len(grid.pumps) + ("valve",) * len(grid.valves),
        street=grid.pipes.street + ("",) * rest,
        name=("",) * (pipes + rest),
        start=start,
        end=end,
        width_mm=np.concatenate([grid.pipes.diameter_mm, np.full(len(grid.pumps), np.nan), grid.valves.diameter_mm]),
        length_m=np.concatenate([grid.pipes.length_m, np.full(rest, np.nan)]),
        path=tuple(tuple(one for one in spots(kept, path) if one) for path in grid.pipes.path) + ((),) * rest,
        one_way=one_way(grid),
        normal=normal,
        usable=carries,
    )


def valves(grid: WaterGrid, moved: Mapping[str, bool]) -> Valves:
    """Each sits in a pipe, which carries nothing while it is shut."""
    isolation = grid.isolation
    opened, _ = as_they_stand(isolation.id, isolation.open, moved)
    return Valves(id=isolation.id, street=isolation.street, node=isolation.node, link=isolation.pipe, open=opened)


def spots(kept: WaterKept, xy: Floats) -> tuple[Spot | None, ...]:
    """On the map; a frame without a place is drawn around 0."""
    return tuple(
        kept.model.degrees(x, y) or ((round(x / 111_320, 7), round(y / 111_320, 7)) if np.isfinite((x, y)).all() else None)
        for x, y in xy.tolist()
    )
