"""Where a pipe leaks, as another process asks for it: changes of pressure in, pipes with street and house numbers out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls.closing import WaterKept
from glueckauf.supply.engine.calls.told import number
from glueckauf.supply.engine.water import epanet
from glueckauf.supply.engine.water.grid import Ints, WaterGrid
from glueckauf.supply.engine.water.inp import NothingSupplied
from glueckauf.supply.engine.water.leak import NoReadings, Place, Spread, place
from glueckauf.supply.engine.water.model import WaterModel
from glueckauf.supply.engine.water.response import Response, response

MOST_JUNCTIONS = 5_000  # each is solved twice: more takes longer than anybody waits before a page
BEST = 5
MOST_TRIED, SUSPECTS = 40_000, 3
FIT = 4.0  # misfit per reading above which a single leak in this model does not explain what is seen
DRAWN = (640.0, 400.0)
EDGE = 24.0


class TooLarge(ValueError):
    """More junctions than can be tried while somebody waits."""


class UnknownSensor(LookupError):
    """A sensor stands at a node this revision does not have."""


def leaking(kept: WaterKept, asked: Mapping[str, Any]) -> dict[str, Any]:
    """asked: `sensors` (node, change_m), `at_s` of the day, `closed` (ids of isolation valves that are shut), `reading_m`, `nights_before`.

    Raises NoReadings, TooLarge, UnknownSensor, KeyError for a valve we do not have, and what EPANET raises.
    """
    model = kept.model
    if len(asked["sensors"]) < 3:
        raise NoReadings
    row = {name: at for at, name in enumerate(model.grid.nodes.id)}
    if any(one["node"] not in row for one in asked["sensors"]):
        raise UnknownSensor
    sensors = np.array([row[one["node"]] for one in asked["sensors"]], dtype=np.int64)
    known = known_response(kept, sensors, int(asked["at_s"]), tuple(sorted(asked["closed"])))
    spread = Spread(reading_m=asked["reading_m"], nights_before=asked["nights_before"], nights_after=1)
    found = place(known, np.array([one["change_m"] for one in asked["sensors"]]), spread)
    best = found.pipes[:BEST]
    fits = found.misfit <= FIT
    return {
        "places": [placed(model, int(pipe), float(share)) for pipe, share in zip(best, found.probability[:BEST], strict=True)],
        "suspects": [] if fits else suspects(kept, sensors, asked, spread, found.misfit),
        "together": round(float(found.probability[:BEST].sum()), 4),
        "misfit": round(found.misfit, 3),
        "fits": fits,
        "sensors": len(sensors),
        "shut_in_model": [name for name, is_open in zip(model.grid.isolation.id, model.grid.isolation.open, strict=True) if not is_open],
        "drawing": drawing(model, found, sensors),
        "solver": f"EPANET {epanet.version()}",
    }


def suspects(kept: WaterKept, sensors: Ints, asked: Mapping[str, Any], spread: Spread, misfit: float) -> list[dict[str, Any]]:
    """Valves recorded open that explain the pressures if one of them is shut in truth, with the place it leaks then; the best first.

    Each valve is tried, so of a large grid none.
    """
    model, shut = kept.model, set(asked["closed"])
    valves = [
        name for name, is_open in zip(model.grid.isolation.id, model.grid.isolation.open, strict=True) if is_open and name not in shut
    ]
    if len(valves) * len(model.grid.nodes) > MOST_TRIED:
        return []
    change, tried = np.array([one["change_m"] for one in asked["sensors"]]), []
    for name in valves:
        try:
            known = response(with_closed(model.grid, [*shut, name]), sensors, at_s=int(asked["at_s"]))
        except (epanet.HydraulicsFailed, NothingSupplied):
            continue
        there = place(known, change, spread)
        tried.append((there.misfit, name, int(there.pipes[0])))
    row = {name: at for at, name in enumerate(model.grid.isolation.id)}
    return [
        {"valve": name, "street": model.grid.isolation.street[row[name]], "misfit": round(each, 3), "place": placed(model, pipe, 0.0)}
        for each, name, pipe in sorted(tried)[:SUSPECTS]
        if each <= min(FIT, misfit / 2)
    ]


def known_response(kept: WaterKept, sensors: Ints, at_s: int, closed: tuple[str, ...]) -> Response:
    """Computed once per hour, sensors and positions of valves."""
    key = (tuple(sensors.tolist()), at_s, closed)
    if key not in kept.responses:
        if len(kept.model.grid.nodes) > MOST_JUNCTIONS:
            raise TooLarge
        if len(kept.responses) > 24:
            kept.responses.clear()
        kept.responses[key] = response(with_closed(kept.model.grid, closed), sensors, at_s=at_s)
    return kept.responses[key]


def with_closed(grid: WaterGrid, closed: Sequence[str]) -> WaterGrid:
    """Pipes of shut valves carry nothing; so do those that the record says are shut. Raises KeyError."""
    row = {name: at for at, name in enumerate(grid.isolation.id)}
    shut = [*np.flatnonzero(~grid.isolation.open).tolist(), *(row[name] for name in closed)]
    is_open = grid.pipes.open.copy()
    is_open[grid.isolation.pipe[shut]] = False
    return replace(grid, pipes=replace(grid.pipes, open=is_open))


def placed(model: WaterModel, pipe: int, share: float) -> dict[str, Any]:
    """A pipe as a crew finds it: street, house numbers beside it, and the address from which a closure is planned."""
    pipes, joined = model.grid.pipes, model.connections
    near = nearest(model, pipe)
    numbers = sorted((joined.house_number[at] for at in near), key=number)
    x, y = np.mean([model.grid.nodes.xy[pipes.start[pipe]], model.grid.nodes.xy[pipes.end[pipe]]], axis=0).tolist()
    return {
        "pipe": pipes.id[pipe],
        "street": pipes.street[pipe] or (joined.street[near[0]] if near else ""),
        "first": numbers[0] if numbers else "",
        "last": numbers[-1] if numbers else "",
        "length_m": round(float(pipes.length_m[pipe])),
        "probability": round(share, 4),
        "at": model.degrees(x, y),
        "address": [joined.street[near[0]], joined.house_number[near[0]], joined.postcode[near[0]]] if near else None,
    }


def nearest(model: WaterModel, pipe: int) -> list[int]:
    """Rows of connections at its ends in its street; else the one that is nearest to its middle."""
    pipes, joined = model.grid.pipes, model.connections
    ends = {int(pipes.start[pipe]), int(pipes.end[pipe])}
    found = [at for at, node in enumerate(joined.node.tolist()) if node in ends and joined.street[at] == pipes.street[pipe]]
    if found or not len(joined):
        return found
    known = np.flatnonzero(joined.node >= 0)
    middle = np.mean([model.grid.nodes.xy[node] for node in ends], axis=0)
    apart = np.linalg.norm(model.grid.nodes.xy[joined.node[known]] - middle, axis=1)
    return [int(known[int(np.argmin(apart))])] if len(known) and np.isfinite(apart).any() else []


def drawing(model: WaterModel, found: Place, sensors: Ints) -> dict[str, Any]:
    """All pipes, the best ones and the sensors, in a frame 640 wide and at most 400 high; empty where places are not known."""
    grid = model.grid
    lines = np.array([[*grid.nodes.xy[start], *grid.nodes.xy[end]] for start, end in zip(grid.pipes.start, grid.pipes.end, strict=True)])
    if not np.isfinite(lines).all():
        return {}
    low, high = lines.reshape(-1, 2).min(axis=0), lines.reshape(-1, 2).max(axis=0)
    room = np.array(DRAWN) - 2 * EDGE
    scale = float((room / np.maximum(high - low, 1.0)).min())
    height = round(max(float((high - low)[1]) * scale + 2 * EDGE, 120.0), 1)
    start = (np.array([DRAWN[0], height]) - (high - low) * scale) / 2

    def drawn(points: Any) -> list[list[float]]:
        moved = start + (np.asarray(points) - low) * scale
        moved[:, 1] = height - moved[:, 1]
        return [[round(float(value), 1) for value in point] for point in moved]

    def line(row: int) -> list[list[float]]:
        return drawn(lines[row].reshape(2, 2))

    best = found.pipes[:BEST].tolist()
    return {
        "height": height,
        "lines": [line(row) for row in range(len(lines)) if row not in best],
        "best": [line(row) for row in best],
        "sensors": drawn(grid.nodes.xy[sensors]),
    }
