"""A city that does not ask something: the field, its options and every condition about it go."""

import pytest

from glueckauf.catalogue.queries.folders import everything
from glueckauf.catalogue.rules.schema import Choose, Leistung, OfValue
from glueckauf.catalogue.rules.without import prune
from glueckauf.forms.schema import All, AnyOf, Condition, Not, Test

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
