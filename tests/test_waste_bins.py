"""The check `mindestvolumen`: litres of residual waste per week against what the by-law of the city asks per person."""

import make_catalogue
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glueckauf.catalogue.queries.examples import examples, outcome
from glueckauf.catalogue.queries.folders import folders
from glueckauf.catalogue.rules.schema import Value
from glueckauf.vorgaenge import registry
from glueckauf.vorgaenge.registry import CheckCase
from tests.make_catalogue import NOON, everything

OFFERS = {o.kommune.key: o for o in everything().offers if o.leistung.key == "abfallbehaelter"}
CASES = [case for folder in folders() if folder.name == "abfallbehaelter" for _, _, case in examples(folder)]


def run_check(key, leistung, kommune, answers, day):
    case = CheckCase(leistung=leistung, kommune=kommune, owner=kommune, answers=answers, day=day, at=NOON, vorgang_id=0)
    return registry.run_check(key, case).result


def result(*bins, people=4, compost=False, city="bochum"):
    tonnen = [{"fraktion": kind, "groesse": litres, "zahl": 1, "wochen": weeks} for kind, litres, weeks in bins]
    offer = OFFERS[city]
    answers = {"tonnen": tonnen, "bewohner": people, "kompost": compost}
    return run_check("mindestvolumen", offer.leistung, offer.kommune, answers, make_catalogue.day("2026-11-24"))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_the_findings_of_the_examples_are_those_of_the_check(case):
    assert outcome(OFFERS[case.kommune], case, run_check).findings == case.expect.findings


@pytest.mark.parametrize(
    ("bins", "people", "compost", "said"),
    [
        ([("rest", 80, "woche")], 4, False, "ok"),
        ([("rest", 79, "woche")], 4, False, "conditions"),
        ([("rest", 120, "zwei"), ("bio", 80, "zwei")], 4, False, "ok"),  # 15 litres with an organic bin
        ([("rest", 240, "vier")], 4, True, "ok"),
        ([("rest", 240, "vier")], 4, False, "conditions"),
        ([("rest", 20, "woche")], 1, False, "conditions"),  # smaller than the smallest bin
        ([("bio", 240, "woche")], 4, False, "conditions"),  # no residual waste bin at all
        ([("rest", 60, "woche"), ("rest", 40, "zwei")], 4, False, "ok"),
    ],
)
def test_twenty_litres_for_each_in_bochum_fifteen_with_organic_bin_or_compost(bins, people, compost, said):
    assert result(*bins, people=people, compost=compost) == said


def test_a_city_that_entered_nothing_knows_nothing():
    assert result(("rest", 1000, "woche"), city="dortmund") == "unknown"


@given(people=st.integers(1, 60), litres=st.integers(30, 1100), weeks=st.sampled_from(["woche", "zwei", "vier"]))
def test_a_larger_bin_is_never_worse(people, litres, weeks):
    order = ["conditions", "ok"]
    before, after = (order.index(result(("rest", size, weeks), people=people)) for size in (litres, litres * 2))
    assert after >= before


def test_it_decides_alone_only_when_the_fee_is_known_and_the_bin_is_large_enough():
    large, small = CASES[0], CASES[1]
    offer = OFFERS["bochum"]
    fee = {
        "kind": "computed",
        "lines": [{"key": "g", "text": "Gebühr", "amount": {"value": "gebuehr_liter"}, "law": "x", "remedy": "widerspruch"}],
    }
    price = Value.model_validate({"amount": "100", "source": "ausgedacht", "year": "2026"})
    content = offer.leistung.model_dump(by_alias=True) | {"fee": fee}
    content["values"] = content["values"] | {"gebuehr_liter": price.model_dump()}
    known = type(offer)(
        leistung=type(offer.leistung).model_validate(content), kommune=offer.kommune, change=offer.change, texts={}, letters={}
    )
    assert outcome(offer, large, run_check).decision == "person"
    assert [outcome(known, case, run_check).decision for case in (large, small)] == ["automatic", "person"]
