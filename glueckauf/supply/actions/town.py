"""The invented town of the demo: synthetic grids of all four networks with addresses, as revisions in force of an operator."""

from datetime import datetime
from typing import Any

from glueckauf.identity.rules.actor import Rule
from glueckauf.supply import queries
from glueckauf.supply.actions.grids import Preview, import_grid, look_at, release_grid
from glueckauf.supply.providers.engine import engine

SEED = 11
BUILD_S = 120.0
FILE, WATER_FILE, GAS_FILE, HEAT_FILE = (
    "synthetisches-netz.zip",
    "synthetisches-wassernetz.npz",
    "synthetisches-gasnetz.npz",
    "synthetisches-waermenetz.npz",
)
YEAR = "synthetisches Jahr aus Formeln, 35.136 Viertelstunden"
GAS_LOAD = "erfundener kalter Tag, je Haus rund 20 kW"
HEAT_LOAD = "erfundener kalter Tag, je Haus 15 kW bei 30 K Spreizung"
BOCHUM: dict[str, Any] = {"transformers": 3, "houses": 120, "origin": (7.2, 51.48), "postcode": "44787"}


def build_town(*, town: dict[str, Any] | None = None, by: Rule, at: datetime) -> int:
    """The number of its power grid. What is in force stays; missing networks of an invented town are added, of a real one they are not."""
    plan, missing = town or BOCHUM, {"power", "water", "gas", "heat"} - set(queries.grids_of(by))
    if "power" not in missing and not queries.in_force(by, "power").is_synthetic:
        missing = set()
    if missing & {"power", "water"}:
        archive, series, water = engine.ask("town", {"town": plan, "seed": SEED}, within_s=BUILD_S).parts
        if "water" in missing:
            release_synthetic(look_at("water", name=WATER_FILE, content=water, by=by), by=by, at=at)
        if "power" in missing:
            release_synthetic(look_at("power", name=FILE, content=archive, series=series, by=by), year=YEAR, by=by, at=at)
    if missing & {"gas", "heat"}:
        gas, heat = engine.ask("warmth", {"town": plan}, within_s=BUILD_S).parts
        for network, name, content, load in (("gas", GAS_FILE, gas, GAS_LOAD), ("heat", HEAT_FILE, heat, HEAT_LOAD)):
            if network in missing:
                release_synthetic(look_at(network, name=name, content=content, by=by), year=load, by=by, at=at)
    return queries.in_force(by, "power").number


def release_synthetic(looked: Preview, *, year: str = "ohne Lastgänge", by: Rule, at: datetime) -> int:
    """Kept and in force; the number of the revision."""
    number = import_grid(looked, profile_year=year, is_synthetic=True, by=by, at=at)
    release_grid(looked.network, number=number, by=by, at=at)
    return number
