"""What lists promise: online, an appointment, another body, or nothing."""

import pytest

from glueckauf.portal.rules.way import Way, best_way, way_of
from tests.make_catalogue import everything

OFFERS = {(o.leistung.key, o.kommune.key): o.leistung for o in everything().offers}


@pytest.mark.parametrize(
    ("slug", "city", "way"),
    [
        ("hundesteuer-anmeldung", "bochum", Way.ONLINE),
        ("personalausweis", "bochum", Way.COUNTER),
        ("fuehrungszeugnis", "bochum", Way.ELSEWHERE),
    ],
)
def test_a_list_promises_no_more_than_the_leistung_does(slug, city, way):
    assert way_of(OFFERS[slug, city]) is way


def test_in_several_cities_the_best_counts():
    ways = ["personalausweis", "fuehrungszeugnis"]
    assert best_way(OFFERS[slug, "essen"] for slug in ways) is Way.COUNTER
    assert best_way([]) is Way.NONE
