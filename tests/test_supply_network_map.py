"""The drawing of a network without scripts: no number stands over another."""

from itertools import combinations
from math import dist

from hypothesis import given, settings
from hypothesis import strategies as st

from glueckauf.supply.rules.network_map import APART, drawing
from glueckauf.supply.rules.street_map import HEIGHT, WIDTH

DEGREES = st.tuples(st.floats(7.20, 7.22), st.floats(51.48, 51.49))


def line(name, first, last):
    return {"id": name, "line": [first, last], "use": 0.5, "kv": 0.4}


@given(st.lists(st.tuples(DEGREES, DEGREES), min_size=2, max_size=10), st.booleans())
@settings(max_examples=100, deadline=None)
def test_ten_numbers_never_stand_over_each_other(ends, at_one_place):
    lines = [line(f"l{at}", first, first if at_one_place else last) for at, (first, last) in enumerate(ends)]
    drawn = [one for one in drawing(lines, {f"l{at}": at + 1 for at in range(len(lines))}, 10.0) if one.number]
    assert len(drawn) == len(lines)
    assert all(dist(one.spot, other.spot) >= APART - 0.2 for one, other in combinations(drawn, 2))
    assert all(0 <= one.spot[0] <= WIDTH and 0 <= one.spot[1] <= HEIGHT for one in drawn)


def test_a_number_alone_stands_in_the_middle_of_its_line():
    (one,) = drawing([line("l", (7.20, 51.48), (7.21, 51.48))], {"l": 1}, 10.0)
    assert one.spot == one.middle == one.along(0.5)
