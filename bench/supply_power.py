"""Power: a wallbox year, its rivals, exactness, hosting, outages, state. `python -m bench.supply_power [--part year] [--data FOLDER]`

Grids are SimBench's (ODbL, never ours). BLAS has one thread; our blocks and power-grid-model's batch share two.
"""

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from bench.results import Row, row
from bench.supply_run import ENVIRONMENTS, Took, both, measured, rival, timed, turns

GRID = "1-LV-rural3"
STEPS, WALLBOX_KW, THREADS = 35_136, 11.0, 2
MORE_GRIDS = ("1-LV-rural2", "1-LV-semiurb4")
EVENING = range(18 * 4, 23 * 4)


class Year:
    """One grid with its year, prepared outside of what is timed; before and after a wallbox at the bus farthest from the feed."""

    def __init__(self, code: str) -> None:
        from glueckauf.supply.engine.power.circuit import circuit
        from glueckauf.supply.engine.power.dense import impedance, with_power
        from glueckauf.supply.engine.power.newton import Model, demand
        from tests import make_grids

        self.grid = make_grids.simbench(code)
        self.made = circuit(self.grid)
        self.before = demand(self.made, *make_grids.year(self.grid, code))
        buses = with_power(self.made)
        self.bus = int(buses[np.abs(impedance(self.made)[0][np.ix_(buses, buses)]).sum(axis=1).argmax()])
        self.running = np.isin(np.arange(len(self.before)) % 96, EVENING)
        self.after = self.before[self.running].copy()
        self.after[:, self.bus] += WALLBOX_KW
        self.model = Model(self.made)

    def ours(self, *, threads: int) -> tuple[Any, Any]:
        """Setup, the year before, and the steps in which the wallbox runs."""
        from glueckauf.supply.engine.power.dense import dense
        from glueckauf.supply.engine.power.year import year_flow

        ready = dense(self.made)
        return tuple(year_flow(ready, np.take(d, ready.power_bus, axis=1), threads=threads) for d in (self.before, self.after))  # type: ignore[return-value]

    def update(self, demand: Any) -> Any:
        """power-grid-model's own input, made outside of its time."""
        from power_grid_model import ComponentType, DatasetType, initialize_array

        model = self.model
        made = initialize_array(DatasetType.update, ComponentType.sym_load, (len(demand), len(model.injection_bus)))
        made["id"] = model.offset["load"] + np.arange(len(model.injection_bus))
        made["p_specified"], made["q_specified"] = demand[:, model.injection_bus].real * 1e3, demand[:, model.injection_bus].imag * 1e3
        return {ComponentType.sym_load: made}

    def theirs(self, updates: list[Any], *, threads: int) -> list[Any]:
        """power-grid-model at its best: iterative current, one batch on all cores, only what is asked comes out; the same steps as ours."""
        from power_grid_model import CalculationMethod, ComponentType

        out = {ComponentType.node: ["u_pu"], ComponentType.line: ["loading"], ComponentType.transformer: ["loading"]}
        return [
            self.model.model.calculate_power_flow(
                update_data=update,
                calculation_method=CalculationMethod.iterative_current,
                output_component_types=out,
                threading=threads,
                error_tolerance=1e-8,
            )
            for update in updates
        ]


def year(data: Path, *, quick: bool) -> list[Row]:
    """G1, G2, G3: before and after; power-grid-model, lightsim2grid and pandapower in the same turns."""
    case = Year(GRID)
    updates = [case.update(case.before), case.update(case.after)]
    with rival("power", data) as other:
        other.ask("load", code=GRID)
        sides = {
            "ours": lambda: timed(partial(case.ours, threads=THREADS)),
            "ours_one": lambda: timed(partial(case.ours, threads=1)),
            "pgm": lambda: timed(partial(case.theirs, updates, threads=THREADS)),
            "pgm_one": lambda: timed(partial(case.theirs, updates, threads=-1)),
            "pandapower": lambda: other.took("run_timeseries", steps=20 if quick else 60),
        }
        light = lightsim(other)
        found = turns(sides | light, quick=quick)
    return told(case, found)


