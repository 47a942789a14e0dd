"""A burst pipe becomes valves, dry customers and pressures; a valve that does not move becomes the next plan."""

from dataclasses import replace
from time import process_time

import make_water
import numpy as np
import pytest

from glueckauf.supply.engine.water.closure import CannotIsolate, alternatives, closure, effect, normal
from glueckauf.supply.engine.water.grid import NO_VALVES
from glueckauf.supply.engine.water.inp import PressureDriven
from glueckauf.supply.engine.water.segments import segments
from glueckauf.supply.engine.water.trench import pipes_within

WANTED = PressureDriven(full_m=20)


def valved(*, closed=()):
    """R - a - b - c - d with the loop b - e - d; valves at v-0 a|p1, v-1 b|p2, v-2 c|p2, v-3 d|p3, v-4 b|p4, v-5 d|p5."""
    grid = make_water.with_valves(
        make_water.village(), ("p1", "a"), ("p2", "b"), ("p2", "c"), ("p3", "d"), ("p4", "b"), ("p5", "d"), closed=closed
    )
    hospital = replace(make_water.points(grid, "b", "c", "d", "e"), priority=("", "Krankenhaus", "", ""))
    return replace(grid, customers=hospital, hydrants=make_water.points(grid, "c", "e"))


def pipe(grid, *names):
    return [grid.pipes.id.index(name) for name in names]


def test_the_smallest_part_is_closed_and_its_people_are_named():
    grid = valved()
    plan = closure(grid, segments(grid), pipe(grid, "p3"))
    assert plan.close == ("v-2", "v-3") and plan.pipes == ("p3",)
    assert (plan.dry, plan.customers, plan.priority, plan.hydrants) == (("c",), ("c-c",), ("c-c",), ("c-c",))
    assert plan.dry_m3h == 10


def test_a_pipe_between_two_valves_makes_nobody_dry_in_a_loop():
    grid = valved()
    plan = closure(grid, segments(grid), pipe(grid, "p2"))
    assert plan.close == ("v-1", "v-2") and plan.dry == () and plan.customers == ()


def test_a_valve_to_a_part_that_nobody_feeds_may_stay_open():
    grid = make_water.with_valves(make_water.village(), ("p1", "a"), ("p2", "b"), ("p4", "b"))
    plan = closure(grid, segments(grid), pipe(grid, "p1"))
    assert plan.close == ("v-0",) and set(plan.back_flow) == {"v-1", "v-2"}
    assert plan.dry == ("b", "c", "d", "e")


def test_a_valve_that_does_not_move_widens_the_plan():
    grid = valved()
    parts = segments(grid)
    plan = closure(grid, parts, pipe(grid, "p2"), stuck=["v-2"])
    assert plan.close == ("v-1", "v-3") and plan.dry == ("c",)
    with pytest.raises(KeyError):
        closure(grid, parts, pipe(grid, "p2"), stuck=["v-9"])


def test_a_valve_recorded_open_that_is_shut_and_the_reverse():
    grid = valved()
    parts = segments(grid)
    really = grid.isolation.open.copy()
    really[3] = False  # the crew finds v-3 at d shut: c hangs on p2 alone
    plan = closure(grid, parts, pipe(grid, "p2"), opened=really)
    assert plan.close == ("v-1",) and plan.back_flow == ("v-2",) and plan.dry == ("c",)
    recorded_shut = valved(closed=(2,))
    plan = closure(recorded_shut, parts, pipe(grid, "p2"))
    assert plan.close == ("v-1",) and plan.verify == ("v-2",)
    other = next(each for each in alternatives(recorded_shut, parts, pipe(grid, "p2"), plan) if each.stuck == "v-2")
    assert other.plan.close == ("v-1", "v-3") and other.more_valves == ("v-3",)
    assert (other.more_dry, other.more_customers) == (("c",), ("c-c",))


def test_alternatives_name_what_a_stuck_valve_costs():
    grid = valved()
    parts = segments(grid)
    plan = closure(grid, parts, pipe(grid, "p3"))
    found = {each.stuck: each for each in alternatives(grid, parts, pipe(grid, "p3"), plan)}
    assert found["v-2"].more_valves == ("v-1",) and found["v-2"].more_dry == ()
    assert found["v-3"].more_valves == ("v-5",) and found["v-3"].more_dry == ("d",)


def test_nothing_to_close_between_the_place_and_the_source_is_said():
    grid = valved()
    parts = segments(grid)
    with pytest.raises(CannotIsolate) as refused:
        closure(grid, parts, pipe(grid, "p0"))
    assert refused.value.sources == ("R",)
    assert alternatives(grid, parts, pipe(grid, "p1"), closure(grid, parts, pipe(grid, "p1")))[0].plan is None
    bare = replace(grid, isolation=NO_VALVES)
    with pytest.raises(CannotIsolate):
        closure(bare, segments(bare), pipe(bare, "p3"))


def test_a_tank_holds_for_a_while_and_is_said_to():
    text = make_water.VILLAGE.replace("[PIPES]", "[TANKS]\nT 40 3 1 5 10 0\n[PIPES]\np6 d T 100 200 130")
    grid = make_water.with_valves(make_water.village(text), ("p0", "a"), ("p1", "a"), ("p1", "b"))
    plan = closure(grid, segments(grid), pipe(grid, "p1"))
    assert plan.dry == () and set(plan.tank_only) == {"b", "c", "d", "e", "T"}


