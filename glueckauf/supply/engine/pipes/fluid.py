"""What flows: density, viscosity and heat capacity over temperature, and how far a gas departs from an ideal one.

A gas has its density at normal pressure (1.01325 bar); at another pressure it follows p V = K n R T with K = offset + slope · p.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NORMAL_K, NORMAL_BAR = 273.15, 1.01325  # DIN 1343
GRAVITY = 9.81  # m/s²
PASCAL = 1e5  # per bar


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Straight between points, and on beyond the last ones. At least two, `x` rising."""

    x: Floats
    y: Floats

    def __call__(self, at: Floats) -> Floats:
        below, above = np.minimum(at - self.x[0], 0), np.maximum(at - self.x[-1], 0)
        first = (self.y[1] - self.y[0]) / (self.x[1] - self.x[0])
        last = (self.y[-1] - self.y[-2]) / (self.x[-1] - self.x[-2])
        return np.asarray(np.interp(at, self.x, self.y) + first * below + last * above, dtype=np.float64)


def constant(value: float) -> Curve:
    """The same everywhere."""
    return Curve(x=np.array([0.0, 1.0]), y=np.array([value, value]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fluid:
    """Curves over kelvin: kg/m³ (a gas: at normal pressure), Pa s, J/(kg K). K over absolute bar, 1 for liquids."""

    name: str
    is_gas: bool
    density: Curve
    viscosity: Curve
    heat_capacity: Curve
    compressibility: float = 1.0
    compressibility_per_bar: float = 0.0

    @property
    def normal_density(self) -> float:
        """kg per normal cubic metre."""
        return float(self.density(np.array(NORMAL_K)))

    @property
    def highest_bar(self) -> float:
        """Absolute pressure up to which K is credible: a falling line is no gas law where it has lost half."""
        if self.compressibility_per_bar >= 0:
            return float("inf")
        return self.compressibility / 2 / -self.compressibility_per_bar

    def ideal_density_per_bar(self, temperature_k: Floats) -> Floats:
        """kg/m³ of a gas per absolute bar, before K: ρₙ Tₙ / (pₙ T)."""
        return np.asarray(self.normal_density * NORMAL_K / NORMAL_BAR / temperature_k, dtype=np.float64)


def sampled(formula: Callable[[Floats], Floats]) -> Curve:
    """A formula over degrees Celsius as a curve over kelvin, every 2 K from 0 to 150 °C."""
    celsius = np.arange(0.0, 151.0, 2.0)
    return Curve(x=celsius + NORMAL_K, y=formula(celsius))


def water() -> Fluid:
    """Water at 1 bar, 0 to 150 °C; for grids that bring no table of their own."""
    return Fluid(
        name="water",
        is_gas=False,
        density=sampled(water_density),
        viscosity=sampled(water_viscosity),
        heat_capacity=sampled(water_heat_capacity),
    )


def water_density(celsius: Floats) -> Floats:
    """kg/m³. Kell 1975, J. Chem. Eng. Data 20 (1), 97-105, equation 16."""
    above = np.polynomial.polynomial.polyval(celsius, [999.83952, 16.945176, -7.9870401e-3, -46.170461e-6, 105.56302e-9, -280.54253e-12])
    return np.asarray(above / (1 + 16.879850e-3 * celsius), dtype=np.float64)


def water_viscosity(celsius: Floats) -> Floats:
    """Pa s. Kestin, Sokolov, Wakeham 1978, J. Phys. Chem. Ref. Data 7 (3), 941-948: relative to 1.002 mPa s at 20 °C."""
    below = 20.0 - celsius
    exponent = below / (celsius + 96.0) * (1.2378 - 1.303e-3 * below + 3.06e-6 * below**2 + 2.55e-8 * below**3)
    return np.asarray(1.002e-3 * 10.0**exponent, dtype=np.float64)


def water_heat_capacity(celsius: Floats) -> Floats:
    """J/(kg K). Osborne, Stimson, Ginnings 1939, J. Res. NBS 23, 197-260, their interpolation formula."""
    shape = 0.996185 + 0.0002874 * ((celsius + 100) / 100) ** 5.26 + 0.011160 * 10.0 ** (-0.036 * celsius)
    return np.asarray(4185.5 * shape, dtype=np.float64)
