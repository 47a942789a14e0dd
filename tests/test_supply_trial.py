"""A grid somebody brings is solved once for trial; what has no answer stands above everything else of the preview."""

from dataclasses import replace

import make_grids
import make_pipes
import make_water
import numpy as np
import pytest

from glueckauf.supply.engine.calls.imports import look
from glueckauf.supply.engine.calls.model import read_profiles
from glueckauf.supply.engine.calls.trial import MOST_NODES, tried, tried_pipes, tried_power, tried_water
from glueckauf.supply.engine.exports import own as exports
from glueckauf.supply.engine.imports.own import Imported
from glueckauf.supply.engine.power.addresses import no_connections
from glueckauf.supply.rules.imports import warnings
from glueckauf.supply.rules.network_words import no_answer
from glueckauf.supply.rules.numbers import decimal


def of_power(grid):
    return tried_power(Imported(grid=grid, connections=no_connections()), read_profiles(b""))


def weak():
    """A cable of two kilometres that should carry 400 kW."""
    return make_grids.feeder(1, metres=2_000, kva=250, house_kw=400)


def test_sound_grids_need_no_word():
    assert of_power(make_grids.feeder(3)) == tried_water(make_water.village()) == tried_pipes(make_pipes.circuit()) == []


def test_power_that_no_cable_can_carry_is_said_with_its_quarter_hours():
    (said,) = of_power(weak())
    assert said.startswith("Zur Probe gerechnet: Am Tag der größten Last gibt es für 96 von 96 Viertelstunden keine Lösung")


def test_where_water_would_be_sucked_out_of_the_houses_is_said():
    (said,) = tried_water(replace(make_water.village(), demand_factor=60.0))
    assert "Knoten mit Entnahme fällt der Druck am Modelltag unter 0, am tiefsten in " in said


def test_a_water_grid_that_hangs_on_nothing_is_said():
    grid = make_water.village()
    (said,) = tried_water(replace(grid, pipes=replace(grid.pipes, open=grid.pipes.open & False)))
    assert "Kein Knoten hängt an" in said


def test_gas_that_does_not_arrive_and_heat_that_is_too_much_are_said():
    thin = make_pipes.grid(make_pipes.pipes([(0, 1)], diameter_mm=20, length_m=5000), draws={1: 5.0})
    said = "Zur Probe gerechnet: pipe-0: Das Netz lässt sich so nicht rechnen: Was entnommen wird, kommt dort nicht an."
    assert tried_pipes(thin) == [said]
    cold = make_pipes.consumers([(1, 2)], flow_kg_s=0.01, heat_w=20_000.0)
    (said,) = tried_pipes(make_pipes.circuit(consumers=cold))
    assert said == "Zur Probe gerechnet: consumer-0: Die Übergabestation nimmt mehr Wärme, als ihr Wasser trägt."


def test_a_grid_that_is_too_large_is_not_solved_here():
    def never():
        raise AssertionError
        yield ""

    assert tried(MOST_NODES + 1, never) == ["Netze mit mehr als 20.000 Knoten werden beim Einlesen nicht zur Probe gerechnet."]


@pytest.mark.parametrize("error", [ArithmeticError, np.linalg.LinAlgError, RuntimeError])
def test_whatever_a_solver_raises_is_said_and_does_not_stop_the_import(error):
    def strange():
        raise error
        yield ""

    assert tried(1, strange) == [f"Zur Probe gerechnet: Dieses Netz hat so keine Lösung ({error.__name__})."]


def test_it_is_the_first_thing_a_person_reads_in_the_preview():
    found = look("power", exports.zipped(weak(), no_connections()), b"", b"")
    assert warnings(found.format, found.summary, network="power", has_series=False)[0].startswith("Zur Probe gerechnet: ")


@pytest.mark.parametrize(
    ("code", "own", "said"),
    [
        ("address", {"address": "Hier nicht."}, "Hier nicht."),
        ("NotConverged", {}, "Für diesen Stand gibt es keine Lösung"),
        ("HydraulicsFailed", {"address": "Hier nicht."}, "EPANET kann dieses Netzmodell nicht rechnen."),
        ("KeyError", {}, "Das Netzmodell lässt sich so nicht rechnen (KeyError)."),
    ],
)
def test_why_there_is_no_answer_is_said_in_german(code, own, said):
    assert no_answer(code, own).startswith(said)


@pytest.mark.parametrize(("value", "text"), [(-0.04, "0"), (-0.06, "-0,1"), (0.0, "0"), (11.0, "11"), (4.25, "4,2")])
def test_a_zero_has_no_minus(value, text):
    assert decimal(value) == text
