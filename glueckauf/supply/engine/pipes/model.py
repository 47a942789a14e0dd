"""A grid of gas or heat with the addresses it supplies: what the engine keeps of a revision. Places are in degrees where they are known."""

from dataclasses import dataclass

from glueckauf.supply.engine.pipes.grid import PipeGrid
from glueckauf.supply.engine.power.addresses import Connections


@dataclass(frozen=True, slots=True, kw_only=True)
class PipeModel:
    """`connections.node`: junction a house hangs on; of heat the one of the supply side."""

    grid: PipeGrid
    connections: Connections
