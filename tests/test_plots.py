"""Curves of a finding: what cannot be drawn is refused, the drawing stays in its frame and says in words and numbers what it shows."""

import re
from xml.etree import ElementTree

import make_plots as make
import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from glueckauf.core.plots import LETTER, NARROW, WIDE, PlotBroken, described, drawn, of_evidence, table
from glueckauf.core.plots.numbers import german, ticks

ALL = [make.worst_day(), make.feeder(), make.duration()]
SVG = "{http://www.w3.org/2000/svg}"


def read(*plots):
    return of_evidence({"plots": list(plots)})


def tree(raw, frame=WIDE):
    return ElementTree.fromstring(drawn(read(raw)[0], frame, key="k"))


def words(root):
    return [node.text for node in root.iter(f"{SVG}text")]


def test_evidence_without_plots_has_none():
    assert of_evidence({"flows": 35136}) == ()


@pytest.mark.parametrize(
    "broken",
    [
        make.worst_day(title=""),
        make.worst_day(title="zwei\nZeilen"),
        make.worst_day(unit="%" * 30),
        make.worst_day(x=[]),
        make.worst_day(x=["eins"] * 401),
        make.feeder(x=[7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0]),
        make.feeder(x=[0, "40", 1, 2, 3, 4, 5]),
        make.worst_day(series=[]),
        make.worst_day(series=[make.series("nur eine Grenze", [1] * 96, "limit")]),
        make.worst_day(series=[make.series("kurz", [1] * 95)]),
        make.worst_day(series=[make.series("leer", [None] * 96)]),
        make.worst_day(series=[make.series("ohne Zahl", [float("nan")] * 96)]),
        make.worst_day(series=[make.series("riesig", [1e12] * 96)]),
        make.worst_day(series=[make.series("wahr", [True] * 96)]),
        make.worst_day(series=[make.series("gleich", [1] * 96), make.series("gleich", [2] * 96)]),
        make.worst_day(series=[make.series("torte", [1] * 96, "pie")]),
        make.worst_day(series=[make.series(str(n), [1] * 96) for n in range(7)]),
        make.worst_day(colour="red"),
        "plot",
        None,
    ],
)
def test_what_cannot_be_drawn_is_refused(broken):
    with pytest.raises(PlotBroken):
        read(broken)


def test_more_than_four_plots_are_refused():
    with pytest.raises(PlotBroken):
        read(*[make.feeder()] * 5)


def test_a_limit_has_its_name_and_number_beside_it_and_the_worst_value_is_written():
    said = words(tree(make.worst_day()))
    assert "erlaubte Last" in said and said.count("100\xa0%") == 1 and "104\xa0%" in said
    assert {"ohne Ihre Wallbox", "begrenzt, wenn nötig", "volle Leistung, 11 kW", "Uhrzeit", "18"} <= set(said)


def test_what_crosses_a_limit_is_filled_and_only_that():
    excess = [n for n in tree(make.worst_day()).iter(f"{SVG}path") if n.get("class") == "ga-plot__excess"]
    assert len(excess) == 1  # the curve that is held at the limit does not cross it
    assert not [n for n in tree(make.feeder()).iter(f"{SVG}path") if n.get("class") == "ga-plot__excess"]


def test_a_least_value_forbids_what_lies_below():
    beyond = next(n for n in tree(make.feeder()).iter(f"{SVG}rect"))
    assert float(beyond.get("y")) + float(beyond.get("height")) == WIDE.floor
    under = make.feeder(
        series=[make.series("nachher", [1, 0.97, 0.95, 0.92, 0.89, 0.88, 0.91]), make.series("mindestens", [0.9] * 7, "limit")]
    )
    assert [n for n in tree(under).iter(f"{SVG}path") if n.get("class") == "ga-plot__excess"]


def test_curves_differ_by_more_than_their_colour():
    many = make.worst_day(series=[make.series(f"Kurve {n}", [n] * 96) for n in range(6)])
    lines = [n for n in tree(many).iter(f"{SVG}path") if "ga-plot__curve " in n.get("class", "")]
    assert len({(n.get("stroke-width"), n.get("stroke-dasharray")) for n in lines}) == 6


def test_an_area_shows_zero_but_not_where_its_shape_would_be_lost():
    far = make.feeder(series=[make.series("vorher", [101.2, 101.0, 100.1, 99.0, 98.2, 97.5, 97.0], "area")], unit="%")
    assert "0\xa0%" not in words(tree(far)) and "98\xa0%" in words(tree(far))
    assert "0" in words(tree(make.duration()))


