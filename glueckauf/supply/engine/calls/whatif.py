"""What if a device comes while a switch stands otherwise or an element is missing: the study of a connection on the grid as it then is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls.connect import Asked, NoAnswer, above, answer, at_address, case_of, device_of, parsed, rise
from glueckauf.supply.engine.calls.day import number
from glueckauf.supply.engine.calls.model import Model, limits_of
from glueckauf.supply.engine.calls.part import NoArea, Part, has_parts, part_of
from glueckauf.supply.engine.calls.situation import MOST_DENSE, dark_rows, grid_of
from glueckauf.supply.engine.calls.told import addresses
from glueckauf.supply.engine.power.area import area
from glueckauf.supply.engine.power.circuit import circuit
from glueckauf.supply.engine.power.connection import Case, Study, study
from glueckauf.supply.engine.power.grid import LINE, TRANSFORMER, PowerGrid, node_index
from glueckauf.supply.engine.power.limits import PowerLimits
from glueckauf.supply.engine.power.newton import NotConverged
from glueckauf.supply.engine.power.promised import Device, NoConnection
from glueckauf.supply.engine.power.standing import standing, without
from glueckauf.supply.engine.power.switching import joins
from glueckauf.supply.engine.power.trace import NoElement, alive, element


def what_if(model: Model, given: Mapping[str, Any]) -> dict[str, Any]:
    """`address`, `device` (without its node), `change`: {"open": id}, {"close": id}, {"without": id} or {}. Nothing is kept.

    Raises NoAnswer: address, element, switch, method, solution, node, promise.
    """
    now, _ = grid_of(model, given)
    node = at_address(model, given["address"])
    then, joined = changed(now, given["change"])
    live = alive(then, circuit(then))
    dark = alive(now, circuit(now)) & ~live
    rows = dark_rows(model, dark)
    said = {"node": node, "dark": addresses(model.found.connections, rows)[:40], "dark_count": len(rows), "joins": joined}
    if not live[node_index(then)[node]]:
        return {**said, "answer": "dark"}
    same = not given["change"] and not given.get("positions")
    moved = model if same else replace(model, found=replace(model.found, grid=then))
    asked, row = device_of(model, parsed({**given["device"], "node": node})), node_index(then)
    others = [one for one in map(parsed, given.get("devices", ())) if one.node in row and live[row[one.node]]]
    return said | studied(moved, asked, others, given["limits"])


def studied(model: Model, asked: Device, others: Sequence[Asked], limits: Mapping[str, Any]) -> dict[str, Any]:
    """As the check of a connection: where a grid has several low-voltage areas, that of the device over the year. Raises NoAnswer."""
    part = area_of(model, asked, [device_of(model, one) for one in others], limits_of(limits)) if has_parts(model) else None
    inside = part.model if part else model
    if inside.made.buses > MOST_DENSE:
        raise NoAnswer("method")
    ids = node_index(inside.found.grid)
    case = case_of(model, [one for one in others if one.node in ids], limits, inside=inside)
    try:
        found = study(case, asked)
    except NoConnection as error:
        raise NoAnswer("node") from error
    if len(found.flow_after.unsolved):
        raise NoAnswer("solution")
    told = answer(case, found, asked) | rise(inside, case, found, asked) | at_house(case, found, asked)
    return told | {"in_part": True, "over_above": part.over} | above(part, told) if part else told


def area_of(model: Model, asked: Device, others: Sequence[Device], limits: PowerLimits) -> Part:
    """The device's own, fed by the rest. Raises NoAnswer."""
    try:
        return part_of(model, asked, others, limits)
    except NoArea as error:
        raise NoAnswer("method") from error
    except NotConverged as error:
        raise NoAnswer("solution") from error


def changed(grid: PowerGrid, change: Mapping[str, str]) -> tuple[PowerGrid, bool]:
    """The grid as it then is, and whether two live parts are joined by it. Raises NoAnswer."""
    if missing := change.get("without"):
        try:
            one = element(grid, missing)
        except NoElement as error:
            raise NoAnswer("element") from error
        if one.kind == LINE:
            return without(grid, lines=(one.row,)), False
        if one.kind == TRANSFORMER:
            return without(grid, transformers=(one.row,)), False
        raise NoAnswer("element")
    name = change.get("open") or change.get("close")
    if not name:
        return grid, False
    if name not in grid.switches.id:
        raise NoAnswer("switch")
    row = grid.switches.id.index(name)
    joined = "close" in change and not grid.switches.closed[row] and joins(circuit(grid), row)
    return standing(grid, {name: "open" in change})[0], joined


def at_house(case: Case, found: Study, asked: Device) -> dict[str, Any]:
    """With the ids an operator works with: voltage at the house, the transformers that feed it, what binds anywhere."""
    made = case.made
    grid, where = made.grid, area(made, asked.node)
    worst = np.min if asked.sign > 0 else np.max
    flows = (found.flow_before, found.flow_after)
    kv = float(grid.nodes.rated_kv[node_index(grid)[asked.node]])
    return {
        "house": [number(float(worst(flow.voltage_pu[:, where.bus]))) for flow in flows],
        "house_kv": kv,
        "units": [
            {"id": grid.transformers.id[row], "percent": [number(float(flow.transformer_percent[:, row].max())) for flow in flows]}
            for row in np.flatnonzero(where.transformers).tolist()
        ],
        "binding": [
            {"quantity": one.quantity, "element": one.element, "value": round(one.value, 4), "use": round(one.use, 4), "step": one.step}
            for one in (found.before[0], found.after[0])
        ],
    }