def test_pressure_elsewhere_falls_and_nobody_below_zero():
    grid = replace(valved(), demand_factor=22.0)
    plan = closure(grid, segments(grid), pipe(grid, "p4"))
    assert plan.close == ("v-4", "v-5") and plan.dry == ("e",)
    found = effect(grid, plan, normal(grid, WANTED), WANTED)
    row = grid.nodes.id.index("d")
    assert 0 <= found.after_m[row] < found.before_m[row]
    assert np.isnan(found.after_m[grid.nodes.id.index("e")])
    assert ("d" in found.low) == bool(found.after_m[row] < 20 <= found.before_m[row])


def test_a_trench_finds_the_pipes_it_touches():
    grid = make_water.village()
    names = lambda corners: [grid.pipes.id[row] for row in pipes_within(grid, np.array(corners, dtype=float))]  # noqa: E731
    assert names([[240, -5], [260, -5], [260, 5], [240, 5]]) == ["p2"]
    assert names([[190, -5], [210, -5], [210, 5], [190, 5], [190, -5]]) == ["p1", "p2", "p4"]
    assert names([[0, 200], [10, 200], [10, 210]]) == []
    assert names([[-1000, -1000], [1000, -1000], [1000, 1000], [-1000, 1000]]) == list(grid.pipes.id)
    with pytest.raises(ValueError, match="three"):
        pipes_within(grid, np.zeros((2, 2)))


def wet(grid, opened):
    """Pipe bodies that any source presses water into, checked valves or not: an own walk over nodes and bodies."""
    nodes = len(grid.nodes)
    next_to = {row: set() for row in range(nodes + len(grid.pipes))}
    shut = {(int(p), int(n)) for p, n, is_open in zip(grid.isolation.pipe, grid.isolation.node, opened, strict=True) if not is_open}
    for row, ends in enumerate(zip(grid.pipes.start, grid.pipes.end, strict=True)):
        for node in map(int, ends):
            if (row, node) not in shut:
                next_to[node].add(nodes + row)
                next_to[nodes + row].add(node)
    for table in (grid.pumps, grid.valves):
        for one, other in zip(table.start.tolist(), table.end.tolist(), strict=True):
            next_to[one].add(other)
            next_to[other].add(one)
    seen, todo = set(), [*grid.reservoirs.node.tolist(), *grid.tanks.node.tolist()]
    while todo:
        at = todo.pop()
        if at not in seen:
            seen.add(at)
            todo += next_to[at]
    return {row - nodes for row in seen if row >= nodes}


@pytest.mark.shared_data
def test_on_a_real_town_plans_hold_spare_no_valve_and_come_at_once():
    grid = make_water.valve_layer(make_water.town(), np.random.default_rng(7))
    parts = segments(grid)
    assert 250 < len(grid.isolation) < 330 and 120 < parts.count < 220
    before = normal(grid, WANTED)
    seconds = []
    for row in np.random.default_rng(8).choice(len(grid.pipes), 25, replace=False):
        try:
            plan = closure(grid, parts, [row])
        except CannotIsolate:
            assert row in wet(grid, np.zeros(len(grid.isolation), dtype=bool))
            continue
        opened = ~np.isin(grid.isolation.id, plan.close)
        assert int(row) not in wet(grid, opened)
        for valve in plan.close:
            assert wet(grid, opened | (np.array(grid.isolation.id) == valve)) & set(pipe(grid, *plan.pipes))
        start = process_time()
        plan = closure(grid, parts, [row])
        alternatives(grid, parts, [row], plan)
        found = effect(grid, plan, before, WANTED)
        seconds.append(process_time() - start)
        dry = np.isin(grid.nodes.id, plan.dry)
        assert np.isnan(found.after_m[dry]).all() and found.version == "2.2.0"
    assert len(seconds) >= 20
    print("closure: median", np.median(seconds), "largest", max(seconds))
    assert np.median(seconds) < 2  # the goal of 0.5 s is measured by the bench; a test only sees that nothing went wrong by far


@pytest.mark.shared_data
def test_segments_are_those_of_wntr(tmp_path, monkeypatch):
    """On the layer of valves that WNTR makes itself."""
    import wntr

    monkeypatch.chdir(tmp_path)
    model = wntr.network.WaterNetworkModel(str(make_water.town_file()))
    layer = wntr.network.generate_valve_layer(model, "strategic", 2, seed=123)
    theirs_node, theirs_link, _sizes = wntr.metrics.valve_segments(model.to_graph(), layer)
    grid = make_water.town()
    piped = [row for row in layer.itertuples() if row.link in grid.pipes.id]
    assert len(piped) == len(layer)
    ours = segments(make_water.with_valves(grid, *((row.link, row.node) for row in piped)))
    seen = np.concatenate([ours.node, ours.pipe])
    theirs = np.concatenate([theirs_node[list(grid.nodes.id)].to_numpy(), theirs_link[list(grid.pipes.id)].to_numpy()])
    pairs = len(set(zip(seen.tolist(), theirs.tolist(), strict=True)))
    assert pairs == len(set(seen.tolist())) == len(set(theirs.tolist())) > 100
