"""Before an import becomes a revision: counts, islands, dark nodes and addresses, open ring points, differences to the grid in force."""

from dataclasses import replace

import make_grids
import numpy as np
import pytest
from any_grid import grids
from hypothesis import given, settings

from glueckauf.supply.engine.exports import own as exports
from glueckauf.supply.engine.imports import own
from glueckauf.supply.engine.imports.pandapower import power_grid
from glueckauf.supply.engine.power.addresses import Connections, no_connections
from glueckauf.supply.engine.power.difference import Change, Element, Field
from glueckauf.supply.engine.power.grid import COUPLER, LINE, TRANSFORMER, PowerGrid
from glueckauf.supply.engine.power.preview import Count, InForce, OpenPoint, preview


def addresses(*nodes: int) -> Connections:
    count = len(nodes)
    return Connections(
        id=tuple(f"a-{at}" for at in range(count)),
        node=np.array(nodes, dtype=np.int64),
        street=("Musterstraße",) * count,
        house_number=tuple(str(at + 1) for at in range(count)),
        postcode=("00000",) * count,
    )


def in_force(grid: PowerGrid, connections: Connections | None = None) -> InForce:
    return InForce(grid=grid, connections=connections or no_connections())


def nothing(table):
    return type(table)(**{name: getattr(table, name)[:0] for name in table.__dataclass_fields__})


def test_a_sound_grid_is_counted_and_nothing_is_dark():
    found = preview(make_grids.feeder(3), addresses(2, 3, 4))
    assert found.counts[:2] == (Count(table="nodes", rows=5, in_service=5), Count(table="lines", rows=3, in_service=3))
    assert {one.table: one.rows for one in found.counts} == {
        "nodes": 5, "lines": 3, "transformers": 1, "switches": 0, "loads": 3, "generators": 0, "sources": 1, "connections": 3,
    }  # fmt: skip
    assert (found.islands, found.dark_islands, found.unsupplied, found.unplaced, found.dark_connections) == (1, 0, (), (), ())
    assert found.open_points == () and found.difference is None


def test_dark_islands_and_the_addresses_on_them_are_named():
    grid = make_grids.switched(make_grids.feeder(3), (LINE, 3, 1, False))
    service = np.array([True, False, True])
    grid = replace(grid, lines=replace(grid.lines, in_service=service))
    found = preview(grid, addresses(2, 4, -1, 3))
    assert (found.islands, found.dark_islands, found.unsupplied) == (2, 1, ("n-3", "n-4"))
    assert (found.unplaced, found.dark_connections) == (("a-2",), ("a-1", "a-3"))
    assert next(one for one in found.counts if one.table == "lines").in_service == 2


def test_what_is_out_of_service_is_not_called_dark():
    grid = make_grids.feeder(2)
    off = replace(grid, nodes=replace(grid.nodes, in_service=np.array([True, True, True, False])))
    found = preview(off, addresses(3))
    assert (found.unsupplied, found.out_of_service, found.dark_connections) == ((), ("n-3",), ("a-0",))


def test_without_a_feed_everything_is_dark():
    grid = make_grids.feeder(2)
    found = preview(replace(grid, sources=nothing(grid.sources)))
    assert (found.islands, found.dark_islands, len(found.unsupplied)) == (1, 1, 4)


@pytest.mark.parametrize(
    ("switch", "beyond"),
    [((COUPLER, 1, 5, False), "n-5"), ((COUPLER, 5, 1, False), "n-1")],
)
def test_an_open_coupler_that_would_close_a_ring_is_an_open_point(switch, beyond):
    found = preview(make_grids.switched(make_grids.feeder(4), switch))
    node = f"n-{switch[1]}"
    assert found.open_points == (OpenPoint(switch="s-0", kind=COUPLER, node=node, beyond=beyond, joins_feeds=False),)


def looped() -> PowerGrid:
    """The last cable runs from the bar to the third house: bar - n-2 - n-3 - n-4 - bar."""
    grid = make_grids.feeder(3)
    grid = replace(grid, lines=make_grids.cables(4, 100))
    return replace(grid, lines=replace(grid.lines, start=np.array([1, 2, 3, 4]), end=np.array([2, 3, 4, 1])))


@pytest.mark.parametrize(("node", "beyond"), [(4, "n-1"), (1, "n-4")])
def test_an_open_end_of_a_ring_cable_is_an_open_point_from_either_side(node, beyond):
    found = preview(make_grids.switched(looped(), (LINE, node, 3, False)))
    assert found.open_points == (OpenPoint(switch="s-0", kind=LINE, node=f"n-{node}", beyond=beyond, joins_feeds=False),)


def test_a_cable_open_at_both_ends_and_one_that_leads_into_the_dark_are_no_open_points():
    assert preview(make_grids.switched(looped(), (LINE, 4, 3, False), (LINE, 1, 3, False))).open_points == ()
    assert preview(make_grids.switched(make_grids.feeder(3), (LINE, 3, 1, False))).open_points == ()
    assert preview(make_grids.switched(make_grids.feeder(3), (TRANSFORMER, 1, 0, False))).open_points == ()


