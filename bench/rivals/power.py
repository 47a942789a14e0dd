"""pandapower and lightsim2grid, asked by bench.supply_power: one JSON line in, one out. Runs in var/bench-rivals/power, not with us."""

import contextlib
import copy
import json
import sys
import time
import traceback
import warnings
from pathlib import Path

import numpy as np
import pandapower
import pandas as pd

warnings.filterwarnings("ignore")
FOLDER = Path(sys.argv[1]) / "supply" / "power"
KEPT = {}


def load(code, **_):
    """The grid with its taps on (simbench issue 69) and its profiles, steps x devices in MW."""
    net = pandapower.from_json_string((FOLDER / f"{code}--0-sw.pandapower.json").read_text("utf-8"))
    net.trafo["tap_changer_type"] = "Ratio"
    series = np.load(FOLDER / f"{code}--0-sw.profiles.npz")
    names = {name: at for at, name in enumerate(series["load_names"])}
    made = {name: at for at, name in enumerate(series["sgen_names"])}
    values, sun = series["load"].astype(float), series["sgen"].astype(float)
    p = values[:, [names[f"{n}_pload"] for n in net.load.profile]] * net.load.p_mw.values
    q = values[:, [names[f"{n}_qload"] for n in net.load.profile]] * net.load.q_mvar.values
    g = np.stack([np.zeros(len(p)) if n not in made else sun[:, made[n]] for n in net.sgen.profile], axis=1) * net.sgen.p_mw.values
    KEPT.update(net=net, p=p, q=q, g=g)
    return {"steps": len(p)}


def run_timeseries(steps, **_):
    """pandapower's own time series with its usual settings; per step, so that a year can be extrapolated."""
    from pandapower.control import ConstControl
    from pandapower.timeseries import DFData, OutputWriter
    from pandapower.timeseries import run_timeseries as run

    net = copy.deepcopy(KEPT["net"])
    for element, column, values in (("load", "p_mw", "p"), ("load", "q_mvar", "q"), ("sgen", "p_mw", "g")):
        frame = DFData(pd.DataFrame(KEPT[values][:steps]))
        ConstControl(net, element, column, element_index=net[element].index, data_source=frame, profile_name=list(range(len(net[element]))))
    writer = OutputWriter(net, time_steps=range(steps), output_path=None)
    for name, column in (("res_bus", "vm_pu"), ("res_line", "loading_percent"), ("res_trafo", "loading_percent")):
        writer.log_variable(name, column)
    run(net, time_steps=range(20), verbose=False)
    wall, cpu = time.perf_counter(), time.process_time()
    run(net, time_steps=range(steps), verbose=False)
    return {"wall": (time.perf_counter() - wall) / steps, "cpu": (time.process_time() - cpu) / steps}


def voltages(rows, **_):
    """vm_pu at these steps in the order of the buses, exact."""
    net, found = KEPT["net"], []
    for row in rows:
        net.load["p_mw"], net.load["q_mvar"], net.sgen["p_mw"] = KEPT["p"][row], KEPT["q"][row], KEPT["g"][row]
        pandapower.runpp(net, trafo_model="pi", trafo_loading="power", calculate_voltage_angles=True, tolerance_mva=1e-10)
        found.append(net.res_bus.vm_pu.tolist())
    return {"voltages": found}


def flows(count, **_):
    """Single flows as pandapower does them, seconds each."""
    net = KEPT["net"]
    pandapower.runpp(net)
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(count):
        pandapower.runpp(net, init="results")
    return {"wall": (time.perf_counter() - wall) / count, "cpu": (time.process_time() - cpu) / count}


def outages(count, **_):
    """Lines out one after the other, seconds each."""
    net = KEPT["net"]
    wall, cpu = time.perf_counter(), time.process_time()
    for line in net.line.index[:count]:
        net.line.at[line, "in_service"] = False
        with contextlib.suppress(pandapower.LoadflowNotConverged):
            pandapower.runpp(net)
        net.line.at[line, "in_service"] = True
    return {"wall": (time.perf_counter() - wall) / count, "cpu": (time.process_time() - cpu) / count}


