"""A network as it stands, computed by the engine on the revision in force: a day, a map, one element, a what-if. Nothing is kept."""

from typing import Any

from glueckauf.core.errors import NotFound, Refused
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply.providers import engine
from glueckauf.supply.providers.frames import Frame
from glueckauf.supply.queries.grid_model import GAS, HEAT, POWER, SILENT, WATER, WITHOUT_ENGINE, ask_engine
from glueckauf.supply.queries.grids import InForce, in_force
from glueckauf.supply.queries.outages import positions
from glueckauf.supply.queries.promises import accepted
from glueckauf.supply.rules.devices import Kind, as_asked
from glueckauf.supply.rules.network_words import no_answer

COMPUTED = (POWER, WATER, GAS, HEAT)
ASK_S = 30.0


class NoState(Refused):
    """`reason` says why; nothing was changed."""

    text = "{reason} Es ist nichts geschehen."


def network_answer(actor: Clerk | Rule, network: str, call: str, **values: Any) -> tuple[InForce, Frame]:
    """What the engine says to `<network>_<call>` with the positions in force and the devices that came.

    Raises NoGrid; NotFound for an element it does not have; NoState.
    """
    grid = in_force(actor, network)
    if network not in COMPUTED:
        raise NoState(reason="Für dieses Netz rechnet der Schreibtisch keinen Tagesverlauf.")
    asked = situation(actor, network, grid) | values
    try:
        return grid, ask_engine(network, grid, f"{network}_{call}", asked, within_s=ASK_S, lazy=True)
    except engine.NoAnswer as error:
        if call == "element" and error.code == "element":
            raise NotFound from error
        raise NoState(reason=no_answer(error.code)) from error
    except WITHOUT_ENGINE as error:
        raise NoState(reason=SILENT) from error


def situation(actor: Clerk | Rule, network: str, grid: InForce) -> dict[str, Any]:
    """Positions, devices and limits."""
    devices = (
        [as_asked(Kind(one.kind), one.node, one.power_kw, one.least_kw) for one in accepted(actor, network)] if network == POWER else []
    )
    return {"positions": positions(actor, network), "devices": devices, "limits": grid.limits}