def test_an_open_point_between_two_feeds_says_so():
    grid = make_grids.switched(make_grids.feeder(3), (LINE, 3, 1, False))
    second = replace(grid.sources, id=("feed", "second"), node=np.array([0, 4]), voltage_pu=np.ones(2), in_service=np.ones(2, dtype=bool))
    found = preview(replace(grid, sources=second))
    assert [(one.switch, one.node, one.beyond, one.joins_feeds) for one in found.open_points] == [("s-0", "n-3", "n-2", True)]
    assert (found.islands, found.dark_islands) == (2, 0)


def test_the_same_grid_differs_in_nothing_also_in_another_order_of_rows():
    grid, given_addresses = make_grids.feeder(3), addresses(2, -1)
    assert not preview(grid, given_addresses, in_force(grid, given_addresses)).difference
    order = np.array([4, 2, 0, 1, 3])
    place = np.argsort(order)
    nodes = replace(grid.nodes, id=tuple(grid.nodes.id[at] for at in order), rated_kv=grid.nodes.rated_kv[order], xy=grid.nodes.xy[order])
    turned = replace(
        grid,
        nodes=nodes,
        lines=replace(grid.lines, start=place[grid.lines.start], end=place[grid.lines.end]),
        transformers=replace(grid.transformers, hv=place[grid.transformers.hv], lv=place[grid.transformers.lv]),
        loads=replace(grid.loads, node=place[grid.loads.node]),
        sources=replace(grid.sources, node=place[grid.sources.node]),
    )
    moved = replace(given_addresses, node=np.array([place[2], -1]))
    assert not preview(turned, moved, in_force(grid, given_addresses)).difference


def test_added_removed_and_changed_are_named_by_id_with_fields():
    before, after = make_grids.feeder(3), make_grids.feeder(4)
    after = replace(after, lines=replace(after.lines, r_ohm=after.lines.r_ohm * np.array([1, 2, 1, 1]), end=np.array([2, 3, 3, 5])))
    after = replace(after, loads=replace(after.loads, id=("d-0", "d-1", "d-9", "d-3")), frequency_hz=60.0)
    found = preview(after, addresses(2), in_force(before, addresses(3))).difference
    assert found.added == tuple(Element(*pair) for pair in (("nodes", "n-5"), ("lines", "l-3"), ("loads", "d-9"), ("loads", "d-3")))
    assert found.removed == (Element("loads", "d-2"),)
    assert found.changed == (
        Change(element=Element("lines", "l-1"), fields=(Field(name="r_ohm", before=pytest.approx(0.0208), after=pytest.approx(0.0416)),)),
        Change(element=Element("lines", "l-2"), fields=(Field(name="end", before="n-4", after="n-3"),)),
        Change(element=Element("connections", "a-0"), fields=(Field(name="node", before="n-3", after="n-2"),)),
    )
    assert found.frequency == Field(name="frequency_hz", before=50.0, after=60.0)


def test_a_place_that_becomes_known_and_a_switch_that_moves_are_changes():
    grid = make_grids.feeder(3)
    unknown = replace(grid, nodes=replace(grid.nodes, xy=np.where(np.arange(5)[:, None] == 2, np.nan, grid.nodes.xy)))
    (change,) = preview(grid, None, in_force(unknown)).difference.changed
    assert change.element == Element("nodes", "n-2") and change.fields[0].after == (200.0, 0.0)
    before, after = (make_grids.switched(grid, (LINE, 2, row, True)) for row in (0, 1))
    (change,) = preview(after, None, in_force(before)).difference.changed
    assert change.fields == (Field(name="other", before="l-0", after="l-1"),)


def test_the_first_revision_of_another_grid_removes_all_and_adds_all():
    grid = make_grids.feeder(2)
    other = replace(grid, nodes=replace(grid.nodes, id=tuple(f"m-{at}" for at in range(4))))
    found = preview(other, None, in_force(grid)).difference
    assert len(found.added) == len(found.removed) == 4
    assert {change.fields[0].name for change in found.changed} == {"start", "hv", "node"}


def test_pandapower_and_our_own_format_have_the_same_preview():
    from test_supply_import_power import net

    grid = power_grid(net())
    again = own.imported(exports.exported(grid, no_connections())).grid
    assert preview(again, None, in_force(grid)) == preview(grid, None, in_force(grid))
    assert not preview(again, None, in_force(grid)).difference


@given(grids(), grids())
@settings(max_examples=25, deadline=None)
def test_any_grid_has_a_preview_and_nothing_is_both_added_and_removed(before, after):
    found = preview(after, None, in_force(before)).difference
    assert not set(found.added) & set(found.removed)
    back = preview(before, None, in_force(after)).difference
    assert set(back.added) == set(found.removed) and {one.element for one in back.changed} == {one.element for one in found.changed}
    assert set(preview(after).unsupplied) <= set(after.nodes.id)
    assert not preview(after, None, in_force(after)).difference
