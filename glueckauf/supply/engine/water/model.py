"""A water grid with the addresses it supplies and its place on the map: what the engine keeps of a revision."""

from dataclasses import dataclass
from math import isfinite

from glueckauf.supply.engine.earth import degrees
from glueckauf.supply.engine.power.addresses import Connections
from glueckauf.supply.engine.water.grid import WaterGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterModel:
    """`connections` and `grid.customers` are the same houses in the same order. `longitude`, `latitude`: of x = y = 0, NaN if unknown."""

    grid: WaterGrid
    connections: Connections
    longitude: float
    latitude: float

    def degrees(self, x: float, y: float) -> tuple[float, float] | None:
        """Metres east and north of the corner as longitude and latitude, with seven digits; None where the place is not known."""
        if not all(map(isfinite, (self.longitude, self.latitude, x, y))):
            return None
        longitude, latitude = degrees((self.longitude, self.latitude), x, y)
        return round(longitude, 7), round(latitude, 7)
