"""The study of one more device, asked and answered in plain values. No id of the grid leaves but that of the node asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from importlib.metadata import version
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls.model import Model, limits_of
from glueckauf.supply.engine.calls.part import NoArea, Part, has_parts, part_of
from glueckauf.supply.engine.power.addresses import UnknownAddress, node_of
from glueckauf.supply.engine.power.area import Area, area, tightest
from glueckauf.supply.engine.power.connection import Answer, Case, Study, study
from glueckauf.supply.engine.power.curves import Curve, along_feeder, duration, worst_day
from glueckauf.supply.engine.power.dense import NotDense
from glueckauf.supply.engine.power.grid import Floats, node_index
from glueckauf.supply.engine.power.judge import Extreme
from glueckauf.supply.engine.power.newton import NotConverged
from glueckauf.supply.engine.power.promised import Device, NoConnection, Promised, promised_year
from glueckauf.supply.engine.power.series import Profiles, demand_kva
from glueckauf.supply.engine.power.year import year_flow

DAYS_OF = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
PER_DAY = 96
SOLVER = "Glückauf Z-Bus 1"


class NoAnswer(Exception):
    """The engine has none; `code` says why: address, node, promise (a device promised before has no place any more), method, solution."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A device at an address or a node. `hours`: first and last month, first hour and the hour after the last."""

    node: str
    power_kw: float
    sign: int
    least_kw: float | None
    hours: tuple[int, int, int, int]
    profile: str = ""


def connect(model: Model, device: Mapping[str, Any], promised: Sequence[Mapping[str, Any]], limits: Mapping[str, Any]) -> dict[str, Any]:
    """The answer as plain values. `device` and each of `promised` hold what Asked has; the device also `existing_kw`, what its
    owner says is there: what was not promised here runs with it and is not dimmed. Raises NoAnswer."""
    asked, others = parsed(device), [parsed(one) for one in promised]
    known = sum(one.power_kw for one in others if one.node == asked.node)
    existing = max(device.get("existing_kw", 0.0) - known, 0.0)
    if existing:
        others.append(replace(asked, power_kw=existing, least_kw=None))
    if not has_parts(model):
        return studied(model, case_of(model, others, limits, asked=asked.node), device_of(model, asked))
    return studied_in_part(model, device_of(model, asked), others, limits)


def case_of(model: Model, others: Sequence[Asked], limits: Mapping[str, Any], *, inside: Model | None = None, asked: str = "") -> Case:
    """With all that was promised in it, of the model or of an area `inside` it; `asked`: the node of the request. Raises NoAnswer."""
    there, devices = inside or model, together(others)

    def year() -> Promised:
        return promised_year(there.made, there.base, [device_of(there, one) for one in devices])

    try:
        return Case(made=there.made, limits=limits_of(limits), year=model.promised(there, devices, year))
    except NotDense as error:
        raise NoAnswer("method") from error
    except NoConnection as error:
        raise NoAnswer("node" if error.args[0] == asked else "promise") from error


def together(others: Sequence[Asked]) -> tuple[Asked, ...]:
    """Those that run in the same hours at the same node as one: all are dimmed to the same level, so their powers add up."""
    found: dict[Asked, Asked] = {}
    for one in others:
        kind = replace(one, power_kw=0.0, least_kw=None if one.least_kw is None else 0.0)
        last = found.get(kind, kind)
        least = None if one.least_kw is None or last.least_kw is None else last.least_kw + min(one.least_kw, one.power_kw)
        found[kind] = replace(last, power_kw=last.power_kw + one.power_kw, least_kw=least)
    return tuple(found.values())


def studied_in_part(model: Model, device: Device, others: Sequence[Asked], limits: Mapping[str, Any]) -> dict[str, Any]:
    """In a grid of several areas: its own over the year, the rest at the heaviest quarter-hour. Raises NoAnswer."""
    ids = node_index(model.found.grid)
    if any(one.node not in ids for one in others):
        raise NoAnswer("promise")
    try:
        part = part_of(model, device, [device_of(model, one) for one in others], limits_of(limits))
    except NoArea as error:
        raise NoAnswer("node" if device.node not in ids else "method") from error
    except NotConverged as error:
        raise NoAnswer("solution") from error
    there = node_index(part.model.found.grid)
    told = studied(part.model, case_of(model, [one for one in others if one.node in there], limits, inside=part.model), device)
    return told | above(part, told) | {"in_part": True}


def above(part: Part, told: Mapping[str, Any]) -> dict[str, Any]:
    """What the rest of the grid changes in the answer of an area."""
    return {"answer": Answer.REINFORCE.value, "binds_elsewhere": True, "hours_over": max(told["hours_over"], 0.25)} if part.over else {}


def parsed(given: Mapping[str, Any]) -> Asked:
    """From plain values."""
    kept = {field.name: given[field.name] for field in fields(Asked) if field.name in given}
    return Asked(**{**kept, "hours": tuple(given["hours"])})


def studied(model: Model, case: Case, asked: Device) -> dict[str, Any]:
    """Raises NoAnswer."""
    try:
        found = study(case, asked)
    except NoConnection as error:
        raise NoAnswer("node") from error
    if len(found.flow_after.unsolved):
        raise NoAnswer("solution")
    return answer(case, found, asked) | rise(model, case, found, asked)


