"""A city that does not ask something: the field, its options and every condition about it go."""

from pathlib import Path

import pytest
from django.conf import settings

from glueckauf.catalogue.queries.folders import definition
from glueckauf.catalogue.rules.references import dangling
from glueckauf.catalogue.rules.schema import Choose, Leistung, OfValue
from glueckauf.catalogue.rules.without import prune, without
from glueckauf.forms.schema import All, AnyOf, Condition, Not, Test
from tests.make_catalogue import everything

CAR = Test.model_validate({"field": "halter", "is": "no"})
TRADE = Test.model_validate({"field": "grund", "is": "gewerbe"})


@pytest.mark.parametrize(
    ("condition", "gone", "left"),
    [
        (TRADE, {"grund"}, False),
        (TRADE, {"grund.gewerbe"}, False),
        (TRADE, {"grund.wohnung"}, TRADE),
        (Test(field="grund", answered=False), {"grund"}, True),
        (
            Test.model_validate({"field": "grund", "in": ["gewerbe", "wohnung"]}),
            {"grund.gewerbe"},
            Test(field="grund", **{"in": ("wohnung",)}),
        ),
        (Not.model_validate({"not": TRADE}), {"grund"}, True),
        (All(all=(TRADE, CAR)), {"grund"}, False),
        (AnyOf(any=(TRADE, CAR)), {"grund"}, CAR),
        (AnyOf(any=(TRADE, CAR)), {"grund", "halter"}, False),
        (All(all=(Not.model_validate({"not": TRADE}), CAR)), {"grund"}, CAR),
    ],
)
def test_a_condition_forgets_what_is_not_asked(condition: Condition, gone: set[str], left: Condition | bool):
    assert prune(condition, frozenset(gone)) == left


def of(city: str, slug: str) -> Leistung:
    return next(o.leistung for o in everything().offers if (o.kommune.key, o.leistung.key) == (city, slug))


def test_a_city_without_two_year_permits_has_no_row_for_them_in_its_fee():
    assert isinstance(of("essen", "bewohnerparkausweis").fee.lines[0].amount, Choose)
    assert of("bochum", "bewohnerparkausweis").fee.lines[0].amount == OfValue(value="jahresgebuehr")


def test_a_city_that_asks_nothing_of_traders_asks_no_name_of_a_business():
    asked = {f.key for s in of("bochum", "bewohnerparkausweis").form.sections for f in s.fields}
    assert not asked & {"grund", "betrieb", "laufzeit", "fuehrerschein"}
    assert {"grund", "betrieb"} <= {f.key for s in of("muelheim", "bewohnerparkausweis").form.sections for f in s.fields}


def shared(slug: str) -> Leistung:
    return definition(Path(settings.GLUECKAUF.leistungen) / slug).leistung


def test_a_party_without_alcohol_needs_no_office_for_it_and_the_others_lose_what_is_not_asked():
    party = without(shared("strassenfest"), ["alkohol", "nach_22", "lageplan"])
    parts = {p.key: p for p in party.parts}
    assert list(parts) == ["verkehr", "flaeche", "laerm"]
    assert parts["laerm"].when == Test.model_validate({"field": "musik", "is": "laut"})
    assert "lageplan" not in parts["verkehr"].nachweise + parts["flaeche"].nachweise
    assert not list(dangling(party))


def test_a_party_that_closes_no_road_and_names_no_place_causes_no_effect():
    assert all(p.effects for p in shared("strassenfest").parts if p.key == "verkehr")
    parts = {p.key: p for p in without(shared("strassenfest"), ["stelle"]).parts}
    assert parts["verkehr"].effects == ()


def test_what_to_bring_goes_with_the_answer_that_called_for_it():
    passport = shared("reisepass")
    conditional = [b for b in passport.bring if b.when is not None]
    assert conditional
    left = without(passport, ["anlass", "geld"])
    assert "geld" not in {b.key for b in left.bring}
    assert not list(dangling(left))


def test_a_clock_that_can_never_run_goes():
    dug = without(shared("aufgrabung"), ["art.telekommunikation"])
    assert shared("aufgrabung").deadlines.fiction is not None and dug.deadlines.fiction is None
