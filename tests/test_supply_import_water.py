"""EPANET files that are read, and those that are wrong: a named error with its line."""

import make_water
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glueckauf.supply.engine.imports.epanet import water_grid
from glueckauf.supply.engine.imports.epanet_sections import LARGEST_BYTES
from glueckauf.supply.engine.imports.problems import ImportRefused, UnknownElement
from glueckauf.supply.engine.water.grid import ACTIVE, CLOSED
from glueckauf.supply.engine.water.hydraulics import day

VILLAGE = make_water.VILLAGE


def line_of(text, word):
    return f"Zeile {next(number for number, line in enumerate(text.split(chr(10)), 1) if word in line)}"


def test_a_small_grid_is_read():
    found = water_grid(VILLAGE.encode())
    grid = found.grid
    assert grid.nodes.id == ("a", "b", "c", "d", "e", "R") and grid.nodes.kind[-1] == "reservoir"
    assert grid.demands.base_m3h.tolist() == [10.0] * 4 and grid.pipes.diameter_mm[0] == 300
    assert grid.pipes.path[4].tolist() == [[200, 0], [300, 100]]
    assert (found.islands, found.unsupplied) == (1, ())


def test_american_units_become_metres():
    text = VILLAGE.replace("UNITS CMH", "UNITS GPM").replace(
        "[COORDINATES]",
        "[VALVES]\nv c e 8 PRV 50\nf a d 8 FCV 100\n[EMITTERS]\nc 2\n[CONTROLS]\nLINK v 40 IF NODE c BELOW 30\n[COORDINATES]",
    )
    grid = water_grid(text.encode()).grid
    assert grid.demands.base_m3h[0] == pytest.approx(2.2712, abs=1e-4)
    assert grid.pipes.length_m[0] == pytest.approx(30.48) and grid.pipes.diameter_mm[0] == pytest.approx(7620)
    assert grid.nodes.elevation_m[5] == pytest.approx(18.288)
    assert grid.valves.setting.tolist() == pytest.approx([35.17, 22.712], abs=1e-2)
    # 2 gpm at 1 psi = 0.7034 m
    assert grid.nodes.emitter[2] == pytest.approx(2 * 0.22712 / np.sqrt(0.70344), abs=1e-4)
    assert (grid.controls[0].becomes, grid.controls[0].level_m) == pytest.approx((28.14, 21.10), abs=1e-2)


def test_states_pumps_patterns_and_times():
    text = VILLAGE.replace(
        "[COORDINATES]",
        """[TANKS]
T 40 2 1 5 10 0
[PUMPS]
u d T HEAD k SPEED 1.1 PATTERN day
[CURVES]
k 50 30
[VALVES]
v c e 150 TCV 2
[PATTERNS]
day 1 2
day 0.5
[STATUS]
p2 CLOSED
v CLOSED
[TIMES]
PATTERN TIMESTEP 0:30
START CLOCKTIME 1 PM
HYDRAULIC TIMESTEP 15 MIN
[CONTROLS]
LINK u CLOSED IF NODE T ABOVE 4.5
LINK p3 CLOSED AT TIME 2
LINK p3 OPEN AT CLOCKTIME 2:30 PM
[COORDINATES]""",
    )
    grid = water_grid(text.encode()).grid
    assert (grid.pumps.curve, grid.pumps.pattern, grid.pumps.speed.tolist()) == (("k",), ("day",), [1.1])
    assert grid.patterns["day"].tolist() == [1, 2, 0.5] and grid.curves["k"].tolist() == [[50, 30]]
    assert not grid.pipes.open[2] and grid.valves.state == (CLOSED,)
    assert (grid.pattern_step_s, grid.clock_start_s, grid.step_s) == (1800, 46800, 900)
    assert [(one.becomes, one.level_m, one.time_s, one.clock_s) for one in grid.controls] == [
        (CLOSED, 4.5, -1, -1),
        (CLOSED, 0.0, 7200, -1),
        ("open", 0.0, -1, 52200),
    ]


