"""Pipes, pumps, valves and simple controls of a water grid in our own format, with what cannot be true of them."""

from collections.abc import Mapping, Sequence

import numpy as np

from glueckauf.supply.engine.imports.own_rows import NUMBER
from glueckauf.supply.engine.imports.own_table import Index, Table, indexed
from glueckauf.supply.engine.water.grid import (
    ACTIVE,
    CLOSED,
    FCV,
    GPV,
    OPEN,
    PBV,
    PRV,
    PSV,
    TCV,
    Control,
    Ints,
    IsolationValves,
    Pipes,
    Pumps,
    Valves,
)

KINDS = {name: name for name in (PRV, PSV, PBV, FCV, TCV, GPV)}
STATES = {name: name for name in (ACTIVE, OPEN, CLOSED)}
A_NODE, A_CURVE = "Den Knoten", "Die Kurve"


def ends(table: Table, node: Index) -> tuple[Ints, Ints]:
    """Two nodes that are not one."""
    start, end = table.links("start", node, A_NODE), table.links("end", node, A_NODE)
    table.refuse((start >= 0) & (start == end), "end", "Anfang und Ende sind derselbe Knoten.")
    return start, end


def pipes(table: Table, node: Index) -> Pipes:
    """Open and in both directions where nothing else is said."""
    start, end = ends(table, node)
    is_open, one_way = table.flags("open", default="ja"), table.flags("one_way", default="nein")
    return Pipes(
        id=table.ids(),
        start=start,
        end=end,
        length_m=table.above("length_m"),
        diameter_mm=table.above("diameter_mm"),
        roughness=table.above("roughness"),
        minor_loss=table.least("minor_loss", 0.0),
        open=is_open,
        one_way=one_way,
        path=table.paths("path"),
        street=table.texts("street"),
    )


def pumps(table: Table, node: Index, curves: Mapping[str, object], patterns: Mapping[str, object]) -> Pumps:
    """By curve or by power."""
    start, end = ends(table, node)
    curve, power = table.known("curve", curves, A_CURVE), table.least("power_kw", 0.0)
    by_curve = np.array([bool(name) for name in curve], dtype=bool)
    table.refuse(by_curve == (power > 0), "curve", "Die Pumpe braucht genau eines: eine Kurve oder eine Leistung.")
    return Pumps(
        id=table.ids(),
        start=start,
        end=end,
        curve=curve,
        power_kw=power,
        speed=table.least("speed", 1.0),
        pattern=table.known("pattern", patterns, "Das Muster"),
        open=table.flags("open", default="ja"),
    )


def valves(table: Table, node: Index, curves: Mapping[str, object]) -> Valves:
    """Control valves. A general purpose valve has a curve, the others a setting."""
    start, end = ends(table, node)
    kind, curve = table.one_of("kind", KINDS, ""), table.known("curve", curves, A_CURVE)
    bare = np.array([one == GPV and not name for one, name in zip(kind, curve, strict=True)], dtype=bool)
    table.refuse(bare, "curve", "Ein GPV braucht eine Kurve.")
    return Valves(
        id=table.ids(),
        start=start,
        end=end,
        kind=kind,
        diameter_mm=table.above("diameter_mm"),
        setting=table.numbers("setting", 0.0),
        minor_loss=table.least("minor_loss", 0.0),
        curve=curve,
        state=table.one_of("state", STATES, ACTIVE),
    )


def isolation(table: Table, node: Index, lines: Pipes) -> IsolationValves:
    """Each at an end of its pipe."""
    pipe, at = table.links("pipe", indexed(lines.id), "Das Rohr"), table.links("node", node, A_NODE)
    if len(lines):
        known = (pipe >= 0) & (at >= 0) & (lines.start[pipe] >= 0) & (lines.end[pipe] >= 0)
        table.refuse(known & (lines.start[pipe] != at) & (lines.end[pipe] != at), "node", "Der Schieber sitzt an keinem Ende des Rohrs.")
    return IsolationValves(id=table.ids(), pipe=pipe, node=at, open=table.flags("open", default="ja"), street=table.texts("street"))


def controls(table: Table, node: Index, links: Sequence[Table]) -> tuple[Control, ...]:
    """A link becomes open, closed or a setting at a level, a time or an hour of the clock. Links share their ids over three files."""
    ids = indexed(tuple(name for one in links for name in one.words("id")))
    apart(links)
    link, at = table.links("link", ids, "Das Rohr, die Pumpe oder die Armatur"), table.links("node", node, A_NODE, needed=False)
    time, clock = table.whole("time_s", -1), table.whole("clock_s", -1)
    given = (at >= 0).astype(int) + (time >= 0) + (clock >= 0)
    unread = np.array([bool(word) for word in table.words("node")], dtype=bool) & (at < 0)  # said already
    table.refuse((given != 1) & ~unread, "node", "Die Regel braucht genau eines: node, time_s oder clock_s.")
    becomes = tuple(becoming(table, row, word) for row, word in enumerate(table.words("becomes", needed=True)))
    above, level = table.flags("above", default="nein"), table.numbers("level_m", 0.0)
    return tuple(
        Control(
            link=int(link[row]),
            becomes=becomes[row],
            node=int(at[row]),
            above=bool(above[row]),
            level_m=float(level[row]),
            time_s=int(time[row]),
            clock_s=int(clock[row]),
        )
        for row in range(len(table))
    )


def apart(links: Sequence[Table]) -> None:
    """No pump is called like a pipe, no valve like one of them."""
    seen: set[str] = set()
    for one in links:
        names = one.words("id")
        twice = np.array([bool(name) and name in seen for name in names], dtype=bool)
        one.refuse(twice, "id", "So heißt schon ein Rohr oder eine Pumpe.")
        seen.update(names)


def becoming(table: Table, row: int, word: str) -> str | float:
    """A state or a setting."""
    if word.lower() in (OPEN, CLOSED):
        return word.lower()
    if not word:
        return OPEN
    if not NUMBER.fullmatch(word):
        table.wrong(row, "becomes", "Hier muss open, closed oder eine Zahl stehen.")
        return OPEN
    return table.number(row, "becomes", word)
