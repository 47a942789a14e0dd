"""Single flows and batches by power-grid-model (C++): our reference, and the fallback of the dense method."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from power_grid_model import (
    CalculationMethod,
    ComponentType,
    DatasetType,
    LoadGenType,
    PowerGridModel,
    WindingType,
    initialize_array,
)

from glueckauf.supply.engine.power.circuit import Circuit
from glueckauf.supply.engine.power.grid import Bools, Floats, Ints

TOLERANCE = 1e-10  # p.u.: Newton is far below after its last step
SETTLED = 1e-12  # p.u.: the last change of an iteration that closes in by a constant factor
STIFF_VA = 1e20  # a feed without impedance of its own, as pandapower's ext_grid


class NotConverged(ArithmeticError):
    """The flow has no solution: what is asked of the grid cannot be supplied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """States of a batch: first axis steps. Dead buses have 0 p.u. and `energised` False. Loading in percent of the rating.

    Steps that are not `solved` hold zeros.
    """

    solved: Bools
    voltage_pu: Floats  # steps x buses
    energised: Bools
    line_percent: Floats
    transformer_percent: Floats


class Model:
    """power-grid-model of one circuit. Loads and generators are summed per bus; their rows are `injection_bus`."""

    def __init__(self, made: Circuit) -> None:
        self.made = made
        grid = made.grid
        nodes = np.concatenate([grid.loads.node, grid.generators.node, np.arange(len(grid.nodes))])
        self.injection_bus: Ints = np.unique(made.bus[nodes][made.bus[nodes] >= 0])
        self.offset = {"line": made.buses, "transformer": made.buses + len(grid.lines)}
        self.offset["source"] = self.offset["transformer"] + len(grid.transformers)
        self.offset["load"] = self.offset["source"] + len(grid.sources)
        self.model = PowerGridModel(self.inputs(), system_frequency=grid.frequency_hz)

    def inputs(self) -> dict[ComponentType, Any]:
        """All components; ids are unique over all of them."""
        return {
            ComponentType.node: self.nodes(),
            ComponentType.line: self.lines(),
            ComponentType.transformer: self.transformers(),
            ComponentType.source: self.sources(),
            ComponentType.sym_load: self.loads(),
        }

    def nodes(self) -> Any:
        made = self.made
        rows = initialize_array(DatasetType.input, ComponentType.node, made.buses)
        rows["id"] = np.arange(made.buses)
        rows["u_rated"] = made.grid.nodes.rated_kv[made.bus_node] * 1e3
        return rows

    def kept_lines(self) -> Ints:
        """Rows of lines between two different buses: power-grid-model refuses the others, and they carry nothing."""
        lines, bus = self.made.grid.lines, self.made.bus
        start, end = bus[lines.start], bus[lines.end]
        return np.flatnonzero((start >= 0) & (end >= 0) & (start != end)).astype(np.int64)

    def lines(self) -> Any:
        made, lines, kept = self.made, self.made.grid.lines, self.kept_lines()
        start, end = made.bus[lines.start], made.bus[lines.end]
        rows = initialize_array(DatasetType.input, ComponentType.line, len(kept))
        rows["id"] = self.offset["line"] + kept
        rows["from_node"], rows["to_node"] = start[kept], end[kept]
        rows["from_status"], rows["to_status"] = made.line_start_on[kept], made.line_end_on[kept]
        rows["r1"], rows["x1"], rows["c1"] = lines.r_ohm[kept], lines.x_ohm[kept], lines.c_nf[kept] * 1e-9
        rows["tan1"] = tangent(made)[kept]
        rows["i_n"] = lines.rated_a[kept]
        return rows

    def transformers(self) -> Any:
        made, units = self.made, self.made.grid.transformers
        rows = initialize_array(DatasetType.input, ComponentType.transformer, len(units))
        rows["id"] = self.offset["transformer"] + np.arange(len(units))
        rows["from_node"], rows["to_node"] = made.bus[units.hv], made.bus[units.lv]
        rows["from_status"], rows["to_status"] = made.hv_on, made.lv_on
        rows["u1"], rows["u2"] = units.hv_kv * 1e3, units.lv_kv * 1e3
        rows["sn"] = units.rated_kva * 1e3
        rows["uk"], rows["pk"] = units.uk_percent / 100, units.copper_percent / 100 * units.rated_kva * 1e3
        rows["i0"], rows["p0"] = units.i0_percent / 100, units.iron_kw * 1e3
        odd = units.clock % 2 == 1
        rows["winding_from"] = np.where(odd, WindingType.delta, WindingType.wye_n)
        rows["winding_to"] = WindingType.wye_n
        rows["clock"] = units.clock
        rows["tap_side"] = np.where(units.tap_at_hv, 0, 1)
        rows["tap_pos"], rows["tap_nom"] = units.tap_position, units.tap_neutral
        rows["tap_min"] = np.minimum(units.tap_min, units.tap_position)
        rows["tap_max"] = np.maximum(units.tap_max, units.tap_position)
        rows["tap_size"] = units.tap_step_percent / 100 * np.where(units.tap_at_hv, units.hv_kv, units.lv_kv) * 1e3
        return rows

    def sources(self) -> Any:
        made, sources = self.made, self.made.grid.sources
        rows = initialize_array(DatasetType.input, ComponentType.source, len(sources))
        rows["id"] = self.offset["source"] + np.arange(len(sources))
        rows["node"] = made.bus[sources.node]
        rows["status"] = sources.in_service & (made.bus[sources.node] >= 0)
        rows["u_ref"] = sources.voltage_pu
        rows["sk"] = STIFF_VA
        return rows

    def loads(self) -> Any:
        rows = initialize_array(DatasetType.input, ComponentType.sym_load, len(self.injection_bus))
        rows["id"] = self.offset["load"] + np.arange(len(self.injection_bus))
        rows["node"], rows["status"], rows["type"] = self.injection_bus, 1, LoadGenType.const_power
        rows["p_specified"] = rows["q_specified"] = 0.0
        return rows

    def flow(self, demand_kva: np.ndarray[Any, np.dtype[np.complex128]], *, threads: int = -1) -> Flow:
        """Demand per bus and step (steps x buses, kW + j kvar, consumption positive). Raises NotConverged if one step has no solution."""
        return all_solved(self.tried(demand_kva, threads=threads))

    def tried(self, demand_kva: np.ndarray[Any, np.dtype[np.complex128]], *, threads: int = -1) -> Flow:
        """The same; a step without a solution is not `solved`."""
        steps = demand_kva.shape[0]
        update = initialize_array(DatasetType.update, ComponentType.sym_load, (steps, len(self.injection_bus)))
        update["id"] = self.offset["load"] + np.arange(len(self.injection_bus))
        chosen = demand_kva[:, self.injection_bus]
        update["p_specified"], update["q_specified"] = chosen.real * 1e3, chosen.imag * 1e3
        return self.settled({ComponentType.sym_load: update}, threads=threads)

    def settled(self, update: Mapping[ComponentType, Any], *, threads: int) -> Flow:
        """By iterating currents, which needs one factorisation; steps it cannot settle are Newton's."""
        found = self.batch(update, threads=threads, method=CalculationMethod.iterative_current, tolerance=SETTLED)
        return completed(found, lambda left: self.batch({kind: rows[left] for kind, rows in update.items()}, threads=threads))

    def batch(
        self,
        update: Mapping[ComponentType, Any],
        *,
        threads: int,
        method: CalculationMethod = CalculationMethod.newton_raphson,
        tolerance: float = TOLERANCE,
    ) -> Flow:
        """Any batch of power-grid-model; a step without a solution does not take the others with it."""
        found = self.model.calculate_power_flow(
            update_data=dict(update),
            calculation_method=method,
            output_component_types=[ComponentType.node, ComponentType.line, ComponentType.transformer],
            threading=threads,
            error_tolerance=tolerance,
            continue_on_batch_error=True,
        )
        error = self.model.batch_error
        return self.read(found, [] if error is None else error.failed_scenarios)

    def read(self, found: Mapping[Any, Any], failed: Sequence[int] | Ints) -> Flow:
        """Rows back in the order of the grid; lines that connect nothing have no loading."""
        node = found["node"]
        steps = node.shape[0]
        solved = np.ones(steps, dtype=bool)
        solved[np.asarray(failed, dtype=np.int64)] = False
        loading = np.zeros((steps, len(self.made.grid.lines)))
        if "line" in found:  # power-grid-model leaves out what a grid has none of
            loading[np.ix_(solved, self.kept_lines())] = found["line"]["loading"][solved] * 100
        unit_percent = np.zeros((steps, len(self.made.grid.transformers)))
        if "transformer" in found:
            unit_percent[solved] = found["transformer"]["loading"][solved] * 100
        voltage, energised = np.zeros(node.shape), np.zeros(node.shape, dtype=bool)
        voltage[solved], energised[solved] = node["u_pu"][solved], node["energized"][solved] == 1
        return Flow(solved=solved, voltage_pu=voltage, energised=energised, line_percent=loading, transformer_percent=unit_percent)