def told(case: Year, found: dict[str, Took]) -> list[Row]:
    """The rows of these turns."""
    steps = len(case.before) + len(case.after)
    pandapower = Took(found["pandapower"].wall * steps, found["pandapower"].cpu * steps)
    exact, stored = agreement(case)
    rows = both(
        "supply.wallbox_year.solver",
        found["ours"],
        found["pgm"],
        rival="power-grid-model (iterative current, 2 threads)",
        goal="<= 0.6",
        least=1.5,
    )
    one = "power-grid-model (iterative current, 1 thread)"
    rows += both("supply.wallbox_year.one_thread", found["ours_one"], found["pgm_one"], rival=one, goal="", least=1.5)
    name = f"pandapower run_timeseries {pandapower.wall:.4g} s, extrapolated to {steps} steps"
    rows.append(row("supply.wallbox_year.ratio_pandapower", pandapower.wall / found["ours"].wall, "x", ">= 400", rival=name))
    rows.append(
        row(
            "supply.wallbox_year.ratio_pandapower.cpu",
            pandapower.cpu / found["ours"].cpu,
            "x",
            rival=name.replace(f"{pandapower.wall:.4g}", f"{pandapower.cpu:.4g}"),
        )
    )
    if "lightsim" in found:
        name = f"lightsim2grid TimeSeriesCPP {found['lightsim'].wall:.4g} s, {STEPS} steps, voltages only, 1 thread"
        ours = found["ours_one"].cpu * STEPS / steps
        rows.append(row("supply.wallbox_year.ratio_lightsim2grid.cpu", found["lightsim"].cpu / ours, "x", rival=name))
    rows.append(
        row("supply.wallbox_year.agreement", exact * 1e12, "1e-12 p.u.", "<= 1000", rival="power-grid-model Newton, 1e-10, 200 steps")
    )
    rows.append(row("supply.wallbox_year.stored", stored * 1e9, "1e-9 p.u.", rival="single precision of what is stored, 200 steps"))
    return rows


def lightsim(other: Any) -> dict[str, Any]:
    """Its side, where it can read the grid."""
    try:
        other.ask("lightsim_prepare")
        other.ask("lightsim_year")
    except RuntimeError as error:
        print(f"NOT MEASURED: lightsim2grid: {error}")
        return {}
    return {"lightsim": lambda: other.took("lightsim_year")}


def agreement(case: Year) -> tuple[float, float]:
    """Largest difference of a voltage to Newton at 200 steps: of the solution, and of what a year stores."""
    from glueckauf.supply.engine.power.dense import dense
    from glueckauf.supply.engine.power.year import year_flow

    ready = dense(case.made)
    rows = np.sort(np.random.default_rng(3).integers(0, len(case.before), 200))
    some = np.ascontiguousarray(case.before[rows][:, ready.power_bus])
    newton = case.model.flow(case.before[rows]).voltage_pu
    exact = float(np.abs(ready.block(some).voltage_pu - newton).max())
    return exact, float(np.abs(year_flow(ready, some).voltage_pu - newton).max())


def exactness(data: Path, *, quick: bool) -> list[Row]:
    """G4: the dense method against pandapower (pi) on the four grids that lie in the data, and on two more that come with the rivals."""
    from tests import make_grids

    count = 5 if quick else 200
    rows = np.sort(np.random.default_rng(11).integers(0, STEPS, count))
    with rival("power", data) as other:
        four = max(known_grid(other, code, rows) for code in make_grids.SIMBENCH)
        two = max(another_grid(other, code, rows) for code in MORE_GRIDS)
    told = f"pandapower 3.5.6 (pi), {count} steps each"
    return [
        row("supply.exact.four_grids", four * 1e12, "1e-12 p.u.", "<= 1000", rival=told),
        row("supply.exact.six_grids", max(four, two) * 1e12, "1e-12 p.u.", "<= 1000", rival=told),
    ]


def known_grid(other: Any, code: str, rows: Any) -> float:
    """Largest difference of a voltage."""
    from glueckauf.supply.engine.power.newton import demand
    from tests import make_grids

    grid = make_grids.simbench(code)
    other.ask("load", code=code)
    theirs = other.ask("voltages", rows=rows.tolist())["voltages"]
    return apart(grid, lambda made: demand(made, *make_grids.year(grid, code, rows)), theirs)


