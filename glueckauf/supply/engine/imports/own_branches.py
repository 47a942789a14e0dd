"""Lines, transformers and switches of our own format, with what cannot be true of them."""

import numpy as np

from glueckauf.supply.engine.imports.own_table import Index, Table, indexed
from glueckauf.supply.engine.power.grid import COUPLER, LINE, TRANSFORMER, Bools, Floats, Ints, Lines, Nodes, Switches, Transformers

SAME_LEVEL = 1.2  # 10 and 11 kV may meet, 10 and 20 kV may not
SIDES = {"hv": True, "os": True, "": True, "lv": False, "us": False}


def lines(table: Table, types: Table, node: Index, nodes: Nodes) -> Lines:
    """A line's own value counts more than that of its type."""
    length = table.least("length_m")
    of_type = typed(table, types, length)
    r, x = table.least("r_ohm", of_type["r_ohm"]), table.least("x_ohm", of_type["x_ohm"])
    rated = table.above("rated_a", of_type["rated_a"])
    blank = np.array([[not cell for cell in table.words(name)] for name in ("r_ohm", "x_ohm", "rated_a")], dtype=bool).reshape(3, -1)
    typeless = np.array([not name for name in table.words("type")], dtype=bool)
    table.refuse(typeless & blank.any(axis=0), "type", "Die Leitung braucht einen Typ oder eigene Werte für r_ohm, x_ohm und rated_a.")
    table.refuse((r == 0) & (x == 0), "r_ohm", "Die Leitung hat keinen Widerstand. Ein Schalter gehört in switches.csv.")
    start, end = table.links("start", node, "Den Knoten"), table.links("end", node, "Den Knoten")
    apart(table, start, end, "end", "Die Leitung verbindet den Knoten mit sich selbst.", nodes)
    return Lines(
        id=table.ids(),
        name=table.texts("name"),
        start=start,
        end=end,
        r_ohm=r,
        x_ohm=x,
        c_nf=table.least("c_nf", of_type["c_nf"]),
        g_us=table.least("g_us", of_type["g_us"]),
        rated_a=rated,
        length_m=length,
        in_service=table.flags("in_service", default="ja"),
    )


def typed(table: Table, types: Table, length_m: Floats) -> dict[str, Floats]:
    """What the types say of each line, NaN (capacitance and conductance 0) where it has none."""
    types.ids("type")
    known = indexed(types.words("type"))
    row = table.links("type", known, "Den Leitungstyp", needed=False)
    km = np.where(length_m >= 0, length_m / 1000, np.nan)
    r, x, rated = types.least("r_ohm_per_km"), types.least("x_ohm_per_km"), types.above("rated_a")
    c, g = types.least("c_nf_per_km", 0.0), types.least("g_us_per_km", 0.0)
    return {
        "r_ohm": picked(np.where(r < 0, np.nan, r), row, np.nan) * km,
        "x_ohm": picked(np.where(x < 0, np.nan, x), row, np.nan) * km,
        "c_nf": picked(np.maximum(c, 0), row, 0.0) * np.nan_to_num(km),
        "g_us": picked(np.maximum(g, 0), row, 0.0) * np.nan_to_num(km),
        "rated_a": picked(np.where(rated <= 0, np.nan, rated), row, np.nan),
    }


def picked(values: Floats, row: Ints, otherwise: float) -> Floats:
    """By row, another value where there is none."""
    return np.append(values, otherwise)[row]


def apart(table: Table, a: Ints, b: Ints, column: str, reason: str, nodes: Nodes) -> None:
    """Two ends are two nodes of about the same rated voltage."""
    known = (a >= 0) & (b >= 0)
    table.refuse(known & (a == b), column, reason)
    if len(nodes):
        kv_a, kv_b = nodes.rated_kv[a], nodes.rated_kv[b]
        uneven = known & (np.minimum(kv_a, kv_b) > 0) & (np.maximum(kv_a, kv_b) > SAME_LEVEL * np.minimum(kv_a, kv_b))
        table.refuse(uneven, column, "Die beiden Knoten haben verschiedene Nennspannungen; dazwischen gehört ein Transformator.")


