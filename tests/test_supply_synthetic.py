"""The synthetic grid: obviously invented, the same for one seed, inside its limits for a year, with little room left in some quarters."""

from collections import Counter
from dataclasses import dataclass, replace

import make_grids
import numpy as np
import pandapower
import pytest
from test_supply_connection import case_with

from glueckauf.supply.engine.exports import own as exports
from glueckauf.supply.engine.imports import own
from glueckauf.supply.engine.power import newton
from glueckauf.supply.engine.power.circuit import Circuit, circuit, supplied
from glueckauf.supply.engine.power.connection import Answer, study
from glueckauf.supply.engine.power.dense import dense
from glueckauf.supply.engine.power.grid import TRANSFORMER
from glueckauf.supply.engine.power.judge import extremes
from glueckauf.supply.engine.power.preview import InForce, preview
from glueckauf.supply.engine.power.promised import Device
from glueckauf.supply.engine.power.series import Profiles, demand_kva
from glueckauf.supply.engine.power.year import YearFlow, year_flow
from glueckauf.supply.engine.synthetic.power import Synthetic, synthetic
from glueckauf.supply.engine.synthetic.profiles import HOUR, STEPS, profiles
from glueckauf.supply.engine.synthetic.streets import ENDINGS, MOST_STREETS, STEMS, Town, street_name
from glueckauf.supply.engine.synthetic.types import CABLES, TRANSFORMERS