def completed(found: Flow, again: Callable[[Ints], Flow]) -> Flow:
    """The same; steps without a solution come from another method, which gets their numbers."""
    left = np.flatnonzero(~found.solved)
    if len(left):
        other = again(left)
        for field in fields(Flow):
            getattr(found, field.name)[left] = getattr(other, field.name)
    return found


def all_solved(found: Flow) -> Flow:
    """The same. Raises NotConverged if one step has no solution."""
    if not found.solved.all():
        raise NotConverged(f"{int((~found.solved).sum())} of {len(found.solved)} steps")
    return found


def tangent(made: Circuit) -> Floats:
    """Loss factor of the shunt: conductance over susceptance."""
    lines = made.grid.lines
    susceptance = 2 * np.pi * made.grid.frequency_hz * lines.c_nf * 1e-9
    return np.divide(lines.g_us * 1e-6, susceptance, out=np.zeros_like(susceptance), where=susceptance > 0)


def demand(made: Circuit, load_kva: np.ndarray[Any, Any], generation_kva: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.complex128]]:
    """Steps x loads and steps x generators to steps x buses; what is out of service counts nothing."""
    grid = made.grid
    total = np.zeros((load_kva.shape[0], made.buses), dtype=np.complex128)
    for devices, power, sign in ((grid.loads, load_kva, 1), (grid.generators, generation_kva, -1)):
        bus = made.bus[devices.node]
        alive = devices.in_service & (bus >= 0)
        np.add.at(total.T, bus[alive], sign * power[:, alive].T)
    return total
