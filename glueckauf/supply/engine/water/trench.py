"""From a polygon on the map to the pipes it touches."""

from glueckauf.supply.engine.polygon import touched
from glueckauf.supply.engine.water.grid import Floats, Ints, WaterGrid


def pipes_within(grid: WaterGrid, polygon: Floats) -> Ints:
    """Rows of pipes with an edge crossed or a piece within, in the frame of the grid. ValueError for fewer than three corners."""
    return touched(polygon, grid.pipes.path)