def test_demands_replace_what_the_junction_says():
    grid = water_grid((VILLAGE + "[DEMANDS]\nb 3 day\nb 4\n[PATTERNS]\n1 1\nday 2\n").encode()).grid
    b = [(base, name) for node, base, name in zip(grid.demands.node, grid.demands.base_m3h, grid.demands.pattern, strict=True) if node == 1]
    assert b == [(3.0, "day"), (4.0, "1")]


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("p2 b c 100 200", "p2 b c 0 200", "p2 b c"),
        ("p2 b c 100 200", "p2 b c 100 0", "p2 b c"),
        ("p2 b c 100 200", "p2 b c 100 -5", "p2 b c"),
        ("p2 b c 100 200", "p2 b c viel 200", "p2 b c"),
        ("p2 b c 100 200", "p2 b c nan 200", "p2 b c"),
        ("p2 b c 100 200", "p2 b b 100 200", "p2 b b"),
        ("p2 b c 100 200", "p2 b x 100 200", "p2 b x"),
        ("p2 b c 100 200 130", "p2 b c", "p2 b c"),
        ("p2 b c 100 200 130", "p2 b c 100 200 0", "p2 b c"),
        ("p5 e d", "p4 e d", "p4 e d"),
        ("R 60", "a 60", "a 60"),
        ("UNITS CMH", "UNITS FASS", "UNITS FASS"),
        ("UNITS CMH", "UNITS CMH\nSPECIFIC GRAVITY 0.8", "SPECIFIC"),
        ("UNITS CMH", "UNITS CMH\nHEADLOSS X-Y", "HEADLOSS"),
        ("UNITS CMH", "UNITS CMH\n[TIMES]\nPATTERN TIMESTEP 0", "PATTERN TIMESTEP"),
        ("[PIPES]", "[PUMPS]\nu a c HEAD k\n[PIPES]", "u a c"),
        ("[PIPES]", "[CURVES]\nk 1 2\nk 1 3\n[PIPES]", "k 1 3"),
        ("[PIPES]", "[TANKS]\nT 1 9 1 5 10 0\n[PIPES]", "T 1 9"),
        ("[PIPES]", "[TANKS]\nT 1 2 1 5 0 0\n[PIPES]", "T 1 2"),
        ("[PIPES]", "[STATUS]\np9 CLOSED\n[PIPES]", "p9"),
        ("[PIPES]", "[DEMANDS]\nR 3\n[PIPES]", "R 3"),
    ],
)
def test_a_wrong_line_is_refused_with_its_place(old, new, word):
    text = VILLAGE.replace(old, new)
    with pytest.raises(ImportRefused) as refused:
        water_grid(text.encode())
    assert refused.value.place == line_of(text, word)


@pytest.mark.parametrize(
    ("added", "word"),
    [
        ("[RULES]\nRULE 1\nIF TANK T LEVEL > 1\n", "RULE 1"),
        ("[LEAKAGE]\np1 1 1\n", "p1 1 1"),
        ("[SURGE]\n", "[SURGE]"),
        ("[VALVES]\nv c e 100 XYZ 3\n", "v c e"),
        ("[PUMPS]\nu c e 100 3 4\n", "u c e"),
        ("[PUMPS]\nu c e POWER 3 COLOR red\n", "u c e"),
        ("[CONTROLS]\nLINK p1 CLOSED WHEN NODE a FULL\n", "WHEN"),
        ("[DEMANDS]\nMULTIPLY 2\n", "MULTIPLY"),
        ("[OPTIONS]\nWATERHAMMER YES\n", "WATERHAMMER"),
    ],
)
def test_what_our_grid_cannot_hold_is_named(added, word):
    with pytest.raises(UnknownElement) as refused:
        water_grid((VILLAGE + added).encode())
    assert refused.value.place == line_of(VILLAGE + added, word)


