"""Table, slider, drawing, map, card and sensors of a network of pipes: the same for water, gas and heat, see piped.py."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls import told
from glueckauf.supply.engine.calls.connect import NoAnswer
from glueckauf.supply.engine.calls.day import DRAWN, PER_PERCENT, collection, feature, number, packed
from glueckauf.supply.engine.calls.piped import NODE, PIPE, VALVE, Element, Floats, Piped, Spot, element, reached, served, trace
from glueckauf.supply.engine.calls.sensed import INFLOW, PRESSURE, Seen, rows_of
from glueckauf.supply.engine.calls.sensed import told as sensors_told

SHOWN, MOST_ADDRESSES = 12, 400
PER_UNIT = {"m": 100.0, "bar": 500.0}  # of the numbers a browser gets


def state(net: Piped, given: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    """`step`: quarter-hour; `full`: with all values as bytes. Rows: where something is drawn, what is nearest to too little first."""
    step = min(given["step"], net.steps - 1)
    now, pressure = net.judged[step], net.pressure[step]
    order = [at for at in np.argsort(np.nan_to_num(now, nan=np.inf), kind="stable")[:SHOWN].tolist() if np.isfinite(now[at])]
    is_live = bool(np.isfinite(pressure).any())
    values = {
        "rows": [row(net, at, step) for at in order],
        "count": int(np.isfinite(now).sum()),
        "over": 0 if net.least is None else int((now < net.least).sum()),
        "least": net.least,
        "unit": net.unit,
        "steps": net.steps,
        "pressure": [number(float(which(pressure))) for which in (np.nanmin, np.nanmax)] if is_live else [None, None],
        "dark": int((served(net, net.links.normal) & ~served(net, net.links.usable)).sum()),
        "unknown": list(net.unknown),
        "load": dict(net.load),
        "drawn": list(drawn(net, step)),
        "solver": net.solver,
    }
    if not given.get("full"):
        return values, ()
    return values | names(net), (packed(share(net), PER_PERCENT), packed(net.pressure, PER_UNIT[net.unit]))


def row(net: Piped, at: int, step: int) -> dict[str, Any]:
    """Of the table: `peak` is the lowest of the day."""
    series = net.judged[:, at]
    lowest = int(np.nanargmin(series))
    return {
        "kind": NODE,
        "id": net.nodes.id[at],
        "name": "",
        "street": net.nodes.street[at],
        "value": number(series[step]),
        "peak": number(series[lowest]),
        "peak_step": lowest,
        "limit": net.least,
        "facts": {name: number(values[at]) for name, values in net.facts.items()} | {"pressure": number(net.pressure[step, at])},
    }


def share(net: Piped) -> Floats:
    """Of each link's flow in the largest of the day, percent: what a drawing shows as width. NaN: nothing can flow."""
    most = float(np.nanmax(net.flow, initial=0.0))
    return net.flow / most * 100 if most > 0 else net.flow


def names(net: Piped) -> dict[str, Any]:
    """What the bytes are of."""
    links = net.links
    return {
        "elements": [[kind, name, street, 100.0] for kind, name, street in zip(links.kind, links.id, links.street, strict=True)],
        "nodes": list(net.nodes.id),
        "ranked": np.flatnonzero(net.nodes.drawn).tolist(),
        "node_streets": list(net.nodes.street),
        "per_percent": PER_PERCENT,
        "per_unit": PER_UNIT[net.unit],
    }


def pipes(net: Piped) -> list[int]:
    """Rows of links that lie in the ground."""
    return [at for at, kind in enumerate(net.links.kind) if kind == PIPE]


def way(net: Piped, link: int) -> tuple[Spot, ...]:
    """Of a link, from end to end; nothing where a place is unknown."""
    spots = (net.nodes.spot[int(net.links.start[link])], *net.links.path[link], net.nodes.spot[int(net.links.end[link])])
    known = tuple(spot for spot in spots if spot is not None)
    return known if len(known) == len(spots) else ()


def drawn(net: Piped, step: int) -> Iterator[dict[str, Any]]:
    """Pipes of a drawing, the widest first. `use` is None where nothing can flow, else below what is drawn as busy."""
    now = share(net)[step]
    rows = np.array(pipes(net), dtype=np.int64)
    for at in rows[np.argsort(-net.links.width_mm[rows], kind="stable")][:DRAWN].tolist():
        if spots := way(net, at):
            yield {"id": net.links.id[at], "line": [spots[0], spots[-1]], "use": number(now[at] / 250), "kv": float(net.links.width_mm[at])}


def grid_map(net: Piped, given: Mapping[str, Any]) -> bytes:
    """Streets, pipes, points (sources, valves that stand shut) and nodes, as GeoJSON in one JSON."""
    nodes = net.nodes
    found = {
        "earth": net.is_placed,
        "streets": collection(streets(net)),
        "lines": collection(
            feature("LineString", spots, id=net.links.id[at], kind=PIPE, kv=float(net.links.width_mm[at]))
            for at in pipes(net)
            if (spots := way(net, at))
        ),
        "points": collection(points(net)),
        "nodes": collection(
            feature("Point", spot, id=name, kind=NODE) for name, spot in zip(nodes.id, nodes.spot, strict=True) if spot is not None
        ),
    }
    return json.dumps(found, separators=(",", ":")).encode()


