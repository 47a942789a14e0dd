"""Series that scale devices over the year, by the name a device has as its `profile`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glueckauf.supply.engine.power.admittance import Complexes
from glueckauf.supply.engine.power.circuit import Circuit
from glueckauf.supply.engine.power.grid import Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiles:
    """Shares of a device's power, steps x names."""

    names: tuple[str, ...]
    values: NDArray[np.float32]


def demand_kva(made: Circuit, series: Profiles, steps: Ints | slice = slice(None)) -> Complexes:
    """Steps x buses, kW + j kvar, consumption positive: each device by its profile, constant without one. KeyError: no such profile."""
    grid, row = made.grid, {name: at for at, name in enumerate(series.names)} | {"": len(series.names)}
    weights = np.zeros((len(row), made.buses), dtype=np.complex128)
    for devices, sign in ((grid.loads, 1), (grid.generators, -1)):
        bus = made.bus[devices.node]
        alive = devices.in_service & (bus >= 0)
        place = np.array([row[name] for name in devices.profile], dtype=np.int64)
        np.add.at(weights, (place[alive], bus[alive]), sign * (devices.p_kw + 1j * devices.q_kvar)[alive])
    share = series.values[steps].astype(np.float64)
    found = np.empty((len(share), made.buses), dtype=np.complex128)
    found.real, found.imag = share @ weights[:-1].real, share @ weights[:-1].imag
    found += weights[-1]
    return found
