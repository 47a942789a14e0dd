"""Studies as a library: parts add up, whoever computes them in whatever order; each kind is held against what it says it is."""

import random

import make_grids
import numpy as np
import pytest

from glueckauf.supply.engine.calls.model import limits_of, read
from glueckauf.supply.engine.power.circuit import circuit, supplied
from glueckauf.supply.engine.power.cut import cut_out, low_areas
from glueckauf.supply.engine.power.dense import dense
from glueckauf.supply.engine.power.hosting import hosting
from glueckauf.supply.engine.power.judge import uses
from glueckauf.supply.engine.power.outages import outages
from glueckauf.supply.engine.power.series import demand_kva
from glueckauf.supply.engine.power.year import year_flow
from glueckauf.supply.engine.studies.merge import merged
from glueckauf.supply.rules.norms import default_limits
from glueckauf.supply.rules.studies import COLUMNS, Kind, facts, lasting, readable, worst_first
from glueckauf.supply.rules.study_plots import plots
from tests import make_studies

LIMITS = limits_of(default_limits())


@pytest.mark.parametrize("kind", list(Kind))
def test_parts_computed_apart_and_in_any_order_are_the_study(kind):
    whole = make_studies.at_once(kind)
    parts, rows = make_studies.study(kind).parts(), []
    random.Random(5).shuffle(parts)
    for part in parts:
        rows += make_studies.study(kind).part(part)  # each time as a process that knows nothing yet
    random.Random(6).shuffle(rows)
    assert worst_first(kind, merged(rows)) == whole and len({row["id"] for row in whole}) == len(whole) > 10
    assert [readable(kind, row, 35136)[column.key] for row in whole[:1] for column in COLUMNS[kind]]
    assert facts(kind, whole)
    assert plots(kind, whole)


def test_days_of_a_line_are_added_up_and_the_worst_stays():
    same = {"id": "a", "steps": 96, "element": "", "close": [], "open": []}
    found = ((0, "", 0.5, 10), (4, "over_limit", 0.9, 700), (0, "", 0.9, 200), (96, "over_limit", None, None))
    days = [same | dict(zip(("dark_steps", "reason", "use", "step"), day, strict=True)) for day in found]
    for _ in range(10):
        random.shuffle(days)
        (row,) = merged(days)
        assert (row["steps"], row["dark_steps"], row["use"], row["step"], row["reason"]) == (384, 100, 0.9, 200, "over_limit")


def test_hosting_of_an_area_is_that_of_the_whole_grid_at_its_binding_quarter_hours():
    """The medium voltage hardly moves in so small a grid."""
    study, model = make_studies.study(Kind.HOSTING), read(*make_studies.of(Kind.HOSTING))
    for part, buses in zip(study.parts(), study.areas, strict=True):
        found = {row["id"]: row["kw"] for row in study.part(part)}
        steps = study.binding(circuit(cut_out(study.model.made, buses)))
        whole = hosting(model.made, demand_kva(model.made, model.profiles, steps), LIMITS, sign=1)
        same = dict(zip(whole.nodes, whole.largest_kw, strict=True))
        assert found and all(abs(found[node] - same[node]) <= 1.0 for node in found)


def test_what_hosting_says_fits_the_whole_year_and_a_little_more_does_not():
    study = make_studies.study(Kind.HOSTING)
    row = min(study.part(study.parts()[1]), key=lambda one: one["kw"])
    made = circuit(cut_out(study.model.made, study.areas[1]))
    ready = dense(made)
    bus = made.bus[made.grid.nodes.id.index(row["id"])]
    column = list(ready.power_bus).index(bus)

    def worst(more_kw):
        demand = np.ascontiguousarray(demand_kva(made, study.model.profiles)[:, ready.power_bus])
        before = year_flow(ready, demand)
        demand[:, column] += more_kw
        after = year_flow(ready, demand)
        rise = np.abs(after.voltage_pu - before.voltage_pu).max() * 100 / LIMITS.rise_percent.value
        return max(rise, *(use.max() for _, use, _ in uses(after, LIMITS, supplied(made))))

    assert worst(row["kw"] - 0.5) <= 1 < worst(row["kw"] + 2)


