"""A day of the power grid as a desk sees it: the most loaded elements at a quarter-hour, all values for a slider, a drawing, a map."""

import json
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls.model import Model, limits_of
from glueckauf.supply.engine.calls.situation import dark_rows, day_of, grid_of, place, places
from glueckauf.supply.engine.power.circuit import circuit, supplied
from glueckauf.supply.engine.power.grid import LINE, TRANSFORMER, Floats, PowerGrid
from glueckauf.supply.engine.power.scenarios import ties
from glueckauf.supply.engine.power.standing import DayState

SHOWN = 12  # rows of the table
DRAWN = 1500  # lines of a drawing without a map
UNKNOWN = 65_535  # no value: dark, or without a solution
PER_PERCENT, PER_UNIT = 10.0, 20_000.0  # of the numbers a browser gets
SOLVER = "power-grid-model"


def state(model: Model, given: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    """`step`: quarter-hour of the day; `full`: with all values as bytes (uint16, steps x elements, steps x nodes). Raises NoAnswer."""
    found, limits = day_of(model, given), limits_of(given["limits"])
    grid, unknown = grid_of(model, given)
    use, step = loading(found), given["step"]
    limit = np.concatenate(
        [np.full(len(grid.lines), limits.line_percent.value), np.full(len(grid.transformers), limits.transformer_percent.value)]
    )
    order = np.argsort(-np.nan_to_num(use[step] / limit, nan=-1.0), kind="stable")
    rest = model.made.grid.nodes.in_service & (model.made.bus >= 0)
    lost = rest & supplied(model.made)[np.maximum(model.made.bus, 0)] & ~found.live
    values = {
        "first_step": found.first_step,
        "steps": len(model.profiles.values),
        "rows": [row(grid, use, limit, int(at), step) for at in order[:SHOWN]],
        "over": int((np.nan_to_num(use[step] / limit) > 1).sum()),
        "count": len(limit),
        "voltage": voltages(found, step),
        "day_voltage": [extreme(found, which) for which in (np.nanargmin, np.nanargmax)] if found.live.any() else [],
        "dark": len(dark_rows(model, lost)),
        "unsolved": int((~found.solved).sum()),
        "unknown": list(unknown),
        "open": [one.id for one in ties(circuit(grid))],
        "drawn": list(drawn(grid, found, use[step] / limit)),
        "solver": f"{SOLVER} {version(SOLVER)}",
    }
    return (
        (values | names(grid, limit), (packed(use, PER_PERCENT), packed(found.voltage_pu, PER_UNIT))) if given.get("full") else (values, ())
    )


def loading(found: DayState) -> Floats:
    """Lines, then transformers, percent; NaN for what is dark."""
    made = found.made
    grid, dark = made.grid, ~found.live
    use = np.concatenate([found.line_percent, found.transformer_percent], axis=1)
    out = np.concatenate(
        [
            (dark[grid.lines.start] | ~made.line_start_on) & (dark[grid.lines.end] | ~made.line_end_on),
            (dark[grid.transformers.hv] | ~made.hv_on) & (dark[grid.transformers.lv] | ~made.lv_on),
        ]
    )
    use[:, out] = np.nan
    return use


def row(grid: PowerGrid, use: Floats, limit: Floats, at: int, step: int) -> dict[str, Any]:
    """Of the table."""
    day = use[:, at]
    peak = int(np.nanargmax(day)) if np.isfinite(day).any() else 0
    return {
        **named(grid, at),
        "value": number(day[step]),
        "peak": number(day[peak]),
        "peak_step": peak,
        "limit": float(limit[at]),
    }


def named(grid: PowerGrid, at: int) -> dict[str, Any]:
    """A line or transformer, counted over both."""
    lines = len(grid.lines)
    if at < lines:
        street = grid.nodes.street[grid.lines.start[at]] or grid.nodes.street[grid.lines.end[at]]
        kv = float(grid.nodes.rated_kv[grid.lines.start[at]])
        return {"kind": LINE, "id": grid.lines.id[at], "name": grid.lines.name[at], "street": street, "kv": kv}
    unit = at - lines
    node = int(grid.transformers.lv[unit])
    return {
        "kind": TRANSFORMER,
        "id": grid.transformers.id[unit],
        "name": grid.transformers.name[unit],
        "street": grid.nodes.street[node],
        "kv": float(grid.nodes.rated_kv[node]),
    }


def names(grid: PowerGrid, limit: Floats) -> dict[str, Any]:
    """What the bytes are of."""
    return {
        "elements": [list(named(grid, at).values())[:2] + [named(grid, at)["street"], float(limit[at])] for at in range(len(limit))],
        "nodes": list(grid.nodes.id),
        "per_percent": PER_PERCENT,
        "per_unit": PER_UNIT,
    }


def packed(values: Floats, scale: float) -> bytes:
    """As uint16, little endian."""
    scaled = np.clip(np.nan_to_num(values * scale, nan=UNKNOWN), 0, UNKNOWN - 1)
    return np.where(np.isfinite(values), np.round(scaled), UNKNOWN).astype("<u2").tobytes()


def number(value: float) -> float | None:
    """JSON knows no NaN."""
    return round(float(value), 4) if np.isfinite(value) else None


def voltages(found: DayState, step: int) -> list[float | None]:
    """Lowest and highest now, p.u."""
    now = found.voltage_pu[step]
    return [number(np.nanmin(now)), number(np.nanmax(now))] if np.isfinite(now).any() else [None, None]


def extreme(found: DayState, which: Any) -> dict[str, Any]:
    """Of the day: where and when."""
    if not np.isfinite(found.voltage_pu).any():
        return {"id": "", "street": "", "value": None, "step": 0, "kv": 0.0}
    step, node = divmod(int(which(found.voltage_pu)), found.voltage_pu.shape[1])
    nodes = found.made.grid.nodes
    value = number(found.voltage_pu[step, node])
    return {"id": nodes.id[node], "street": nodes.street[node], "value": value, "step": step, "kv": float(nodes.rated_kv[node])}


def drawn(grid: PowerGrid, found: DayState, use: Floats) -> Iterator[dict[str, Any]]:
    """Lines of a drawing, the highest voltage first and then the most loaded, at most DRAWN; then stations."""
    spots, _ = places(grid)
    kv = grid.nodes.rated_kv[grid.lines.start]
    order = np.lexsort((-np.nan_to_num(use[: len(grid.lines)], nan=-1.0), -kv))[:DRAWN]
    for at in order.tolist():
        ends = [place(spots, int(node)) for node in (grid.lines.start[at], grid.lines.end[at])]
        if all(ends):
            yield {"id": grid.lines.id[at], "line": ends, "use": number(use[at]), "kv": float(kv[at])}
    for at in range(len(grid.transformers)):
        spot = place(spots, int(grid.transformers.hv[at]))
        if spot:
            yield {"id": grid.transformers.id[at], "line": [spot, spot], "use": number(use[len(grid.lines) + at]), "kv": 0.0}


def grid_map(model: Model, given: Mapping[str, Any]) -> bytes:
    """Four collections of GeoJSON as one JSON: streets, lines, points (stations, feeds, open switches) and nodes."""
    grid, _ = grid_of(model, given)
    spots, on_earth = places(grid)
    found = {
        "earth": on_earth,
        "streets": collection(streets(grid, spots)),
        "lines": collection(lines(grid, spots)),
        "points": collection(points(grid, spots)),
        "nodes": collection(nodes(grid, spots)),
    }
    return json.dumps(found, separators=(",", ":")).encode()


def collection(features: Iterator[dict[str, Any]]) -> dict[str, Any]:
    """Of GeoJSON."""
    return {"type": "FeatureCollection", "features": list(features)}


def feature(shape: str, coordinates: Any, **properties: Any) -> dict[str, Any]:
    """Of GeoJSON."""
    return {"type": "Feature", "geometry": {"type": shape, "coordinates": coordinates}, "properties": properties}


def lines(grid: PowerGrid, spots: Floats) -> Iterator[dict[str, Any]]:
    """Straight from node to node: a power grid of ours knows no way between them."""
    for at, name in enumerate(grid.lines.id):
        ends = [place(spots, int(node)) for node in (grid.lines.start[at], grid.lines.end[at])]
        if all(ends):
            yield feature("LineString", ends, id=name, kind=LINE, kv=float(grid.nodes.rated_kv[grid.lines.start[at]]))


def points(grid: PowerGrid, spots: Floats) -> Iterator[dict[str, Any]]:
    """Stations, feeds, and switches that are open."""
    rows = [(TRANSFORMER, name, int(node)) for name, node in zip(grid.transformers.id, grid.transformers.hv, strict=True)]
    rows += [("source", name, int(node)) for name, node in zip(grid.sources.id, grid.sources.node, strict=True)]
    rows += [
        ("switch", name, int(node))
        for name, node, closed in zip(grid.switches.id, grid.switches.node, grid.switches.closed, strict=True)
        if not closed
    ]
    for kind, name, node in rows:
        if spot := place(spots, node):
            yield feature("Point", spot, id=grid.nodes.id[node] if kind == "source" else name, kind=kind, label=name)


def nodes(grid: PowerGrid, spots: Floats) -> Iterator[dict[str, Any]]:
    """Where voltages are."""
    for at, name in enumerate(grid.nodes.id):
        if spot := place(spots, at):
            yield feature("Point", spot, id=name, kind="node")


def streets(grid: PowerGrid, spots: Floats) -> Iterator[dict[str, Any]]:
    """A street is where its cables lie: lines both ends of which are in it."""
    found: dict[str, list[Any]] = {}
    for start, end in zip(grid.lines.start.tolist(), grid.lines.end.tolist(), strict=True):
        name = grid.nodes.street[start]
        ends = [place(spots, start), place(spots, end)]
        if name and name == grid.nodes.street[end] and all(ends):
            found.setdefault(name, []).append(ends)
    for name, parts in found.items():
        yield feature("MultiLineString", parts, name=name)
