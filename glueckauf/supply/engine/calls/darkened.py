"""Who is without power when these meters fell silent: the section of a radial grid that explains it, and everybody behind it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls.model import Model
from glueckauf.supply.engine.calls.told import addresses, streets
from glueckauf.supply.engine.power.circuit import Circuit
from glueckauf.supply.engine.power.grid import LINE, TRANSFORMER, Ints

LEAST = 3
SPEAKS = 3  # a meter that still speaks counts against a section like three silent ones: silence has many causes, speaking has one


class NoSection(LookupError):
    """Too few of the silent meters stand in this grid, or no section of it explains who is silent."""


def darkened(model: Model, silent: Sequence[str], speaking: Sequence[str]) -> dict[str, Any]:
    """Connection ids of meters. Raises NoSection."""
    joined, made = model.found.connections, model.made
    row = {name: at for at, name in enumerate(joined.id)}
    bus_of = [int(made.bus[node]) if node >= 0 else -1 for node in joined.node.tolist()]
    tree = Tree(made)
    quiet, heard = (tree.below([bus_of[row[one]] for one in names if one in row]) for names in (silent, speaking))
    worth = quiet - SPEAKS * heard
    worth[[bus for bus in range(made.buses) if tree.branch[bus] is None]] = -1
    if worth.max(initial=-1) < LEAST:
        raise NoSection
    best = max(np.flatnonzero(worth == worth.max()).tolist(), key=lambda bus: (tree.branch[bus][2] != "", tree.depth[bus]))
    kind, element, switch = tree.branch[best]
    inside = tree.inside(best)
    dark = [at for at, bus in enumerate(bus_of) if bus in inside]
    xy = made.grid.nodes.xy
    found = streets(joined, dark, lambda node: (float(xy[node][0]), float(xy[node][1])) if np.isfinite(xy[node]).all() else None)
    return {
        "kind": "switch" if switch else kind,
        "element": switch or element,
        "behind": element,
        "dark": addresses(joined, dark),
        "streets": found,
        "silent": int(quiet[best]),
        "speaking": int(heard[best]),
        "elsewhere": len(silent) - int(quiet[best]),
    }


class Tree:
    """What hangs on what, from the sources outwards. `branch` of a bus: kind, id and switch of what feeds it; None: a source, or dark."""

    def __init__(self, made: Circuit) -> None:
        self.branch: list[Any] = [None] * made.buses
        self.parent: list[int] = [-1] * made.buses
        self.depth: list[int] = [0] * made.buses
        self.order: list[int] = []
        around = branches(made)
        sources = made.grid.sources
        todo = [int(bus) for bus in dict.fromkeys(made.bus[sources.node[sources.in_service]].tolist()) if bus >= 0]
        seen = set(todo)
        while todo:
            here = todo.pop(0)
            self.order.append(here)
            for other, branch in around.get(here, ()):
                if other not in seen:
                    seen.add(other)
                    self.branch[other], self.parent[other], self.depth[other] = branch, here, self.depth[here] + 1
                    todo.append(other)

    def below(self, buses: Sequence[int]) -> Ints:
        """How many of these hang on each bus, itself included."""
        found = np.zeros(len(self.parent), dtype=np.int64)
        np.add.at(found, [bus for bus in buses if bus >= 0], 1)
        for bus in reversed(self.order):
            if self.parent[bus] >= 0:
                found[self.parent[bus]] += found[bus]
        return found

    def inside(self, top: int) -> set[int]:
        """Buses that hang on it, itself included."""
        found = {top}
        for bus in self.order:
            if self.parent[bus] in found:
                found.add(bus)
        return found


def branches(made: Circuit) -> Mapping[int, list[tuple[int, tuple[str, str, str]]]]:
    """Per bus its neighbours over lines and transformers with both ends on, each with kind, id and the switch at one of its ends."""
    grid = made.grid
    switch = {(kind, int(other)): name for kind, other, name in zip(grid.switches.kind, grid.switches.other, grid.switches.id, strict=True)}
    found: dict[int, list[tuple[int, tuple[str, str, str]]]] = {}
    tables = (
        (LINE, grid.lines.id, grid.lines.start, grid.lines.end, made.line_start_on & made.line_end_on),
        (TRANSFORMER, grid.transformers.id, grid.transformers.hv, grid.transformers.lv, made.hv_on & made.lv_on),
    )
    for kind, ids, starts, ends, is_on in tables:
        for row in np.flatnonzero(is_on).tolist():
            a, b = int(made.bus[starts[row]]), int(made.bus[ends[row]])
            what = (kind, ids[row], switch.get((kind, row), ""))
            found.setdefault(a, []).append((b, what))
            found.setdefault(b, []).append((a, what))
    return found