def another_grid(other: Any, code: str, rows: Any) -> float:
    """The same for one that is not in the data."""
    from glueckauf.supply.engine.imports.pandapower import power_grid
    from glueckauf.supply.engine.power.newton import demand

    file = ENVIRONMENTS / f"{code}.json"
    theirs = other.ask("another", code=code, target=str(file), rows=rows.tolist())["voltages"]
    power = np.load(f"{file}.npz")
    load, made_power = (power["p"] + 1j * power["q"]) * 1e3, power["g"] * 1e3 + 0j
    return apart(power_grid(file.read_bytes()), lambda made: demand(made, load, made_power), theirs)


def apart(grid: Any, power: Any, theirs: Any) -> float:
    """Ours and theirs."""
    from glueckauf.supply.engine.power.circuit import circuit
    from glueckauf.supply.engine.power.dense import dense

    made = circuit(grid)
    ready = dense(made)
    found = ready.block(np.ascontiguousarray(power(made)[:, ready.power_bus]))
    return float(np.abs(found.voltage_pu[:, made.bus] - np.array(theirs)).max())


def hosting(data: Path, *, quick: bool) -> list[Row]:
    """G5: all nodes at the step of highest generation, and at the 100 most binding steps of a year."""
    from glueckauf.supply.engine.power.hosting import hosting as largest
    from tests import make_grids

    case = Year(GRID)
    order = np.argsort(case.before.real.sum(axis=1))
    snapshot, binding = case.before[order[:1]], case.before[order[:100]]
    with rival("power", data) as other:
        other.ask("load", code=GRID)
        found = turns(
            {
                "ours": lambda: timed(lambda: largest(case.made, snapshot, make_grids.LIMITS)),
                "pandapower": lambda: other.took("flows", count=5),
            },
            quick=quick,
        )
    flows = 128 * 8
    told = f"pandapower runpp {found['pandapower'].wall * flows:.4g} s, extrapolated to {flows} flows of the same bisection"
    ratio = found["pandapower"].wall * flows / found["ours"].wall
    whole = timed(lambda: largest(case.made, binding, make_grids.LIMITS))
    return [
        row("supply.hosting.snapshot", found["ours"].wall, "s", "<= 0.1", rival=told, ratio=ratio),
        row("supply.hosting.snapshot.cpu", found["ours"].cpu, "s"),
        row("supply.hosting.100_binding_steps", whole.wall, "s", "<= 5"),
        row("supply.hosting.100_binding_steps.cpu", whole.cpu, "s"),
    ]


def outages(data: Path, *, quick: bool) -> list[Row]:
    """G6: all lines of the medium-voltage grid one by one, with the switches that bring people back, at load and at three times it."""
    from glueckauf.supply.engine.power.outages import outages as planned
    from tests import make_grids

    case = Year("1-MV-urban")
    peak = case.before[int(case.before.real.sum(axis=1).argmax())]
    with rival("power", data) as other:
        other.ask("load", code="1-MV-urban")
        found = turns(
            {
                "ours": lambda: timed(lambda: planned(case.grid, peak, make_grids.LIMITS)),
                "pandapower": lambda: other.took("outages", count=5),
            },
            quick=quick,
        )
    lines = len(case.grid.lines)
    told = f"pandapower runpp {found['pandapower'].wall * lines:.4g} s, extrapolated to {lines} outages without any switch-over"
    rows = [
        row(
            "supply.n1.switch_over",
            found["ours"].wall,
            "s",
            "<= 1",
            rival=told,
            ratio=found["pandapower"].wall * lines / found["ours"].wall,
        ),
        row("supply.n1.switch_over.cpu", found["ours"].cpu, "s"),
    ]
    return rows + answered(case, peak)


