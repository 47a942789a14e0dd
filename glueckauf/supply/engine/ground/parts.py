"""Any network cut at everything that can be shut: what is hit together, what to shut around it, and who is out then.

Nodes and bodies (the lengths of cable or pipe, transformers) are joined where nothing can be shut between them. What is joined goes out
together; around it lie the switches or valves. Method of the segments of a water grid (water/segments.py), for every network.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from glueckauf.supply.engine.polygon import Bools, Ints
from glueckauf.supply.engine.rows import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Cuts(Rows):
    """Switches or valves: the parts on both sides, the node each sits at, and whether it lets pass now."""

    id: tuple[str, ...]
    one: Ints
    other: Ints
    node: Ints
    closed: Bools  # a closed switch and an open valve both let pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Numbers per node and body, the cuts between, and the nodes that feed."""

    node: Ints
    body: Ints
    cuts: Cuts
    feeds: Ints

    @property
    def count(self) -> int:
        """How many parts."""
        return int(max(self.node.max(initial=-1), self.body.max(initial=-1))) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Rows of cuts to shut; nodes (mask) out then and not before. `feeds_inside`: a feed hangs on it, nothing shuts it off."""

    shut: Ints
    out: Bools
    feeds_inside: bool


def joined(nodes: int, bodies: int, node: Ints, body: Ints) -> tuple[Ints, Ints]:
    """Part of each node and each body; `node` and `body` name pairs with nothing to shut between them."""
    size = nodes + bodies
    graph = csr_matrix((np.ones(len(node)), (node, nodes + body)), shape=(size, size))
    number = connected_components(graph, directed=False)[1].astype(np.int64)
    return number[:nodes], number[nodes:]


def hit(parts: Parts, bodies: Ints) -> Hit:
    """When these bodies are hit and everything around them is shut: only what is fed from beyond has to be."""
    inside = np.zeros(parts.count, dtype=bool)
    inside[parts.body[bodies]] = True
    cuts = parts.cuts
    edge = (inside[cuts.one] != inside[cuts.other]) & cuts.closed
    fed = reached(parts, ~inside, cuts.closed & ~inside[cuts.one] & ~inside[cuts.other])
    beyond = np.where(inside[cuts.one], cuts.other, cuts.one)
    before = reached(parts, np.ones(parts.count, dtype=bool), cuts.closed)
    return Hit(
        shut=np.flatnonzero(edge & fed[beyond]),
        out=before[parts.node] & ~fed[parts.node],
        feeds_inside=bool(inside[parts.node[parts.feeds]].any()),
    )


def reached(parts: Parts, alive: Bools, passing: Bools) -> Bools:
    """Parts that a feed gets to over the passing cuts; feeds only count where their part is alive."""
    one, other = parts.cuts.one[passing], parts.cuts.other[passing]
    graph = csr_matrix((np.ones(len(one)), (one, other)), shape=(parts.count, parts.count))
    number = connected_components(graph, directed=False)[1]
    feeds = parts.node[parts.feeds]
    return np.asarray(np.isin(number, number[feeds[alive[feeds]]]) & alive, dtype=bool)