def lightsim_prepare(**_):
    """Its model of the grid. Columns it cannot read and closed switches go; it starts from a solved state (it diverges from a flat one)."""
    from lightsim2grid.gridmodel import init_from_pandapower

    net = copy.deepcopy(KEPT["net"])
    for name in ("bus", "line", "trafo", "load", "sgen", "ext_grid", "switch"):
        table = net[name]
        for column in list(table.columns):
            if str(table[column].dtype) in ("object", "Int64", "string", "str") and column not in (
                "name",
                "std_type",
                "et",
                "type",
                "tap_side",
            ):
                net[name] = table = table.drop(columns=column)
    net.switch = net.switch[~net.switch.closed]
    pandapower.runpp(net, init="dc")
    KEPT["ls"], KEPT["ls_start"] = init_from_pandapower(net), net
    KEPT["ls_v"] = net._ppc["internal"].get("V")
    return {"buses": len(net.bus)}


def lightsim_year(**_):
    """TimeSeriesCPP over all steps, one thread, voltages only."""
    from lightsim2grid.timeSerie import TimeSeriesCPP

    series = TimeSeriesCPP(KEPT["ls"])
    p, q, g = KEPT["p"], KEPT["q"], KEPT["g"]
    nothing = np.zeros((len(p), len(KEPT["ls"].get_generators())))  # the feed is its only one
    start = KEPT["ls_v"] if KEPT["ls_v"] is not None else np.ones(len(KEPT["ls_start"].bus), dtype=complex)
    wall, cpu = time.perf_counter(), time.process_time()
    status = series.compute_Vs(nothing, g, p, q, start, 10, 1e-8)
    took = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    KEPT["ls_out"] = np.abs(series.get_voltages())
    return {**took, "status": int(status), "shape": list(KEPT["ls_out"].shape)}


def lightsim_voltages(rows, **_):
    """Of the year before."""
    return {"voltages": KEPT["ls_out"][rows].tolist()}


def city(target, **_):
    """The largest SimBench grid written as JSON, for us to import; loads it first."""
    import simbench

    net = simbench.get_simbench_net("1-MVLV-urban-all-0-sw")
    net.trafo["tap_changer_type"] = "Ratio"
    pandapower.to_json(net, target)
    KEPT["net"] = net
    pandapower.runpp(net, trafo_model="pi", trafo_loading="power", calculate_voltage_angles=True, tolerance_mva=1e-10)
    return {"buses": len(net.bus), "voltages": net.res_bus.vm_pu.tolist()}


def another(code, target, rows, **_):
    """A SimBench grid that does not lie in the data, as JSON for us, with its power at these steps (.npz), and its voltages then."""
    import simbench

    net = simbench.get_simbench_net(f"{code}--0-sw")
    net.trafo["tap_changer_type"] = "Ratio"
    pandapower.to_json(net, target)
    power = simbench.get_absolute_values(net, profiles_instead_of_study_cases=True)
    p, q, g = (power[key].to_numpy() for key in (("load", "p_mw"), ("load", "q_mvar"), ("sgen", "p_mw")))
    np.savez(f"{target}.npz", p=p[rows], q=q[rows], g=g[rows])
    KEPT.update(net=net, p=p, q=q, g=g)
    return voltages(rows)


TASKS = {
    f.__name__: f
    for f in (load, run_timeseries, voltages, flows, outages, lightsim_prepare, lightsim_year, lightsim_voltages, city, another)
}


if __name__ == "__main__":
    out, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = TASKS[asked.pop("task")](**asked)
        except Exception as error:
            traceback.print_exc()
            answer = {"error": f"{type(error).__name__}: {error}"[:300]}
        out.write(json.dumps(answer) + "\n")
        out.flush()