def answered(case: Year, peak: Any) -> list[Row]:
    """Of the outages that leave somebody dark: with a plan, or with a reason why there is none."""
    from glueckauf.supply.engine.power.outages import outages as planned
    from tests import make_grids

    rows = []
    for factor in (1, 3):
        plans = planned(case.grid, peak * factor, make_grids.LIMITS)
        dark = [one for one in plans if one.dark]
        share = sum(one.plan is not None or one.reason is not None for one in dark) / len(dark)
        feasible = sum(one.plan is not None for one in dark)
        rows.append(
            row(
                f"supply.n1.answered_load_x{factor}",
                share * 100,
                "%",
                ">= 95",
                rival=f"{feasible} of {len(dark)} dark outages with a plan",
            )
        )
    return rows


def state(data: Path, *, quick: bool) -> list[Row]:
    """G8: every bus from a fifth of the meters; elsewhere the mean of the year stands in."""
    from glueckauf.supply.engine.power.estimation import Meters, estimated

    case = Year(GRID)
    mean, chance, errors, took = case.before.mean(axis=0), np.random.default_rng(17), [], []
    bus = case.model.injection_bus
    for step in chance.integers(0, len(case.before), 5 if quick else 60).tolist():
        power = case.before[step]
        truth = case.model.flow(power[None]).voltage_pu[0]
        where = chance.choice(bus, len(bus) // 5, replace=False)
        metered = np.isin(np.arange(case.made.buses), where)
        meters = Meters(
            voltage_bus=where,
            voltage_pu=truth[where] * (1 + chance.normal(0, 0.001, len(where))),
            voltage_sigma_pu=np.full(len(where), 0.001),
            demand_kva=np.where(metered, power * (1 + chance.normal(0, 0.02, len(power))), mean),
            demand_sigma_kw=np.where(metered, 0.02 * np.abs(power) + 0.01, np.maximum(np.abs(mean), 0.3)),
        )
        found: list[Any] = []
        took.append(timed(lambda: found.append(estimated(case.made, meters))).wall)  # noqa: B023
        errors.append(np.abs(found[0] - truth) / truth * 100)
    told = f"{len(errors)} moments, meters of 20 % of the buses, 0.1 % and 2 % wrong; no other program was run"
    return [
        row("supply.state.error_p95", float(np.quantile(np.concatenate(errors), 0.95)), "%", "<= 0.5", rival=told),
        row("supply.state.one", float(np.median(took)), "s"),
    ]


def city(data: Path, *, quick: bool) -> list[Row]:
    """G7: the largest SimBench grid, which comes with the rivals and not with the data; one state, and the same voltages as pandapower."""
    from glueckauf.supply.engine.imports.pandapower import power_grid
    from glueckauf.supply.engine.power.circuit import circuit
    from glueckauf.supply.engine.power.newton import demand
    from glueckauf.supply.engine.power.sparse import Flows

    with rival("power", data) as other:
        file = ENVIRONMENTS / "city.json"
        told = other.ask("city", target=str(file))
        grid = power_grid(file.read_bytes())
        made = circuit(grid)
        load, generation = grid.loads.p_kw + 1j * grid.loads.q_kvar, grid.generators.p_kw + 1j * grid.generators.q_kvar
        power, flows = demand(made, load[None], generation[None]), Flows(made)
        found = turns(
            {"ours": lambda: timed(lambda: flows.flow(power)), "pandapower": lambda: other.took("flows", count=1)},
            quick=quick,
        )
        off = float(np.abs(flows.flow(power).voltage_pu[0][made.bus] - np.array(told["voltages"])).max())
    rival_told = f"pandapower 3.5.6 runpp (numba, start from the result) {found['pandapower'].wall * 1e3:.4g} ms"
    return [
        row("supply.city.nodes", float(told["buses"]), "nodes"),
        row(
            "supply.city.state",
            found["ours"].wall * 1e3,
            "ms",
            "<= 15",
            rival=rival_told,
            ratio=found["pandapower"].wall / found["ours"].wall,
        ),
        row("supply.city.state.cpu", found["ours"].cpu * 1e3, "ms", "<= 15"),
        row("supply.city.agreement", off * 1e12, "1e-12 p.u.", "<= 1000", rival="pandapower 3.5.6 (pi)"),
    ]


PARTS = {"year": year, "exact": exactness, "hosting": hosting, "n1": outages, "state": state, "city": city}


if __name__ == "__main__":
    measured(PARTS)
