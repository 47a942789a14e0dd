"""pandapipes, asked by bench.supply_networks: one JSON line in, one out. Runs in var/bench-rivals/pipes, knows nothing of us."""

import json
import sys
import time
import traceback
import warnings
from pathlib import Path

import pandapipes

warnings.filterwarnings("ignore")
FOLDER = Path(sys.argv[1]) / "supply" / "heatgas"
FILES = {"gas": "gas_net_schutterwald_1bar.json", "heat": "sw_heat.json"}
MODES = {"gas": "hydraulics", "heat": "sequential"}
KEPT = {}


def load(kind, **_):
    """The network."""
    KEPT[kind] = pandapipes.from_json(str(FOLDER / FILES[kind]))
    return {"junctions": len(KEPT[kind].junction)}


def run(kind, **_):
    """One state, numba on."""
    net = KEPT[kind]
    wall, cpu = time.perf_counter(), time.process_time()
    pandapipes.pipeflow(net, mode=MODES[kind], iter=100)
    return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


def state(kind, **_):
    """Pressure in bar and temperature in K by junction, NaN as None."""
    net = KEPT[kind]
    clean = [[None if v != v else v for v in net.res_junction[name].tolist()] for name in ("p_bar", "t_k")]
    return {
        "index": [int(i) for i in net.junction.index],
        "name": net.junction["name"].astype(str).tolist(),
        "p_bar": clean[0],
        "t_k": clean[1],
    }


TASKS = {f.__name__: f for f in (load, run, state)}


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
