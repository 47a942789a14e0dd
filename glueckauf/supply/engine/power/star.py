"""Linear maps of injected currents that are full only inside the feeders of one busbar.

What is injected in one feeder reaches another only through the busbar b at which they meet: Z_ij = Z_ib Z_bj / Z_bb, exactly, whatever the
feeders look like inside. So a map is a small block for each feeder and one number for each bus. Where one feeder is all there is, it is the
full matrix again.

Currents come in the columns of a star: those of a feeder's buses, then their sum as the busbar sees it, then 1, which brings the state
without load; then the next feeder.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from glueckauf.supply.engine.power.admittance import Complexes
from glueckauf.supply.engine.power.circuit import Circuit
from glueckauf.supply.engine.power.grid import Bools, Ints

TRIED = 8  # buses with the most branches that may be the busbar

Currents = TypeVar("Currents", NDArray[np.complex128], NDArray[np.complex64])


@dataclass(frozen=True, slots=True, kw_only=True)
class Star:
    """Which column is what. `feeder` of each bus; `own`: the column of each power bus; `weight`: what of a column the busbar sees."""

    feeder: Ints
    power_bus: Ints
    own: Ints
    sums: Ints
    ones: Ints
    edges: Ints
    busbar: int
    weight: Complexes
    weight_single: NDArray[np.complex64]

    @property
    def width(self) -> int:
        """Of a row of currents."""
        return int(self.edges[-1])

    def spread(self, values: Complexes) -> Complexes:
        """Steps x power buses to the columns of the star; zero elsewhere."""
        found = np.zeros((len(values), self.width), dtype=values.dtype)
        found[:, self.own] = values
        return found

    def closed(self, current: Currents) -> Currents:
        """The same currents with their sums and ones, in place."""
        weight = self.weight if current.dtype == np.complex128 else self.weight_single
        current[:, self.sums] = (current @ weight)[:, None]
        current[:, self.ones] = 1
        return current


@dataclass(frozen=True, slots=True, kw_only=True)
class StarMap:
    """Outputs of currents: a block for each feeder, from its columns to its outputs, which lie side by side."""

    star: Star
    blocks: tuple[Complexes, ...]
    edges: Ints

    def of(self, current: Currents) -> Currents:
        """Steps x outputs, in the precision of the map."""
        found = np.empty((len(current), int(self.edges[-1])), dtype=current.dtype)
        columns = self.star.edges
        for number, block in enumerate(self.blocks):
            if block.shape[1]:
                inside = current[:, columns[number] : columns[number + 1]]
                np.matmul(inside, block, out=found[:, self.edges[number] : self.edges[number + 1]])
        return found

    def single(self) -> "StarMap":
        """With seven digits, twice as fast."""
        return StarMap(star=self.star, blocks=tuple(block.astype(np.complex64) for block in self.blocks), edges=self.edges)


def star(made: Circuit, z: Complexes, power_bus: Ints, fixed: Ints) -> Star:
    """`z`: buses x buses, zeros for those without supply. `fixed`: buses whose voltage is given."""
    busbar, feeder = parted(made, fixed)
    share = z[busbar] / z[busbar, busbar] if z[busbar, busbar] else np.zeros(made.buses, dtype=np.complex128)
    inside = feeder[power_bus]
    count = int(feeder.max(initial=0)) + 1
    sizes = np.bincount(inside, minlength=count)
    edges = np.concatenate([[0], np.cumsum(sizes + 2)])
    own = np.empty(len(power_bus), dtype=np.int64)
    own[np.argsort(inside, kind="stable")] = np.concatenate([edges[at] + np.arange(size) for at, size in enumerate(sizes)]) if count else []
    weight = np.zeros(int(edges[-1]), dtype=np.complex128)
    weight[own] = share[power_bus]
    return Star(
        feeder=feeder,
        power_bus=power_bus,
        own=own,
        sums=edges[1:] - 2,
        ones=edges[1:] - 1,
        edges=edges,
        busbar=busbar,
        weight=weight,
        weight_single=weight.astype(np.complex64),
    )


def parted(made: Circuit, fixed: Ints) -> tuple[int, Ints]:
    """The busbar that leaves the least to compute, and the feeder of each bus: 0 is the busbar itself and what is given."""
    a, b = branches(made)
    degree = np.bincount(np.concatenate([a, b]), minlength=made.buses)
    degree[fixed] = 0
    best, found, least = int(degree.argmax()), np.zeros(made.buses, dtype=np.int64), np.inf
    for bus in np.argsort(-degree, kind="stable")[:TRIED]:
        out = np.zeros(made.buses, dtype=bool)
        out[fixed] = out[bus] = True
        label = feeders(a, b, out)
        cost = float((np.bincount(label)[1:].astype(float) ** 2).sum())
        if cost < least:
            best, found, least = int(bus), label, cost
    return best, found


def branches(made: Circuit) -> tuple[Ints, Ints]:
    """Both buses of each line and transformer that connects two."""
    grid, line, unit = made.grid, made.line_start_on & made.line_end_on, made.hv_on & made.lv_on
    a = np.concatenate([made.bus[grid.lines.start[line]], made.bus[grid.transformers.hv[unit]]])
    b = np.concatenate([made.bus[grid.lines.end[line]], made.bus[grid.transformers.lv[unit]]])
    return a, b


def feeders(a: Ints, b: Ints, out: Bools) -> Ints:
    """What hangs together without the buses that are `out`: those have 0, the others count from 1."""
    kept = ~out[a] & ~out[b]
    graph = coo_array((np.ones(int(kept.sum())), (a[kept], b[kept])), shape=(len(out), len(out)))
    label = connected_components(graph, directed=False)[1].astype(np.int64)
    label[out] = -1
    found: Ints = np.unique(label, return_inverse=True)[1].astype(np.int64)
    return found


def star_map(made: Star, full: Complexes, idle: Complexes, feeder: Ints) -> tuple[StarMap, Ints]:
    """`full`: outputs x buses, `idle`: outputs without load, `feeder` of each output. Also the place of each output in what comes out."""
    order = np.argsort(feeder, kind="stable")
    edges = np.searchsorted(feeder[order], np.arange(len(made.edges)))
    blocks = []
    for number in range(len(made.edges) - 1):
        outputs = order[edges[number] : edges[number + 1]]
        buses = buses_of(made, number)
        block = np.empty((len(buses) + 2, len(outputs)), dtype=np.complex128)
        block[:-2] = full[np.ix_(outputs, buses)].T
        block[-2], block[-1] = full[outputs, made.busbar], idle[outputs]
        block[:-2] -= made.weight[made.edges[number] : made.edges[number + 1] - 2, None] * block[-2]
        blocks.append(block)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return StarMap(star=made, blocks=tuple(blocks), edges=edges), place


def buses_of(made: Star, number: int) -> Ints:
    """Power buses of a feeder in the order of its columns."""
    inside = (made.own >= made.edges[number]) & (made.own < made.edges[number + 1])
    rows = np.flatnonzero(inside)
    found: Ints = made.power_bus[rows[np.argsort(made.own[rows])]]
    return found


def voltage_map(made: Star, z: Complexes, idle: Complexes) -> StarMap:
    """From currents to the voltages of the same columns; sums and ones stand at 1 p.u."""
    blocks = []
    for number in range(len(made.edges) - 1):
        buses = buses_of(made, number)
        size = len(buses)
        block = np.zeros((size + 2, size + 2), dtype=np.complex128)
        block[:size, :size] = z[np.ix_(buses, buses)].T
        block[size, :size], block[size + 1, :size] = z[buses, made.busbar], idle[buses]
        block[:size, :size] -= made.weight[made.edges[number] : made.edges[number + 1] - 2, None] * block[size, :size]
        block[size + 1, size:] = 1
        blocks.append(block)
    return StarMap(star=made, blocks=tuple(blocks), edges=made.edges)