SEED = 11
DAYS = 5  # with the highest load: what a study in a test looks at


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The default town with its year."""

    made: Synthetic
    circuit: Circuit
    demand: np.ndarray
    year: YearFlow


@pytest.fixture(scope="module")
def base() -> Base:
    made = synthetic(Town(), np.random.default_rng(SEED))
    normal = circuit(made.grid)
    demand = demand_kva(normal, made.profiles)
    ready = dense(normal)
    return Base(made=made, circuit=normal, demand=demand, year=year_flow(ready, np.ascontiguousarray(demand[:, ready.power_bus])))


def hardest(base: Base) -> np.ndarray:
    """Quarter-hours of the hardest days."""
    days = np.sort(np.argsort(base.demand.real.sum(axis=1).reshape(-1, 96).max(axis=1))[-DAYS:])
    return (days[:, None] * 96 + np.arange(96)).ravel()


def test_it_is_labelled_and_nobody_takes_it_for_real(base):
    grid, addresses = base.made.grid, base.made.connections
    assert base.made.label == "synthetisch" and all(name.endswith("(synthetisch)") for name in grid.nodes.name)
    assert set(addresses.street) == {street_name(number) for number in range(6)} and {"Musterstraße", "Beispielweg"} <= set(
        addresses.street
    )
    assert set(addresses.postcode) == {"00000"}


def test_each_house_has_an_address_a_node_and_a_load(base):
    grid, addresses = base.made.grid, base.made.connections
    assert len(addresses) == 120 and len(set(zip(addresses.street, addresses.house_number, strict=True))) == 120
    assert len(set(addresses.node.tolist())) == 120 and set(addresses.node.tolist()) <= set(grid.loads.node.tolist())
    assert [grid.nodes.street[node] for node in addresses.node] == list(addresses.street)
    assert [grid.nodes.name[node].split(" (")[0] for node in addresses.node] == [
        " ".join(pair) for pair in zip(addresses.street, addresses.house_number, strict=True)
    ]


def test_house_numbers_rise_along_a_street_odd_in_the_north_even_in_the_south(base):
    grid, addresses = base.made.grid, base.made.connections
    for street in set(addresses.street):
        rows = [row for row, name in enumerate(addresses.street) if name == street]
        number = np.array([int(addresses.house_number[row]) for row in rows])
        xy = grid.nodes.xy[addresses.node[rows]]
        for odd in (0, 1):
            side = number % 2 == odd
            assert (np.diff(xy[side][np.argsort(number[side]), 0]) > 0).all()
        assert xy[number % 2 == 1, 1].min() > xy[number % 2 == 0, 1].max()


def test_coordinates_are_degrees_around_the_origin_and_as_far_apart_as_the_cables_are_long(base):
    grid = base.made.grid
    assert np.abs(grid.nodes.xy - [7.2, 51.5]).max() < 0.1
    scale = 111_320 * np.array([np.cos(np.radians(51.5)), 1.0])
    apart = np.abs((grid.nodes.xy[grid.lines.start] - grid.nodes.xy[grid.lines.end]) * scale).sum(axis=1)
    assert np.abs(apart - grid.lines.length_m).max() < 0.1


def test_one_seed_is_one_grid_and_another_another(base):
    again, other = (synthetic(Town(), np.random.default_rng(seed)) for seed in (SEED, SEED + 1))
    assert exports.zipped(again.grid, again.connections) == exports.zipped(base.made.grid, base.made.connections)
    assert np.array_equal(again.profiles.values, base.made.profiles.values)
    assert other.grid.loads.p_kw[:10].tolist() != again.grid.loads.p_kw[:10].tolist()


def test_all_are_supplied_in_one_open_ring(base):
    found = preview(base.made.grid, base.made.connections)
    assert (found.islands, found.dark_islands, found.unsupplied, found.unplaced, found.dark_connections) == (1, 0, (), (), ())
    assert [(one.kind, one.joins_feeds) for one in found.open_points] == [("line", False)]
    grid = base.made.grid
    assert {grid.nodes.id[node] for node in grid.switches.node[grid.switches.breaker]} == {"uw"} and grid.switches.breaker.sum() == 2
    assert Counter(grid.switches.kind)[TRANSFORMER] == 3


def test_every_cable_of_the_ring_may_fail_when_the_open_point_is_closed(base):
    grid = base.made.grid
    ring = np.flatnonzero(grid.nodes.rated_kv[grid.lines.start] == 10)
    closed = np.ones(len(grid.switches), dtype=bool)
    assert len(ring) == 4
    for cable in ring:
        assert supplied(circuit(grid, closed, lines_out=np.array([cable]))).all()


def test_it_goes_through_our_own_format_unchanged(base):
    found = own.zipped(exports.zipped(base.made.grid, base.made.connections))
    assert not preview(found.grid, found.connections, InForce(grid=base.made.grid, connections=base.made.connections)).difference
    assert found.grid.loads.profile == base.made.grid.loads.profile


def test_the_types_are_those_of_their_source():
    net = pandapower.create_empty_network()
    assert all(f"pandapower {pandapower.__version__} " in one.source for one in (*CABLES, *TRANSFORMERS))
    for cable in CABLES:
        said = net.std_types["line"][cable.name]
        assert (cable.r_ohm, cable.x_ohm, cable.c_nf) == tuple(said[f"{name}_per_km"] for name in ("r_ohm", "x_ohm", "c_nf"))
        assert cable.rated_a == pytest.approx(said["max_i_ka"] * 1000)
    for unit in TRANSFORMERS:
        said = net.std_types["trafo"][unit.name]
        assert (unit.uk_percent, unit.copper_percent, unit.i0_percent) == (said["vk_percent"], said["vkr_percent"], said["i0_percent"])
        assert (unit.rated_kva, unit.iron_kw, said["vector_group"]) == (said["sn_mva"] * 1000, said["pfe_kw"], "Dyn5")
        assert (said["tap_min"], said["tap_max"], said["tap_step_percent"], said["tap_side"]) == (-2, 2, 2.5, "hv")


def test_the_base_year_keeps_every_limit_and_some_only_just(base):
    found = {one.quantity: one for one in extremes(base.circuit, base.year, make_grids.LIMITS, supplied(base.circuit))}
    assert not len(base.year.unsolved)
    assert all(one.use < 1 for one in found.values())
    assert found["transformer"].use > 0.96 and found["voltage_low"].value < 0.907
    assert base.year.transformer_percent.max(axis=0)[0] < 35


def test_all_generators_together_raise_no_voltage_by_more_than_allowed(base):
    grid = base.made.grid
    steps = np.argsort(base.demand.real.sum(axis=1))[:40]
    without = replace(base.circuit, grid=replace(grid, generators=replace(grid.generators, in_service=grid.generators.in_service & False)))
    model = newton.Model(base.circuit)
    rise = model.flow(base.demand[steps]).voltage_pu - model.flow(demand_kva(without, base.made.profiles, steps)).voltage_pu
    assert len(grid.generators) > 10 and 0.001 < rise.max() < make_grids.LIMITS.rise_percent.value / 100


def test_a_wallbox_is_possible_here_dimmed_there_and_asks_for_a_person_elsewhere(base):
    steps = hardest(base)
    share = ((HOUR[steps] >= 18) & (HOUR[steps] < 23)).astype(float)
    case = case_with(base.circuit, base.demand[steps])
    grid = base.made.grid
    answers: dict[int, list[Answer]] = {0: [], 1: [], 2: []}
    for row in range(0, 120, 7):
        node = int(base.made.connections.node[row])
        found = study(case, Device(node=grid.nodes.id[node], power_kw=11.0, share=share, least_kw=4.2))
        answers[row // 40].append(found.answer)
        assert (found.answer is Answer.DIMMED) <= (0 < found.dimmed_hours < DAYS * 5)
    assert set(answers[0]) == {Answer.POSSIBLE}
    assert set(answers[1]) == {Answer.POSSIBLE, Answer.DIMMED, Answer.REINFORCE}
    assert set(answers[2]) == {Answer.DIMMED}


@pytest.mark.parametrize(("transformers", "houses"), [(1, 8), (2, 37), (3, 240), (10, 200)])
def test_it_grows_and_shrinks_and_stays_inside_its_limits(transformers, houses):
    made = synthetic(Town(transformers=transformers, houses=houses, postcode="99999"), np.random.default_rng(3))
    normal = circuit(made.grid)
    found = preview(made.grid, made.connections)
    assert (len(made.connections), len(made.grid.transformers), set(made.connections.postcode)) == (houses, transformers, {"99999"})
    assert len(set(zip(made.connections.street, made.connections.house_number, strict=True))) == houses
    assert found.unsupplied == () and len(found.open_points) == -(-transformers // 8)
    steps = np.flatnonzero((HOUR >= 18) & (HOUR < 21))[:: 3 if transformers < 3 else 12]
    flow = newton.Model(normal).flow(demand_kva(normal, made.profiles, steps), threads=1)
    assert flow.voltage_pu.min() > 0.9 and flow.line_percent.max() < 100 and flow.transformer_percent.max() < 100


@pytest.mark.parametrize(
    "town", [{"transformers": 0}, {"transformers": 3, "houses": 23}, {"houses": 241}, {"transformers": 301, "houses": 3000}]
)
def test_a_town_that_cannot_be_built_says_so(town):
    with pytest.raises(ValueError, match="transformer"):
        Town(**town)


def test_there_are_names_for_all_streets_each_once():
    names = [street_name(number) for number in range(MOST_STREETS)]
    assert len(set(names)) == MOST_STREETS == len(STEMS) * len(ENDINGS) * 5
    assert all(name.startswith(STEMS) for name in names)


def of(series: Profiles, start: str) -> np.ndarray:
    """Mean of the profiles of a kind."""
    return series.values[:, [name.startswith(start) for name in series.names]].mean(axis=1)


def test_profiles_are_a_leap_year_of_shares_with_the_shape_of_what_they_are_of():
    series = profiles(np.random.default_rng(4))
    assert series.values.shape == (35_136, 19) == (STEPS, len(series.names)) and np.isfinite(series.values).all()
    assert series.values.min() >= 0 and series.values.max() == 1
    winter, summer = np.arange(STEPS) < 60 * 96, (np.arange(STEPS) >= 160 * 96) & (np.arange(STEPS) < 220 * 96)
    home, heat, sun = (of(series, kind) for kind in ("haushalt", "waermepumpe", "pv-sued"))
    evening, night = (HOUR >= 18) & (HOUR < 21), (HOUR >= 1) & (HOUR < 4)
    assert home[evening].mean() > 2 * home[night].mean() and 1.2 < home[winter].mean() / home[summer].mean() < 1.8
    assert heat[winter].mean() > 5 * heat[summer].mean()
    assert (sun[(HOUR < 3) | (HOUR > 21.5)] == 0).all() and sun[summer].mean() > 2 * sun[winter].mean()
    assert 850 < sun.sum() / 4 < 1150  # full-load hours; east and west less
    east, west = of(series, "pv-ost"), of(series, "pv-west")
    assert east[HOUR < 11].sum() > 1.5 * west[HOUR < 11].sum() and 500 < east.sum() / 4 < 0.85 * sun.sum() / 4


def test_demand_by_profile_is_that_of_each_device_alone(base):
    grid, series, steps = base.made.grid, base.made.profiles, np.array([0, 1000, 20_000])
    column = {name: at for at, name in enumerate(series.names)}
    load, made = (
        series.values[np.ix_(steps, [column[name] for name in devices.profile])] * (devices.p_kw + 1j * devices.q_kvar)
        for devices in (grid.loads, grid.generators)
    )
    np.testing.assert_allclose(base.demand[steps], newton.demand(base.circuit, load, made), atol=1e-9)
    constant = circuit(make_grids.feeder(2, house_kw=1.5))
    assert demand_kva(constant, series, steps).tolist() == [[0, 0, 1.5, 1.5]] * 3
    unknown = replace(constant.grid, loads=replace(constant.grid.loads, profile=("", "bäckerei")))
    with pytest.raises(KeyError, match="bäckerei"):
        demand_kva(circuit(unknown), series, steps)