@pytest.mark.parametrize(
    "raw", [b"", b"hallo", b"\x00\x01", b"[TITLE]\nx\n", b"[JUNCTIONS]\na 0 1\n", "[JUNCTIÖNS]\n".encode(), b"\xff\xfe["]
)
def test_what_is_no_grid_is_refused(raw):
    with pytest.raises(ImportRefused):
        water_grid(raw)


def test_too_large_a_file_is_refused_before_it_is_read():
    with pytest.raises(ImportRefused):
        water_grid(b" " * (LARGEST_BYTES + 1))


def test_islands_and_nodes_without_source_are_shown_before_a_revision():
    found = water_grid(
        VILLAGE.replace("p0 R a 100 300 130", "p0 R a 100 300 130 0 CLOSED\nq x y 5 50 100")
        .replace("a 0 0", "a 0 0\nx 0 1\ny 0 1")
        .encode()
    )
    assert found.islands == 2
    assert set(found.unsupplied) == {"a", "b", "c", "d", "e", "x", "y"}


def test_an_old_umlaut_and_windows_lines_do_no_harm():
    raw = VILLAGE.replace("a 0 0", "a 0 0 ;Größe").replace("\n", "\r\n").encode("cp1252")
    assert len(water_grid(raw).grid.pipes) == 6


def test_water_quality_is_left_out_with_a_remark():
    found = water_grid((VILLAGE + "[QUALITY]\na 1\n[OPTIONS]\nQUALITY CHLORINE mg/L\nDEMAND MODEL PDA\n").encode())
    before = VILLAGE.count("\n")
    assert [one.place for one in found.remarks] == [f"Zeile {before + 2}", f"Zeile {before + 5}"]


@pytest.mark.shared_data
def test_the_real_town():
    grid = make_water.town()
    assert (len(grid.nodes), len(grid.pipes), len(grid.pumps), len(grid.valves)) == (785, 905, 1, 3)
    assert grid.valves.state == (ACTIVE,) * 3 and len(grid.controls) == 2
    assert grid.pipes.length_m.sum() == pytest.approx(43_163.2, abs=0.1)  # the column added up with awk


FULL = VILLAGE.replace(
    "[COORDINATES]",
    """[TANKS]
T 40 2 1 5 10 0 vol YES
[PUMPS]
u d T HEAD k SPEED 1.1 PATTERN day
w d T POWER 3
[CURVES]
k 50 30
vol 0 0
vol 5 100
[VALVES]
v c e 150 TCV 2
g c e 150 GPV k
[PATTERNS]
day 1 2
[DEMANDS]
b 3 day
[STATUS]
p2 CLOSED
w 1.2
[EMITTERS]
c 2
[VERTICES]
p4 250 50
[TIMES]
PATTERN TIMESTEP 0:30
START CLOCKTIME 1 PM
[CONTROLS]
LINK u CLOSED IF NODE T ABOVE 4.5
LINK p3 CLOSED AT TIME 2
[COORDINATES]""",
)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_whatever_stands_in_a_file_it_is_a_grid_or_a_refusal_with_a_place(data):
    lines = FULL.split("\n")
    for _change in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        words = lines[at].split() or [""]
        word = data.draw(st.integers(0, len(words) - 1))
        new = data.draw(
            st.sampled_from(["", "a", "T", "p1", "-1", "0", "1e400", "nan", "day", "k", "12:70", ";", "[PIPES]", "[X", "ß", "*", "CV"])
        )
        lines[at] = " ".join([*words[:word], new, *words[word + 1 :]])
    try:
        found = water_grid("\n".join(lines).encode())
    except ImportRefused as refused:
        assert refused.place and refused.reason
    else:
        assert found.grid.links == len(found.grid.pipes) + len(found.grid.pumps) + len(found.grid.valves)


def test_the_full_example_is_a_grid_that_flows():
    found = water_grid(FULL.encode())
    assert found.grid.tanks.volume_curve == ("vol",) and found.grid.tanks.overflows.all() and found.grid.pumps.speed.tolist() == [1.1, 1.2]
    assert np.isfinite(day(found.grid, hours=3).pressure_m).all()
