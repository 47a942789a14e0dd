"""Pressure lost along a branch, as pandapipes counts it: Darcy-Weisbach with λ = 64/Re + λ of Nikuradse for the rough pipe.

Both terms are always added, so λ m|m| is a part that grows with m (64/Re) and one that grows with m|m|: no division by a flow of zero.
Liquids: Δp = λ-terms / (2 ρ A²). Gas: p₁² - p₂² = λ-terms · pₙ T K / (ρₙ Tₙ A²), K at the mean pressure ⅔ (p₁³ - p₂³) / (p₁² - p₂²).
"""

from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.pipes.fluid import GRAVITY, NORMAL_BAR, NORMAL_K, PASCAL, Floats, Fluid
from glueckauf.supply.engine.pipes.network import Network

JOINT = 1e-9  # bar per kg/s of a branch without length: too little to see, enough to make flows in loops of joints unique
VALVE_ROUGHNESS_MM = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Temperatures:
    """Kelvin: `junction` over junctions, `inlet` and `outlet` (in the direction of flow) over the branches of the network."""

    junction: Floats
    inlet: Floats
    outlet: Floats


def at_start(made: Network) -> Temperatures:
    """As the grid says."""
    known = made.grid.junctions.temperature_k
    return Temperatures(junction=known, inlet=known[made.start], outlet=known[made.end])


@dataclass(frozen=True, slots=True, kw_only=True)
class Branches:
    """Over branches: lost are laminar · m + turbulent · m|m| (bar; a gas: bar², before K).

    `weight`: bar gained from start to end by falling; a gas: the same per bar of mean pressure, before K.
    """

    fluid: Fluid
    laminar: Floats
    turbulent: Floats
    weight: Floats

    def loss(self, flow: Floats) -> tuple[Floats, Floats]:
        """Value and derivative by flow."""
        size = np.abs(flow)
        return flow * (self.laminar + self.turbulent * size), self.laminar + 2 * self.turbulent * size


def branches(made: Network, temperatures: Temperatures) -> Branches:
    """Coefficients at these temperatures. λ of Nikuradse: liquids 1/(2 lg(3.71 d/k))², gas 1/(2 lg(d/k) + 1.14)²."""
    grid, fluid, rows = made.grid, made.grid.fluid, made.branch
    pipes, valves = grid.pipes, grid.valves
    d = (np.concatenate([pipes.diameter_mm, valves.diameter_mm]) / 1000)[rows]
    k = (np.concatenate([pipes.roughness_mm, np.full(len(valves), VALVE_ROUGHNESS_MM)]) / 1000)[rows]
    length = np.concatenate([pipes.length_m, np.zeros(len(valves))])[rows]
    zeta = np.concatenate([pipes.loss, valves.loss])[rows]
    area = np.pi / 4 * d**2
    root = 2 * np.log10(d / k) + 1.14 if fluid.is_gas else 2 * np.log10(3.71 * d / k)
    mean = (temperatures.inlet + temperatures.outlet) / 2
    if fluid.is_gas:
        factor = NORMAL_BAR * mean / (fluid.normal_density * NORMAL_K * area**2 * PASCAL)
        density = fluid.ideal_density_per_bar(mean)
    else:
        density = (fluid.density(temperatures.inlet) + fluid.density(temperatures.outlet)) / 2
        factor = 1 / (2 * PASCAL * area**2 * density)
    rise = grid.junctions.height_m[made.start] - grid.junctions.height_m[made.end]
    return Branches(
        fluid=fluid,
        laminar=np.maximum(factor * 64 * fluid.viscosity(mean) * area * length / d**2, JOINT),
        turbulent=factor * (length / d / root**2 + zeta),
        weight=density * GRAVITY * rise / PASCAL,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """`head`: bar gained by falling. `factor`: what the loss is multiplied with. Derivatives by the pressures at start and end."""

    head: Floats
    head_start: Floats
    head_end: Floats
    factor: Floats
    factor_start: Floats
    factor_end: Floats


def terms(made: Branches, start_bar: Floats, end_bar: Floats) -> Terms:
    """At absolute pressures."""
    if made.fluid.is_gas:
        return gas_terms(made, start_bar, end_bar)
    none = np.zeros_like(made.weight)
    return Terms(head=made.weight, head_start=none, head_end=none, factor=none + 1, factor_start=none, factor_end=none)


def gas_terms(made: Branches, start_bar: Floats, end_bar: Floats) -> Terms:
    """The factor is K / (p₁ + p₂); the head uses the mean density of both ends, its derivative leaves out that of K (some 0.1 %)."""
    offset, slope = made.fluid.compressibility, made.fluid.compressibility_per_bar
    total = start_bar + end_bar
    squares = start_bar * start_bar + end_bar * total
    k = offset + slope * 2 / 3 * squares / total
    by_start = slope * 2 / 3 * ((2 * start_bar + end_bar) * total - squares) / total**2
    by_end = slope * 2 / 3 * ((2 * end_bar + start_bar) * total - squares) / total**2
    half_start, half_end = made.weight / 2 / (offset + slope * start_bar), made.weight / 2 / (offset + slope * end_bar)
    return Terms(
        head=half_start * start_bar + half_end * end_bar,
        head_start=half_start,
        head_end=half_end,
        factor=k / total,
        factor_start=(by_start * total - k) / total**2,
        factor_end=(by_end * total - k) / total**2,
    )
