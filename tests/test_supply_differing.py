"""What a new revision of pipes changes is told by value: in our own format, EPANET's and pandapipes', and nothing where nothing changed."""

from dataclasses import replace

import make_grids
import make_imports
import numpy as np
import pytest
from test_supply_grids import INP
from test_supply_own_pipes import of_the_page, pack

from glueckauf.supply.engine.calls.imports import look
from glueckauf.supply.engine.exports import own_pipes as pipe_exports
from glueckauf.supply.engine.imports.own_columns import FLOWING, WATER
from glueckauf.supply.engine.synthetic.pipes import synthetic_gas
from glueckauf.supply.engine.synthetic.streets import Town
from glueckauf.supply.rules.imports import changes


def difference(network, before, after):
    """What the preview says in words: new, gone, changed."""
    first = look(network, before, b"", b"")
    return {word: list(some) for word, _, some in changes(look(network, after, b"", first.kept).summary)}


@pytest.mark.parametrize(
    ("network", "content"), [("water", pack(of_the_page(WATER))), ("gas", pack(of_the_page(FLOWING))), ("water", INP.encode())]
)
def test_the_same_file_again_changes_nothing(network, content):
    assert difference(network, content, content) == {"neu": [], "fällt weg": [], "geändert": []}


def test_a_wider_pipe_in_a_file_of_epanet():
    found = difference("water", INP.encode(), INP.replace("P1 R1 J1 100 200", "P1 R1 J1 120.5 250").encode())
    assert found["geändert"] == ["Rohre: P1: length_m 100,0 → 120,5, diameter_mm 200,0 → 250,0"]


def test_demands_have_no_ids_and_are_counted():
    found = difference("water", INP.encode(), INP.replace("J1 10 5", "J1 10 6").encode())
    assert found["geändert"] == ["Entnahmen: 1 Zeile"]


def test_a_demand_that_is_gone_is_counted_too():
    found = difference("water", INP.encode(), INP.replace("J2 12 3", "J2 12 0").encode())
    assert found["geändert"] == ["Entnahmen: 1 Zeile"]


def test_a_house_with_more_load_in_a_power_grid():
    before = make_grids.feeder(5).loads.p_kw
    found = difference("power", make_imports.feeder(), make_imports.feeder(p_kw=before + np.array([0, 1.5, 0, 0, 0])))
    assert found["geändert"] == [
        f"Lasten: load-1: p_kw {str(float(before[1])).replace('.', ',')} → {str(before[1] + 1.5).replace('.', ',')}"
    ]


def test_a_shut_valve_and_a_moved_house():
    model = synthetic_gas(Town(transformers=1, houses=8))
    grid, houses = model.grid, model.connections
    shut = replace(grid, valves=replace(grid.valves, open=grid.valves.open & (grid.valves.open.cumsum() > 1)))
    renamed = replace(houses, house_number=("99", *houses.house_number[1:]))
    found = difference("gas", pipe_exports.zipped(model), pipe_exports.zipped(replace(model, grid=shut, connections=renamed)))
    assert found["geändert"] == [
        f"Armaturen: {grid.valves.id[0]}: open ja → nein",
        f"Anschlüsse mit Anschrift: {houses.id[0]}: house_number {houses.house_number[0]} → 99",
    ]
    assert not found["neu"] and not found["fällt weg"]