def transformers(table: Table, node: Index, nodes: Nodes) -> Transformers:
    """Tap changer at the hv side where nothing else is said."""
    hv, lv = table.links("hv", node, "Den Knoten"), table.links("lv", node, "Den Knoten")
    known = (hv >= 0) & (lv >= 0)
    table.refuse(known & (hv == lv), "lv", "Der Transformator verbindet den Knoten mit sich selbst.")
    if len(nodes):
        table.refuse(
            known & (nodes.rated_kv[hv] > 0) & (nodes.rated_kv[hv] < nodes.rated_kv[lv]),
            "hv",
            "Ober- und Unterspannungsseite sind vertauscht.",
        )
    uk, copper, clock = table.above("uk_percent"), table.least("copper_percent"), table.whole("clock")
    table.refuse(copper > uk, "copper_percent", "Der Wirkanteil kann nicht größer sein als die Kurzschlussspannung.")
    table.refuse((clock < 0) | (clock > 11), "clock", "Die Schaltgruppe ist eine Zahl von 0 bis 11.")
    side = [word.lower() for word in table.words("tap_side")]
    table.refuse(np.array([word not in SIDES for word in side], dtype=bool), "tap_side", "Hier muss hv oder lv stehen.")
    return Transformers(
        id=table.ids(),
        name=table.texts("name"),
        hv=hv,
        lv=lv,
        hv_kv=table.above("hv_kv"),
        lv_kv=table.above("lv_kv"),
        rated_kva=table.above("rated_kva"),
        uk_percent=uk,
        copper_percent=copper,
        i0_percent=table.least("i0_percent", 0.0),
        iron_kw=table.least("iron_kw", 0.0),
        clock=clock,
        tap_at_hv=np.array([SIDES.get(word, True) for word in side], dtype=bool),
        tap_position=table.whole("tap_position", 0),
        tap_neutral=table.whole("tap_neutral", 0),
        tap_min=table.whole("tap_min", 0),
        tap_max=table.whole("tap_max", 0),
        tap_step_percent=table.numbers("tap_step_percent", 0.0),
        in_service=table.flags("in_service", default="ja"),
    )


def switches(table: Table, node: Index, nodes: Nodes, cables: Lines, units: Transformers) -> Switches:
    """Couplers between two nodes; switches at one end of a line or transformer."""
    kind, at = tuple(word.lower() for word in table.words("kind", needed=True)), table.links("node", node, "Den Knoten")
    targets = {
        COUPLER: (node, "Den Knoten"),
        LINE: (indexed(cables.id), "Die Leitung"),
        TRANSFORMER: (indexed(units.id), "Den Transformator"),
    }
    other = np.full(len(table), -1, dtype=np.int64)
    for row, word in enumerate(table.words("other", needed=True)):
        if kind[row] not in targets:
            if kind[row]:
                table.wrong(row, "kind", f"Schalter der Art „{kind[row][:40]}“ kennt der Import nicht. Er kennt: {', '.join(targets)}.")
            continue
        index, what = targets[kind[row]]
        other[row] = index.get(word, -1)
        if word and word not in index:
            table.wrong(row, "other", f"{what} „{word[:40]}“ gibt es nicht.")
    coupler = of_kind(kind, COUPLER)
    apart(
        table, np.where(coupler, at, -1), np.where(coupler, other, -1), "other", "Der Schalter verbindet den Knoten mit sich selbst.", nodes
    )
    at_end(table, of_kind(kind, LINE) & (at >= 0) & (other >= 0), at, other, (cables.start, cables.end))
    at_end(table, of_kind(kind, TRANSFORMER) & (at >= 0) & (other >= 0), at, other, (units.hv, units.lv))
    return Switches(
        id=table.ids(), kind=kind, node=at, other=other, closed=table.flags("closed"), breaker=table.flags("breaker", default="nein")
    )


def of_kind(kind: tuple[str, ...], name: str) -> Bools:
    """Rows of one kind."""
    return np.array([one == name for one in kind], dtype=bool)


def at_end(table: Table, rows: Bools, at: Ints, other: Ints, ends: tuple[Ints, Ints]) -> None:
    """A switch of a branch sits at one of its ends."""
    wrong = rows.copy()
    for end in ends:
        wrong[rows] &= (end[other[rows]] != at[rows]) & (end[other[rows]] >= 0)
    table.refuse(wrong, "node", "Der Schalter sitzt an keinem Ende dieser Leitung oder dieses Transformators.")
