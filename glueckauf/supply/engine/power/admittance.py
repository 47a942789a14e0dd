"""Admittances of a circuit in p.u. on 1 MVA: pi models of lines, transformers with off-nominal ratio, free ends with their charging."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from glueckauf.supply.engine.power.circuit import Circuit
from glueckauf.supply.engine.power.grid import Floats, Ints

Complexes = NDArray[np.complex128]


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoPorts:
    """Branches as I = Y V at both ends: `ff ft tf tt` per row, -1 as bus of an end that hangs free and was eliminated."""

    start: Ints
    end: Ints
    ff: Complexes
    ft: Complexes
    tf: Complexes
    tt: Complexes


def reduced(ports: TwoPorts, start_on: NDArray[np.bool_], end_on: NDArray[np.bool_]) -> TwoPorts:
    """Eliminates free ends (no current there): Y_ff - Y_ft Y_tf / Y_tt. Both ends free: nothing is left."""
    only_start, only_end, both = start_on & ~end_on, end_on & ~start_on, start_on & end_on
    zero = np.zeros_like(ports.ff)
    return TwoPorts(
        start=np.where(start_on, ports.start, -1),
        end=np.where(end_on, ports.end, -1),
        ff=np.where(both, ports.ff, np.where(only_start, ports.ff - ports.ft * ports.tf / nonzero(ports.tt), zero)),
        ft=np.where(both, ports.ft, zero),
        tf=np.where(both, ports.tf, zero),
        tt=np.where(both, ports.tt, np.where(only_end, ports.tt - ports.ft * ports.tf / nonzero(ports.ff), zero)),
    )


def nonzero(value: Complexes) -> Complexes:
    """A branch without charging has nothing to divide by where its ends are not free."""
    return np.where(value == 0, 1, value)


def complexes(real: Floats, imaginary: Floats) -> Complexes:
    """Rectangular form."""
    found = np.empty(real.shape, dtype=np.complex128)
    found.real, found.imag = real, imaginary
    return found


def line_ports(made: Circuit) -> TwoPorts:
    """Lines; the two ends have the same rated voltage."""
    lines, kv = made.grid.lines, made.grid.nodes.rated_kv[made.grid.lines.start]
    series = kv**2 / complexes(lines.r_ohm, lines.x_ohm)
    shunt = kv**2 * complexes(lines.g_us * 1e-6, 2 * np.pi * made.grid.frequency_hz * lines.c_nf * 1e-9)
    own = series + shunt / 2
    ports = TwoPorts(start=made.bus[lines.start], end=made.bus[lines.end], ff=own, ft=-series, tf=-series, tt=own)
    return reduced(ports, made.line_start_on, made.line_end_on)


def transformer_ports(made: Circuit) -> TwoPorts:
    """Transformers, without the rotation of the clock: right for magnitudes while all feeds of a level share one (see `one_clock`)."""
    units, kv = made.grid.transformers, made.grid.nodes.rated_kv
    step = (units.tap_position - units.tap_neutral) * units.tap_step_percent / 100
    hv_kv = units.hv_kv * np.where(units.tap_at_hv, 1 + step, 1)
    lv_kv = units.lv_kv * np.where(units.tap_at_hv, 1, 1 + step)
    ratio = (hv_kv / lv_kv) / (kv[units.hv] / kv[units.lv])
    rated_mva = units.rated_kva / 1000
    base = (kv[units.lv] / lv_kv) ** 2 * rated_mva
    r, z = units.copper_percent / 100, units.uk_percent / 100
    series = base / complexes(r, np.sqrt(np.maximum(z**2 - r**2, 0)))
    iron, idle = units.iron_kw / units.rated_kva, units.i0_percent / 100
    shunt = base * complexes(iron, -np.sqrt(np.maximum(idle**2 - iron**2, 0)))
    own = series + shunt / 2
    ports = TwoPorts(start=made.bus[units.hv], end=made.bus[units.lv], ff=own / ratio**2, ft=-series / ratio, tf=-series / ratio, tt=own)
    return reduced(ports, made.hv_on, made.lv_on)


def one_clock(made: Circuit) -> bool:
    """Whether all transformers turn the angle alike; without it loops would see a difference that we left out."""
    units = made.grid.transformers
    return len(set(units.clock[made.hv_on & made.lv_on].tolist())) <= 1


def admittance(made: Circuit) -> csr_array:
    """Y of all buses."""
    rows, columns, values = [], [], []
    for ports in (line_ports(made), transformer_ports(made)):
        start, end = ports.start >= 0, ports.end >= 0
        both = start & end
        rows += [ports.start[start], ports.end[end], ports.start[both], ports.end[both]]
        columns += [ports.start[start], ports.end[end], ports.end[both], ports.start[both]]
        values += [ports.ff[start], ports.tt[end], ports.ft[both], ports.tf[both]]
    place = (np.concatenate(rows), np.concatenate(columns))
    return csr_array((np.concatenate(values), place), shape=(made.buses, made.buses))


def end_currents(made: Circuit) -> csr_array:
    """From voltages to currents, ends x buses: all starts of lines, all ends of lines, in percent of the rating; all high sides of
    transformers, all low sides, in percent per p.u. of voltage."""
    grid, rows, columns, values = made.grid, [], [], []
    rated_pu = np.sqrt(3) * grid.nodes.rated_kv[grid.lines.start] * grid.lines.rated_a / 1000
    first = 0
    for ports, rated in ((line_ports(made), rated_pu), (transformer_ports(made), grid.transformers.rated_kva / 1000)):
        for own, other, near, far in ((ports.ff, ports.ft, ports.start, ports.end), (ports.tt, ports.tf, ports.end, ports.start)):
            for part, bus in ((own, near), (other, far)):
                there = np.flatnonzero(bus >= 0)
                rows.append(first + there)
                columns.append(bus[there])
                values.append((part * 100 / rated)[there])
            first += len(rated)
    return csr_array((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=(first, made.buses))


def end_places(made: Circuit) -> tuple[Ints, Ints]:
    """Both buses of the branch of each row of `end_currents`, -1 for a free end."""
    line, unit = line_ports(made), transformer_ports(made)
    start, end = (np.concatenate([getattr(line, name)] * 2 + [getattr(unit, name)] * 2) for name in ("start", "end"))
    return start, end
