"""What a study keeps and what its asker may know: the year solved once, an address on its node, the own area and nothing beyond it."""

from dataclasses import replace

import numpy as np
import pytest
from test_supply_connection import case, wallbox

from glueckauf.supply.engine.calls.connect import within
from glueckauf.supply.engine.power import curves
from glueckauf.supply.engine.power.addresses import Connections, UnknownAddress, like, node_of
from glueckauf.supply.engine.power.area import area, tightest
from glueckauf.supply.engine.power.connection import Answer, study


def test_a_rigid_neighbour_counts_in_full_and_is_never_dimmed():
    rigid = replace(wallbox("n-3"), least_kw=None)
    found = study(case(kva=27, more=(rigid,)), wallbox())
    assert found.answer is Answer.REINFORCE
    assert study(case(kva=27), wallbox()).answer is Answer.DIMMED
    more = study(case(kva=80, more=(rigid,)), wallbox())
    assert more.before[0].use > study(case(kva=80), wallbox()).before[0].use


def test_the_area_ends_at_the_transformer_and_its_tightest_point_is_inside():
    given = case(kva=40)
    where = area(given.made, "n-4")
    assert where.buses.tolist() == [False, True, True, True, True, True, True]
    assert where.lines.all() and where.transformers.all()
    found = study(given, wallbox())
    inside = tightest(given.made, found.flow_after, given.limits, where)
    assert {one.quantity for one in inside} == {"voltage_low", "voltage_high", "line", "transformer"}
    assert [(one.quantity, one.value) for one in inside if one.quantity != "voltage_high"] == [
        (one.quantity, one.value) for one in found.after if one.quantity != "voltage_high"
    ]


def test_a_curve_along_the_feeder_may_begin_behind_the_transformer():
    given = case()
    found = study(given, wallbox())
    inside = area(given.made, "n-4").buses
    curve = curves.along_feeder(given.made, found.flow_before, found.flow_after, node="n-4", step=75, inside=inside)
    assert curve.axis.tolist() == [0, 100, 200, 300] and (np.diff(curve.after) < 0).all()


ADDRESSES = Connections(
    id=("a", "b", "c", "d", "e", "f"),
    node=np.array([1, 2, -1, 3, 4, 5]),
    street=("Musterstraße", "Musterstraße", "Probeweg", "Am Test", "Am Test", "Große Übungsgasse"),
    house_number=("12", "12a", "1", "1", "1", "3"),
    postcode=("44787",) * 6,
)


@pytest.mark.parametrize(
    ("street", "number", "node"),
    [
        ("Musterstr.", "12", 1),
        ("musterstrasse", " 12 A", 2),
        ("Muster-Straße", "12", 1),
        ("MUSTERSTR", "12", 1),
        ("Grosse Uebungsgasse", "3", 5),
        ("große u\u0308bungsgasse", "3", 5),
    ],
)
def test_an_address_is_found_however_it_is_spelled(street, number, node):
    assert node_of(ADDRESSES, street=street, house_number=number, postcode=" 44787") == node


@pytest.mark.parametrize(("street", "number"), [("Musterstraße", "13"), ("Probeweg", "1"), ("Am Test", "1"), ("", "")])
def test_an_address_without_a_node_or_with_two_is_unknown(street, number):
    with pytest.raises(UnknownAddress):
        node_of(ADDRESSES, street=street, house_number=number, postcode="44787")


@pytest.mark.parametrize(
    ("street", "number", "postcode", "meant"),
    [
        ("Musterstrase", "12", "44787", "Musterstraße 12, 44787"),
        ("Musterstr.", "14", "44787", "Musterstraße 12, 44787"),
        ("Musterstraße", "12 A", "44789", "Musterstraße 12a, 44787"),
        ("Übungsgase", "3", "44787", ""),
        ("Große Übungsgase", "", "", "Große Übungsgasse 3, 44787"),
        ("Am Test", "1", "44787", ""),  # stands twice, on two nodes
        ("Probeweg", "1", "44787", ""),  # stands on none
        ("", "", "", ""),
    ],
)
def test_an_address_that_may_have_been_meant(street, number, postcode, meant):
    assert like(ADDRESSES, street=street, house_number=number, postcode=postcode) == meant


@pytest.mark.parametrize(
    ("hours", "steps", "expected"),
    [
        ((1, 12, 18, 23), 366 * 96, 366 * 20),
        ((1, 12, 18, 23), 365 * 96, 365 * 20),
        ((10, 4, 0, 24), 366 * 96, (92 + 31 + 29 + 31 + 30) * 96),
        ((3, 10, 10, 16), 365 * 96, 245 * 24),
    ],
)
def test_hours_of_a_kind_over_the_year(hours, steps, expected):
    share = within(hours, steps)
    assert len(share) == steps and share.sum() == expected
