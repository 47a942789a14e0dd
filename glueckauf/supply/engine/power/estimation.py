"""The state of a grid from few meters: power-grid-model's estimation, profiles standing in for meters that are not there."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from power_grid_model import CalculationMethod, ComponentType, DatasetType, MeasuredTerminalType, initialize_array
from power_grid_model.errors import PowerGridError

from glueckauf.supply.engine.power.admittance import Complexes
from glueckauf.supply.engine.power.circuit import Circuit
from glueckauf.supply.engine.power.grid import Floats, Ints
from glueckauf.supply.engine.power.newton import Model, NotConverged

TOLERANCE = 1e-6  # p.u.: a hundred times finer than a good meter


@dataclass(frozen=True, slots=True, kw_only=True)
class Meters:
    """Measured voltages by bus (p.u., with standard deviation) and what is known of the demand of all power buses (kW + j kvar).

    `demand_sigma_kw`: small for a metered bus, large where a profile stands in.
    """

    voltage_bus: Ints
    voltage_pu: Floats
    voltage_sigma_pu: Floats
    demand_kva: Complexes  # per bus
    demand_sigma_kw: Floats  # per bus


def estimated(made: Circuit, meters: Meters) -> Floats:
    """Voltage of each bus in p.u. Raises NotConverged, also when there is too little to go on."""
    model = Model(made)
    inputs = model.inputs() | {
        ComponentType.sym_voltage_sensor: voltage_sensors(made, model, meters),
        ComponentType.sym_power_sensor: power_sensors(made, model, meters),
    }
    try:
        found = type(model.model)(inputs, system_frequency=made.grid.frequency_hz).calculate_state_estimation(
            calculation_method=CalculationMethod.iterative_linear,
            output_component_types=[ComponentType.node],
            error_tolerance=TOLERANCE,
            max_iterations=100,
        )
    except PowerGridError as error:
        raise NotConverged(str(error)) from error
    voltage: Floats = found[ComponentType.node]["u_pu"]
    return voltage


def voltage_sensors(made: Circuit, model: Model, meters: Meters) -> Any:
    """At the measured buses."""
    rows = initialize_array(DatasetType.input, ComponentType.sym_voltage_sensor, len(meters.voltage_bus))
    rated = made.grid.nodes.rated_kv[made.bus_node[meters.voltage_bus]] * 1e3
    rows["id"] = first_free(model) + np.arange(len(rows))
    rows["measured_object"] = meters.voltage_bus
    rows["u_measured"], rows["u_sigma"] = meters.voltage_pu * rated, meters.voltage_sigma_pu * rated
    return rows


def power_sensors(made: Circuit, model: Model, meters: Meters) -> Any:
    """One for each bus that may have power: measured, or a profile."""
    bus = model.injection_bus
    rows = initialize_array(DatasetType.input, ComponentType.sym_power_sensor, len(bus))
    rows["id"] = first_free(model) + len(meters.voltage_bus) + np.arange(len(bus))
    rows["measured_object"] = model.offset["load"] + np.arange(len(bus))
    rows["measured_terminal_type"] = MeasuredTerminalType.load
    rows["p_measured"], rows["q_measured"] = meters.demand_kva[bus].real * 1e3, meters.demand_kva[bus].imag * 1e3
    rows["power_sigma"] = meters.demand_sigma_kw[bus] * 1e3
    return rows


def first_free(model: Model) -> int:
    """Ids after those of the grid."""
    return model.offset["load"] + len(model.injection_bus)
