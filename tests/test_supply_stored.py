"""Grids as one file and back: nothing changes, and what is no such file is refused."""

from dataclasses import dataclass, fields, is_dataclass

import numpy as np
import pytest

from glueckauf.supply.engine.imports.epanet import water_grid
from glueckauf.supply.engine.stored import NotStored, read, stored
from glueckauf.supply.engine.synthetic.streets import Town
from glueckauf.supply.engine.synthetic.water import synthetic_water
from glueckauf.supply.engine.water.grid import WaterGrid
from glueckauf.supply.engine.water.model import WaterModel
from tests.shared import SHARED


def same(one, other):
    """Equal in every part."""
    if is_dataclass(one):
        return type(one) is type(other) and all(same(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if hasattr(one, "items"):
        return list(one) == list(other) and all(same(one[name], other[name]) for name in one)
    return one == other


def test_a_water_grid_comes_back_as_it_was():
    made = synthetic_water(Town(postcode="44787"))
    again = read(WaterModel, stored(made))
    assert same(made, again)
    assert stored(again) == stored(made)


@pytest.mark.shared_data
def test_a_grid_of_epanet_with_controls_and_curves_comes_back_as_it_was():
    grid = water_grid((SHARED / "supply/water/Net3.inp").read_bytes()).grid
    assert grid.controls and grid.curves and grid.patterns
    assert same(grid, read(WaterGrid, stored(grid)))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nothing", b"\x93NUMPY", stored(synthetic_water(Town()).connections)])
def test_what_is_no_such_file_is_refused(content):
    with pytest.raises(NotStored):
        read(WaterModel, content)


@dataclass(frozen=True)
class Named:
    names: np.ndarray


def test_objects_are_never_unpickled():
    with pytest.raises(NotStored):
        read(Named, stored(Named(names=np.array([object()], dtype=object))))