def test_what_was_promised_counts_in_the_study():
    free = {row["id"]: row["kw"] for row in make_studies.at_once(Kind.HOSTING)}
    node = min(free, key=lambda one: free[one])
    device = {"node": node, "power_kw": 5.0, "sign": 1, "least_kw": 4.2, "hours": [1, 12, 0, 24]}
    after = {row["id"]: row["kw"] for row in make_studies.at_once(Kind.HOSTING, promised=[device])}
    assert free[node] - 6.5 < after[node] < free[node] - 4.5


def test_a_grid_over_its_limit_already_says_so_instead_of_nothing_free():
    device = {"node": "h003-001", "power_kw": 40.0, "sign": 1, "least_kw": None, "hours": [1, 12, 0, 24]}
    rows = make_studies.at_once(Kind.HOSTING, promised=[device])
    assert {row["station"] for row in rows if row["kw"] is None} == {"s002-t"}
    unsolvable = make_studies.study(Kind.HOSTING, promised=[device | {"power_kw": 4000.0, "hours": [1, 1, 18, 19]}])
    assert all(row["kw"] is None for row in unsolvable.part(unsolvable.parts()[1]))
    assert rows[0]["kw"] is None and "schon heute" in readable(Kind.HOSTING, rows[0], 35136)["when"]


def test_areas_are_all_that_is_supplied_at_low_voltage_once():
    made = read(*make_studies.of(Kind.HOSTING)).made
    found = np.concatenate(low_areas(made))
    assert len(found) == len(set(found.tolist())) == int((made.grid.nodes.rated_kv[made.bus_node] < 1).sum())
    (area,) = low_areas(circuit(make_grids.feeder(5)))
    assert len(area) >= 5


def test_a_day_of_outages_is_every_quarter_hour_for_itself():
    study = make_studies.study(Kind.OUTAGES)
    day = study.days()[0]
    rows = {row["id"]: row for row in merged([*study.day(day), *study.part(study.parts()[0])])}
    steps = range(day * 96, day * 96 + 96, 24)
    for step in steps:
        demand = demand_kva(study.model.made, study.model.profiles, np.array([step]))
        for one in outages(study.model.found.grid, demand, LIMITS):
            row = rows[one.line]
            assert bool(one.dark) == bool(row["customers"])
            if one.plan:
                assert row["dark_steps"] == 0 and one.plan.use <= row["use"] + 1e-5
            elif one.dark:
                assert row["reason"] == one.reason and row["dark_steps"] > 0


def test_where_one_tie_overloads_the_study_finds_the_same_plans_as_a_single_state():
    """Three times the load on a ring: some quarter-hours need two ties, some have no plan."""
    study = make_studies.study(Kind.OUTAGES)
    loads = study.model.made.grid.loads
    loads.p_kw[:] *= 3.2
    try:
        day = study.days()[0]
        lines = {row["id"]: row for row in study.day(day)}
        dark = dict.fromkeys(lines, 0)
        for step in range(day * 96, day * 96 + 96):
            for one in outages(study.model.found.grid, demand_kva(study.model.made, study.model.profiles, np.array([step])), LIMITS):
                if one.line in lines and one.dark and one.plan is None:
                    dark[one.line] += 1
        assert {name: row["dark_steps"] for name, row in lines.items()} == dark
    finally:
        loads.p_kw[:] /= 3.2


def test_a_leak_is_the_same_whoever_computes_it_and_differs_by_seed():
    one, two = make_studies.study(Kind.LEAKS), make_studies.study(Kind.LEAKS, leaks=2000)
    assert one.leak(7) == two.leak(7) != make_studies.study(Kind.LEAKS, seed=4).leak(7)
    assert one.sensors.tolist() == two.sensors.tolist() and len(set(one.sensors.tolist())) == 6
    rows = make_studies.at_once(Kind.LEAKS)
    near = [row["metres"] for row in rows if row["metres"] is not None and row["metres"] <= 300]
    assert len(rows) == 20 and len(near) >= 15


def test_words_of_a_duration():
    assert [lasting(seconds) for seconds in (0.2, 40, 95, 7200)] == ["1 Sekunde", "40 Sekunden", "2 Minuten", "2,0 Stunden"]
