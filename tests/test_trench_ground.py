"""What lies in a polygon, against brute force; parts between switches against closures of water; rings nobody can dig."""

import json
from functools import lru_cache
from math import cos, pi, sin

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glueckauf.supply.engine.calls.trench import kept_ground, lying, strip
from glueckauf.supply.engine.exports.own import zipped
from glueckauf.supply.engine.ground.ground import water_ground
from glueckauf.supply.engine.ground.parts import hit
from glueckauf.supply.engine.pipes.hydraulics import flow
from glueckauf.supply.engine.pipes.model import PipeModel
from glueckauf.supply.engine.pipes.network import network, require_supply
from glueckauf.supply.engine.pipes.state import state
from glueckauf.supply.engine.polygon import apart, inside, length_within, touched
from glueckauf.supply.engine.power.addresses import UnknownAddress
from glueckauf.supply.engine.power.circuit import circuit, supplied
from glueckauf.supply.engine.stored import NotStored, read, stored
from glueckauf.supply.engine.synthetic.pipes import synthetic_gas, synthetic_heat
from glueckauf.supply.engine.synthetic.power import synthetic
from glueckauf.supply.engine.synthetic.streets import Town
from glueckauf.supply.engine.synthetic.water import synthetic_water
from glueckauf.supply.engine.water.closure import closure
from glueckauf.supply.engine.water.segments import segments
from glueckauf.supply.rules.rings import BadRing, near, ring_of, square_metres

TOWN = Town(transformers=1, houses=24, origin=(7.2, 51.48), postcode="44787")
PLACE = {"street": "Musterstr.", "first": "3", "last": "7", "side": "both", "length_m": 10.0, "width_m": 0.6}
coordinate = st.floats(-100, 100, allow_nan=False).map(lambda value: round(value, 2))
point = st.tuples(coordinate, coordinate)


@st.composite
def star(draw):
    """A ring around the middle that never crosses itself."""
    reach = draw(st.lists(st.floats(5, 90), min_size=3, max_size=12))
    return np.array([(r * cos(2 * pi * at / len(reach)), r * sin(2 * pi * at / len(reach))) for at, r in enumerate(reach)])


@lru_cache(maxsize=1)
def power():
    """A small invented grid."""
    return synthetic(TOWN, np.random.default_rng(3))


@settings(max_examples=60, deadline=None)
@given(star(), st.lists(point, min_size=2, max_size=5, unique=True))
def test_metres_within_are_those_of_many_small_steps(corners, path):
    path = np.array(path)
    ends = list(zip(path[:-1], path[1:], strict=True))
    steps = np.concatenate([a + (b - a) * ((np.arange(2000) + 0.5) / 2000)[:, None] for a, b in ends])
    weight = np.concatenate([np.full(2000, np.hypot(*(b - a)) / 2000) for a, b in ends])
    within = inside(corners, steps)
    exact = length_within(corners, path)
    assert exact == pytest.approx(float(weight[within].sum()), abs=max(weight) * 30 + 1e-6)
    found = touched(corners, [path]).tolist() == [0]
    assert found or not within.any()
    assert found or exact == 0


@settings(max_examples=60, deadline=None)
@given(star(), point, point, st.floats(0, 40))
def test_what_is_near_is_near(corners, start, end, metres):
    a, b = np.array(start), np.array(end)
    edges = np.concatenate(
        [c + (d - c) * np.linspace(0, 1, 200)[:, None] for c, d in zip(corners, np.roll(corners, -1, axis=0), strict=True)]
    )
    along = a + (b - a) * np.linspace(0, 1, 200)[:, None]
    brute = float(np.hypot(*(edges[:, None] - along[None]).transpose(2, 0, 1)).min())
    exact = float(apart(corners, a[None], b[None])[0])
    assert exact <= brute + 1e-9 and brute - exact < 2.5
    is_near = touched(corners, [np.array([a, b])], near_m=metres).tolist() == [0]
    assert is_near == (exact <= metres or bool(inside(corners, np.array([a]))[0]))


def test_a_line_without_a_place_is_never_found_and_counted_apart():
    assert touched(np.array([[0, 0], [1, 0], [1, 1.0]]), [np.zeros((0, 2)), np.array([[np.nan, 0], [1, 1]])]).tolist() == []


def test_valves_and_dry_houses_of_a_pipe_are_those_of_the_closure():
    model = synthetic_water(TOWN)
    ground, parts = water_ground(model), segments(model.grid)
    for row in range(0, len(model.grid.pipes), 3):
        plan, struck = closure(model.grid, parts, [row]), hit(ground.parts, np.array([row]))
        assert {ground.parts.cuts.id[at] for at in struck.shut} == set(plan.close)
        assert {model.grid.nodes.id[at] for at in np.flatnonzero(struck.out)} == set(plan.dry)


