"""The six cities: facts with sources, gaps that are visible, tenants that follow the folders."""

import csv

import make_catalogue as make
import pytest

from glueckauf.cities import queries
from glueckauf.cities.actions import sync_tenants
from glueckauf.cities.models import Tenant
from glueckauf.cities.queries import UnknownKommune
from tests.shared import SHARED

ARS = {
    "bochum": "059110000000",
    "dortmund": "059130000000",
    "duisburg": "051120000000",
    "essen": "051130000000",
    "gelsenkirchen": "055130000000",
    "muelheim": "051170000000",
}


@pytest.mark.parametrize("key", ARS)
def test_each_city_names_its_court_its_offices_and_their_sources(key):
    city = queries.kommune(key)
    assert city.ars == ARS[key]
    assert city.court.name == f"Verwaltungsgericht {'Düsseldorf' if key in ('duisburg', 'muelheim') else 'Gelsenkirchen'}"
    assert city.full_name in city.widerspruch_address
    for office in city.offices:
        assert office.source and office.year and office.phone
        assert office.hours == () and office.open, "hours are to be entered, and the office says so"


def test_a_postcode_leads_to_its_city_and_a_foreign_one_nowhere():
    assert [k.key for k in queries.by_postcode("44787")] == ["bochum"]
    assert queries.by_postcode("10115") == ()
    with pytest.raises(UnknownKommune):
        queries.kommune("atlantis")


@pytest.mark.shared_data
@pytest.mark.parametrize("key", ARS)
def test_postcodes_are_those_where_letters_are_delivered_to_people(key):
    with (SHARED / "gemeinden/plz_ags_nrw_derived.csv").open() as file:
        of_city = {row["plz"] for row in csv.DictReader(file) if row["ars"] == ARS[key]}
    with (SHARED / "gemeinden/zipcodes.de.csv").open() as file:
        streets = {row["zipcode"] for row in csv.DictReader(file) if row["place"] == queries.kommune(key).name}
    assert set(queries.kommune(key).postcodes) == of_city & streets


@pytest.mark.django_db
def test_cities_become_tenants_once_and_follow_a_change(unpublished):
    assert set(sync_tenants(make.NOON)) == set(ARS) | {one.key for one in queries.operators()}
    assert sync_tenants(make.NOON) == ()
    Tenant.objects.filter(key="essen").update(name="Essen")
    assert sync_tenants(make.NOON) == ("essen",)
    assert Tenant.objects.get(key="essen").name == "Stadt Essen"
    assert {t.key for t in Tenant.objects.filter(kind="kommune")} == set(ARS)
    assert len(set(Tenant.objects.values_list("prefix", flat=True))) == Tenant.objects.count()
