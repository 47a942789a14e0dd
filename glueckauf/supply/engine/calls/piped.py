"""A network of pipes as a desk sees it, whatever flows: what lies where, which way supply comes, and how it stands by quarter-hour.

Water (piped_water.py), gas and heat (piped_warmth.py) become this; table, map, card and traces (piped_desk.py) know nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order

from glueckauf.supply.engine.power.addresses import Connections
from glueckauf.supply.engine.rows import Rows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Spot = tuple[float, float]
PIPE, VALVE, NODE = "pipe", "isolation", "node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes(Rows):
    """`spot`: longitude and latitude, or drawn around 0. `drawn`: somebody takes something there."""

    id: tuple[str, ...]
    street: tuple[str, ...]
    spot: tuple[Spot | None, ...]
    drawn: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Links(Rows):
    """Pipes first. `normal`: carries as the record says; `usable`: as everything stands now. `path`: between the ends, where known."""

    id: tuple[str, ...]
    kind: tuple[str, ...]
    street: tuple[str, ...]
    name: tuple[str, ...]
    start: Ints
    end: Ints
    width_mm: Floats
    length_m: Floats
    path: tuple[tuple[Spot, ...], ...]
    one_way: Bools
    normal: Bools
    usable: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Valves(Rows):
    """What is shut by hand. `link`: the one that carries nothing then; `open`: as it stands now."""

    id: tuple[str, ...]
    street: tuple[str, ...]
    node: Ints
    link: Ints
    open: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Piped:
    """`back`: second node of a connection (return of heat), -1: none. `pressure`, `judged`, `draw_m3h`: steps x nodes; one step: no day.

    `judged` is what counts where somebody draws (`unit`), NaN elsewhere: pressure, of heat that between both sides. `draw_m3h`: None where
    draws are no volume. `flow`: steps x links, without sign, NaN where nothing can flow. `facts`: name -> value per node. `load`: what is
    drawn in a single state. `unknown`: positions of valves this revision does not have.
    """

    nodes: Nodes
    links: Links
    valves: Valves
    sources: Ints
    source_names: tuple[str, ...]
    connections: Connections
    back: Ints
    pressure: Floats
    judged: Floats
    draw_m3h: Floats | None
    flow: Floats
    unit: str
    flow_unit: str
    least: float | None
    facts: Mapping[str, Floats]
    load: Mapping[str, float]
    unknown: tuple[str, ...]
    is_placed: bool
    solver: str

    @property
    def steps(self) -> int:
        """96 quarter-hours, or 1."""
        return len(self.pressure)


def directed(net: Piped, usable: Bools) -> csr_matrix:
    """Ways between nodes; the last row is one more that leads to every source."""
    links, count = net.links, len(net.nodes)
    back = usable & ~links.one_way
    tail = np.concatenate([links.start[usable], links.end[back], np.full(len(net.sources), count)])
    head = np.concatenate([links.end[usable], links.start[back], net.sources])
    return csr_matrix((np.ones(len(tail)), (tail, head)), shape=(count + 1, count + 1))


def reached(net: Piped, usable: Bools) -> Bools:
    """Nodes that hang on a source."""
    graph, found = directed(net, usable), np.zeros(len(net.nodes) + 1, dtype=bool)
    found[breadth_first_order(graph, len(net.nodes), directed=True, return_predecessors=False)] = True
    return found[:-1]


def served(net: Piped, usable: Bools) -> Bools:
    """Connections with supply, and with a way back where they need one."""
    live, node = reached(net, usable), net.connections.node
    return np.asarray((node >= 0) & live[np.maximum(node, 0)] & ((net.back < 0) | live[np.maximum(net.back, 0)]), dtype=bool)


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What a card is of: `nodes` it touches, `links` that are out with it. `link`: of a pipe or valve, -1 for a node."""

    kind: str
    row: int
    id: str
    nodes: tuple[int, ...]
    links: Ints
    link: int


def element(net: Piped, name: str) -> Element | None:
    """A pipe (or pump, or control valve), a valve, a node; in this order where tables share an id."""
    links = net.links
    if name in net.valves.id:
        row = net.valves.id.index(name)
        link = int(net.valves.link[row])
        return Element(kind=VALVE, row=row, id=name, nodes=ends(links, link), links=np.array([link]), link=link)
    if name in links.id:
        link = links.id.index(name)
        return Element(kind=links.kind[link], row=link, id=name, nodes=ends(links, link), links=np.array([link]), link=link)
    if name in net.nodes.id:
        row = net.nodes.id.index(name)
        touching = np.flatnonzero((links.start == row) | (links.end == row))
        return Element(kind=NODE, row=row, id=name, nodes=(row,), links=touching, link=-1)
    return None


def ends(links: Links, link: int) -> tuple[int, int]:
    """Of a link."""
    return int(links.start[link]), int(links.end[link])


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """`up`: links from the element to the source, nearest first. `source`: its name, empty where nothing feeds it. `lost`: connections."""

    up: tuple[int, ...]
    source: str
    lost: Bools


def trace(net: Piped, one: Element) -> Trace:
    """As everything stands now; `lost` hang on it alone, and the node itself if it is one."""
    cut = net.links.usable.copy()
    cut[one.links] = False
    lost = served(net, net.links.usable) & ~served(net, cut)
    if one.kind == NODE:
        lost |= served(net, net.links.usable) & ((net.connections.node == one.row) | (net.back == one.row))
    up, source = upstream(net, one)
    return Trace(up=up, source=source, lost=lost)


def upstream(net: Piped, one: Element) -> tuple[tuple[int, ...], str]:
    """The way over the fewest links."""
    count = len(net.nodes)
    order, parent = breadth_first_order(directed(net, net.links.usable), count, directed=True)
    depth = np.full(count + 1, -1, dtype=np.int64)
    depth[count] = 0
    for node in order[1:]:
        depth[node] = depth[parent[node]] + 1
    begins = [node for node in one.nodes if depth[node] > 0]
    if not begins:
        return (), ""
    here, via, found = min(begins, key=lambda node: int(depth[node])), between(net), []
    while depth[here] > 1:
        found.append(via[here, int(parent[here])])
        here = int(parent[here])
    return tuple(link for link in found if link != one.link), net.source_names[net.sources.tolist().index(here)]


def between(net: Piped) -> dict[tuple[int, int], int]:
    """A usable link between two nodes, by both."""
    found = {}
    for link in np.flatnonzero(net.links.usable).tolist():
        start, end = ends(net.links, link)
        found[start, end] = found[end, start] = link
    return found


def as_they_stand(names: tuple[str, ...], recorded: Bools, moved: Mapping[str, bool]) -> tuple[Bools, tuple[str, ...]]:
    """Whether each valve is open, and the positions of valves there are not."""
    opened = np.array([moved.get(name, bool(is_open)) for name, is_open in zip(names, recorded, strict=True)], dtype=bool)
    known = set(names)
    return opened, tuple(name for name in moved if name not in known)


def limit_of(given: Mapping[str, Any], name: str) -> float | None:
    """Of the operator; None: nobody set one."""
    found = given.get("limits", {}).get(name)
    return None if found is None else float(found["value"])