def test_of_power_the_dark_houses_are_those_a_flow_leaves_without_a_source():
    grid, made = power().grid, kept_ground("power", zipped(power().grid, power().connections))
    for row in range(0, len(grid.lines), 5):
        struck = hit(made.parts, np.array([row]))
        closed = grid.positions.copy()
        closed[struck.shut] = False
        after = circuit(grid, closed, lines_out=np.array([row]))
        alive = np.asarray(supplied(after)[np.maximum(after.bus, 0)] & (after.bus >= 0))
        assert (struck.out >= ~alive).all(), "who the flow leaves dark is told"
        zone = made.parts.node == made.parts.body[row]
        assert (struck.out == (~alive | zone)).all()


@pytest.mark.parametrize(("make", "out"), [(synthetic_gas, "kg"), (synthetic_heat, "heat")])
def test_invented_gas_and_heat_have_a_solution_and_are_kept_exactly(make, out):
    model = make(TOWN)
    assert stored(read(PipeModel, stored(model))) == stored(model)
    made = network(model.grid)
    require_supply(made)
    found = flow(made) if out == "kg" else state(made).flow
    assert np.nanmin(found.pressure_bar) > 0.5 and len(model.connections) == {"kg": 16, "heat": 8}[out]
    drawn = abs(found.consumer_kg_s).sum() if out == "heat" else model.grid.sinks.flow_kg_s.sum()
    assert drawn > 0 and found.off_kg_s < 1e-6


@pytest.mark.parametrize("network_key", ["gas", "heat"])
def test_a_hit_pipe_takes_the_houses_behind_its_valves(network_key):
    model = {"gas": synthetic_gas, "heat": synthetic_heat}[network_key](TOWN)
    ground = kept_ground(network_key, stored(model))
    found = lying(ground, strip(ground, PLACE | {"first": "1", "last": "9"}))
    assert json.dumps(found) and found["count"] and found["shut"] and not found["feeds_inside"]
    assert 0 < found["customers"] <= len(model.connections)
    everything = [[7.19, 51.47], [7.23, 51.47], [7.23, 51.49], [7.19, 51.49], [7.19, 51.47]]
    whole = lying(ground, everything)
    assert whole["customers"] == len(model.connections)
    assert {one["id"][3:] for one in whole["shut"]} == {"001-s0"}, "the valves behind station and plant, nothing else"


def test_the_strip_lies_along_the_street_on_the_side_that_is_asked():
    ground = kept_ground("power", zipped(power().grid, power().connections))
    both, odd, even = (np.array(strip(ground, PLACE | {"side": side})) for side in ("both", "odd", "even"))
    assert (both[0] == both[-1]).all() and len(both) == 5
    assert odd[:, 1].max() > even[:, 1].max() and odd[:, 1].min() > even[:, 1].min(), "odd numbers lie in the north"
    assert np.ptp(both[:, 1]) > np.ptp(odd[:, 1])
    longer = np.array(strip(ground, PLACE | {"length_m": 500.0}))
    assert np.ptp(longer[:, 0]) > 2 * np.ptp(both[:, 0])
    for wrong in ({"street": "Nirgendsweg"}, {"first": "998", "last": ""}, {"first": "", "last": ""}):
        with pytest.raises(UnknownAddress):
            strip(ground, PLACE | wrong)


def test_a_file_of_another_kind_is_refused():
    with pytest.raises(NotStored):
        kept_ground("gas", stored(synthetic_water(TOWN)))


def polygon(ring, **more):
    return json.dumps({"type": "Polygon", "coordinates": [ring]} | more)


