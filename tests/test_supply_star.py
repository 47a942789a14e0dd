"""Maps that are full only inside feeders: the same numbers as the full matrix, whatever hangs where."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from glueckauf.supply.engine.power.circuit import Circuit, circuit
from glueckauf.supply.engine.power.dense import assembled, impedance, with_power
from glueckauf.supply.engine.power.grid import LINE, PowerGrid
from glueckauf.supply.engine.power.star import parted
from tests import make_grids


def bent(houses: int, parents: list[int], opened: set[int]) -> PowerGrid:
    """A feeder whose pieces start where `parents` says: any tree behind the busbar, some pieces open at their far end."""
    grid = make_grids.feeder(houses, metres=60, house_kw=2)
    start = grid.lines.start.copy()
    first = int(start[0])
    start[:] = [first + min(parent, at) for at, parent in enumerate(parents)]
    grid = replace(grid, lines=replace(grid.lines, start=start))
    rows = [(LINE, int(grid.lines.end[line]), line, False) for line in sorted(opened)]
    return make_grids.switched(grid, *rows) if rows else grid


def feeders_of(made: Circuit) -> int:
    """How many the star has."""
    feeds = made.bus[made.grid.sources.node]
    return int(parted(made, feeds)[1].max())


def test_four_cables_from_one_busbar_are_four_feeders():
    grid = bent(8, [0, 1, 0, 3, 0, 5, 0, 7], set())
    made = circuit(grid)
    assert feeders_of(made) == 4
    ready = assembled(made, *impedance(made), with_power(made))
    assert sorted(block.shape[0] - 2 for block in ready.z.blocks) == [0, 2, 2, 2, 2]


@given(st.lists(st.integers(0, 11), min_size=12, max_size=12), st.sets(st.integers(0, 11), max_size=3), st.integers(0, 2**31))
@settings(max_examples=60, deadline=None)
def test_voltages_and_currents_are_those_of_the_full_matrix(parents, opened, seed):
    made = circuit(bent(12, parents, opened))
    z, idle = impedance(made)
    ready = assembled(made, z, idle, np.flatnonzero(z.diagonal() != 0))
    power, chance = ready.power_bus, np.random.default_rng(seed)
    injected = chance.normal(size=(3, len(power))) + 1j * chance.normal(size=(3, len(power)))
    current = ready.star.closed(ready.star.spread(injected))
    voltage = injected @ z[:, power].T + idle
    assert np.abs(ready.z.of(current)[:, ready.star.own] - voltage[:, power]).max(initial=0) < 1e-12
    assert np.abs(ready.rest_map.of(current) - voltage[:, ready.rest]).max(initial=0) < 1e-12
    flows, place = ready.branch_map.of(current), ready.branch_place[0]
    lines, bus = made.grid.lines, made.bus
    on = made.line_start_on & made.line_end_on
    base_ohm = made.grid.nodes.rated_kv[lines.start] ** 2
    series = base_ohm / (lines.r_ohm + 1j * lines.x_ohm)
    shunt = base_ohm * (lines.g_us * 1e-6 + 2j * np.pi * made.grid.frequency_hz * lines.c_nf * 1e-9) / 2
    start, end = voltage[:, bus[lines.start]], voltage[:, bus[lines.end]]
    rated = np.sqrt(3) * made.grid.nodes.rated_kv[lines.start] * lines.rated_a / 1000
    wanted = ((start - end) * series + start * shunt) / rated * 100
    assert np.abs(flows[:, place] - wanted)[:, on].max(initial=0) < 1e-7 * max(1.0, np.abs(wanted).max())
