"""A grid as the engine knows it: its files, the name it keeps them under, and a question about it."""

from collections.abc import Mapping
from typing import Any, Protocol

from glueckauf.core.files import StoreDown, read_blob
from glueckauf.supply.providers import engine
from glueckauf.supply.providers.frames import Frame
from glueckauf.supply.queries.grids import InForce

POWER, WATER, GAS, HEAT = "power", "water", "gas", "heat"
LEAST_M = 20.0  # of pressure at a customer: L-Town's own rule; an operator's limit replaces it
SILENT = "Der Rechenkern antwortet gerade nicht. Versuchen Sie es in einer Minute noch einmal."
WITHOUT_ENGINE = (engine.EngineDown, engine.FileRefused, StoreDown, FileNotFoundError)  # said as SILENT


class HasFiles(Protocol):
    """A revision, or the one in force."""

    @property
    def model(self) -> str: ...

    @property
    def series(self) -> str: ...


def files_of(grid: HasFiles) -> tuple[bytes, bytes]:
    """Grid and profiles, as the engine takes them. Raises StoreDown, FileNotFoundError."""
    return read_blob(grid.model), read_blob(grid.series) if grid.series else b""


def name_of(network: str, grid: HasFiles) -> str:
    """Equal files are one model, whoever asks."""
    return f"{grid.model}:{grid.series}" if network == POWER else grid.model


def keeping(network: str, grid: InForce, *, lazy: bool) -> dict[str, Any]:
    """What the engine must know to keep the model."""
    if network == POWER:
        return {"lazy": lazy}
    if network != WATER:
        return {"network": network}
    return {"network": WATER, "least_m": float(grid.limits.get("least_pressure_m", {}).get("value", LEAST_M))}


def ask_engine(network: str, grid: InForce, call: str, values: Mapping[str, Any], *, within_s: float, lazy: bool = False) -> Frame:
    """About this grid; the engine is given its files when it does not have them, and solves its year at once unless `lazy`.

    Raises engine.NoAnswer, and those of WITHOUT_ENGINE.
    """
    asked = {**values, "model": name_of(network, grid)}
    return engine.with_model(call, asked, lambda: files_of(grid), keep=keeping(network, grid, lazy=lazy), within_s=within_s)
