"""Closing valves around pipes: none too many, who is dry, who keeps too little pressure, and what to do when a valve does not move.

Who is dry is decided by topology; hydraulics (pressure-driven) only judges the rest. Positions of valves are an input beside the grid: what
a crew found overrides what the record says.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.water.grid import JUNCTION, Bools, Floats, Points, WaterGrid, base_demand
from glueckauf.supply.engine.water.hydraulics import Day, day, lowest_pressure
from glueckauf.supply.engine.water.inp import PressureDriven
from glueckauf.supply.engine.water.segments import Segments, live
from glueckauf.supply.engine.water.topology import passable, supply


class CannotIsolate(ValueError):
    """No set of valves that move separates the pipes from every reservoir and tank. `sources`: node ids left inside."""

    def __init__(self, sources: tuple[str, ...]) -> None:
        super().__init__(f"Die Stelle lässt sich nicht absperren: Innen liegt {', '.join(sources)}.")
        self.sources = sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Ids. `close`: to turn, none can be spared; `verify`: boundary valves said to be shut already, on which the plan relies.

    `back_flow`: valves to parts that nobody feeds any more: they may stay open, those parts run empty. `dry`: nodes dry now and not
    before; `tank_only`: nodes that only a tank feeds from now on. `usable`: links that still carry (mask), `pipes` the isolated ones.
    """

    close: tuple[str, ...]
    verify: tuple[str, ...]
    back_flow: tuple[str, ...]
    pipes: tuple[str, ...]
    dry: tuple[str, ...]
    dry_m3h: float
    customers: tuple[str, ...]
    priority: tuple[str, ...]
    hydrants: tuple[str, ...]
    tank_only: tuple[str, ...]
    usable: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """What changes when `stuck` cannot be shut: further valves, dry nodes and customers. `plan` is None: nothing isolates any more."""

    stuck: str
    plan: Closure | None
    more_valves: tuple[str, ...]
    more_dry: tuple[str, ...]
    more_customers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Lowest pressure of the day before and after, m per node, NaN for dry or no junction.

    `low`: junctions with demand that fall under the pressure wanted and were not before; so customers and hydrants.
    """

    before_m: Floats
    after_m: Floats
    low: tuple[str, ...]
    customers: tuple[str, ...]
    hydrants: tuple[str, ...]
    solver: str
    version: str


def closure(
    grid: WaterGrid, parts: Segments, pipes: Collection[int], *, opened: Bools | None = None, stuck: Collection[str] = ()
) -> Closure:
    """The plan around these pipes (rows). `opened`: valves as they really stand, default the record; `stuck`: ids that cannot be moved.

    Raises CannotIsolate, and KeyError for a stuck valve that does not exist.
    """
    positions = grid.isolation.open if opened is None else opened
    fixed = np.zeros(len(grid.isolation), dtype=bool)
    fixed[[grid.isolation.id.index(name) for name in known(grid, stuck)]] = True
    inside = grown(grid, parts, pipes, positions, fixed)
    edge = inside[parts.body] != inside[parts.side]
    outer = np.where(inside[parts.body], parts.side, parts.body)
    needed = edge & live(grid, parts, inside, positions)[outer]
    before, usable = usable_links(grid, positions), usable_links(grid, positions & ~needed)
    usable[: len(grid.pipes)] &= ~inside[parts.pipe]
    return told(grid, parts, inside, needed, positions, edge, before, usable)


def known(grid: WaterGrid, names: Collection[str]) -> Collection[str]:
    """Raises KeyError for a valve we do not have."""
    for name in names:
        if name not in grid.isolation.id:
            raise KeyError(name)
    return names


def grown(grid: WaterGrid, parts: Segments, pipes: Collection[int], opened: Bools, stuck: Bools) -> Bools:
    """Segments to empty: those of the pipes, and on over every valve that is open, stuck and under pressure from beyond."""
    inside = np.zeros(parts.count, dtype=bool)
    inside[parts.pipe[list(pipes)]] = True
    while True:
        edge = inside[parts.body] != inside[parts.side]
        outer = np.where(inside[parts.body], parts.side, parts.body)
        held = edge & opened & stuck & live(grid, parts, inside, opened)[outer]
        if not held.any():
            break
        inside[outer[held]] = True
    sources = np.concatenate([grid.reservoirs.node, grid.tanks.node])
    within = sources[inside[parts.node[sources]]]
    if len(within):
        raise CannotIsolate(tuple(grid.nodes.id[row] for row in within))
    return inside


def usable_links(grid: WaterGrid, opened: Bools) -> Bools:
    """Links that carry with the isolation valves in these positions."""
    found = passable(grid)
    found[grid.isolation.pipe[~opened]] = False
    return found


def told(
    grid: WaterGrid, parts: Segments, inside: Bools, needed: Bools, opened: Bools, edge: Bools, before: Bools, usable: Bools
) -> Closure:
    """In ids."""
    was, now = supply(grid, before), supply(grid, usable)
    emptied = inside[parts.node]
    dry = was.reached & (~now.reached | emptied)
    valves = grid.isolation.id
    return Closure(
        close=ids(valves, needed & opened),
        verify=ids(valves, needed & ~opened),
        back_flow=ids(valves, edge & opened & ~needed),
        pipes=ids(grid.pipes.id, inside[parts.pipe]),
        dry=ids(grid.nodes.id, dry),
        dry_m3h=float(base_demand(grid)[dry].sum()),
        customers=at(grid.customers, dry),
        priority=tuple(name for name in at(grid.customers, dry) if grid.customers.priority[grid.customers.id.index(name)]),
        hydrants=at(grid.hydrants, dry),
        tank_only=ids(grid.nodes.id, now.from_tank & ~was.from_tank & ~dry),
        usable=usable,
    )


def ids(names: tuple[str, ...], rows: Bools) -> tuple[str, ...]:
    """Of a mask."""
    return tuple(names[row] for row in np.flatnonzero(rows))


def at(points: Points, nodes: Bools) -> tuple[str, ...]:
    """Customers or hydrants at these nodes (mask)."""
    return ids(points.id, nodes[points.node])


def alternatives(
    grid: WaterGrid, parts: Segments, pipes: Collection[int], plan: Closure, *, opened: Bools | None = None, stuck: Collection[str] = ()
) -> tuple[Alternative, ...]:
    """For each valve of the plan: what if it does not shut, because it is stuck or leaks, or was recorded shut and is open."""
    positions = grid.isolation.open if opened is None else opened
    found = []
    for valve in plan.close + plan.verify:
        really = positions.copy()
        really[grid.isolation.id.index(valve)] = True
        try:
            other = closure(grid, parts, pipes, opened=really, stuck=[*stuck, valve])
        except CannotIsolate:
            found.append(Alternative(stuck=valve, plan=None, more_valves=(), more_dry=(), more_customers=()))
            continue
        found.append(
            Alternative(
                stuck=valve,
                plan=other,
                more_valves=without(other.close, plan.close),
                more_dry=without(other.dry, plan.dry),
                more_customers=without(other.customers, plan.customers),
            )
        )
    return tuple(found)


def without(names: tuple[str, ...], known_names: tuple[str, ...]) -> tuple[str, ...]:
    """In order."""
    return tuple(name for name in names if name not in set(known_names))


def normal(grid: WaterGrid, pressure: PressureDriven, *, opened: Bools | None = None, step_s: int = 3600) -> Day:
    """The day without a closure: once per revision."""
    return day(grid, step_s=step_s, pressure=pressure, links=usable_links(grid, grid.isolation.open if opened is None else opened))


def effect(grid: WaterGrid, plan: Closure, before: Day, pressure: PressureDriven, *, step_s: int = 3600) -> Effect:
    """Pressures elsewhere over a day. Raises what `day` raises; with nobody left supplied all is NaN."""
    after = day(grid, step_s=step_s, pressure=pressure, links=plan.usable)
    was, now = lowest_pressure(grid, before), lowest_pressure(grid, after)
    junction = np.array(grid.nodes.kind) == JUNCTION
    with np.errstate(invalid="ignore"):
        low = junction & (now < pressure.full_m) & ~(was < pressure.full_m)
    drawn = low & (base_demand(grid) > 0)
    return Effect(
        before_m=was,
        after_m=now,
        low=ids(grid.nodes.id, drawn),
        customers=at(grid.customers, low),
        hydrants=at(grid.hydrants, low),
        solver=after.solver,
        version=after.version,
    )
