"""Many switchings of one circuit judged in one batch of power-grid-model: lines out, ties closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from power_grid_model import ComponentType, DatasetType, initialize_array
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from glueckauf.supply.engine.power.circuit import Circuit, supplied
from glueckauf.supply.engine.power.grid import COUPLER, LINE, Bools, Ints
from glueckauf.supply.engine.power.limits import PowerLimits
from glueckauf.supply.engine.power.newton import Flow, Model

BATCH = 4096  # scenarios of one call: bounds the memory of the answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """An open switch: `line` is the row of the line it holds open, -1 for a coupler. `a` and `b` are the buses it would join."""

    id: str
    line: int
    a: int
    b: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Rows of lines open at both ends, and ties closed."""

    out: tuple[int, ...] = ()
    close: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """`everyone`: all buses supplied before are supplied. `use`: share of the tightest limit, at `element`; infinite without a solution."""

    everyone: bool
    use: float
    element: str


class Scenarios:
    """A circuit and its ties at one moment."""

    def __init__(self, made: Circuit, demand_kva: Any, limits: PowerLimits) -> None:
        self.made, self.limits = made, limits
        self.demand_kva = demand_kva.reshape(1, -1)
        self.live = supplied(made)
        self.ties = ties(made)
        self.model = Tied(made, [tie for tie in self.ties if tie.line < 0])

    def touching(self, lost: Bools, out: tuple[int, ...]) -> list[Tie]:
        """Ties between the dark part and what is still supplied."""
        alive = self.live & ~lost
        return [tie for tie in self.ties if tie.line not in out and ((lost[tie.a] and alive[tie.b]) or (lost[tie.b] and alive[tie.a]))]

    def lines_within(self, lost: Bools, out: int) -> list[int]:
        """Rows of lines that carry something inside the dark part."""
        made, lines = self.made, self.made.grid.lines
        on = made.line_start_on & made.line_end_on
        return [
            int(row) for row in np.flatnonzero(on) if row != out and lost[made.bus[lines.start[row]]] and lost[made.bus[lines.end[row]]]
        ]

    def dark(self, one: Scenario) -> Bools:
        """Buses supplied in normal switching and not in this one. Topology only."""
        made, grid = self.made, self.made.grid
        on = made.line_start_on & made.line_end_on
        on[list(one.out)] = False
        unit = made.hv_on & made.lv_on
        a = [*made.bus[grid.lines.start[on]], *made.bus[grid.transformers.hv[unit]], *(tie.a for tie in one.close)]
        b = [*made.bus[grid.lines.end[on]], *made.bus[grid.transformers.lv[unit]], *(tie.b for tie in one.close)]
        graph = coo_array((np.ones(len(a)), (a, b)), shape=(made.buses, made.buses))
        number = connected_components(graph, directed=False)[1]
        feeds = made.bus[grid.sources.node[grid.sources.in_service]]
        lost: Bools = self.live & ~np.isin(number, number[feeds[feeds >= 0]])
        return lost

    def judged(self, tries: Sequence[Scenario]) -> list[Judged]:
        """All of them, in batches."""
        found: list[Judged] = []
        for first in range(0, len(tries), BATCH):
            part = tries[first : first + BATCH]
            found += self.read(self.model.switched(self.demand_kva, part))
        return found

    def read(self, flow: Flow) -> list[Judged]:
        """The tightest limit of each scenario."""
        limits, names = self.limits, self.names()
        voltage = np.where(flow.energised, flow.voltage_pu, 1.0)
        use = np.concatenate(
            [
                (1 - voltage) / (1 - limits.voltage_low.value),
                (voltage - 1) / (limits.voltage_high.value - 1),
                flow.line_percent / limits.line_percent.value,
                flow.transformer_percent / limits.transformer_percent.value,
            ],
            axis=1,
        )
        use[~flow.solved] = np.inf
        worst = use.argmax(axis=1)
        everyone: Bools = np.all(flow.energised | ~self.live, axis=1) & flow.solved
        return [
            Judged(everyone=bool(everyone.item(row)), use=float(use.item((row, int(at)))), element=names[int(at)])
            for row, at in enumerate(worst)
        ]

    def names(self) -> list[str]:
        """Element of each column of the judgement."""
        grid = self.made.grid
        buses = [grid.nodes.id[node] for node in self.made.bus_node]
        return [*buses, *buses, *grid.lines.id, *grid.transformers.id]


