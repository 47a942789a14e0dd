"""What a network of pipes would be with a valve turned or a pipe missing, seen from an address: the same for water, gas and heat."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls.connect import NoAnswer
from glueckauf.supply.engine.calls.day import number
from glueckauf.supply.engine.calls.piped import Bools, Floats, Piped, served
from glueckauf.supply.engine.calls.told import addresses
from glueckauf.supply.engine.power.addresses import UnknownAddress, node_of

MOST_ADDRESSES = 40
Given = Mapping[str, Any]


def what_if(shape: Callable[[Given], Piped], given: Given) -> dict[str, Any]:
    """`change`: {"close" or "open": valve}, {"without": pipe}; at an `address`. `house`: what counts there, the lowest of the day, before
    and after; who has nothing then, and who too little. Raises NoAnswer: address, switch, element, and that there is no such state."""
    before = shape(given)
    try:
        node = node_of(before.connections, **given["address"])
    except UnknownAddress as error:
        raise NoAnswer("address") from error
    after = shape(changed(before, given))
    live, still = served(before, before.links.usable), served(after, after.links.usable)
    dark, short = live & ~still, still & too_low(after) & ~too_low(before)
    return {
        "node": before.nodes.id[node],
        "house": [number(at_house(net, node)) for net in (before, after)],
        "unit": before.unit,
        "least": before.least,
        "is_day": before.steps > 1,
        "dark_count": int(dark.sum()),
        "dark": addresses(before.connections, np.flatnonzero(dark).tolist())[:MOST_ADDRESSES],
        "short_count": int(short.sum()),
        "is_dry": bool(dark[before.connections.node == node].any()),
    }


def changed(net: Piped, given: Given) -> Given:
    """What is asked with the change in it."""
    change = given["change"]
    valve, pipe = change.get("close") or change.get("open"), change.get("without")
    if valve and valve not in net.valves.id:
        raise NoAnswer("switch")
    positions = {**given.get("positions", {}), **({valve: "open" in change} if valve else {})}
    return {**given, "positions": positions, "out": [pipe] if pipe else []}


def at_house(net: Piped, node: int) -> float:
    """The lowest of the day of what is judged there; where nothing is, of the pressure. NaN where there is none."""
    judged = lowest(net.judged[:, [node]])[0]
    return float(lowest(net.pressure[:, [node]])[0] if np.isnan(judged) else judged)


def lowest(values: Floats) -> Floats:
    """Of the steps; NaN stays NaN."""
    known = np.where(np.isnan(values), np.inf, values).min(axis=0)
    return np.where(np.isinf(known), np.nan, known)


def too_low(net: Piped) -> Bools:
    """Connections below the limit; without a limit nobody."""
    node = net.connections.node
    if net.least is None:
        return np.zeros(len(node), dtype=bool)
    return np.asarray((node >= 0) & (lowest(net.judged) < net.least)[np.maximum(node, 0)], dtype=bool)