def at_address(model: Model, address: Mapping[str, str]) -> str:
    """Id of its node. Raises NoAnswer."""
    try:
        row = node_of(model.found.connections, **address)
    except UnknownAddress as error:
        raise NoAnswer("address") from error
    return model.found.grid.nodes.id[row]


def device_of(model: Model, asked: Asked) -> Device:
    """With its share of each quarter-hour."""
    steps = len(model.profiles.values)
    share = from_profile(model.profiles, asked.profile) if asked.profile in model.profiles.names else within(asked.hours, steps)
    return Device(node=asked.node, power_kw=asked.power_kw, share=share, sign=asked.sign, least_kw=asked.least_kw)


def from_profile(profiles: Profiles, name: str) -> Floats:
    """Of the operator's own series."""
    found: Floats = profiles.values[:, profiles.names.index(name)].astype(np.float64)
    return found


@lru_cache(maxsize=16)
def within(hours: tuple[int, int, int, int], steps: int) -> Floats:
    """1 in these months and hours, else 0; read-only. A first month after the last goes over New Year, as a heating season does."""
    first, last, begin, end = hours
    days = [days - (month == 1 and steps % (366 * PER_DAY) != 0) for month, days in enumerate(DAYS_OF)]
    month = np.repeat(np.arange(1, 13), [count * PER_DAY for count in days])[:steps]
    hour = np.arange(steps) % PER_DAY / 4
    season = (month >= first) & (month <= last) if first <= last else (month >= first) | (month <= last)
    found = (season & (hour >= begin) & (hour < end)).astype(np.float64)
    found.flags.writeable = False
    return found


def answer(case: Case, found: Study, asked: Device) -> dict[str, Any]:
    """What may be said about it: of the device's own area by kind, of the rest only that it is elsewhere."""
    where = area(case.made, asked.node)
    after = tightest(case.made, found.flow_after, case.limits, where)
    unit = next((one for one in after if one.quantity == "transformer"), after[0])
    return {
        "answer": found.answer.value,
        "dimmed_hours": found.dimmed_hours,
        "largest_kw": round(found.largest_kw, 2),
        "hours_over": found.steps_over / 4,
        "before": [plain(one) for one in tightest(case.made, found.flow_before, case.limits, where)],
        "after": [plain(one) for one in after],
        "binds_elsewhere": bool(found.after[0].use > after[0].use + 1e-6),
        "steps": len(found.level),
        "solver": SOLVER,
        "libraries": f"numpy {version('numpy')}, power-grid-model {version('power-grid-model')}",
        "curves": list(curves(case, found, where, asked, unit, after)),
    }


def rise(model: Model, case: Case, found: Study, asked: Device) -> dict[str, Any]:
    """Of what feeds in: by how much all generators together lift the voltage in its area. Above the limit a person plans."""
    if asked.sign > 0:
        return {}
    made, rows = case.made, np.flatnonzero(asked.share > 0)
    still = replace(made.grid.generators, in_service=np.zeros(len(made.grid.generators), dtype=bool))
    loads = demand_kva(replace(made, grid=replace(made.grid, generators=still)), model.profiles)[rows]
    without = year_flow(model.base.ready, np.take(loads, model.base.ready.power_bus, axis=1))
    inside, limit = area(made, asked.node).buses, case.limits.rise_percent
    value = float(100 * (found.flow_after.voltage_pu[rows][:, inside] - without.voltage_pu[:, inside]).max(initial=0.0))
    over = {"answer": Answer.REINFORCE.value} if value > limit.value else {}
    return {"rise": {"value": round(value, 3), "limit": limit.value, "source": limit.source}, **over}


def plain(one: Extreme) -> dict[str, Any]:
    """Without the id of the element."""
    return {
        "quantity": one.quantity,
        "value": round(one.value, 5),
        "limit": one.limit,
        "source": one.source,
        "use": round(one.use, 5),
        "step": one.step,
    }


def curves(case: Case, found: Study, where: Area, asked: Device, unit: Extreme, after: Sequence[Extreme]) -> Iterator[dict[str, Any]]:
    """Worst day and duration of the transformer, voltage along the feeder at the worst quarter-hour of the voltage."""
    before = found.flow_before
    for kind, curve in (
        ("day", worst_day(case.made, before, found.flow_after, unit)),
        ("duration", duration(case.made, before, found.flow_after, unit)),
    ):
        yield {"kind": kind, "quantity": unit.quantity, "limit": unit.limit, **points(curve)}
    voltage = next((one for one in after if one.quantity == ("voltage_low" if asked.sign > 0 else "voltage_high")), None)
    if voltage is not None:
        curve = along_feeder(case.made, before, found.flow_after, node=asked.node, step=voltage.step, inside=where.buses)
        yield {"kind": "feeder", "quantity": voltage.quantity, "limit": voltage.limit, **points(curve)}


def points(curve: Curve) -> dict[str, Any]:
    """Plain numbers."""
    return {
        "first_step": curve.first_step,
        "axis": [round(float(x), 2) for x in curve.axis],
        "before": [round(float(y), 4) for y in curve.before],
        "after": [round(float(y), 4) for y in curve.after],
    }
