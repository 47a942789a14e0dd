"""Files and columns of our own exchange formats. Importers, exporters and the pages that describe them read them here."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns of one file in the order they are written; `needed` must stand in its first line."""

    columns: tuple[str, ...]
    needed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Format:
    """The files of one kind of network. In GeoJSON rows of `points` have a place and rows of `lines` a path; the others have none."""

    files: Mapping[str, Layout]
    needed: tuple[str, ...]
    points: str
    lines: str = ""


def layout(columns: str) -> Layout:
    """From names; a star marks what is needed."""
    names = columns.split()
    return Layout(tuple(name.strip("*") for name in names), frozenset(name[:-1] for name in names if name.endswith("*")))


GRID, NODES, TYPES, LINES, TRANSFORMERS = "grid.csv", "nodes.csv", "line_types.csv", "lines.csv", "transformers.csv"
SWITCHES, SOURCES, LOADS, GENERATORS, CONNECTIONS = "switches.csv", "sources.csv", "loads.csv", "generators.csv", "connections.csv"
DEVICE = layout("id* node* p_kw* q_kvar profile in_service")
FILES: dict[str, Layout] = {
    GRID: layout("frequency_hz*"),
    NODES: layout("id* name rated_kv* x y street in_service"),
    TYPES: layout("type* r_ohm_per_km* x_ohm_per_km* c_nf_per_km g_us_per_km rated_a* source"),
    LINES: layout("id* name start* end* length_m* type r_ohm x_ohm c_nf g_us rated_a in_service"),
    TRANSFORMERS: layout(
        "id* name hv* lv* hv_kv* lv_kv* rated_kva* uk_percent* copper_percent* i0_percent iron_kw clock* "
        "tap_side tap_position tap_neutral tap_min tap_max tap_step_percent in_service"
    ),
    SWITCHES: layout("id* kind* node* other* closed* breaker"),
    SOURCES: layout("id* node* voltage_pu in_service"),
    LOADS: DEVICE,
    GENERATORS: DEVICE,
    CONNECTIONS: layout("id* node* street* house_number* postcode*"),
}
NEEDED = (NODES,)
POWER = Format(FILES, NEEDED, NODES)

RESERVOIRS, TANKS, DEMANDS, PIPES, PUMPS, VALVES = "reservoirs.csv", "tanks.csv", "demands.csv", "pipes.csv", "pumps.csv", "valves.csv"
ISOLATION, HYDRANTS, PATTERNS, CURVES, CONTROLS = "isolation.csv", "hydrants.csv", "patterns.csv", "curves.csv", "controls.csv"
WATER = Format(
    {
        GRID: layout(
            "coordinates longitude latitude formula viscosity demand_factor emitter_exponent "
            "pattern_step_s pattern_start_s clock_start_s step_s"
        ),
        NODES: layout("id* elevation_m* emitter x y street"),
        RESERVOIRS: layout("node* pattern"),
        TANKS: layout("node* level_m* lowest_m* highest_m* diameter_m* least_m3 volume_curve overflows"),
        DEMANDS: layout("node* base_m3h* pattern"),
        PIPES: layout("id* start* end* length_m* diameter_mm* roughness* minor_loss open one_way street path"),
        PUMPS: layout("id* start* end* curve power_kw speed pattern open"),
        VALVES: layout("id* start* end* kind* diameter_mm* setting minor_loss curve state"),
        ISOLATION: layout("id* pipe* node* open street"),
        HYDRANTS: layout("id* node* street priority"),
        CONNECTIONS: layout("id* node* street* house_number* postcode* priority"),
        PATTERNS: layout("pattern* factor*"),
        CURVES: layout("curve* x* y*"),
        CONTROLS: layout("link* becomes* node above level_m time_s clock_s"),
    },
    (NODES, PIPES),
    NODES,
    PIPES,
)

FLUID, JUNCTIONS, FEEDS, SINKS, CONSUMERS = "fluid.csv", "junctions.csv", "feeds.csv", "sinks.csv", "consumers.csv"
FLOWING = Format(
    {
        GRID: layout("fluid* is_gas compressibility compressibility_per_bar ambient_k"),
        FLUID: layout("property* x* y*"),
        JUNCTIONS: layout("id* name height_m temperature_k* x y street in_service"),
        PIPES: layout(
            "id* name start* end* length_m* diameter_mm* outer_mm roughness_mm* loss transmission_w_m2k outside_k in_service path"
        ),
        VALVES: layout("id* name start* end* diameter_mm* loss open"),
        FEEDS: layout("id* junction* pressure_bar* temperature_k in_service"),
        SINKS: layout("id* junction* flow_kg_s* in_service"),
        CONSUMERS: layout("id* name start* end* flow_kg_s* heat_w drop_k return_k in_service"),
        PUMPS: layout("id* name back* out* pressure_bar* lift_bar* temperature_k* in_service"),
        CONNECTIONS: layout("id* node* street* house_number* postcode*"),
    },
    (GRID, JUNCTIONS, PIPES),
    JUNCTIONS,
    PIPES,
)
YES = {"ja", "j", "wahr", "true", "yes", "1"}
NO = {"nein", "n", "falsch", "false", "no", "0"}