def test_a_gap_is_not_bridged():
    values = [1.0, 2.0, None, 2.0, 1.0, 1.0, 1.0]
    root = tree(make.feeder(series=[make.series("Messung", values)]))
    curve = [n for n in root.iter(f"{SVG}path") if "ga-plot__curve " in n.get("class", "")]
    assert len(curve) == 3  # two pieces and the sample of the legend
    assert "–" in table(read(make.feeder(series=[make.series("Messung", values)]))[0]).rows[2]


def test_numbers_stand_at_their_distance():
    root = tree(make.feeder())
    curve = next(n for n in root.iter(f"{SVG}path") if n.get("class", "").endswith("--two"))
    ends = re.findall(r"([\d.]+) [\d.]+", curve.get("d"))
    gaps = [float(b) - float(a) for a, b in zip(ends, ends[1:], strict=False)]
    assert gaps[0] / gaps[2] == pytest.approx(40 / 54.5, rel=0.01)


def test_places_without_any_distance_stand_one_after_the_other():
    near = read(make.feeder(x=[0.0, 0.0], series=[make.series("vorher", [1.0, 0.99])]))[0]
    assert near.x == ("0", "0") and drawn(near, NARROW, key="k")


@pytest.mark.parametrize("frame", [WIDE, NARROW, LETTER])
@pytest.mark.parametrize("raw", ALL)
def test_all_stays_inside_its_frame(raw, frame):
    root = tree(raw, frame)
    width, height = float(root.get("width")), float(root.get("height"))
    for node in root.iter():
        for name, end in (("x", width), ("x1", width), ("x2", width), ("cx", width), ("y", height), ("y1", height), ("cy", height)):
            assert 0 <= float(node.get(name, 0)) <= end
        for x, y in re.findall(r"([\d.-]+) ([\d.-]+)", node.get("d", "")):
            assert 0 <= float(x) <= width and 0 <= float(y) <= height
    for node in root.iter(f"{SVG}text"):
        long = len(node.text) * frame.size * 0.5
        left = float(node.get("x")) - {"start": 0, "middle": long / 2, "end": long}[node.get("text-anchor")]
        assert left >= -1 and left + long <= width + 1, node.text


def test_a_policy_without_inline_style_is_kept_and_words_are_words():
    evil = make.feeder(title='<script>alert("1")</script>', series=[make.series('"><b>', [1, 2, 3, 4, 5, 6, 7])])
    page = engines["django"].from_string("{% curves plots 'k' %}").render({"plots": read(evil)})
    assert "<script" not in page and "<b>" not in page and "style=" not in page and "href" not in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 4


def test_readers_hear_highest_lowest_and_limit():
    said = described(read(make.feeder())[0])
    assert said == (
        "Liniendiagramm in p.u. über Meter vom Transformator, von 0 bis 310. "
        "vorher: höchstens 1,000\xa0p.u. (0), mindestens 0,958\xa0p.u. (310). "
        "nachher: höchstens 1,000\xa0p.u. (0), mindestens 0,940\xa0p.u. (310). Grenze „mindestens“: 0,9\xa0p.u."
    )


def test_a_table_of_a_hundred_places_is_whole_and_a_longer_one_keeps_the_extremes():
    day, year = (table(read(raw)[0]) for raw in (make.worst_day(), make.duration()))
    assert len(day.rows) == 96 and day.note == "" and day.rows[75][3] == "104,1\xa0%"
    assert year.rows[0][1] == "100,0\xa0kW" and year.rows[-1][0] == "99,8" and 40 <= len(year.rows) <= 62 and "Jeder 8." in year.note


def test_numbers_are_german():
    assert (german(-1234.5, 1), german(0.96, 2), german(-0.001, 2)) == ("−1.234,5", "0,96", "0,00")


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 10))
def test_ticks_are_round_inside_and_few(low, span, most):
    found, decimals = ticks(low, low + span, most)
    assert len(found) <= most and all(low - span / 1e6 <= t <= low + span * 1.000001 for t in found)
    assert len({german(t, decimals) for t in found}) == len(found)


@given(st.lists(st.none() | st.floats(-1e5, 1e5, width=32), min_size=2, max_size=60), st.sampled_from(["line", "area"]), st.booleans())
def test_any_curve_can_be_drawn(values, kind, limited):
    if all(v is None for v in values):
        return
    series = [make.series("a", values, kind), *([make.series("b", [1.5] * len(values), "limit")] if limited else [])]
    raw = {"title": "t", "unit": "kW", "x": [str(n) for n in range(len(values))], "x_title": "", "series": series}
    root = tree(raw, NARROW)
    assert float(root.get("height")) > NARROW.floor and "nan" not in ElementTree.tostring(root).decode()
