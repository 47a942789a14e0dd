"""A network as it stands, computed by the engine on the revision in force: a day, a map, one element, a what-if. Nothing is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.files import StoreDown, read_blob
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply.providers import engine
from glueckauf.supply.providers.frames import Frame
from glueckauf.supply.queries.grids import InForce, in_force
from glueckauf.supply.queries.outages import positions
from glueckauf.supply.queries.promises import accepted
from glueckauf.supply.rules.devices import Kind, as_asked
from glueckauf.supply.rules.network_words import NO_ANSWER

POWER, WATER, GAS, HEAT = "power", "water", "gas", "heat"
COMPUTED = (POWER, WATER, GAS, HEAT)
ASK_S = 30.0
LEAST_M = 20.0  # of pressure at a customer: L-Town's own rule; an operator's limit replaces it


class NoState(Refused):
    """`reason` says why; nothing was changed."""

    text = "{reason} Es ist nichts geschehen."


SILENT = "Der Rechenkern antwortet gerade nicht. Versuchen Sie es in einer Minute noch einmal."
STRANGE = "Das Netzmodell lässt sich so nicht rechnen ({code})."


def network_answer(actor: Clerk | Rule, network: str, call: str, **values: Any) -> tuple[InForce, Frame]:
    """What the engine says to `<network>_<call>` with the positions in force and the devices that came.

    Raises NoGrid; NotFound for an element it does not have; NoState.
    """
    grid = in_force(actor, network)
    if network not in COMPUTED:
        raise NoState(reason="Für dieses Netz rechnet der Schreibtisch keinen Tagesverlauf.")
    asked = situation(actor, network, grid) | values
    try:
        return grid, engine.with_model(
            f"{network}_{call}",
            asked | {"model": name_of(network, grid)},
            lambda: files(network, grid),
            keep=kept(network, grid),
            within_s=ASK_S,
        )
    except engine.NoAnswer as error:
        if call == "element" and error.code == "element":
            raise NotFound from error
        raise NoState(reason=NO_ANSWER.get(error.code, STRANGE.format(code=error.code))) from error
    except (engine.EngineDown, engine.FileRefused, StoreDown, FileNotFoundError) as error:
        raise NoState(reason=SILENT) from error


def situation(actor: Clerk | Rule, network: str, grid: InForce) -> dict[str, Any]:
    """Positions, devices and limits."""
    devices = (
        [as_asked(Kind(one.kind), one.node, one.power_kw, one.least_kw) for one in accepted(actor, network)] if network == POWER else []
    )
    return {"positions": positions(actor, network), "devices": devices, "limits": grid.limits}


def name_of(network: str, grid: InForce) -> str:
    """Equal files are one model; the same name as in a check of a connection, or in a closure."""
    return f"{grid.model}:{grid.series}" if network == POWER else grid.model


def kept(network: str, grid: InForce) -> Mapping[str, Any]:
    """What the engine must know to keep the model."""
    if network == POWER:
        return {"lazy": True}
    if network != WATER:
        return {"network": network}
    return {"network": WATER, "least_m": float(grid.limits.get("least_pressure_m", {}).get("value", LEAST_M))}


def files(network: str, grid: InForce) -> Sequence[bytes]:
    """Of the revision."""
    if network != POWER:
        return (read_blob(grid.model),)
    return read_blob(grid.model), read_blob(grid.series) if grid.series else b""