def streets(net: Piped) -> Iterator[dict[str, Any]]:
    """A street is where its pipes lie."""
    found: dict[str, list[Any]] = {}
    for at in pipes(net):
        spots, name = way(net, at), net.links.street[at]
        if name and spots:
            found.setdefault(name, []).append(spots)
    for name, parts in found.items():
        yield feature("MultiLineString", parts, name=name)


def points(net: Piped) -> Iterator[dict[str, Any]]:
    """Valves that stand shut; where supply comes from."""
    for name, node, is_open in zip(net.valves.id, net.valves.node.tolist(), net.valves.open.tolist(), strict=True):
        if not is_open and (spot := net.nodes.spot[node]) is not None:
            yield feature("Point", spot, id=name, kind="switch", label=name)
    for label, node in zip(net.source_names, net.sources.tolist(), strict=True):
        if (spot := net.nodes.spot[node]) is not None:
            yield feature("Point", spot, id=net.nodes.id[node], kind="source", label=label)


def card(net: Piped, given: Mapping[str, Any]) -> dict[str, Any]:
    """A pipe, node or valve: what it is, its day, its way to the source, who is without supply without it. Raises NoAnswer("element")."""
    one = element(net, given["id"])
    if one is None:
        raise NoAnswer("element")
    found = trace(net, one)
    rows = np.flatnonzero(found.lost).tolist()
    series, unit = series_of(net, one)
    return {
        "kind": one.kind,
        "id": one.id,
        "facts": facts(net, one, series),
        "series": [number(value) for value in series] if net.steps > 1 else [],
        "unit": unit,
        "least": net.least if one.kind == NODE else None,
        "fed": bool(reached(net, net.links.usable)[list(one.nodes)].any()),
        "up": [{"kind": net.links.kind[at], "id": net.links.id[at], "street": net.links.street[at]} for at in found.up],
        "source": found.source,
        "addresses": told.addresses(net.connections, rows)[:MOST_ADDRESSES],
        "address_count": len(rows),
        "at": [net.nodes.spot[node] for node in one.nodes],
    }


def series_of(net: Piped, one: Element) -> tuple[Floats, str]:
    """Pressure of a node, flow of a link; none of a valve."""
    if one.kind == NODE:
        return net.pressure[:, one.row], net.unit
    return (np.zeros(0), "") if one.kind == VALVE else (net.flow[:, one.link], net.flow_unit)


def facts(net: Piped, one: Element, series: Floats) -> dict[str, Any]:
    """Plain values of its row, and of a single state what it shows."""
    links, single = net.links, [number(value) for value in series] if net.steps == 1 else []
    if one.kind == NODE:
        found = {name: number(values[one.row]) for name, values in net.facts.items()}
        touching = [links.id[at] for at in one.links.tolist()]
        return {"street": net.nodes.street[one.row], **found, "ends": touching, **({f"pressure_{net.unit}": single[0]} if single else {})}
    if one.kind == VALVE:
        between = [links.id[one.link]] if links.id[one.link] != one.id else [net.nodes.id[node] for node in one.nodes]
        return {"street": net.valves.street[one.row], "ends": between, "is_open": bool(net.valves.open[one.row])}
    return {
        "name": links.name[one.link],
        "street": links.street[one.link],
        "length_m": number(links.length_m[one.link]),
        "diameter_mm": number(links.width_mm[one.link]),
        "ends": [net.nodes.id[node] for node in one.nodes],
        "valves": [name for name, link in zip(net.valves.id, net.valves.link.tolist(), strict=True) if link == one.link],
        **({"flow_kg_s": single[0]} if single else {}),
    }


def sensed(net: Piped, given: Mapping[str, Any]) -> dict[str, Any]:
    """Pressures at nodes; of water also draws at connections, and what all together draw."""
    node_row, row, joined = {name: at for at, name in enumerate(net.nodes.id)}, rows_of(net.connections), net.connections

    def seen(kind: str, place: str) -> Seen | None:
        if kind == PRESSURE:
            at = node_row.get(place, -1)
            return None if at < 0 else Seen(node=place, at=net.nodes.spot[at], unit=net.unit, values=net.pressure[:, at])
        if net.draw_m3h is None:
            return None
        if kind == INFLOW:
            return Seen(node="", at=None, unit="m³/h", values=net.draw_m3h.sum(axis=1))
        node = int(joined.node[row[place]]) if place in row else -1
        shared = int((joined.node == node).sum())
        return (
            None
            if node < 0
            else Seen(node=net.nodes.id[node], at=net.nodes.spot[node], unit="m³/h", values=net.draw_m3h[:, node], shared=shared)
        )

    return sensors_told(given, seen)
