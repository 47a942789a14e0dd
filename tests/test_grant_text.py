"""A letter that says nothing without words of a clerk never goes out alone or without them, unless the city entered the number."""

import pytest

from glueckauf.core.outbox.dispatch import drain
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.rules.stage import Ending, Stage
from tests import make

pytestmark = pytest.mark.django_db
DOG = "hundesteuer-abmeldung"


@pytest.fixture(autouse=True)
def published(db):
    make.publish()


def test_where_the_by_law_was_read_the_tax_of_a_dead_dog_ends_without_a_clerk():
    case = make.vorgang(DOG, answers=make.values(DOG, name_part="in Bochum gestorben"))
    drain(make.NOON)
    assert make.again(case).stage == Stage.ANNOUNCED


def test_where_it_was_not_read_a_clerk_writes_the_month():
    clerk = make.clerk("essen")
    case = make.vorgang(DOG, kommune="essen", answers=make.values(DOG, name_part="In Essen", kommune="essen"))
    assert make.again(case).stage == Stage.NEW
    found = queries.case(clerk, case.number, at=make.NOON)
    assert str(found.service.leistung.text_to_write(found.answers)).startswith("Ab welchem Monat")
    actions.take(case.number, by=clerk, at=make.NOON)
    with pytest.raises(actions.GrantTextMissing):
        actions.decide(case.number, ending=Ending.GRANT, reasons=" ", by=clerk, at=make.NOON)
    actions.decide(case.number, ending=Ending.GRANT, reasons="Ab dem 1. Dezember 2026 (Satzung, Muster).", by=clerk, at=make.NOON)
    assert make.again(case).stage == Stage.DECIDED
