"""Any power grid our own exchange format may hold, sensible or not, for tests with Hypothesis."""

import numpy as np
from hypothesis import strategies as st

from glueckauf.supply.engine.power.grid import COUPLER, LINE, TRANSFORMER, Devices, Lines, Nodes, PowerGrid, Sources, Switches, Transformers

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
KEY = TEXT.map(str.strip).filter(bool)
POSITIVE = st.floats(1e-9, 1e9)
ANY = st.floats(-1e9, 1e9)


def column(draw, values, count):
    return np.array(draw(st.lists(values, min_size=count, max_size=count)), dtype=float)


def flags(draw, count):
    return np.array(draw(st.lists(st.booleans(), min_size=count, max_size=count)), dtype=bool)


def whole(draw, values, count):
    return np.array(draw(st.lists(values, min_size=count, max_size=count)), dtype=np.int64)


def keys(draw, count):
    return tuple(draw(st.lists(KEY, min_size=count, max_size=count, unique=True)))


def texts(draw, count, values=TEXT):
    return tuple(draw(st.lists(values, min_size=count, max_size=count)))


@st.composite
def grids(draw) -> PowerGrid:
    """Any grid the format may hold, sensible or not: low nodes 0 to 2 at one voltage, high nodes 3 and 4 at another."""
    low, high = sorted(draw(st.tuples(POSITIVE, POSITIVE)))
    count, units, loads = draw(st.integers(0, 8)), draw(st.integers(0, 2)), draw(st.integers(0, 3))  # more lines than nodes, too
    pairs = whole(draw, st.integers(0, 5), count)
    nodes = Nodes(
        id=keys(draw, 5),
        name=texts(draw, 5),
        rated_kv=np.array([low] * 3 + [high] * 2),
        xy=np.where(flags(draw, 5)[:, None], np.stack([column(draw, ANY, 5), column(draw, ANY, 5)], axis=1), np.nan),
        street=texts(draw, 5),
        in_service=flags(draw, 5),
    )
    lines = Lines(
        id=keys(draw, count),
        name=texts(draw, count),
        start=np.array([0, 0, 1, 1, 2, 2])[pairs],
        end=np.array([1, 2, 0, 2, 0, 1])[pairs],
        r_ohm=column(draw, POSITIVE, count),
        x_ohm=column(draw, st.floats(0, 1e9), count),
        c_nf=column(draw, st.floats(0, 1e9), count),
        g_us=column(draw, st.floats(0, 1e9), count),
        rated_a=column(draw, POSITIVE, count),
        length_m=column(draw, st.floats(0, 1e9), count),
        in_service=flags(draw, count),
    )
    made = transformers(draw, units)
    return PowerGrid(
        frequency_hz=draw(POSITIVE),
        nodes=nodes,
        lines=lines,
        transformers=made,
        switches=switches(draw, lines, made),
        loads=devices(draw, loads),
        generators=devices(draw, loads),
        sources=Sources(
            id=keys(draw, loads),
            node=whole(draw, st.integers(0, 4), loads),
            voltage_pu=column(draw, st.floats(0.5, 1.5), loads),
            in_service=flags(draw, loads),
        ),
    )


def transformers(draw, count) -> Transformers:
    uk = column(draw, POSITIVE, count)
    positive = {name: column(draw, POSITIVE, count) for name in ("hv_kv", "lv_kv", "rated_kva", "i0_percent", "iron_kw")}
    taps = {name: whole(draw, st.integers(-99, 99), count) for name in ("tap_position", "tap_neutral", "tap_min", "tap_max")}
    return Transformers(
        id=keys(draw, count),
        name=texts(draw, count),
        hv=whole(draw, st.integers(3, 4), count),
        lv=whole(draw, st.integers(0, 2), count),
        uk_percent=uk,
        copper_percent=uk * column(draw, st.floats(0, 1), count),
        clock=whole(draw, st.integers(0, 11), count),
        tap_at_hv=flags(draw, count),
        tap_step_percent=column(draw, ANY, count),
        in_service=flags(draw, count),
        **positive,
        **taps,
    )


def switches(draw, lines, units) -> Switches:
    places = [(COUPLER, 3, 4), *((LINE, end[row], row) for end in (lines.start, lines.end) for row in range(len(lines)))]
    places += [(TRANSFORMER, end[row], row) for end in (units.hv, units.lv) for row in range(len(units))]
    chosen = draw(st.lists(st.sampled_from(places), max_size=4))
    return Switches(
        id=keys(draw, len(chosen)),
        kind=tuple(kind for kind, _, _ in chosen),
        node=np.array([node for _, node, _ in chosen], dtype=np.int64),
        other=np.array([other for _, _, other in chosen], dtype=np.int64),
        closed=flags(draw, len(chosen)),
        breaker=flags(draw, len(chosen)),
    )


def devices(draw, count) -> Devices:
    return Devices(
        id=keys(draw, count),
        node=whole(draw, st.integers(0, 4), count),
        p_kw=column(draw, ANY, count),
        q_kvar=column(draw, ANY, count),
        profile=texts(draw, count, TEXT.map(str.strip)),
        in_service=flags(draw, count),
    )
