"""What people look at: the worst day, the duration curve, the voltage along the feeder, before and after. Values only, no drawing."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from glueckauf.supply.engine.power.circuit import Circuit
from glueckauf.supply.engine.power.grid import Bools, Floats, node_index
from glueckauf.supply.engine.power.judge import Extreme
from glueckauf.supply.engine.power.year import YearFlow

DAY = 96  # quarter-hours
POINTS = 101  # of a duration curve: each percent of the year


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Two series over one axis. `first_step` of a day; axis in hours, percent of the year, or metres from the transformer."""

    axis: Floats
    before: Floats
    after: Floats
    first_step: int = 0


def worst_day(made: Circuit, before: YearFlow, after: YearFlow, binding: Extreme) -> Curve:
    """The 24 hours around the tightest step, for the element that binds."""
    first = binding.step // DAY * DAY
    rows = slice(first, min(first + DAY, len(before.voltage_pu)))
    one, two = series(made, before, binding)[rows], series(made, after, binding)[rows]
    return Curve(axis=np.arange(len(one)) / 4, before=one, after=two, first_step=first)


def duration(made: Circuit, before: YearFlow, after: YearFlow, binding: Extreme) -> Curve:
    """All quarter-hours by size, worst first."""
    share = np.linspace(0, 1, POINTS)
    down = binding.quantity != "voltage_low"
    one, two = (np.quantile(series(made, flow, binding), 1 - share if down else share) for flow in (before, after))
    return Curve(axis=share * 100, before=one, after=two)


def series(made: Circuit, flow: YearFlow, binding: Extreme) -> Floats:
    """The whole year of one element."""
    grid = made.grid
    if binding.quantity == "line":
        return flow.line_percent[:, grid.lines.id.index(binding.element)].astype(np.float64)
    if binding.quantity == "transformer":
        return flow.transformer_percent[:, grid.transformers.id.index(binding.element)].astype(np.float64)
    return flow.voltage_pu[:, made.bus[node_index(grid)[binding.element]]].astype(np.float64)


def along_feeder(made: Circuit, before: YearFlow, after: YearFlow, *, node: str, step: int, inside: Bools | None = None) -> Curve:
    """Voltage at the buses from the nearest feed to the node, over metres of line; `inside`: only at those, counted from the first of them.

    Transformers count as no distance.
    """
    grid = made.grid
    line, unit = made.line_start_on & made.line_end_on, made.hv_on & made.lv_on
    start = np.concatenate([made.bus[grid.lines.start[line]], made.bus[grid.transformers.hv[unit]]])
    end = np.concatenate([made.bus[grid.lines.end[line]], made.bus[grid.transformers.lv[unit]]])
    metres = np.concatenate([np.maximum(grid.lines.length_m[line], 1e-3), np.full(int(unit.sum()), 1e-3)])
    graph = coo_array((metres, (start, end)), shape=(made.buses, made.buses))
    feeds = np.unique(made.bus[grid.sources.node[grid.sources.in_service]])
    far, previous, _ = dijkstra(graph.tocsr(), directed=False, indices=feeds[feeds >= 0], return_predecessors=True, min_only=True)
    path = [int(made.bus[node_index(grid)[node]])]
    while previous[path[-1]] >= 0:
        path.append(int(previous[path[-1]]))
    path.reverse()
    path = [bus for bus in path if inside is None or inside[bus]]
    return Curve(
        axis=np.round(far[path] - (far[path[0]] if inside is not None else 0), 1),
        before=before.voltage_pu[step, path].astype(np.float64),
        after=after.voltage_pu[step, path].astype(np.float64),
    )
