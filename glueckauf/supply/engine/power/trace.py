"""Where an element gets its power from, and who would be dark without it: by topology, in the positions of the grid itself."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order

from glueckauf.supply.engine.power.circuit import Circuit, circuit, supplied
from glueckauf.supply.engine.power.grid import LINE, TRANSFORMER, Bools, Ints, PowerGrid
from glueckauf.supply.engine.power.scenarios import Tie, ties
from glueckauf.supply.engine.power.standing import standing, without

NODE, SWITCH = "node", "switch"
KINDS = (TRANSFORMER, LINE, SWITCH, NODE)


class NoElement(LookupError):
    """No table has this id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """Table and row."""

    kind: str
    row: int
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """`up`: elements from here to the feed, nearest first, empty where nothing feeds it. `dark`: nodes that only this one feeds (mask).

    `ties`: open switches between those and what stays supplied.
    """

    up: tuple[Element, ...]
    dark: Bools
    ties: tuple[Tie, ...]
    fed: bool


def element(grid: PowerGrid, name: str, kind: str = "") -> Element:
    """By id, in the order of KINDS where tables share it. Raises NoElement."""
    tables = {TRANSFORMER: grid.transformers.id, LINE: grid.lines.id, SWITCH: grid.switches.id, NODE: grid.nodes.id}
    for one in KINDS if not kind else (kind,):
        if one in tables and name in tables[one]:
            return Element(kind=one, row=tables[one].index(name), id=name)
    raise NoElement(name)


def trace(grid: PowerGrid, one: Element) -> Trace:
    """In the grid's own positions."""
    made = circuit(grid)
    live = supplied(made)
    cut = cut_circuit(grid, one)
    dark = (made.bus >= 0) & live[np.maximum(made.bus, 0)] & ~alive(grid, cut)
    if one.kind == NODE:
        dark |= (made.bus == made.bus[one.row]) & (made.bus >= 0) & live[np.maximum(made.bus, 0)]
    return Trace(up=upstream(made, one), dark=dark, ties=tuple(around(made, dark, one)), fed=is_fed(made, live, one))


def cut_circuit(grid: PowerGrid, one: Element) -> Circuit:
    """Without the element: a node loses all that meets there, a closed switch opens."""
    if one.kind == LINE:
        return circuit(without(grid, lines=(one.row,)))
    if one.kind == TRANSFORMER:
        return circuit(without(grid, transformers=(one.row,)))
    if one.kind == SWITCH:
        return circuit(standing(grid, {one.id: True})[0])
    made = circuit(grid)
    here = made.bus[one.row]
    lines = np.flatnonzero((made.bus[grid.lines.start] == here) | (made.bus[grid.lines.end] == here))
    units = np.flatnonzero((made.bus[grid.transformers.hv] == here) | (made.bus[grid.transformers.lv] == here))
    return circuit(without(grid, lines=lines.tolist(), transformers=units.tolist()))


def alive(grid: PowerGrid, made: Circuit) -> Bools:
    """Nodes that hang on a feed."""
    found: Bools = (made.bus >= 0) & supplied(made)[np.maximum(made.bus, 0)]
    return found


def ends(made: Circuit, one: Element) -> list[int]:
    """Buses the element touches."""
    grid = made.grid
    if one.kind == NODE:
        return [int(made.bus[one.row])]
    if one.kind == LINE:
        sides = ((grid.lines.start, made.line_start_on), (grid.lines.end, made.line_end_on))
    elif one.kind == TRANSFORMER:
        sides = ((grid.transformers.hv, made.hv_on), (grid.transformers.lv, made.lv_on))
    else:
        return [int(made.bus[grid.switches.node[one.row]])]
    return [int(made.bus[nodes[one.row]]) for nodes, on in sides if on[one.row]]


def is_fed(made: Circuit, live: Bools, one: Element) -> bool:
    """Whether anything it touches hangs on a feed."""
    return any(bus >= 0 and live[bus] for bus in ends(made, one))


def upstream(made: Circuit, one: Element) -> tuple[Element, ...]:
    """The shortest way to a feed, without the element itself."""
    grid = made.grid
    line, unit = np.flatnonzero(made.line_start_on & made.line_end_on), np.flatnonzero(made.hv_on & made.lv_on)
    start = np.concatenate([made.bus[grid.lines.start[line]], made.bus[grid.transformers.hv[unit]]])
    end = np.concatenate([made.bus[grid.lines.end[line]], made.bus[grid.transformers.lv[unit]]])
    via: dict[tuple[int, int], Element] = {}
    rows = [Element(kind=LINE, row=int(row), id=grid.lines.id[row]) for row in line]
    rows += [Element(kind=TRANSFORMER, row=int(row), id=grid.transformers.id[row]) for row in unit]
    for a, b, found in zip(start.tolist(), end.tolist(), rows, strict=True):
        via[a, b] = via[b, a] = found
    parent, depth = tree(made, start, end)
    begins = sorted((bus for bus in ends(made, one) if bus >= 0 and depth[bus] >= 0), key=lambda bus: int(depth[bus]))
    path: list[Element] = []
    while begins and depth[begins[0]] > 0:
        here = begins[0]
        path.append(via[here, int(parent[here])])
        begins = [int(parent[here])]
    return tuple(found for found in path if found.id != one.id or found.kind != one.kind)


def tree(made: Circuit, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Next bus towards the nearest feed, and how many branches away it is; -1: none."""
    grid, count = made.grid, made.buses
    feeds = made.bus[grid.sources.node[grid.sources.in_service]]
    feeds = feeds[feeds >= 0]
    a, b = np.concatenate([start, feeds]), np.concatenate([end, np.full(len(feeds), count)])
    graph = coo_array((np.ones(len(a)), (a, b)), shape=(count + 1, count + 1)).tocsr()
    order, parent = breadth_first_order(graph, count, directed=False)
    depth = np.full(count + 1, -1, dtype=np.int64)
    depth[count] = -1
    for bus in order[1:]:
        depth[bus] = 0 if parent[bus] == count else depth[parent[bus]] + 1
    return parent.astype(np.int64), depth


def around(made: Circuit, dark: Bools, one: Element) -> list[Tie]:
    """Open switches over which the dark part could come back, or that meet the element itself."""
    lost = np.zeros(made.buses, dtype=bool)
    lost[made.bus[dark & (made.bus >= 0)]] = True
    near = set(ends(made, one))
    return [tie for tie in ties(made) if lost[tie.a] != lost[tie.b] or tie.a in near or tie.b in near or tie.id == one.id]
