"""A town as it could be: one that differs from its model in roughness and demands, with a hole in a pipe. Simulated, never measured."""

from dataclasses import replace

import numpy as np

from glueckauf.supply.engine.water.grid import JUNCTION, Nodes, Pipes, WaterGrid

ROUGHNESS_SHARE, DEMAND_SHARE, DAY_SHARE = 0.1, 0.2, 0.1  # standard deviations: of a pipe, of a node, of a node from day to day


def town_of(grid: WaterGrid, world: np.random.Generator) -> WaterGrid:
    """One of the towns the model could mean."""
    roughness = grid.pipes.roughness * np.clip(world.normal(1, ROUGHNESS_SHARE, len(grid.pipes)), 0.5, 1.5)
    factor = np.clip(world.normal(1, DEMAND_SHARE, len(grid.nodes)), 0.2, 2)
    demands = replace(grid.demands, base_m3h=grid.demands.base_m3h * factor[grid.demands.node])
    return replace(grid, pipes=replace(grid.pipes, roughness=roughness), demands=demands)


def today(grid: WaterGrid, chance: np.random.Generator) -> WaterGrid:
    """The demands of one day."""
    factor = np.clip(chance.normal(1, DAY_SHARE, len(grid.nodes)), 0.3, 2)
    return replace(grid, demands=replace(grid.demands, base_m3h=grid.demands.base_m3h * factor[grid.demands.node]))


def emitter(hole_m: float) -> float:
    """m³/h at 1 m of pressure through a round hole of this diameter (discharge coefficient 0.75)."""
    return float(0.75 * np.pi / 4 * hole_m**2 * np.sqrt(2 * 9.81) * 3600)


def with_hole(grid: WaterGrid, pipe: int, emitter: float) -> WaterGrid:
    """The pipe in two halves and a junction with an emitter between them, last of nodes and pipes."""
    nodes, pipes = grid.nodes, grid.pipes
    start, end = pipes.start[pipe], pipes.end[pipe]
    middle = len(nodes)
    # What stands as elevation of a reservoir is its head: a hole beside it lies as high as the other end.
    ends = [row for row in (start, end) if nodes.kind[row] == JUNCTION] or [start, end]
    height = nodes.elevation_m[ends].mean()
    return replace(
        grid,
        nodes=Nodes(
            id=(*nodes.id, "hole"),
            kind=(*nodes.kind, "junction"),
            elevation_m=np.append(nodes.elevation_m, height),
            emitter=np.append(nodes.emitter, emitter),
            xy=np.vstack([nodes.xy, nodes.xy[[start, end]].mean(axis=0)]),
            street=(*nodes.street, ""),
        ),
        pipes=halves(pipes, pipe, middle),
        controls=tuple(replace(one, link=one.link + (one.link >= len(pipes))) for one in grid.controls),
    )


def halves(pipes: Pipes, pipe: int, middle: int) -> Pipes:
    """The second half is added at the end."""
    length = pipes.length_m.copy()
    length[pipe] /= 2
    ends = pipes.end.copy()
    ends[pipe] = middle
    again = {name: np.append(getattr(pipes, name), getattr(pipes, name)[pipe]) for name in ("diameter_mm", "roughness", "minor_loss")}
    return replace(
        pipes,
        id=(*pipes.id, "half"),
        start=np.append(pipes.start, middle),
        end=np.append(ends, pipes.end[pipe]),
        length_m=np.append(length, length[pipe]),
        open=np.append(pipes.open, pipes.open[pipe]),
        one_way=np.append(pipes.one_way, pipes.one_way[pipe]),
        path=(*pipes.path, pipes.path[pipe]),
        street=(*pipes.street, ""),
        **again,
    )
