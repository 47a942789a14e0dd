"""Holds a year against the limits: where it is tightest, and which steps a new device makes worse than allowed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.power.circuit import Circuit
from glueckauf.supply.engine.power.grid import Bools, Floats
from glueckauf.supply.engine.power.limits import PowerLimits
from glueckauf.supply.engine.power.year import Singles, YearFlow

NOTHING = 1e-5  # of what is allowed: below this a step is not worse than before (single precision)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme:
    """The tightest point of one quantity. `element` is the id in the grid; `use` is the share of what is allowed that is used up there:
    loading over its limit, or distance from the rated voltage over the allowed one; above 1 is over the limit."""

    quantity: str
    element: str
    step: int
    value: float
    limit: float
    source: str
    use: float


def extremes(made: Circuit, flow: YearFlow, limits: PowerLimits, live: Bools) -> tuple[Extreme, ...]:
    """One for each quantity the circuit has, tightest first. `live`: buses that are supplied."""
    grid = made.grid
    buses = [grid.nodes.id[node] for node in made.bus_node[live]]
    names: dict[str, Sequence[str]] = {"line": grid.lines.id, "transformer": grid.transformers.id}
    found = [
        extreme_of(quantity, names.get(quantity, buses), use, values, limits)
        for quantity, use, values in uses(flow, limits, live)
        if use.shape[1]
    ]
    return tuple(sorted(found, key=lambda one: -one.use))


def extreme_of(quantity: str, names: Sequence[str], use: Singles, values: Singles, limits: PowerLimits) -> Extreme:
    """The step and element that use most of the limit. use, values: steps x elements, of which there is one at least; `names` of these."""
    step, element = divmod(int(use.argmax()), use.shape[1])
    limit = getattr(limits, LIMIT_OF[quantity])
    return Extreme(
        quantity=quantity,
        element=names[element],
        step=step,
        value=float(values[step, element]),
        limit=limit.value,
        source=limit.source,
        use=float(use[step, element]),
    )


LIMIT_OF = {"voltage_low": "voltage_low", "voltage_high": "voltage_high", "line": "line_percent", "transformer": "transformer_percent"}


def uses(flow: YearFlow, limits: PowerLimits, live: Bools) -> Iterator[tuple[str, Singles, Singles]]:
    """Each quantity with the used share and the values, steps x elements."""
    voltage = flow.voltage_pu[:, live]
    yield "voltage_low", (1 - voltage) / np.float32(1 - limits.voltage_low.value), voltage
    yield "voltage_high", (voltage - 1) / np.float32(limits.voltage_high.value - 1), voltage
    yield "line", flow.line_percent / np.float32(limits.line_percent.value), flow.line_percent
    yield "transformer", flow.transformer_percent / np.float32(limits.transformer_percent.value), flow.transformer_percent


def excess(before: YearFlow, after: YearFlow, limits: PowerLimits, live: Bools) -> Floats:
    """Of each step, by how much the worst element is over its limit and worse than before, in shares of what is allowed; 0 or less: none
    is. What was over a limit already is not the device's fault."""
    found = np.full(len(after.voltage_pu), -np.inf)
    for (_, was, _), (_, now, _) in zip(uses(before, limits, live), uses(after, limits, live), strict=True):
        over = np.minimum(now - 1, now - was - np.float32(NOTHING))
        np.maximum(found, over.max(axis=1, initial=-np.inf), out=found)
    return found


def made_worse(before: YearFlow, after: YearFlow, limits: PowerLimits, live: Bools) -> Bools:
    """Steps in which some element is over its limit and worse than before."""
    worse: Bools = excess(before, after, limits, live) > 0
    return worse