SQUARE = [[7.2, 51.48], [7.2003, 51.48], [7.2003, 51.4802], [7.2, 51.4802], [7.2, 51.48]]
CIRCLE = [[7.2 + 0.001 * cos(2 * pi * at / 10_000), 51.48 + 0.001 * sin(2 * pi * at / 10_000)] for at in range(10_000)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "kein lesbares"),
        ("[" * 9_000, "kein lesbares"),
        (polygon(SQUARE).replace("7.2,", "NaN,"), "kein lesbares"),
        (polygon(SQUARE).replace("7.2,", "1e999,"), "nicht in Deutschland"),
        (polygon(SQUARE).replace("7.2,", f"1{'0' * 400},"), "nicht in Deutschland"),
        (polygon([[a, b] for b, a in SQUARE]), "vertauscht"),
        (polygon([[x + 10, y] for x, y in SQUARE]), "nicht in Deutschland"),
        (polygon(SQUARE[:-1]), "nicht geschlossen"),
        (polygon(SQUARE[:2]), "mindestens drei Ecken"),
        (polygon([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]), "kreuzt"),
        (polygon([SQUARE[0], SQUARE[1], SQUARE[1], SQUARE[2], SQUARE[0]]), "kreuzt"),
        (polygon([SQUARE[0], SQUARE[1], SQUARE[2], SQUARE[1], SQUARE[0]]), "kreuzt"),
        (polygon([[7.2, 51.48], [7.4, 51.48], [7.4, 51.6], [7.2, 51.48]]), "zu groß"),
        (polygon([[7.2, 51.48], [7.2000001, 51.48], [7.2, 51.4800001], [7.2, 51.48]]), "zu klein"),
        (polygon([*CIRCLE, CIRCLE[0]]), "zu viele Ecken"),
        (polygon([[round(x, 4), round(y, 4)] for x, y in [*CIRCLE[::40], CIRCLE[0]]]), "höchstens 200"),
        (polygon([[str(x), y] for x, y in SQUARE]), "als Zahl"),
        (polygon([[True, False], *SQUARE]), "als Zahl"),
        (json.dumps({"type": "Polygon", "coordinates": [SQUARE, SQUARE]}), "ohne Löcher"),
        (json.dumps({"type": "Point", "coordinates": [7.2, 51.48]}), "genau ein Polygon"),
        (json.dumps({"type": "FeatureCollection", "features": []}), "genau ein Polygon"),
        ("null", "genau ein Polygon"),
    ],
)
def test_a_ring_nobody_can_dig_says_why(text, words):
    with pytest.raises(BadRing, match=words):
        ring_of(text)


def test_a_good_ring_is_read_alone_and_as_the_only_feature():
    feature = {"type": "Feature", "properties": {}, "geometry": json.loads(polygon(SQUARE))}
    found = {
        ring_of(json.dumps(one)) for one in (json.loads(polygon(SQUARE)), feature, {"type": "FeatureCollection", "features": [feature]})
    }
    (ring,) = found
    assert square_metres(ring) == pytest.approx(20.8 * 22.3, rel=0.01)


@pytest.mark.parametrize("line", ["{b}, {l}", "{b} {l}", "{l}; {b}", "N {b}° E {l}°", "({b}, {l})", "{bk}, {lk}", "{bk} {lk}", "{l}\t{b}"])
def test_corners_are_read_as_map_programs_show_them(line):
    german = {"bk": "{b:.5f}", "lk": "{l:.5f}"}
    text = "\n".join(
        line.format(b=f"{y:.5f}", l=f"{x:.5f}", **{key: made.format(b=y, l=x).replace(".", ",") for key, made in german.items()})
        for x, y in SQUARE[:-1]
    )
    assert ring_of(text) == ring_of(polygon(SQUARE)) == ring_of(f"{text}\r\n\r\n{text.splitlines()[0]}")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("51.48, 7.20", "mindestens drei Ecken"),
        ("51.48, 7.20\n51.48, 7.2003\n51.4802", "Ecke 3"),
        ("51.48, 7.20\nMusterstraße 12\n51.4802, 7.21", "Ecke 2"),
        ("51.48, 7.20, 100.00\n51.48, 7.2003\n51.4802, 7.2003", "Ecke 1"),
        ("32 370123.45 5704321.10\n32 370133.45 5704321.10\n32 370133.45 5704331.10", "Ecke 1"),
        ("48.20, 16.37\n48.21, 16.37\n48.21, 16.38", "nicht in Deutschland"),
        ("51.48, 7.20\n" * 300, "300 Ecken"),
    ],
)
def test_corners_nobody_understands_say_which_one(text, words):
    with pytest.raises(BadRing, match=words):
        ring_of(text)


@settings(max_examples=40, deadline=None)
@given(star())
def test_rings_without_a_crossing_are_taken_and_turned_ones_are_the_same(corners):
    ring = [[7.2 + x / 70_000, 51.48 + y / 111_000] for x, y in corners.tolist()]
    closed = [*ring, ring[0]]
    assert square_metres(ring_of(polygon(closed))) == pytest.approx(square_metres(ring_of(polygon(closed[::-1]))))


def test_rings_are_near_when_they_overlap_contain_or_almost_touch():
    base = ring_of(polygon(SQUARE))

    def moved(metres):
        return tuple((x + metres / 69_320, y) for x, y in base)

    inner = tuple((7.2 + (x - 7.2) / 4 + 0.0001, 51.48 + (y - 51.48) / 4 + 0.00005) for x, y in base)
    assert near(base, moved(10), 5) and near(base, inner, 5) and near(inner, base, 5) and near(base, moved(24), 5)
    assert not near(base, moved(30), 5)
