"""A city that does not ask something: the field, its options and every condition about it go."""

import pytest

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