def ties(made: Circuit) -> list[Tie]:
    """Open switches that would join two buses: of lines with one open end, and couplers."""
    grid, switches, found = made.grid, made.grid.switches, []
    for row in np.flatnonzero(~switches.closed):
        other = int(switches.other[row])
        if switches.kind[row] == COUPLER:
            a, b, line = int(made.bus[switches.node[row]]), int(made.bus[other]), -1
        elif switches.kind[row] == LINE and made.line_start_on[other] != made.line_end_on[other]:
            a, b, line = int(made.bus[grid.lines.start[other]]), int(made.bus[grid.lines.end[other]]), other
        else:
            continue
        if a >= 0 and b >= 0 and a != b:
            found.append(Tie(id=switches.id[row], line=line, a=a, b=b))
    return found


class Tied(Model):
    """The model with a link, open in normal switching, for each coupler that may be closed."""

    tolerance = 1e-7  # p.u.; the admittance of a link is so large that rounding stands above the finer one

    def __init__(self, made: Circuit, couplers: Sequence[Tie]) -> None:
        self.couplers = {tie.id: at for at, tie in enumerate(couplers)}
        self.link_ends: Ints = np.array([(tie.a, tie.b) for tie in couplers], dtype=np.int64).reshape(-1, 2)
        super().__init__(made)

    def inputs(self) -> dict[ComponentType, Any]:
        rows = initialize_array(DatasetType.input, ComponentType.link, len(self.couplers))
        rows["id"] = self.first_link + np.arange(len(rows))
        rows["from_node"], rows["to_node"] = self.link_ends[:, 0], self.link_ends[:, 1]
        rows["from_status"] = rows["to_status"] = 0
        return super().inputs() | {ComponentType.link: rows}

    @property
    def first_link(self) -> int:
        """Ids of links come after all others."""
        return self.offset["load"] + len(self.injection_bus)

    def switched(self, demand_kva: Any, tries: Sequence[Scenario]) -> Flow:
        """One flow for each scenario."""
        kept = self.kept_lines()
        line = initialize_array(DatasetType.update, ComponentType.line, (len(tries), len(kept)))
        line["id"] = self.offset["line"] + kept
        line["from_status"], line["to_status"] = self.made.line_start_on[kept], self.made.line_end_on[kept]
        link = initialize_array(DatasetType.update, ComponentType.link, (len(tries), len(self.couplers)))
        link["id"] = self.first_link + np.arange(len(self.couplers))
        link["from_status"] = link["to_status"] = 0
        place = {int(row): at for at, row in enumerate(kept)}
        for number, one in enumerate(tries):
            for row in one.out:
                line[number, place[row]]["from_status"] = line[number, place[row]]["to_status"] = 0
            for tie in one.close:
                rows, at = (line, place[tie.line]) if tie.line >= 0 else (link, self.couplers[tie.id])
                rows[number, at]["from_status"] = rows[number, at]["to_status"] = 1
        load = initialize_array(DatasetType.update, ComponentType.sym_load, (len(tries), len(self.injection_bus)))
        load["id"] = self.offset["load"] + np.arange(len(self.injection_bus))
        chosen = np.broadcast_to(demand_kva[:, self.injection_bus], load.shape)
        load["p_specified"], load["q_specified"] = chosen.real * 1e3, chosen.imag * 1e3
        return self.batch(
            {ComponentType.line: line, ComponentType.link: link, ComponentType.sym_load: load}, threads=-1, tolerance=self.tolerance
        )
